"""Draws the channel as a moderator sees it: `python -m tests.preview OUT.png`.

Needs `simcord[screenshot]` and a Chromium: Debian's own where it is installed, else the one that Playwright brings.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections.abc import Callable
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

import discord
import simcord

from bot.commands.client import ClaimWatchClient
from bot.domain.claim import Claim
from bot.domain.finding import FindingKind, Judgement
from bot.domain.source import NewSource, Role
from bot.domain.status import Status
from tests.discord.world import ANN, START, World, furnish, open_desk

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run")
QUIET = ("--disable-background-networking", "--disable-component-update", "--disable-sync")
SIZE = (820, 1000)

AGAINST = Judgement(0.04, 0.87, 0.06, 0.03, excerpt="In our run Guava scored below both open models.")
UNCLEAR = Judgement(0.3, 0.35, 0.3, 0.05, clear=False)


async def flag(world: World, claim: Claim) -> discord.Message:
    """The report's flag is softened."""
    return await world.post(
        claim,
        None,
        kind=FindingKind.FLAG_SOFTENED,
        before="The memo's figures could not be independently verified by the Herald before publication.",
        after="The memo's figures were not confirmed by outside researchers, people familiar with it said.",
        title="Orchard Labs memo puts unreleased Guava ahead of open rivals",
    )


async def echo(world: World, claim: Claim) -> discord.Message:
    """Another outlet repeats the memo."""
    return await world.post(
        claim,
        None,
        kind=FindingKind.NEW_COVERAGE,
        before="",
        after="Guava beats its open-source rivals, according to an internal memo of Orchard Labs.",
        title="Guava is the best model yet, memo says",
        url="https://gazette.example/tech/guava-memo",
        judgement=Judgement(0.8, 0.05, 0.1, 0.05),
        reports=5,
        origin_groups=1,
        origin_reason="It quotes the same internal memo as the Herald.",
    )


async def released(world: World, claim: Claim) -> discord.Message:
    """The model is published."""
    return await world.post(
        claim,
        None,
        kind=FindingKind.ARTEFACT_APPEARED,
        before="",
        after="orchard-labs/guava-base: weights and a model card, published by the firm's own organisation.",
        title="guava-base",
        url="https://models.example/orchard-labs/guava-base",
    )


async def tested(world: World, claim: Claim) -> discord.Message:
    """An independent test disputes the claim."""
    return await world.post(
        claim,
        Status.REFUTED,
        kind=FindingKind.NEW_COVERAGE,
        before="",
        after="In our run Guava scored below both open models on four of five tests.",
        title="We tested Guava ourselves",
        url="https://benchyard.example/guava",
        judgement=AGAINST,
        reports=6,
        origin_groups=2,
        independent=True,
        origin_reason="its own measurements, no shared owner or memo",
    )


async def unclear(world: World, claim: Claim) -> discord.Message:
    """A report whose stance nobody can tell."""
    return await world.post(
        claim,
        None,
        kind=FindingKind.NEW_COVERAGE,
        before="",
        after="Whether Guava is ahead depends on whom you ask @everyone [click](https://evil.example) ||now||.",
        title="Guava: five opinions",
        url="https://notebook.example/guava",
        judgement=UNCLEAR,
        reports=7,
        origin_groups=3,
        independent=True,
        origin_reason="another author, no shared memo",
    )


async def closed(world: World, claim: Claim) -> discord.Message:
    """A curator settles the claim."""
    await world.desk.watchlist.decide(
        claim.guild_id,
        claim.id,
        Status.REFUTED,
        evidence="https://benchyard.example/guava",
        reason="The published weights lose four of five tests.",
        actor=ANN,
        now=world.now(),
    )
    await world.deliver()
    message: discord.Message = world.channel.last_message
    return message


