"""The tags in use."""

from __future__ import annotations

from bot.store.connection import Connection


def in_use(db: Connection, guild_id: int) -> list[str]:
    """Return the tags of the guild's live claims, in alphabetical order."""
    rows = db.execute(
        "SELECT DISTINCT tag FROM listed_counts WHERE guild_id = ? AND tag > '' AND n > 0 ORDER BY tag", (guild_id,)
    )
    return [str(row[0]) for row in rows.fetchall()]
