"""Where a guild wants its posts, and who may curate there."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Guild:
    """A guild's settings; None where nothing was set up. Guild 0 is the terminal and needs none."""

    guild_id: int
    channel_id: int | None = None
    role_id: int | None = None
    admin_channel_id: int | None = None
