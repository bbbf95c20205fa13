"""`seed`: watchlists from files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.claims import Json
from bot.cli.place import examples, place_of


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command("seed", epilog=examples("seed", "seed my-watchlists/"))(seed)


def seed(
    ctx: typer.Context,
    path: Annotated[
        Path | None, typer.Argument(metavar="[DIR]", help="A folder of watchlists or one file; else the shipped ones.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Add the claims of watchlist files; those on the list already, or deleted once, are left out."""
    import asyncio

    from bot.cli.opening import the_list
    from bot.cli.shown import put, put_json
    from bot.folders import shipped
    from bot.seeds import load_seed

    place = place_of(ctx)
    entries = load_seed(path or shipped("seeds"), guild_id=place.guild)

    async def work() -> None:
        async with the_list(place, new=True) as app:
            added, left = await app.watchlist.seed(entries, now=app.now())
        if as_json:
            put_json({"added": added, "left_out": left})
            return
        for claim in added:
            put(f"#{claim.id} {claim.text}")
        put(f"{len(added)} added, {left} left out: on the list already, or deleted once.")

    asyncio.run(work())
