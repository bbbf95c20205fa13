from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.store.database import Database
from tests.store.build import NOW


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "claimwatch.db"


@pytest.fixture
async def database(path: Path) -> AsyncIterator[Database]:
    """A new database in a file."""
    opened = await Database.open(path, now=NOW)
    yield opened
    await opened.close()
