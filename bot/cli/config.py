"""`config check`: the configuration as a whole."""

from __future__ import annotations

import typer

from bot.cli.claims import Json
from bot.cli.place import examples, place_of


def register(app: typer.Typer) -> None:
    """Add the verb."""
    group = typer.Typer(rich_markup_mode=None, no_args_is_help=True, help="The configuration.")
    group.callback()(lambda: None)  # keeps `config check` a verb of two words while there is only one
    group.command("check", epilog=examples("config check", "config check --config /etc/claimwatch"))(check)
    app.add_typer(group, name="config")


def check(ctx: typer.Context, as_json: Json = False) -> None:
    """Check every file of the configuration and list all faults, each with file, key and what was expected."""
    from bot.app.settings import load_settings
    from bot.cli.shown import put, put_json
    from bot.errors import ConfigError

    place = place_of(ctx)
    folder = place.settings_dir
    try:
        settings = load_settings(folder)
    except ConfigError as error:
        if as_json:
            put_json({"folder": folder, "ok": False, "faults": error.faults})
        else:
            put("\n".join(error.faults))
        raise typer.Exit(1) from error
    if as_json:
        put_json({"folder": folder, "ok": True, "faults": []})
        return
    languages = ", ".join(sorted(settings.book.languages))
    put(f"{folder}: no fault. Flags in {languages}; {len(settings.owners)} domains with an owner.")
