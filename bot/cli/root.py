"""The root of the command line: global options, all verbs, and the one place where errors become exit codes."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from typer.exceptions import Abort, TyperException

from bot import __version__
from bot.cli import check, claims, config, decide, demo, doctor, judge, run, scan, seed, sources
from bot.cli.place import DEFAULT_DB, Place
from bot.errors import BadUrl, ClaimWatchError, DuplicateClaim, EvidenceMissing, InputError, NotCheckable

FAILED = 1
USAGE = 2
INTERRUPTED = 130
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_GLOBAL = ("--db", "--config", "--guild")

app = typer.Typer(
    name="claimwatch",
    rich_markup_mode=None,  # half a second of imports for frames around the help
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="The global options may stand before or after the verb. Settings: config/claimwatch.toml.",
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"claimwatch {__version__}")
        raise typer.Exit


@app.callback()
def main(
    ctx: typer.Context,
    db: Annotated[Path, typer.Option(envvar="CLAIMWATCH_DB", dir_okay=False, help="The database file.")] = DEFAULT_DB,
    config_dir: Annotated[
        Path | None,
        typer.Option("--config", envvar="CLAIMWATCH_CONFIG", help="The configuration folder.", show_default="config/"),
    ] = None,
    guild: Annotated[
        int, typer.Option(envvar="CLAIMWATCH_GUILD", help="Whose list: 0 for the terminal, else a Discord server's id.")
    ] = 0,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say which version this is, and stop.")
    ] = False,
) -> None:
    """Keeps claims that nobody could check yet, and looks at their sources again."""
    del version  # answered before anything else
    ctx.obj = Place(db, config_dir, guild)


for _verbs in (run, demo, scan, claims, check, decide, sources, seed, judge, config, doctor):
    _verbs.register(app)


def run_(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code: 0 done, 1 the work failed, 2 bad usage, 130 interrupted."""
    _tame_streams()
    try:
        code = typer.main.get_command(app).main(
            hoisted(arguments), prog_name="claimwatch", standalone_mode=False, complete_var="_CLAIMWATCH_COMPLETE"
        )
        sys.stdout.flush()
    except (Exception, SystemExit, KeyboardInterrupt) as error:  # noqa: BLE001  the one place for all of them
        return failed(error)
    return code if isinstance(code, int) else 0


def failed(error: BaseException) -> int:
    """Say what ended a command, and return the exit code for it."""
    match error:
        case BrokenPipeError() | SystemExit():
            return _ended(error)
        case Abort() | KeyboardInterrupt():
            return INTERRUPTED
        case ClaimWatchError():
            return refused(error)
        case TyperException():
            return _misused(error)
        case OSError() if error.errno in _FULL:
            return _full(error)
        case _:
            return _unexpected(error)


def refused(error: ClaimWatchError) -> int:
    """Say what is wrong in one sentence, and return the exit code: bad usage where the command itself is wrong."""
    _say(error.user_message + (" (--force)" if isinstance(error, DuplicateClaim | NotCheckable) else ""))
    usage = isinstance(error, BadUrl | EvidenceMissing) or type(error) is InputError
    return USAGE if usage else FAILED


def _misused(error: TyperException) -> int:
    """Show what typer found wrong with the arguments, with the usage where it has one."""
    error.message = error.message.removeprefix("Value error, ")  # which means something to a program only
    show = getattr(error, "show", None)
    if show is None:
        _say(error.format_message())
    else:
        show()
    return error.exit_code


def hoisted(arguments: Sequence[str]) -> list[str]:
    """Return the arguments with the global options in front, where people write them after the verb."""
    front: list[str] = []
    rest: list[str] = []
    waiting = list(arguments)
    while waiting:
        word = waiting.pop(0)
        if word == "--":
            return [*front, *rest, word, *waiting]
        if word in _GLOBAL and waiting:
            front += [word, waiting.pop(0)]
        elif word.startswith(tuple(f"{name}=" for name in _GLOBAL)):
            front.append(word)
        else:
            rest.append(word)
    return [*front, *rest]


def _say(sentence: str) -> None:
    sys.stderr.write(f"claimwatch: {sentence}\n")


def _unexpected(error: BaseException) -> int:
    """Log what nobody foresaw, and show only a reference to it."""
    import secrets

    import structlog

    from bot.cli.logs import set_up

    if not structlog.is_configured():  # its default would write to standard output
        set_up(sys.stderr, human=sys.stderr.isatty())
    reference = secrets.token_hex(4)
    structlog.get_logger().error("unexpected error", reference=reference, exc_info=error)
    _say(f"Something went wrong inside ClaimWatch. The log above has the details under reference {reference}.")
    return FAILED


def _tame_streams() -> None:
    """Show what an output can not encode as a question mark instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def _ended(ended: BaseException) -> int:
    """Return 0 where nobody reads on (``| head``), which is no failure.

    typer turns that into an exit of its own, with a wrapper around standard output as its only trace.
    """
    if isinstance(ended, SystemExit) and hasattr(sys.stdout, "flush") and type(sys.stdout).__module__[:5] != "typer":
        return ended.code if isinstance(ended.code, int) else FAILED
    _drop_output()
    return 0


def _full(error: OSError) -> int:
    _drop_output()
    _say(f"The output can not be written: {error.strerror}.")
    return FAILED


def _drop_output() -> None:
    """Send what is still to be written nowhere, so that the interpreter's own last flush does not complain."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.__stdout__.fileno() if sys.__stdout__ else 1)
    os.close(nowhere)
