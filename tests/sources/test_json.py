from __future__ import annotations

import json
import time
from typing import Any

import pytest

from bot.domain.outcome import Outcome
from bot.domain.reading import Media, Reading
from bot.domain.source import Kind, Validators
from bot.errors import InputError
from bot.net.client import Client
from bot.sources import Apis, check_options
from bot.sources.json import Reader
from tests.newsroom import Newsroom
from tests.sources.build import NOW, failed, fetched, not_modified, source_of

BOARD = {
    "updated": "2026-11-24",
    "models": [
        {"name": "guava", "score": 71.25, "open": False, "notes": None},
        {"name": "quince", "score": 70, "open": True, "notes": "größer"},
    ],
}


async def look(
    client: Client, newsroom: Newsroom, body: Any, select: str, validators: Validators | None = None
) -> Reading:
    text = body if isinstance(body, str | bytes) else json.dumps(body)
    url = newsroom.page("/board.json", text, content_type="application/json")
    source = source_of(Kind.JSON, url, validators or Validators(), options={"select": select})
    return await Reader(client, Apis()).read(source, NOW)


VALUES = [
    ("a text as it is", "models[1].notes", "größer"),
    ("a number", "models[1].score", "70"),
    ("a fraction", "models[?name=='guava'] | [0].score", "71.25"),
    ("a truth value", "models[0].open", "false"),
    ("a list, one value a line", "models[].name", '[\n "guava",\n "quince"\n]'),
    ("an object, its keys sorted", "models[0].{score: score, name: name}", '{\n "name": "guava",\n "score": 71.25\n}'),
    ("nothing yet, said so", "models[0].notes || 'nothing yet'", "nothing yet"),
    ("none found is a value too", "models[?name=='mango'].name", "[]"),
    ("a count", "length(models)", "2"),
]


@pytest.mark.parametrize(("select", "text"), [c[1:] for c in VALUES], ids=[c[0] for c in VALUES])
async def test_the_selected_value(client: Client, newsroom: Newsroom, select: str, text: str) -> None:
    reading = fetched(await look(client, newsroom, BOARD, select))
    assert reading.media is Media.VALUE
    assert reading.body.decode() == text
    assert reading.charset == "utf-8"


SAME = [
    ("the order of keys", '{"a": {"x": 1, "y": 2}}', '{"a": {"y": 2, "x": 1}}'),
    ("blanks", '{"a": [1, 2]}', '{ "a" : [ 1,\n2 ] }'),
    ("whole numbers written as fractions", '{"a": [1.0, 100.0]}', '{"a": [1, 1e2]}'),
    ("what computing left behind", '{"a": 0.3}', '{"a": 0.30000000000000004}'),
    ("what was not selected", '{"a": 1, "at": "10:00"}', '{"a": 1, "at": "10:01"}'),
    ("escapes", '{"a": "\\u00e4"}', '{"a": "ä"}'),
]


@pytest.mark.parametrize(("one", "other"), [c[1:] for c in SAME], ids=[c[0] for c in SAME])
async def test_the_same_value_has_the_same_hash(client: Client, newsroom: Newsroom, one: str, other: str) -> None:
    first, second = [fetched(await look(client, newsroom, body, "a")) for body in (one, other)]
    assert first.body == second.body
    assert first.body_hash == second.body_hash


async def test_another_value_has_another(client: Client, newsroom: Newsroom) -> None:
    first, second = [fetched(await look(client, newsroom, {"a": value}, "a")) for value in (1.25, 1.26)]
    assert first.body_hash != second.body_hash


async def test_a_second_look_is_conditional(client: Client, newsroom: Newsroom) -> None:
    first = fetched(await look(client, newsroom, BOARD, "models"))
    not_modified(await look(client, newsroom, BOARD, "models", first.validators))


UNUSABLE = [
    ("no JSON", "not json", "a", Outcome.MALFORMED, "JSON"),
    ("cut off", '{"a": [1, 2', "a", Outcome.MALFORMED, "JSON"),
    ("a page", "<html><p>Please log in</p></html>", "a", Outcome.MALFORMED, "HTML"),
    ("not a number", '{"a": NaN}', "a", Outcome.MALFORMED, "JSON"),
    ("bad bytes", b'{"a": "\xff\xfe\xfd"}', "a", Outcome.MALFORMED, "JSON"),
    ("nothing", "  ", "a", Outcome.EMPTY, "empty"),
    ("too deep", "[" * 100_000 + "]" * 100_000, "@", Outcome.MALFORMED, "JSON"),
    ("an endless number", '{"a": ' + "9" * 10_000 + "}", "a", Outcome.MALFORMED, "JSON"),
    ("too much", '{"a": "' + "x" * 2_000_000 + '"}', "a", Outcome.TOO_LARGE, "2 MB"),
    ("too much of it", '{"a": "' + "x" * 300_000 + '"}', "a", Outcome.TOO_LARGE, "200,000"),
    ("a missing value", BOARD, "models[0].colour", Outcome.MALFORMED, "selects nothing"),
    ("a value of another kind", BOARD, "sum(models)", Outcome.MALFORMED, "does not fit"),
    ("an average of nothing", {"a": {}}, "sort_by(a, &x)", Outcome.MALFORMED, "does not fit"),
]


@pytest.mark.parametrize(("body", "select", "outcome", "said"), [c[1:] for c in UNUSABLE], ids=[c[0] for c in UNUSABLE])
async def test_what_can_not_be_used_is_named(
    client: Client, newsroom: Newsroom, body: Any, select: str, outcome: Outcome, said: str
) -> None:
    reading = failed(await look(client, newsroom, body, select))
    assert reading.outcome is outcome
    assert said in reading.detail


async def test_a_small_value_that_repeats_itself_is_cut_short(client: Client, newsroom: Newsroom) -> None:
    doubled = " | ".join(["[@,@]"] * 6)
    started = time.perf_counter()
    reading = failed(await look(client, newsroom, {"a": list(range(200_000))}, f"a | {doubled}"))
    assert reading.outcome is Outcome.TOO_LARGE
    assert time.perf_counter() - started < 5


BAD = [
    ({}, "select"),
    ({"select": "  "}, "select"),
    ({"select": "models["}, "no JMESPath"),
    ({"select": "no_such(@)"}, ""),
    ({"select": 5}, "line of text"),
    ({"select": "x" * 201}, "200"),
    ({"select": " | ".join(["[@,@]"] * 7)}, "too often"),
    ({"jsonpath": "$.a"}, "select"),
]


@pytest.mark.parametrize(("options", "said"), BAD)
async def test_options_that_can_not_be_used(
    client: Client, newsroom: Newsroom, options: dict[str, Any], said: str
) -> None:
    url = newsroom.page("/board.json", json.dumps(BOARD), content_type="application/json")
    if said:
        with pytest.raises(InputError) as caught:
            check_options(Kind.JSON, url, options)
        assert said in caught.value.user_message
    # what came into the database in another way ends in a value all the same
    reading = failed(await Reader(client, Apis()).read(source_of(Kind.JSON, url, options=options), NOW))
    assert reading.outcome in {Outcome.BAD_REQUEST, Outcome.MALFORMED}
