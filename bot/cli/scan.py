"""`scan`: the claims that a page flags itself."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.cli.claims import Actor, Force, Json
from bot.cli.place import examples, place_of


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command(
        "scan",
        epilog=examples(
            "scan https://gazette.example/guava",
            "scan report.html --json",
            "scan - --text <report.md",
            "scan https://gazette.example/guava --track 1",
        ),
    )(scan)


def scan(
    ctx: typer.Context,
    target: Annotated[str, typer.Argument(help="A URL, a local .html, .md or .txt file, or - for standard input.")],
    text: Annotated[
        bool, typer.Option("--text", help="Print the extracted text, into which the offsets point.")
    ] = False,
    track: Annotated[int | None, typer.Option(min=1, help="Track the claim with this number.")] = None,
    force: Force = False,
    actor: Actor = "",
    as_json: Json = False,
) -> None:
    """Find the claims in a report that nobody could check yet, best first."""
    import asyncio

    from bot.cli.looking import settings_for
    from bot.cli.scanned import put_scan, scan_target, track_one

    place = place_of(ctx)
    settings = settings_for(place)

    async def work() -> None:
        result = await scan_target(target, settings)
        if track is not None:
            await track_one(place, result, track, target, actor, force=force)
        else:
            put_scan(result, as_json=as_json, text=text)

    asyncio.run(work())
