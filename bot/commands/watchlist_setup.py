"""`/watchlist setup`: where posts go and who curates; what the bot lacks there is named, not found out later."""

from __future__ import annotations

from dataclasses import replace

import discord
from discord import app_commands

from bot.cards import Card, Line, Own, Said, own
from bot.cards.words import GREEN
from bot.commands.desk import Desk
from bot.commands.registry import Groups
from bot.commands.reply import answer, wait
from bot.commands.roles import require_manager
from bot.errors import InputError

NEEDED = {
    "view_channel": "View Channel",
    "send_messages": "Send Messages",
    "embed_links": "Embed Links",
    "read_message_history": "Read Message History",
}


def register(groups: Groups, desk: Desk) -> None:
    """Hang the command into the tree."""

    @groups.watchlist.command(name="setup", description="Choose where posts go and who curates")
    @app_commands.describe(
        channel="Where cards and findings are posted",
        role="Who may add, confirm, dismiss, decide and delete",
        admin_channel="Where faults of the configuration are told",
    )
    async def setup(
        interaction: discord.Interaction,
        channel: discord.TextChannel,
        role: discord.Role | None = None,
        admin_channel: discord.TextChannel | None = None,
    ) -> None:
        await wait(interaction)
        guild_id = require_manager(interaction)
        for chosen in filter(None, (channel, admin_channel)):
            check_permissions(chosen)
        if role is not None and role.is_default():
            raise InputError("Everyone has this role; choose one that only curators have.")
        before = await desk.watchlist.guild(guild_id)
        after = replace(
            before,
            channel_id=channel.id,
            role_id=role.id if role else before.role_id,
            admin_channel_id=admin_channel.id if admin_channel else before.admin_channel_id,
        )
        await desk.watchlist.setup(after, now=desk.now())
        await answer(interaction, _card(channel, role, admin_channel, keeps_role=before.role_id is not None))


def check_permissions(channel: discord.TextChannel) -> None:
    """Raise InputError, naming each permission that the bot lacks in `channel`."""
    held = channel.permissions_for(channel.guild.me)
    missing = [name for field, name in NEEDED.items() if not getattr(held, field)]
    if missing:
        raise InputError(
            f"I can not post in #{channel.name}: I lack {_and(missing)} there. Give me that in the channel's "
            "settings (Permissions), then run /watchlist setup again. Nothing was changed."
        )


def _and(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _card(
    channel: discord.TextChannel,
    role: discord.Role | None,
    admin_channel: discord.TextChannel | None,
    *,
    keeps_role: bool,
) -> Card:
    lines = [Line((Own("Posts go to"), Said(f"#{channel.name}")))]
    if role:
        lines.append(Line((Own("Curators have the role"), Said(role.name))))
    elif keeps_role:
        lines.append(own("The curator role stays as it was."))
    else:
        lines.append(own("No curator role yet: only members with Manage Server may change the list."))
    if admin_channel:
        lines.append(Line((Own("Faults are told in"), Said(f"#{admin_channel.name}"))))
    return Card("The watchlist is set up", GREEN, lines=tuple(lines))
