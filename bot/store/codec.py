"""Values as columns hold them. One convention: a time is whole microseconds since 1970-01-01 UTC."""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from hashlib import blake2b
from typing import Any

from bot.domain.claim import Flag, FlagKind
from bot.domain.finding import Judgement
from bot.domain.gates import Gate, GateName
from bot.domain.reading import Item

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DAY_ZERO = date(1970, 1, 1)
_MICRO = timedelta(microseconds=1)
_NOT_REACHED = "not reached"
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_canonical = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode


def micros(at: datetime) -> int:
    """Return an aware time as a column holds it."""
    return (at - _EPOCH) // _MICRO


def moment(us: int) -> datetime:
    """Return the aware UTC time that `micros` made this of."""
    return _EPOCH + timedelta(microseconds=us)


def moment_or_none(us: int | None) -> datetime | None:
    """Return the time, or None for none."""
    return None if us is None else _EPOCH + timedelta(microseconds=us)


def micros_or_none(at: datetime | None) -> int | None:
    """Return the column's value, or None for none."""
    return None if at is None else (at - _EPOCH) // _MICRO


def span_or_none(span: timedelta | None) -> int | None:
    """Return a distance in time as a column holds it, or None for none."""
    return None if span is None else span // _MICRO


def day(at: datetime) -> int:
    """Return the number of the UTC day."""
    return (at.date() - _DAY_ZERO).days


def to_json(value: Any) -> str:  # noqa: ANN401 anything that JSON can hold
    """Return compact JSON."""
    return safe(_encode(value))


def safe(text: str) -> str:
    """Return text that SQLite takes: lone surrogates, which JSON and feeds can smuggle in, become question marks."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def options_to_text(options: dict[str, Any]) -> str:
    """Return a source's options so that equal ones are equal text."""
    return safe(_canonical(options))


def words_from(text: str) -> tuple[str, ...]:
    """Return a JSON list of strings as a tuple."""
    return tuple(json.loads(text)) if text != "[]" else ()


def short_hash(text: str) -> int:
    """Return a 63-bit hash that is the same in every process, and never 0."""
    digest = blake2b(text.encode("utf-8", "replace"), digest_size=8).digest()
    return int.from_bytes(digest) >> 1 or 1


def text_key(text: str) -> str:
    """Return 16 hex digits that name a claim's text; spacing and case do not matter."""
    plain = " ".join(text.casefold().split())
    return blake2b(plain.encode("utf-8", "replace"), digest_size=8).hexdigest()


def flags_to_text(flags: Iterable[Flag]) -> str:
    """Return flags as JSON; `flags_from` is the inverse."""
    return to_json([[flag.kind.value, flag.text, flag.start, flag.end] for flag in flags])


def flags_from(text: str) -> tuple[Flag, ...]:
    """Return the flags that `flags_to_text` wrote."""
    if text == "[]":
        return ()
    return tuple(Flag(FlagKind(kind), words, start, end) for kind, words, start, end in json.loads(text))


def gates_to_text(gates: Iterable[Gate]) -> str:
    """Return gates as short JSON: most are the same in every row, so that each character counts a million times."""
    return to_json([_gate_to_list(gate) for gate in gates])


def claim_gates_to_text(gates: dict[int, tuple[Gate, ...]]) -> str | None:
    """Return the gates of each claim as short JSON, None for none."""
    if not gates:
        return None
    return to_json({str(claim_id): [_gate_to_list(gate) for gate in own] for claim_id, own in gates.items()})


def gates_from(text: str) -> tuple[Gate, ...]:
    """Return the gates that `gates_to_text` wrote."""
    return tuple(_gate_from_list(values) for values in json.loads(text))


def claim_gates_from(text: str | None) -> dict[int, tuple[Gate, ...]]:
    """Return the gates that `claim_gates_to_text` wrote."""
    if text is None:
        return {}
    return {int(key): tuple(_gate_from_list(values) for values in own) for key, own in json.loads(text).items()}


_NUMBERS = {name: number for number, name in enumerate(GateName)}
_NAMES = tuple(GateName)


def _gate_to_list(gate: Gate) -> list[Any]:
    number = _NUMBERS[gate.name]
    if gate.passed is None and gate.why == _NOT_REACHED:
        return [number]
    return [number, gate.passed if gate.passed is None else int(gate.passed), gate.why]


def _gate_from_list(values: list[Any]) -> Gate:
    if len(values) == 1:
        return Gate(_NAMES[values[0]], None, _NOT_REACHED)
    number, passed, why = values
    return Gate(_NAMES[number], None if passed is None else bool(passed), why)


def judgement_to_text(judgement: Judgement | None) -> str | None:
    """Return a judgement as JSON."""
    if judgement is None:
        return None
    j = judgement
    return to_json([j.supports, j.refutes, j.discusses, j.unrelated, j.excerpt, j.clear])


def judgement_from(text: str | None) -> Judgement | None:
    """Return the judgement that `judgement_to_text` wrote."""
    return None if text is None else Judgement(*json.loads(text))


def item_to_text(item: Item | None) -> str | None:
    """Return a feed item as JSON."""
    if item is None:
        return None
    published = micros_or_none(item.published_at)
    return to_json([item.identity, item.title, item.url, item.summary, published, item.rating, item.publisher])


def item_from(text: str | None) -> Item | None:
    """Return the item that `item_to_text` wrote."""
    if text is None:
        return None
    identity, title, url, summary, published, rating, publisher = json.loads(text)
    return Item(identity, title, url, summary, moment_or_none(published), rating, publisher)


def terms_to_bytes(terms: frozenset[int]) -> bytes:
    """Return hashed words as unsigned 32-bit numbers."""
    return array("I", sorted(terms)).tobytes()


def terms_from(data: bytes) -> frozenset[int]:
    """Return the hashes that `terms_to_bytes` wrote."""
    return frozenset(array("I", data))


def signature_to_bytes(signature: tuple[int, ...]) -> bytes:
    """Return a MinHash signature as unsigned 64-bit numbers."""
    return array("Q", signature).tobytes()


def signature_from(data: bytes) -> tuple[int, ...]:
    """Return the signature that `signature_to_bytes` wrote."""
    return tuple(array("Q", data))
