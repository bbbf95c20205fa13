"""Who may do what: everyone reads, curators change the list, who manages the server may do all of it."""

from __future__ import annotations

import asyncio

import discord

from bot.commands.desk import Desk
from bot.errors import InputError, NotAllowed

ASK = 2.0  # seconds for a look into the database before anything was acknowledged


def guild_of(interaction: discord.Interaction) -> int:
    """Return the id of the server; raise InputError in a private chat."""
    if interaction.guild_id is None:
        raise InputError("This works in a server only.")
    return interaction.guild_id


def actor_of(interaction: discord.Interaction) -> str:
    """Return who acts, as kept in the history: the name of today and the number that stays."""
    return f"{interaction.user.name} ({interaction.user.id})"


async def require_curator(interaction: discord.Interaction, desk: Desk) -> int:
    """Return the server's id if the person may curate there.

    Raises:
        NotAllowed: neither the curator role nor the permission Manage Server; the sentence names what is missing.
    """
    guild_id = guild_of(interaction)
    if interaction.permissions.manage_guild:
        return guild_id
    async with asyncio.timeout(ASK):
        settings = await desk.watchlist.guild(guild_id)
    if settings.role_id is None:
        raise NotAllowed(
            "No curator role is set up here yet. Someone with the permission Manage Server runs /watchlist setup."
        )
    held = interaction.user.roles if isinstance(interaction.user, discord.Member) else []
    if any(role.id == settings.role_id for role in held):
        return guild_id
    role = interaction.guild.get_role(settings.role_id) if interaction.guild else None
    name = f"“{role.name[:80]}”" if role else "of curators (it was deleted: someone runs /watchlist setup)"
    raise NotAllowed(f"You need the role {name} or the permission Manage Server to do this.")


def require_manager(interaction: discord.Interaction) -> int:
    """Return the server's id if the person may manage it. Raises NotAllowed."""
    guild_id = guild_of(interaction)
    if not interaction.permissions.manage_guild:
        raise NotAllowed("You need the permission Manage Server to do this.")
    return guild_id
