"""`/claim source add|remove|list`: where to look again for a claim."""

from __future__ import annotations

import discord
from discord import app_commands

from bot.cards import Card, Line, Link, Own, own
from bot.cards.claims import card_of_sources
from bot.cards.words import BLUE, GREY, paced
from bot.commands.desk import Desk
from bot.commands.options import claims_of, source_options_of, sources_of
from bot.commands.registry import Groups
from bot.commands.reply import answer, wait
from bot.commands.roles import actor_of, guild_of, require_curator
from bot.config.values import every_of, options_from
from bot.domain.source import Kind, NewSource, Role
from bot.errors import InputError

Which = app_commands.Range[str, 1, 200]


def register(groups: Groups, desk: Desk) -> None:
    """Hang the three commands into the tree."""
    _add(groups, desk)
    _remove(groups, desk)
    _list(groups, desk)


def _add(groups: Groups, desk: Desk) -> None:
    @groups.source.command(name="add", description="Look at one more source for a claim")
    @app_commands.describe(
        claim="Number of the claim, or words of it",
        source="Address of the page or feed",
        role="What it is to the claim (coverage if left out)",
        kind="How to read it (page if left out)",
        options="What its kind needs, such as match=guava; several are parted by ;",
        every="Look this often, such as 12h or 7d; default: by the usual cadence again",
    )
    @app_commands.autocomplete(claim=claims_of(desk), options=source_options_of(desk))
    async def add(
        interaction: discord.Interaction,
        claim: Which,
        source: app_commands.Range[str, 1, 1000],
        role: Role = Role.COVERAGE,
        kind: Kind = Kind.PAGE,
        options: app_commands.Range[str, 1, 1000] = "",
        every: app_commands.Range[str, 1, 20] | None = None,
    ) -> None:
        await wait(interaction)
        guild_id = await require_curator(interaction, desk)
        found = await desk.watchlist.resolve(guild_id, claim)
        new = NewSource(source, role, kind, options_from([options]), every_of(every or ""))
        kept, fresh = await desk.watchlist.attach(guild_id, found.id, new, actor=actor_of(interaction), now=desk.now())
        title = f"Source {kept.id} added to #{found.id}" if fresh else f"#{found.id} has this source already"
        said = "· looked at right away" if fresh else f"· as number {kept.id}"
        lines = (Line((Link(kept.url), Own(said))), own(paced(kept, new.every)))
        await answer(interaction, Card(title, BLUE, lines=lines if new.every is not None else lines[:1]))


def _remove(groups: Groups, desk: Desk) -> None:
    @groups.source.command(name="remove", description="Take a source off a claim; what was found there stays")
    @app_commands.describe(claim="Number of the claim, or words of it", source="Number of the source")
    @app_commands.autocomplete(claim=claims_of(desk), source=sources_of(desk))
    async def remove(interaction: discord.Interaction, claim: Which, source: app_commands.Range[str, 1, 20]) -> None:
        await wait(interaction)
        guild_id = await require_curator(interaction, desk)
        found = await desk.watchlist.resolve(guild_id, claim)
        if not source.strip().isdecimal():
            raise InputError("Give the number of the source; /claim source list shows the numbers.")
        gone = await desk.watchlist.detach(
            guild_id, found.id, int(source) % 2**62, actor=actor_of(interaction), now=desk.now()
        )
        await answer(
            interaction, Card(f"Source {gone.id} taken off #{found.id}", GREY, lines=(Line((Link(gone.url),)),))
        )


def _list(groups: Groups, desk: Desk) -> None:
    @groups.source.command(name="list", description="List the sources of a claim with their numbers")
    @app_commands.describe(claim="Number of the claim, or words of it")
    @app_commands.autocomplete(claim=claims_of(desk))
    async def list_(interaction: discord.Interaction, claim: Which) -> None:
        await wait(interaction)
        guild_id = guild_of(interaction)
        found = await desk.watchlist.resolve(guild_id, claim)
        await answer(interaction, card_of_sources(await desk.watchlist.show(guild_id, found.id), desk.looks))
