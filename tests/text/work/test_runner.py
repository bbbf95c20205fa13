from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.domain.analysis import ClaimView, Task
from bot.domain.outcome import Outcome
from bot.domain.reading import Media
from bot.domain.scanned import ScanTask
from bot.errors import NoWorkers
from bot.text.analyse import analyse
from bot.text.flags.find import FlagBook, load_book
from bot.text.stance.judge import load_judge
from bot.text.work.runner import LocalRunner

ROOT = Path(__file__).parents[3]
CLAIM = ClaimView(1, "Orchard Labs' model Guava beats its rivals on 12 of 14 benchmarks.", "Orchard Labs")
PAGE = (
    b"<html lang='en'><body><article><p>A memo says that Orchard Labs' model Guava beats its rivals on 12 of 14"
    b" benchmarks, and"
    b" everybody in the office is proud of it.</p><p>The claim could not be independently"
    b" verified.</p></article></body></html>"
)
GOOD = Task(1, "https://fig.example/a", Media.HTML, PAGE, claims=(CLAIM,))
SLOW = Task(
    1,
    "https://fig.example/b",
    Media.TEXT,
    b"\n".join(b"Guava %d beats the rivals on %d of 14 benchmarks, says a memo." % (i, i) for i in range(14_000)),
    claims=tuple(ClaimView(i, f"{CLAIM.text} {i}") for i in range(12)),
)


@pytest.fixture(scope="module")
def book() -> FlagBook:
    return load_book(ROOT / "config" / "flags")


@pytest.fixture
async def runner(book: FlagBook) -> AsyncIterator[LocalRunner]:
    async with LocalRunner(book, {"fig.example": "Fig Media"}, timeout_s=30) as running:
        yield running


def workers() -> list[int]:
    return [child.pid for child in multiprocessing.active_children() if child.pid]


async def test_a_look_is_judged_in_a_worker(runner: LocalRunner) -> None:
    analysis = await runner.run(GOOD)
    assert analysis.failure is None
    assert [flag.text for flag in analysis.claims[0].flags]
    assert analysis.claims[0].report is not None
    assert analysis.claims[0].report.owner == "Fig Media"


async def test_a_task_keeps_owners_of_its_own(runner: LocalRunner) -> None:
    task = Task(1, GOOD.url, Media.HTML, PAGE, claims=(CLAIM,), owners={"fig.example": "Another"})
    report = (await runner.run(task)).claims[0].report
    assert report is not None
    assert report.owner == "Another"


@pytest.mark.parametrize("name", ["features", "encoder"])
async def test_the_stance_model_is_the_one_asked_for(book: FlagBook, name: str) -> None:
    here = analyse(GOOD, book, load=partial(load_judge, name))
    async with LocalRunner(book, stance=name) as runner:
        there = await runner.run(GOOD)
    assert here.claims[0].judgement is not None
    assert there.claims[0].judgement == here.claims[0].judgement


async def test_many_looks_at_once_are_all_answered(runner: LocalRunner) -> None:
    answers = await asyncio.gather(*(runner.run(GOOD) for _ in range(12)))
    assert {answer.failure for answer in answers} == {None}


async def test_a_look_that_takes_too_long_is_stopped_and_the_next_one_is_fine(book: FlagBook) -> None:
    async with LocalRunner(book, timeout_s=0.3) as runner:
        stopped = await runner.run(SLOW)
        assert stopped.failure is Outcome.UNREADABLE
        assert "longer than 0.3 s" in stopped.detail
        assert (await runner.run(Task(1, "https://fig.example/v", Media.VALUE, b"7"))).failure is None


async def test_a_worker_that_dies_at_work_is_told_and_replaced(runner: LocalRunner) -> None:
    looking = asyncio.create_task(runner.run(SLOW))
    await asyncio.sleep(0.3)
    for pid in workers():
        os.kill(pid, signal.SIGKILL)
    assert (await looking).failure is Outcome.UNREADABLE
    assert (await runner.run(GOOD)).failure is None


async def test_a_worker_that_dies_idle_is_replaced(runner: LocalRunner) -> None:
    for pid in workers():
        os.kill(pid, signal.SIGKILL)
    await asyncio.sleep(0.5)
    assert (await runner.run(GOOD)).failure is None


async def test_idle_workers_are_let_go_and_the_next_look_has_new_ones(book: FlagBook) -> None:
    async with LocalRunner(book, idle_s=0) as runner:
        for _ in range(2):
            assert (await runner.run(GOOD)).failure is None
            while workers():  # noqa: ASYNC110  nothing tells that a process is gone
                await asyncio.sleep(0.01)
        answers = await asyncio.gather(*(runner.run(GOOD) for _ in range(4)))
        assert {answer.failure for answer in answers} == {None}


async def test_a_look_that_a_broken_pool_forgets_is_answered_all_the_same(runner: LocalRunner) -> None:
    looking = asyncio.create_task(runner.run(SLOW))
    await asyncio.sleep(0.1)
    assert runner._workers is not None
    runner._workers.give_up()
    assert (await looking).failure is Outcome.UNREADABLE
    assert (await runner.run(GOOD)).failure is None


