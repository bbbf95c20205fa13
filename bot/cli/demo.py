"""`demo`: a made-up story, told through the real pipeline in half a minute."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.cli.place import DEFAULT_DB, examples, place_of


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command("demo", epilog=examples("demo", "demo --json"))(demo)


def demo(
    ctx: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object per post.")] = False,
) -> None:
    """Play a made-up story on a web server of its own: no network, no token, under half a minute."""
    import asyncio

    from bot.cli.playing import play

    place = place_of(ctx)
    db = place.db if place.db != DEFAULT_DB else DEFAULT_DB.with_name("demo.db")
    raise typer.Exit(asyncio.run(play(place, db, as_json=as_json)))
