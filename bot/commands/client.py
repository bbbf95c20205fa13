"""The Discord client: the least it may know (guilds alone), the commands, and the buttons that survive a restart."""

from __future__ import annotations

import hashlib
import json

import discord
import structlog
from discord import app_commands

from bot.commands.desk import Desk
from bot.commands.errors import answer_error
from bot.commands.listing import Turn
from bot.commands.registry import grow
from bot.commands.verdicts import Confirm, Dismiss

log = structlog.get_logger()

SYNCED = "command tree"  # under which the hash of what Discord knows is kept
LONGEST_WAIT = 60.0  # seconds that a rate limit may hold a request; beyond, the outbox waits better


class Tree(app_commands.CommandTree[discord.Client]):
    """The commands. Whatever goes wrong in one is answered in the one place for errors."""

    async def on_error(self, interaction: discord.Interaction, error: app_commands.AppCommandError, /) -> None:
        """Answer the error privately."""
        await answer_error(interaction, error)


class ClaimWatchClient(discord.Client):
    """The bot's connection. It keeps no messages and no members, and can ping nobody."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            intents=discord.Intents(guilds=True),
            allowed_mentions=discord.AllowedMentions.none(),
            max_messages=None,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_ratelimit_timeout=LONGEST_WAIT,
        )
        self.desk = desk
        self.tree = Tree(self)
        grow(self.tree, desk)

    async def setup_hook(self) -> None:
        """Take up the buttons of earlier posts and tell Discord the commands if they changed."""
        self.add_dynamic_items(Confirm, Dismiss, Turn)
        await self._sync()

    async def _sync(self) -> None:
        """Send the tree only when it differs from what this application sent last: syncing is rate limited."""
        known = f"{self.application_id}:{fingerprint(self.tree)}"
        if await self.desk.recall(SYNCED) == known:
            return
        try:
            await self.tree.sync()
        except (discord.HTTPException, discord.RateLimited) as refused:
            log.warning("the commands could not be sent; the next start tries again", error=str(refused))
            return
        await self.desk.keep(SYNCED, known)


def fingerprint(tree: app_commands.CommandTree[discord.Client]) -> str:
    """Return a hash of everything that Discord is told about the commands."""
    told = sorted((command.to_dict(tree) for command in tree.get_commands()), key=lambda c: (c["type"], c["name"]))
    return hashlib.blake2b(json.dumps(told, sort_keys=True).encode(), digest_size=16).hexdigest()
