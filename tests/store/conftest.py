from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot.store.connection import Connection, connect, tune_writer
from bot.store.database import Database
from bot.store.migrations import migrate, steps
from tests.store.build import NOW, add_claim


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "claimwatch.db"


@pytest.fixture(scope="session")
def new(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A new database's bytes: made once, since most tests begin with one."""
    path = tmp_path_factory.mktemp("new") / "new.db"
    db = connect(path, "rwc", patience=1)
    tune_writer(db)
    migrate(db, path, steps(), now=NOW)
    db.close()
    return path.read_bytes()


@pytest.fixture
async def database(path: Path, new: bytes) -> AsyncIterator[Database]:
    """A new database in a file."""
    _put(path, new)
    opened = await Database.open(path, now=NOW)
    yield opened
    await opened.close()


@pytest.fixture
def bare(path: Path, new: bytes) -> Iterator[Connection]:
    """A connection to a new database, for tests without a loop."""
    path.write_bytes(new)
    db = connect(path, "rw", patience=1)
    tune_writer(db)
    db.execute("BEGIN")
    yield db
    db.close()


@pytest.fixture
def another(tmp_path: Path, new: bytes) -> Iterator[Connection]:
    """A second new database."""
    path = tmp_path / "another.db"
    path.write_bytes(new)
    db = connect(path, "rw", patience=1)
    tune_writer(db)
    db.execute("BEGIN")
    yield db
    db.close()


@pytest.fixture
def searched(bare: Connection) -> Connection:
    """A database with claims in several scripts."""
    for text in ("Guava beats its rivals", "Apfel über alles", "ガ is in it", "हिन्दी में दावा", "AND OR NOT"):
        add_claim(bare, text)
    return bare


def _put(path: Path, data: bytes) -> None:
    path.write_bytes(data)
