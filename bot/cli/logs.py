"""Logging: to standard error, for people on a terminal and as JSON elsewhere, and never with a secret in it."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Mapping, Sequence
from typing import Any, TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from bot.config import Config

HIDDEN = "[hidden]"
_SECRET_KEY = re.compile(r"token|secret|passw|authorization|api_?key|cookie", re.IGNORECASE)
_SECRET_TEXT = re.compile(
    r"[\w-]{23,28}\.[\w-]{6,7}\.[\w-]{27,}"  # Discord's bot tokens
    r"|(?:hf|gh[pousr]|github_pat)_[A-Za-z0-9_]{16,}"
    r"|AIza[\w-]{30,}"
    r"|(?<=[Bb]earer )\S+|(?<=[Bb]ot )[\w-]{20,}\S*"
    r"|(?<=[?&]key=)[^&\s\"']+|(?<=[?&]token=)[^&\s\"']+"
    r"|(?<=://)[^/@\s:]+:[^/@\s]+(?=@)"  # name and password in a URL
)
_DEEPEST = 6


class Redactor:
    """Takes secrets out of log lines: known values wherever they stand, and what looks like one."""

    def __init__(self, known: Sequence[str] = ()) -> None:
        self._known = sorted((secret for secret in known if len(secret) >= 4), key=len, reverse=True)  # noqa: PLR2004

    def __call__(self, logger: WrappedLogger, name: str, event: EventDict) -> EventDict:
        """Return the event with every secret replaced."""
        del logger, name
        return {key: self._clean(key, value, 0) for key, value in event.items()}

    def text(self, said: str) -> str:
        """Return a text with every secret in it replaced."""
        for secret in self._known:
            said = said.replace(secret, HIDDEN)
        return _SECRET_TEXT.sub(HIDDEN, said)

    def _clean(self, key: str, value: Any, depth: int) -> Any:  # noqa: ANN401  log values are anything
        if _SECRET_KEY.search(key) and value is not None and not isinstance(value, bool):
            return HIDDEN
        if isinstance(value, str):
            return self.text(value)
        if depth >= _DEEPEST or isinstance(value, int | float) or value is None:
            return value
        if isinstance(value, Mapping):
            return {str(inner): self._clean(str(inner), held, depth + 1) for inner, held in value.items()}
        if isinstance(value, list | tuple | set | frozenset):
            return [self._clean("", held, depth + 1) for held in value]
        return self.text(str(value))


def log_as(config: Config, out: TextIO | None = None) -> None:
    """Log as the configuration says, to `out` or standard error."""
    stream = sys.stderr if out is None else out
    human = config.log.format == "human" or (config.log.format == "auto" and stream.isatty())
    known = [secret.get_secret_value() for _, secret in config.secrets if secret is not None]
    set_up(stream, level=config.log.level, human=human, known=known)


def set_up(stream: TextIO, *, level: str = "info", human: bool = True, known: Sequence[str] = ()) -> None:
    """Send our own log lines and those of libraries through the same processors."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    drawn: list[Processor] = [structlog.stdlib.ProcessorFormatter.remove_processors_meta]
    # Tracebacks become text before the redactor sees them: an exception's message may hold a token.
    drawn += [structlog.processors.format_exc_info, Redactor(known)]
    if human:
        drawn.append(structlog.dev.ConsoleRenderer(colors=stream.isatty()))
    else:
        drawn.append(structlog.processors.JSONRenderer(default=str, ensure_ascii=False))
    handler = logging.StreamHandler(stream)
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(processors=drawn, foreign_pre_chain=shared))
    root = logging.getLogger()
    for old in list(root.handlers):
        if isinstance(old.formatter, structlog.stdlib.ProcessorFormatter):
            root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(level.upper())
    _quieten(level)
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )


def _quieten(level: str) -> None:
    """Keep the routine of libraries out of the log unless everything was asked for."""
    routine = logging.DEBUG if level == "debug" else logging.WARNING
    for name in ("watchfiles", "httpx", "httpcore", "trafilatura", "htmldate", "asyncio", "discord"):
        logging.getLogger(name).setLevel(routine)
    # It warns of each tick that is left out because the one before is still at work, which is as it should be.
    logging.getLogger("apscheduler").setLevel(logging.DEBUG if level == "debug" else logging.ERROR)
