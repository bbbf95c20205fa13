"""`run`: look again, for months."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.cli.place import examples, place_of


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command("run", epilog=examples("run", "run --json >>posts.jsonl", "run --no-discord"))(run)


def run(
    ctx: typer.Context,
    discord: Annotated[
        bool, typer.Option("--discord/--no-discord", help="Talk to Discord where its token is set.")
    ] = True,
    seed: Annotated[
        bool, typer.Option("--seed/--no-seed", help="Begin a fresh database with the shipped watchlist.")
    ] = True,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object per post.")] = False,
) -> None:
    """Look at sources as they fall due, and say what bears on the claims: on Discord when its token is set, and here.

    It stops in order on Ctrl-C or SIGTERM, and goes on where it was when started again.
    """
    import asyncio

    from bot.cli.running import Manner, run_until_told

    raise typer.Exit(asyncio.run(run_until_told(place_of(ctx), Manner(discord=discord, seed=seed, as_json=as_json))))
