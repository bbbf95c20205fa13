"""`add`, `list`, `show`, `delete`: claims on the list."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from bot.cli.place import examples, place_of
from bot.domain.claim import FlagKind
from bot.domain.status import Status

Json = Annotated[bool, typer.Option("--json", help="Print JSON for scripts.")]
ClaimId = Annotated[str, typer.Argument(metavar="ID", help="The claim: its number, or words that only it has.")]
Force = Annotated[
    bool, typer.Option("--force", help="Track it even if a claim like it exists or nothing could settle it.")
]
Actor = Annotated[str, typer.Option("--actor", help="Who does it; else the account's name.", show_default=False)]


def register(app: typer.Typer) -> None:
    """Add the verbs."""
    app.command(
        "add",
        epilog=examples(
            'add "Guava outperforms open-source rivals." --source https://gazette.example/guava=origin '
            '--claimant "Orchard Labs" --tag guava'
        ),
    )(add)
    app.command("list", epilog=examples("list --status unverified --tag guava", "list --json"))(list_)
    app.command("show", epilog=examples("show 12", "show 12 --json"))(show)
    app.command("delete", epilog=examples("delete 12 --yes"))(delete)


def add(
    ctx: typer.Context,
    text: Annotated[str, typer.Argument(help="The claim in one sentence, as it was made.")],
    source: Annotated[
        list[str] | None,
        typer.Option(help="A page to look at again: URL, or URL=ROLE (origin, coverage, artefact, fact_check)."),
    ] = None,
    claimant: Annotated[str, typer.Option(help="Who stated it.")] = "",
    attribution: Annotated[list[str] | None, typer.Option(help="How it reached us, step by step.")] = None,
    flag: Annotated[list[str] | None, typer.Option(help="The passage that says it is unverified.")] = None,
    settles: Annotated[str, typer.Option(help="What would settle it.")] = "",
    trigger: Annotated[str, typer.Option(help="What to wait for.")] = "",
    tag: Annotated[list[str] | None, typer.Option(help="A tag.")] = None,
    review_on: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="When a person should look anew; else in 90 days.")
    ] = None,
    force: Force = False,
    actor: Actor = "",
    as_json: Json = False,
) -> None:
    """Track a claim and look at its sources from now on."""
    import asyncio

    from bot.cli.opening import person, the_list
    from bot.cli.reading import new_sources
    from bot.cli.shown import put, put_json
    from bot.domain.claim import Flag, NewClaim
    from bot.errors import InputError

    place = place_of(ctx)
    new = NewClaim(
        guild_id=place.guild,
        text=text,
        claimant=claimant,
        attribution=tuple(attribution or ()),
        flags=tuple(Flag(FlagKind.EXPLICIT, said) for said in flag or ()),
        settles=settles,
        trigger=trigger,
        tags=tuple(tag or ()),
        review_on=review_on.date() if review_on else None,
    )

    async def work() -> None:
        async with the_list(place, new=True) as app:
            watched = new_sources(source or ())
            if new.review_on and new.review_on <= app.now().date():
                raise InputError("The review date must lie in the future.")
            claim = await app.watchlist.add(new, watched, actor=person(actor), now=app.now(), force=force)
        if as_json:
            put_json(claim)
        else:
            put(f"Claim #{claim.id} is on the list, to be reviewed by {claim.review_on:%Y-%m-%d}.")

    asyncio.run(work())


def list_(
    ctx: typer.Context,
    status: Annotated[Status | None, typer.Option(help="Only claims with this status.")] = None,
    tag: Annotated[str, typer.Option(help="Only claims with this tag.")] = "",
    page: Annotated[int, typer.Option(min=1, help="Which page.")] = 1,
    size: Annotated[int, typer.Option(min=1, max=1000, help="Claims on a page.")] = 20,
    as_json: Json = False,
) -> None:
    """List claims, newest first."""
    import asyncio

    from bot.cli.opening import the_list
    from bot.cli.shown import hint, put_json, put_table
    from bot.cli.tables import listing_table
    from bot.domain.page import Listing

    place = place_of(ctx)

    async def work() -> None:
        if not place.db.exists():
            hint(f"There is no database at {place.db} yet. Make one with: claimwatch run, seed or add")
            if as_json:
                put_json(Listing((), 0, 1, 1))
            return
        async with the_list(place) as app:
            found = await app.watchlist.listing(place.guild, status=status, tag=tag, page=page, size=size)
            looks = app.looks
        if as_json:
            put_json(found)
            return
        if found.claims:
            put_table(listing_table(found, looks))
            more = f" Page {found.page} of {found.pages}." if found.pages > 1 else ""
            hint(f"{found.total} claim{'s' * (found.total != 1)}.{more} More about one: claimwatch show ID")
        else:
            hint("No claim fits." if status or tag else "No claim yet. Add one with: claimwatch scan URL --track 1")

    asyncio.run(work())


def show(ctx: typer.Context, claim: ClaimId, as_json: Json = False) -> None:
    """Show one claim: where it stands, its flag, sources, findings and history."""
    import asyncio
    from dataclasses import replace

    from bot.cards.claims import card_of_claim
    from bot.cli.jsonforms import page_json
    from bot.cli.opening import the_list
    from bot.cli.shown import put_card, put_json, put_table
    from bot.cli.tables import sources_table, stored_table

    place = place_of(ctx)

    async def work() -> None:
        async with the_list(place) as app:
            found = await app.watchlist.resolve(place.guild, claim)
            page = await app.watchlist.show(place.guild, found.id)
            looks = app.looks
        if as_json:
            put_json(page_json(page))
            return
        card = card_of_claim(page, looks)
        # Sources and findings follow as tables, with the numbers by which other verbs name them.
        kept = tuple(field for field in card.fields if field.name not in {"Sources", "Waiting for a decision"})
        put_card(replace(card, fields=kept))
        if page.sources:
            put_table(sources_table(page))
        if page.findings:
            put_table(stored_table(page))

    asyncio.run(work())


def delete(
    ctx: typer.Context,
    claim: ClaimId,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    actor: Actor = "",
) -> None:
    """Delete a claim; a tombstone keeps seeds from bringing it back."""
    import asyncio

    from bot.cli.opening import person, the_list
    from bot.cli.shown import hint, put

    place = place_of(ctx)

    async def work() -> None:
        async with the_list(place) as app:
            found = await app.watchlist.resolve(place.guild, claim)
            if not yes and not typer.confirm(f"Delete claim #{found.id}, “{found.text[:200]}”?", err=True):
                hint("Nothing was deleted.")
                return
            await app.watchlist.delete(place.guild, found.id, actor=person(actor), now=app.now())
        put(f"Claim #{found.id} is deleted.")

    asyncio.run(work())
