"""An admin edits the configuration while everything runs."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, closing
from datetime import timedelta
from pathlib import Path

import pytest

from bot.app.building import App, build
from bot.app.scanning import scanned_bytes
from bot.app.service import serve
from bot.app.settings import load_settings
from bot.domain.guild import Guild
from bot.domain.reading import Media
from bot.folders import shipped
from tests.app.conftest import Recorder

PATIENCE = 30.0
ADMINS = 33
PHRASE = """
[[explicit]]
phrase = "took nobody else's word for it"
match = "The desk took nobody else's word for it."
no_match = "The desk took the firm's word for it."
"""
OWNER = '\n"Orchard Group" = ["grove.example"]\n'
PAGE = b"Orchard Labs says Guava outperforms all rivals by 12 percent. Sadly we took nobody else's word for it."


async def until(true: Callable[[], bool]) -> None:
    """Wait for something that the running service brings about."""
    async with asyncio.timeout(PATIENCE):
        while not true():  # noqa: ASYNC110  the service tells nobody when it took an edit over
            await asyncio.sleep(0.05)


class Running:
    """The service over a configuration folder of its own, with a server that has an admin channel."""

    def __init__(self, folder: Path) -> None:
        self.config = folder / "config"
        self.db_path = folder / "claimwatch.db"
        self.channel = Recorder("channel")
        self.app: App
        for path in shipped("config").rglob("*.toml"):
            copy = self.config / path.relative_to(shipped("config"))
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(path.read_bytes())

    def add(self, name: str, text: str) -> None:
        """Write `text` at the end of a file."""
        with (self.config / name).open("a", encoding="utf-8") as file:
            file.write(text)

    def mend(self, name: str) -> None:
        """Put the file back as it is shipped."""
        (self.config / name).write_bytes((shipped("config") / name).read_bytes())

    def told(self) -> list[tuple[str, str]]:
        """Return what was posted, each with its channel."""
        return [(post.destination, post.notice.after) for post in self.channel.posts]


@pytest.fixture
async def running(tmp_path: Path) -> AsyncIterator[Running]:
    running = Running(tmp_path)
    async with AsyncExitStack() as stack:
        app = await stack.enter_async_context(build(running.config, load_settings(running.config), running.db_path))
        running.app = app
        await app.watchlist.setup(Guild(7, 11, 22, ADMINS), now=app.now())
        # Nothing waits for the watch to be up: what is edited while the program starts counts as well.
        await stack.enter_async_context(serve(app, [running.channel], tick=timedelta(milliseconds=50)))
        yield running


async def test_a_faulty_edit_of_any_file_keeps_the_last_good_state_and_is_told_to_the_admins(running: Running) -> None:
    before = running.app.settings
    for number, (name, fault) in enumerate(
        {"claimwatch.toml": "nonsense = [", "flags/en.toml": "\n[[explicit]]\n", "owners.toml": "a = ["}.items(), 1
    ):
        running.add(name, fault)
        await until(lambda n=number: len(running.told()) == n)  # type: ignore[misc]
        where, words = running.told()[-1]
        assert where == str(ADMINS)
        assert name in words
        assert running.app.settings is before
        running.mend(name)
        await until(lambda old=before: running.app.settings is not old)  # type: ignore[misc]
        before = running.app.settings
    assert before == load_settings(shipped("config"))


async def test_new_phrases_and_owners_count_without_a_restart(running: Running) -> None:
    app = running.app
    assert "word for it" not in str((await scanned_bytes(app.runner, Media.TEXT, PAGE, "")).claims)
    running.add("flags/en.toml", PHRASE)
    running.add("owners.toml", OWNER)
    await until(lambda: app.settings.owners.get("grove.example") == "Orchard Group")
    found = await scanned_bytes(app.runner, Media.TEXT, PAGE, "")
    assert "took nobody else's word for it" in [flag.text for claim in found.claims for flag in claim.flags]
    assert running.told() == []


async def test_an_edit_made_while_the_program_starts_is_not_lost(tmp_path: Path) -> None:
    running = Running(tmp_path)
    settings = load_settings(running.config)
    running.add("owners.toml", OWNER)
    async with build(running.config, settings, running.db_path) as app, serve(app, [running.channel]):
        await until(lambda: app.settings.owners.get("grove.example") == "Orchard Group")


async def test_admins_are_told_once_a_locked_database_is_free_again(running: Running) -> None:
    with closing(sqlite3.connect(running.db_path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        running.add("owners.toml", "a = [")
        await asyncio.sleep(7)  # longer than a write waits for the lock
        assert running.told() == []
        other.execute("ROLLBACK")
    await until(lambda: len(running.told()) == 1)
    running.mend("owners.toml")
    running.add("owners.toml", OWNER)
    await until(lambda: "grove.example" in running.app.settings.owners)


async def test_an_edit_that_can_not_be_taken_over_does_not_end_the_watch(running: Running, tmp_path: Path) -> None:
    no_certificate = tmp_path / "ca.pem"
    no_certificate.write_text("no certificate")
    toml = running.config / "claimwatch.toml"
    toml.write_text(toml.read_text().replace('ca_file = ""', f'ca_file = "{no_certificate}"'))
    await until(lambda: len(running.told()) == 1)
    assert "could not be taken over" in running.told()[0][1]
    running.mend("claimwatch.toml")
    running.add("owners.toml", OWNER)
    await until(lambda: "grove.example" in running.app.settings.owners)
