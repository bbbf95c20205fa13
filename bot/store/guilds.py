"""Guilds: where their posts go."""

from __future__ import annotations

from datetime import datetime

from bot.domain.guild import Guild
from bot.store import outbox
from bot.store.connection import Connection

_COLUMNS = "guild_id, channel_id, role_id, admin_channel_id"


def get(db: Connection, guild_id: int) -> Guild:
    """Return the guild's settings, empty ones where nothing was set up."""
    row = db.execute(f"SELECT {_COLUMNS} FROM guilds WHERE guild_id = ?", (guild_id,)).fetchone()  # noqa: S608 a constant
    return Guild(guild_id) if row is None else Guild(*row)


def save(db: Connection, guild: Guild, *, now: datetime) -> None:
    """Keep the settings. What waited for a channel, or for the former one, goes to the channel given now."""
    before = get(db, guild.guild_id)
    db.execute(
        f"""INSERT INTO guilds ({_COLUMNS}) VALUES (?, ?, ?, ?) ON CONFLICT (guild_id) DO UPDATE SET
            channel_id = excluded.channel_id, role_id = excluded.role_id,
            admin_channel_id = excluded.admin_channel_id""",  # noqa: S608 a constant
        (guild.guild_id, guild.channel_id, guild.role_id, guild.admin_channel_id),
    )
    if guild.channel_id is not None:
        outbox.retarget(db, guild.guild_id, before.channel_id, guild.channel_id, now)
    if guild.admin_channel_id is not None:
        # What waits for want of a channel, or for a channel that was both, is not the admins' alone.
        own = before.admin_channel_id not in (None, before.channel_id)
        former = before.admin_channel_id if own else guild.admin_channel_id
        outbox.retarget(db, guild.guild_id, former, guild.admin_channel_id, now)


def every(db: Connection) -> list[Guild]:
    """Return every guild that set something up."""
    return [Guild(*row) for row in db.execute(f"SELECT {_COLUMNS} FROM guilds ORDER BY guild_id").fetchall()]  # noqa: S608 a constant
