"""`doctor`: is everything in place, and if not, what to do."""

from __future__ import annotations

import typer

from bot.cli.claims import Json
from bot.cli.place import examples, place_of


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command("doctor", epilog=examples("doctor", "doctor --json"))(doctor)


def doctor(ctx: typer.Context, as_json: Json = False) -> None:
    """Check Python, database, configuration, flags, stance model, network policy, token and disk.

    Nothing is changed and nothing is fetched. Exit code 1 if anything is wrong.
    """
    import asyncio

    from bot.cli.examining import Grade, examine, put_checks

    checks = asyncio.run(examine(place_of(ctx)))
    put_checks(checks, as_json=as_json)
    raise typer.Exit(1 if any(check.grade is Grade.WRONG for check in checks) else 0)