async def test_closing_does_not_wait_for_what_an_old_book_still_does(book: FlagBook) -> None:
    runner = LocalRunner(book, timeout_s=30)
    await runner.start()
    looking = asyncio.create_task(runner.run(SLOW))
    await asyncio.sleep(0.1)
    await runner.replace(book)
    async with asyncio.timeout(10):
        await runner.close()
        assert (await looking).failure is Outcome.UNREADABLE


async def test_a_look_has_a_limit_of_memory(book: FlagBook) -> None:
    async with LocalRunner(book, timeout_s=30, memory_mb=64) as runner:
        hungry = Task(1, "https://fig.example/c", Media.TEXT, b"a b " * 500_000, claims=(CLAIM,))
        assert (await runner.run(hungry)).failure is Outcome.UNREADABLE


async def test_closing_answers_looks_in_flight(book: FlagBook) -> None:
    runner = LocalRunner(book, timeout_s=30)
    await runner.start()
    looking = asyncio.create_task(runner.run(SLOW))
    await asyncio.sleep(0.2)
    await runner.close()
    assert (await looking).failure is Outcome.UNREADABLE
    assert not workers()
    with pytest.raises(RuntimeError):
        await runner.run(GOOD)


async def test_a_new_book_serves_the_next_look_while_the_old_one_ends(runner: LocalRunner, book: FlagBook) -> None:
    looking = asyncio.create_task(runner.run(GOOD))
    await asyncio.sleep(0)
    await runner.replace(book, {"fig.example": "New Owner"})
    assert (await looking).failure is None
    report = (await runner.run(GOOD)).claims[0].report
    assert report is not None
    assert report.owner == "New Owner"


class DeadlyBook(FlagBook):
    """A book that kills the worker which opens it, for as long as the file `cause` is there; births are noted in it."""

    cause: Path

    def __reduce__(self) -> tuple[object, ...]:
        file = repr(str(self.cause))
        dies = f"open({file}, 'a').write('.') and __import__('os')._exit(3)"
        lives = "__import__('bot.text.flags.book', fromlist=['FlagBook']).FlagBook(())"
        return eval, (f"{dies} if __import__('os').path.exists({file}) else {lives}",)


@pytest.fixture
def deadly(tmp_path: Path) -> DeadlyBook:
    book = DeadlyBook(())
    object.__setattr__(book, "cause", tmp_path / "cause")
    return book


async def test_workers_that_die_at_birth_are_given_up_at_the_start(deadly: DeadlyBook) -> None:
    deadly.cause.touch()
    with capture_logs() as logs, pytest.raises(NoWorkers):
        await LocalRunner(deadly).start()
    assert [entry["event"] for entry in logs] == ["a process that judges text was started and can not do it"]
    assert len(deadly.cause.read_text()) <= 2


@pytest.mark.parametrize("number", [1, 2])
async def test_workers_that_die_at_birth_are_not_started_for_ever(deadly: DeadlyBook, number: int) -> None:
    async with LocalRunner(deadly, workers=number, rest_s=3600) as runner:
        deadly.cause.touch()
        for pid in workers():
            os.kill(pid, signal.SIGKILL)
        for _ in range(3):
            answers = await asyncio.gather(*(runner.run(GOOD) for _ in range(12)))
            assert {answer.failure for answer in answers} == {Outcome.UNREADABLE}
        assert "could be started" in answers[0].detail
        assert (await runner.scan(ScanTask(Media.HTML, PAGE))).failure is not None
        assert len(deadly.cause.read_text()) <= 4 * number


async def test_workers_are_there_again_when_the_cause_is_gone(deadly: DeadlyBook) -> None:
    async with LocalRunner(deadly, rest_s=0) as runner:
        deadly.cause.touch()
        for pid in workers():
            os.kill(pid, signal.SIGKILL)
        assert (await runner.run(GOOD)).failure is Outcome.UNREADABLE
        deadly.cause.unlink()
        assert (await runner.run(GOOD)).failure is None


async def test_a_book_that_kills_workers_leaves_the_old_ones_at_work(deadly: DeadlyBook, runner: LocalRunner) -> None:
    deadly.cause.touch()
    await runner.replace(deadly)
    analysis = await runner.run(GOOD)
    assert analysis.failure is None
    assert analysis.claims[0].flags


PROGRAM = textwrap.dedent("""
    import asyncio, signal, sys
    from pathlib import Path
    from bot.domain.analysis import Task
    from bot.domain.reading import Media
    from bot.text.flags.find import load_book
    from bot.text.work.runner import LocalRunner

    async def main():
        stop = asyncio.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, stop.set)
        async with LocalRunner(load_book(Path("config/flags"))) as runner:
            print("ready", flush=True)
            while not stop.is_set():
                await runner.run(Task(1, "https://fig.example/", Media.TEXT, b"A word. " * 20_000))
        print("closed", flush=True)

    asyncio.run(main())
""")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_to_the_whole_group_ends_it_without_a_word(number: signal.Signals) -> None:
    program = subprocess.Popen(
        [sys.executable, "-W", "error", "-c", PROGRAM],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert program.stdout is not None
    assert program.stdout.readline() == "ready\n"
    os.killpg(program.pid, number)
    out, err = program.communicate(timeout=30)
    assert (program.returncode, out, err) == (0, "closed\n", "")
