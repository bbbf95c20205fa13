"""`decide`, `confirm`, `dismiss`: what a person makes of it."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.cli.claims import Actor, ClaimId, Json
from bot.cli.place import examples, place_of
from bot.domain.status import Status

FindingId = Annotated[int, typer.Argument(metavar="FINDING", min=1, help="The finding's number, as show tells it.")]


def register(app: typer.Typer) -> None:
    """Add the verbs."""
    app.command(
        "decide",
        epilog=examples(
            'decide 12 refuted --evidence https://cedar.example/test --reason "The independent test says no."',
            "decide 12 unverified   (reopens it)",
        ),
    )(decide)
    app.command("confirm", epilog=examples("confirm 7"))(confirm)
    app.command("dismiss", epilog=examples("dismiss 7"))(dismiss)


def decide(
    ctx: typer.Context,
    claim: ClaimId,
    status: Annotated[Status, typer.Argument(help="Where the claim stands from now on.")],
    evidence: Annotated[str, typer.Option(help="URL of the evidence; needed to settle a claim.")] = "",
    reason: Annotated[str, typer.Option(help="Why; needed to settle a claim.")] = "",
    actor: Actor = "",
    as_json: Json = False,
) -> None:
    """Set a claim's status. To settle it needs evidence and a reason; a settled one is reopened first."""
    import asyncio

    from bot.cli.opening import person, the_list
    from bot.cli.shown import put, put_json

    place = place_of(ctx)

    async def work() -> None:
        async with the_list(place) as app:
            found = await app.watchlist.resolve(place.guild, claim)
            after = await app.watchlist.decide(
                place.guild, found.id, status, evidence=evidence, reason=reason, actor=person(actor), now=app.now()
            )
        if as_json:
            put_json(after)
        else:
            put(f"Claim #{after.id} was {found.status}, and is {after.status} now.")

    asyncio.run(work())


def confirm(
    ctx: typer.Context,
    finding: FindingId,
    reason: Annotated[str, typer.Option(help="Why; else the proposal's own words.")] = "",
    actor: Actor = "",
) -> None:
    """Keep a finding as evidence, and do what was proposed with it."""
    import asyncio

    from bot.cli.opening import person, the_list
    from bot.cli.shown import put

    place = place_of(ctx)

    async def work() -> None:
        async with the_list(place) as app:
            done = await app.watchlist.confirm(place.guild, finding, actor=person(actor), now=app.now(), reason=reason)
        put(f"Claim #{done.claim.id}: {done.sentence}")

    asyncio.run(work())


def dismiss(ctx: typer.Context, finding: FindingId, actor: Actor = "") -> None:
    """Set a finding aside; it counts in no proposal any more."""
    import asyncio

    from bot.cli.opening import person, the_list
    from bot.cli.shown import put

    place = place_of(ctx)

    async def work() -> None:
        async with the_list(place) as app:
            put(await app.watchlist.dismiss(place.guild, finding, actor=person(actor), now=app.now()))

    asyncio.run(work())
