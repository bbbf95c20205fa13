"""The demo's story, told by the real pipeline: what is said at each step, and what is not."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.app.settings import load_settings
from bot.demo.play import Progress, performance
from bot.demo.story import load_story
from bot.domain.delivery import Delivered, Delivery, Sent
from bot.domain.finding import Stance
from bot.domain.notice import Notice
from bot.domain.status import Status
from bot.folders import shipped


class Channel:
    """Keeps each notice with the step in which it was delivered."""

    name = "terminal"

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self.posts: list[tuple[int, Notice]] = []

    async def deliver(self, delivery: Delivery) -> Delivered:
        self.posts.append((self._progress.step, delivery.notice))
        return Sent(str(len(self.posts)))

    async def find(self, _: Delivery) -> str | None:
        return None


@pytest.fixture(scope="module")
def posts(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[int, Notice]]:
    """Play the story once for all tests here."""
    return asyncio.run(_played(tmp_path_factory.mktemp("demo") / "demo.db"))


async def _played(db: Path) -> list[tuple[int, Notice]]:
    stage = load_story(shipped("seeds") / "demo")
    channels: list[Channel] = []

    def channel(progress: Progress) -> list[Channel]:
        channels.append(Channel(progress))
        return channels

    async with performance(stage, load_settings(shipped("config")), shipped("config"), db, channel) as play:
        await play.perform(lambda _: None)
    return channels[0].posts


def test_each_step_says_its_one_thing_and_noise_says_nothing(posts: list[tuple[int, Notice]]) -> None:
    assert [(step, notice.kind.value) for step, notice in posts] == [
        (0, "claim_added"),
        (2, "flag_softened"),
        (3, "new_coverage"),
        (4, "artefact_appeared"),
        (5, "new_coverage"),
        (6, "correction"),
        (7, "status_changed"),
        (8, "source_gone"),
    ]


def test_the_echo_is_not_counted_and_the_test_is(posts: list[tuple[int, Notice]]) -> None:
    echo, test = (notice for _, notice in posts if notice.kind == "new_coverage")
    assert (echo.independent, echo.reports, echo.origin_groups) == (False, 2, 1)
    assert (test.independent, test.reports, test.origin_groups) == (True, 3, 2)


def test_the_test_disputes_the_claim_and_refuting_it_is_proposed_to_a_person(posts: list[tuple[int, Notice]]) -> None:
    test = dict(posts)[5]
    assert test.stance is Stance.REFUTES
    assert test.proposal is not None
    assert test.proposal.status is Status.REFUTED
    assert test.status is Status.UNVERIFIED
    assert "does not outperform" in test.after


def test_the_person_decides_with_evidence(posts: list[tuple[int, Notice]]) -> None:
    decided = dict(posts)[7]
    assert (decided.before, decided.after, decided.actor) == ("unverified", "refuted", "curator")
    assert "cedar-institute.example" in decided.url


def test_the_flag_is_shown_before_and_after(posts: list[tuple[int, Notice]]) -> None:
    softer = dict(posts)[2]
    assert "could not be independently verified" in softer.before
    assert "reportedly" in softer.after
