"""`source add`, `source remove`: what is looked at for a claim."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.cli.claims import Actor, ClaimId, Json
from bot.cli.place import examples, place_of
from bot.domain.source import Kind, Role


def register(app: typer.Typer) -> None:
    """Add the verbs."""
    group = typer.Typer(
        rich_markup_mode=None, no_args_is_help=True, help="Add or remove what is looked at for a claim."
    )
    group.command(
        "add",
        epilog=examples(
            "source add 12 https://newswire.example/models.xml --kind feed",
            "source add 12 https://huggingface.co/orchard-labs --kind huggingface --role artefact --option match=guava",
        ),
    )(add)
    group.command("remove", epilog=examples("source remove 12 3"))(remove)
    app.add_typer(group, name="source")


def add(
    ctx: typer.Context,
    claim: ClaimId,
    url: Annotated[str, typer.Argument(help="What to look at.")],
    role: Annotated[Role, typer.Option(help="Why it hangs on the claim.")] = Role.COVERAGE,
    kind: Annotated[Kind, typer.Option(help="What reads it.")] = Kind.PAGE,
    option: Annotated[list[str] | None, typer.Option(help="A setting of its kind, NAME=VALUE.")] = None,
    every: Annotated[str, typer.Option(help="Look this often, such as 12h; default: by the usual cadence again.")] = "",
    actor: Actor = "",
    as_json: Json = False,
) -> None:
    """Look at a source for a claim from now on."""
    import asyncio

    from bot.cards.words import paced
    from bot.cli.jsonforms import source_json
    from bot.cli.opening import person, the_list
    from bot.cli.shown import put, put_json
    from bot.config.values import every_of, options_from
    from bot.domain.source import NewSource

    place = place_of(ctx)
    new = NewSource(url, role, kind, options_from(option or ()), every_of(every))

    async def work() -> None:
        async with the_list(place) as app:
            found = await app.watchlist.resolve(place.guild, claim)
            source, fresh = await app.watchlist.attach(place.guild, found.id, new, actor=person(actor), now=app.now())
        if as_json:
            put_json(source_json(source, role) | {"new": fresh})
        elif fresh:
            put(f"Source {source.id} hangs on claim #{found.id}: {source.url} {paced(source, new.every)}".rstrip())
        else:
            put(f"Source {source.id} was on claim #{found.id} already. {paced(source, new.every)}".rstrip())

    asyncio.run(work())


def remove(
    ctx: typer.Context,
    claim: ClaimId,
    source: Annotated[int, typer.Argument(metavar="SOURCE", min=1, help="The source's number, as show tells it.")],
    actor: Actor = "",
) -> None:
    """Look at a source no longer for this claim; what was found there stays."""
    import asyncio

    from bot.cli.opening import person, the_list
    from bot.cli.shown import put

    place = place_of(ctx)

    async def work() -> None:
        async with the_list(place) as app:
            found = await app.watchlist.resolve(place.guild, claim)
            gone = await app.watchlist.detach(place.guild, found.id, source, actor=person(actor), now=app.now())
        put(f"Source {gone.id} is off claim #{found.id}: {gone.url}")

    asyncio.run(work())
