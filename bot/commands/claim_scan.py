"""`/claim scan`: find the flagged claims in a report; one click tracks one."""

from __future__ import annotations

import discord
from discord import app_commands

from bot.cards import Card, Field, Line, Link, Own, Said, own, said
from bot.cards.clean import cut
from bot.cards.words import BLUE, GREY
from bot.commands.claim_add import Text, track
from bot.commands.desk import Desk, ScanResult
from bot.commands.registry import Groups
from bot.commands.reply import View, answer, wait
from bot.commands.roles import require_curator
from bot.domain.claim import outspoken_first
from bot.domain.scanned import ScannedClaim
from bot.domain.source import NewSource, Role

MOST = 25  # options of a select menu
SHOWN = 5  # claims drawn with their flags; the menu holds the rest
LABEL = 100


def register(groups: Groups, desk: Desk) -> None:
    """Hang the command into the tree."""

    @groups.claim.command(name="scan", description="Find the claims in a report that nobody could check yet")
    @app_commands.describe(source="Address of the report")
    async def scan(interaction: discord.Interaction, source: Text) -> None:
        await wait(interaction)
        guild_id = await require_curator(interaction, desk)
        await offer(interaction, desk, guild_id, await desk.scan(source))


async def offer(interaction: discord.Interaction, desk: Desk, guild_id: int, result: ScanResult) -> None:
    """Show what was found, with a menu to track from."""
    await answer(interaction, card_of_scan(result), Pick(desk, guild_id, result) if result.claims else None)


def card_of_scan(result: ScanResult) -> Card:
    """Return what was found in a report: each claim with the passage that flags it."""
    where = Line((Link(result.url), Own("·"), Said(result.title)) if result.title else (Link(result.url),))
    found = len(result.claims)
    if not found:
        nothing = own("Nothing in it is marked as unverified. Track a claim by hand with /claim add.")
        return Card("No flagged claim found", GREY, lines=(where, nothing))
    fields = tuple(_field(number, claim) for number, claim in enumerate(result.claims[:SHOWN], 1))
    footer = f"{min(found, MOST)} in the menu" if found > SHOWN else ""
    return Card(
        f"{found} flagged claim{'s' * (found != 1)}",
        BLUE,
        lines=(where, own("Pick one to track.")),
        fields=fields,
        footer=footer,
    )


def _field(number: int, claim: ScannedClaim) -> Field:
    by = (Line((Own("by"), Said(claim.claimant))),) if claim.claimant else ()
    flag = tuple(said(flag.text, quoted=True) for flag in outspoken_first(claim.flags)[:1])
    return Field(f"Claim {number}", (said(claim.text), *by, *flag))


class Pick(View):
    """A menu of the claims found; picking one tracks it, and the menu stays for the next."""

    def __init__(self, desk: Desk, guild_id: int, result: ScanResult) -> None:
        super().__init__()
        self.desk = desk
        self.guild_id = guild_id
        self.result = result
        for number, claim in enumerate(result.claims[:MOST]):
            flag = cut(next((flag.text for flag in outspoken_first(claim.flags)), ""), LABEL)
            label = cut(claim.text, LABEL) or f"Claim {number + 1}"
            self.pick.add_option(label=label, value=str(number), description=flag or None)

    @discord.ui.select(placeholder="Pick a claim to track", custom_id="pick")
    async def pick(self, interaction: discord.Interaction, select: discord.ui.Select[Pick]) -> None:
        """Track the claim that was picked."""
        await wait(interaction)
        await require_curator(interaction, self.desk)
        claim = self.result.claims[int(select.values[0])]
        origin = NewSource(self.result.url, Role.ORIGIN)
        await track(interaction, self.desk, claim.new_claim(self.guild_id), [origin])
