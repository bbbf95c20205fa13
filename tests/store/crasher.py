"""Writes numbered claims with notices as fast as it can, and prints each number once it is committed.

Run as `python -m tests.store.crasher DATABASE FIRST COUNT [FILE_SIZE_LIMIT]`; it is killed from outside.
"""

from __future__ import annotations

import asyncio
import resource
import signal
import sys
from pathlib import Path

from bot.domain.guild import Guild
from bot.errors import StoreError
from bot.store import guilds, outbox
from bot.store.connection import Connection
from bot.store.database import Database
from tests.store.build import NOW, add_claim, plain_notice


async def main(path: Path, first: int, count: int) -> None:
    database = await Database.open(path, now=NOW)
    await database.write(lambda db: guilds.save(db, Guild(1, channel_id=11), now=NOW))

    def one(db: Connection, number: int) -> None:
        claim = add_claim(db, f"claim {number} {'with many words ' * 30}", tags=("a", "b"))
        outbox.put(db, plain_notice(claim))

    async def told(number: int) -> None:
        await database.write(lambda db: one(db, number))
        print(number, flush=True)  # noqa: T201 this is how the test knows what was promised

    try:
        for start in range(first, first + count, 8):
            await asyncio.gather(*(told(number) for number in range(start, start + 8)))
    except StoreError as error:
        print(type(error).__name__, error.user_message, flush=True)  # noqa: T201 likewise
    await database.close()


if __name__ == "__main__":
    if len(sys.argv) > 4:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[4]), int(sys.argv[4])))
    asyncio.run(main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])))
