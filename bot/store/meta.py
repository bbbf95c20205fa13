"""Small facts about this database, by name."""

from __future__ import annotations

from bot.store.connection import Connection


def get(db: Connection, key: str) -> str | None:
    """Return the value, None where none was put."""
    row = db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
    return None if row is None else str(row[0])


def put(db: Connection, key: str, value: str) -> None:
    """Keep the value under this key, in place of an earlier one."""
    db.execute(
        "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        (key, value),
    )
