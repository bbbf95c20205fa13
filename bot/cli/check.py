"""`check` and `why`: looking now, and how the last look at each source went."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.cli.claims import ClaimId, Json
from bot.cli.place import examples, place_of


def register(app: typer.Typer) -> None:
    """Add the verbs."""
    app.command("check", epilog=examples("check 12", "check --all --json"))(check)
    app.command("why", epilog=examples("why 12", "why 12 --json"))(why)


def check(
    ctx: typer.Context,
    claims: Annotated[list[str] | None, typer.Argument(metavar="[ID]...", help="Claims, by number or words.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Look at the sources of all claims of all lists.")] = False,
    as_json: Json = False,
) -> None:
    """Look at sources now, due or not, and say what came of it. Exit code 1 if no look was a good one."""
    if bool(claims) == everything:
        raise typer.BadParameter("name claims to check, or give --all", param_hint="ID")

    import asyncio

    from bot.cli.jsonforms import check_json
    from bot.cli.looking import the_watch
    from bot.cli.shown import hint, put, put_json
    from bot.cli.tables import findings_table, summed

    place = place_of(ctx)

    async def work() -> int:
        async with the_watch(place) as app:
            ids = None
            if claims:
                ids = [(await app.watchlist.resolve(place.guild, word)).id for word in claims]
            summary = await app.check(ids, None if ids is None else place.guild)
        if as_json:
            put_json(check_json(summary))
        else:
            put(summed(summary))
            findings_table(summary.findings)
            if summary.failed:
                hint("What went wrong: claimwatch why ID")
        return 1 if summary.checked and summary.failed == summary.checked else 0

    raise typer.Exit(asyncio.run(work()))


def why(ctx: typer.Context, claim: ClaimId, as_json: Json = False) -> None:
    """Show, for the last look at each source, every gate it passed or not, and why."""
    import asyncio

    from bot.cards.claims import card_of_why
    from bot.cli.jsonforms import why_json
    from bot.cli.opening import the_list
    from bot.cli.shown import put_card, put_json

    place = place_of(ctx)

    async def work() -> None:
        async with the_list(place) as app:
            found = await app.watchlist.resolve(place.guild, claim)
            whys = await app.watchlist.why(place.guild, found.id)
            looks = app.looks
        if as_json:
            put_json(why_json(whys))
        else:
            put_card(card_of_why(found, whys, looks))

    asyncio.run(work())
