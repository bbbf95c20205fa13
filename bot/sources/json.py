"""One value out of any JSON API, chosen by a JMESPath expression (jmespath.org)."""

from __future__ import annotations

import asyncio
import itertools
import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

import jmespath
from jmespath.exceptions import JMESPathError
from jmespath.parser import ParsedResult

from bot.domain.outcome import Outcome
from bot.domain.reading import Failed, Media, NotModified, Reading
from bot.domain.source import Kind, Source
from bot.errors import InputError
from bot.net.client import Client
from bot.sources import _options
from bot.sources._api import parse_json
from bot.sources._apis import Apis
from bot.sources._body import fetched, hash_of

ACCEPT = "application/json, application/*+json;q=0.9, */*;q=0.5"
OPTIONS = {"select": "which value to watch, as a JMESPath expression"}
MOST_TEXT = 200_000  # characters of a selected value
MOST_COPIES = 64  # how often an expression may repeat what it is given
_DIGITS = 12  # of a float: enough to see any change, few enough to hide how it was computed
# What the functions of JMESPath raise on values of other kinds than they were made for.
_UNFIT = (JMESPathError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError, RecursionError)
EXAMPLE = "select=models[?name=='guava'].released"


class Reader:
    """Reads the selected value as text in one fixed form, so that only a change of the value is a change."""

    kind = Kind.JSON

    def __init__(self, client: Client, _: Apis) -> None:
        self._client = client

    async def read(self, source: Source, now: datetime) -> Reading:
        """Take one look."""
        try:
            expression = expression_of(source.options)
        except InputError as error:
            return Failed(Outcome.BAD_REQUEST, error.user_message)
        answer = await self._client.get(source.url, validators=source.validators, accept=ACCEPT, now=now)
        if isinstance(answer, NotModified | Failed):
            return answer
        parsed = parse_json(answer.body, "this address")
        if isinstance(parsed, Failed):
            return replace(parsed, seconds=answer.seconds)
        text = await asyncio.to_thread(selected, expression, parsed.value)
        if isinstance(text, Failed):
            return replace(text, seconds=answer.seconds)
        body = text.encode("utf-8", "replace")
        reading = fetched(answer, Media.VALUE, moved_to=answer.moved_to)
        return replace(reading, body=body, body_hash=hash_of(body), charset="utf-8")


def expression_of(options: Mapping[str, Any]) -> ParsedResult:
    """Return the compiled expression; raises `InputError`."""
    _options.only(Kind.JSON, options, OPTIONS)
    select = _options.text(Kind.JSON, options, "select")
    if not select:
        raise InputError(f"Say which value to watch, with the option select, such as {EXAMPLE}")
    try:
        expression = jmespath.compile(select)
    except (JMESPathError, RecursionError) as error:
        reason = str(error).partition("\n")[0][:120]
        raise InputError(f"The expression {select!r} is no JMESPath: {reason}") from error
    if _copies(expression.parsed) > MOST_COPIES:
        raise InputError(f"The expression {select!r} repeats what it selects too often.")
    return expression


def check(_: str, options: Mapping[str, Any], __: Apis) -> None:
    """Raise `InputError` unless the expression can be used."""
    expression_of(options)


def selected(expression: ParsedResult, value: object) -> str | Failed:
    """Return the selected value as text: a text as it is, anything else as JSON with sorted keys, one value a line."""
    select = expression.expression
    try:
        found = expression.search(value)
    except _UNFIT as error:
        reason = str(error).partition("\n")[0][:120]
        return Failed(Outcome.MALFORMED, f"The expression {select!r} does not fit the answer: {reason}")
    if found is None:
        return Failed(
            Outcome.MALFORMED,
            f"The expression {select!r} selects nothing in the answer; where that is to be expected, "
            "let it say so: … || 'nothing yet'.",
        )
    text = found if isinstance(found, str) else _written(found)
    if text is None or len(text) > MOST_TEXT:
        return Failed(Outcome.TOO_LARGE, f"The expression {select!r} selects more than {MOST_TEXT:,} characters.")
    return text


def _written(value: object) -> str | None:
    """Write JSON in one form; None when it gets too long."""
    try:
        steady = _steady(value, itertools.count())
    except OverflowError:
        return None
    return json.dumps(steady, sort_keys=True, ensure_ascii=False, indent=1)


def _steady(value: object, written: Iterator[int]) -> object:
    """Round what computing left behind: 1.0 is 1, and 0.30000000000000004 is 0.3.

    Raises:
        OverflowError: there are more values than may be written, for what is small may hold itself many times.
    """
    if next(written) > MOST_TEXT:
        raise OverflowError
    match value:
        case float():
            return int(value) if value.is_integer() else float(f"{value:.{_DIGITS}g}")
        case dict():
            return {name: _steady(inner, written) for name, inner in value.items()}
        case list():
            return [_steady(inner, written) for inner in value]
        case _:
            return value


def _copies(node: Mapping[str, Any]) -> int:
    """Return how many times the expression can at most repeat its input: the product over its lists of selections."""
    copies = 1
    for inner in _nodes(node):
        if inner["type"] in {"multi_select_list", "multi_select_dict"}:
            copies *= max(len(inner["children"]), 1)
    return copies


def _nodes(node: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield node
    for child in node.get("children", ()):
        if isinstance(child, Mapping):
            yield from _nodes(child)