async def expired(world: World, claim: Claim) -> discord.Message:
    """A curator closes a claim without a verdict."""
    other = await world.claim("Guava costs half as much to train as any rival.")
    await world.desk.watchlist.decide(
        claim.guild_id,
        other.id,
        Status.EXPIRED,
        evidence="https://herald.example/guava",
        reason="Nobody published the costs within a year.",
        actor="bob (123456789012345679)",
        now=world.now(),
    )
    await world.deliver()
    message: discord.Message = world.channel.last_message
    return message


async def confirmed(world: World, claim: Claim) -> discord.Message:
    """A curator confirmed a finding."""
    post = await world.post(claim, Status.DISPUTED, kind=FindingKind.CORRECTION, after="It lost in two of them.")
    await world.curator.click(post, label="Confirm")
    return next(message for message in world.posts() if message.id == post.id)


async def shown(world: World, claim: Claim) -> Any:
    """`/claim show`."""
    return (await world.curator.slash(world.channel, "claim show", claim=str(claim.id), share=True)).response


async def listed(world: World, _claim: Claim) -> Any:
    """`/claim list`."""
    return (await world.curator.slash(world.channel, "claim list")).response


async def added(world: World, _claim: Claim) -> discord.Message:
    """The card of a new claim."""
    await world.deliver()
    message: discord.Message = world.channel.history()[0]
    return message


SCENES: tuple[Callable[[World, Claim], Any], ...] = (
    added,
    flag,
    echo,
    released,
    tested,
    unclear,
    confirmed,
    shown,
    listed,
    expired,
    closed,
)


async def draw(out: Path) -> list[Path]:
    """Play the scenes and draw each into a picture beside `out`; return the pictures."""
    _use_installed_chromium()
    pictures: list[Path] = []
    with tempfile.TemporaryDirectory() as folder:
        async with open_desk(Path(folder)) as desk, simcord.run(ClaimWatchClient(desk)) as env:
            world = await furnish(env, desk)
            desk.time = env.now()
            claim = await world.claim(review_on=(START + timedelta(days=90)).date(), tags=("models",))
            await desk.watchlist.attach(
                claim.guild_id,
                claim.id,
                NewSource("https://herald.example/feed", Role.COVERAGE),
                actor=ANN,
                now=world.now(),
            )
            async with env.preview(
                world.channel, viewers=[world.curator], width=SIZE[0], height=SIZE[1], timezone="UTC"
            ) as preview:
                for number, scene in enumerate(SCENES):
                    message = await scene(world, claim)
                    desk.time += timedelta(minutes=1)
                    path = out.with_name(f"{out.stem}-{number:02}-{scene.__name__}.png")
                    await preview.refresh()
                    await preview.screenshot(path, target=message, viewer=world.curator, allow_incomplete=True)
                    pictures.append(path)
    return pictures


def join(pictures: list[Path], out: Path) -> None:
    """Put the pictures one under another into `out`."""
    pillow = import_module("PIL.Image")  # comes with simcord[screenshot] alone
    images = [pillow.open(path) for path in pictures]
    width = max(image.width for image in images)
    whole = pillow.new("RGB", (width, sum(image.height for image in images)), (49, 51, 56))
    top = 0
    for image in images:
        whole.paste(image, (0, top))
        top += image.height
    whole.save(out)


def _use_installed_chromium() -> None:
    """Let Playwright use Debian's Chromium where there is one."""
    if not CHROMIUM.exists():
        return
    browser = import_module("playwright.async_api").BrowserType  # comes with simcord[screenshot] alone
    launch = browser.launch

    async def launch_installed(self: Any, **options: Any) -> Any:
        return await launch(self, **options, executable_path=str(CHROMIUM), args=[*FLAGS, *QUIET])

    browser.launch = launch_installed


def main() -> int:
    """Draw into the file named on the command line."""
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)  # noqa: T201 - this is a command
        return 2
    out = Path(sys.argv[1])
    pictures = asyncio.run(draw(out))
    join(pictures, out)
    print(out)  # noqa: T201 - this is a command
    return 0


if __name__ == "__main__":
    sys.exit(main())
