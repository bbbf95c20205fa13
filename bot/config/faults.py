"""Faults of the configuration as sentences: where, which key, what was expected, what was found."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterable, Mapping
from typing import Any, get_args, get_origin

from pydantic import BaseModel, ValidationError

from bot.config.sections import SECRETS, Config
from bot.config.values import Expects

ENV_PREFIX = "CLAIMWATCH_"
_SECRET_NAME = re.compile(r"token|secret|passw|api_?key|credential", re.IGNORECASE)
_SECRET_VALUE = re.compile(
    r"[\w-]{23,28}\.[\w-]{6,7}\.[\w-]{27,}"  # Discord's bot tokens
    r"|\b(hf|gh[pousr]|github_pat)_[A-Za-z0-9_]{16,}"
    r"|\bAIza[\w-]{30,}"  # Google's API keys
)
_LONGEST_VALUE = 60

Location = tuple[int | str, ...]


def of_validation(error: ValidationError, file: str, environ: Mapping[str, str]) -> list[str]:
    """Return one sentence for each fault that the models found."""
    return [_sentence(entry["type"], entry["loc"], dict(entry), file, environ) for entry in error.errors()]


def _sentence(kind: str, loc: Location, entry: Mapping[str, object], file: str, environ: Mapping[str, str]) -> str:
    place = _place(loc, file, environ)
    if kind == "extra_forbidden":
        return f"{place}: unknown key; {suggestion(str(loc[-1]), known_keys(loc[:-1]))}"
    if loc and loc[0] == "statuses" and "[key]" in loc:
        return f"{place}: unknown status; {suggestion(str(loc[1]), known_keys(loc[:1]))}"
    words = expected(loc)
    if words is None:  # a table as a whole: values that do not go together, or no table at all
        if kind in {"model_type", "model_attributes_type", "dict_type"}:
            return f"{place}: expected a table ([{_dotted(loc)}]), found {shown(loc, entry['input'])}"
        return f"{place}: expected {str(entry['msg']).removeprefix('Value error, ')}"
    return f"{place}: expected {words}, found {shown(loc, entry['input'])}"


def _place(loc: Location, file: str, environ: Mapping[str, str]) -> str:
    """Name the variable where the value came from the environment, else the file and key."""
    names = [str(part) for part in loc if part != "[key]"]
    for length in range(len(names), 0, -1):
        variable = ENV_PREFIX + "__".join(names[:length]).upper()
        if variable in environ:
            return f"environment: {variable}"
    return f"{file}: {_dotted(loc)}"


def _dotted(loc: Location) -> str:
    return ".".join(str(part) for part in loc if part != "[key]" and not isinstance(part, int))


def expected(loc: Location) -> str | None:
    """Return what the setting at `loc` must look like; None for a table."""
    model: type[BaseModel] | None = Config
    for part in loc:
        if model is None:
            return None
        field = model.model_fields.get(str(part))
        if field is None:
            continue  # a key of a table of tables: the model below it is known already
        words = next((data.words for data in field.metadata if isinstance(data, Expects)), None)
        words = words or _union_words(field.annotation)
        if words is not None:
            return words
        model = _model_of(field.annotation)
    return None


def _union_words(annotation: object) -> str | None:
    """Return the words of ``Label | None``."""
    for choice in get_args(annotation):
        for data in getattr(choice, "__metadata__", ()):
            if isinstance(data, Expects):
                return data.words
    return None


def _model_of(annotation: object) -> type[BaseModel] | None:
    for choice in (annotation, *get_args(annotation)):
        if get_origin(choice) is None and isinstance(choice, type) and issubclass(choice, BaseModel):
            return choice
    return None


def known_keys(loc: Location) -> list[str]:
    """Return the keys that may stand in the table at `loc`, secrets left out."""
    if loc == ("statuses",):
        return [str(choice) for choice in get_args(Config.model_fields["statuses"].annotation)[0]]
    model: type[BaseModel] = Config
    for part in loc:
        field = model.model_fields.get(str(part))
        model = (_model_of(field.annotation) if field else None) or model
    return [name for name in model.model_fields if name != "secrets"]


def suggestion(wrong: str, known: Iterable[str]) -> str:
    """Return a did-you-mean, or all that would be known."""
    names = list(known)
    near = difflib.get_close_matches(wrong.lower(), names, n=1, cutoff=0.6)
    return f'did you mean "{near[0]}"?' if near else f"known here: {', '.join(names)}"


def shown(loc: Location, value: object) -> str:
    """Return a value for a sentence: short, one line, and never a secret."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    if any(_SECRET_NAME.search(str(part)) for part in loc) or _SECRET_VALUE.search(text):
        return "a value that is not shown"
    text = "".join(character if character.isprintable() else "�" for character in text)
    return text if len(text) <= _LONGEST_VALUE else f"{text[:_LONGEST_VALUE]}…"


def secrets_in(values: Mapping[str, Any], file: str, path: tuple[str, ...] = ()) -> list[str]:
    """Return a fault for each key or text in a file that holds a secret; the secret itself is never named."""
    found: list[str] = []
    for key, value in values.items():
        here = (*path, key)
        if isinstance(value, Mapping):
            found += secrets_in(value, file, here)
        elif _is_secret(here, value):
            found.append(
                f"{file}: {'.'.join(here)}: a secret may not stand in a file; expected it in {_variable_of(here)} "
                "or as a file in the secrets folder (CLAIMWATCH_SECRETS_DIR)"
            )
    return found


def without(values: Mapping[str, Any], path: tuple[str, ...] = ()) -> dict[str, Any]:
    """Return the values without those that `secrets_in` reports, so that each is reported once."""
    kept: dict[str, Any] = {}
    for key, value in values.items():
        here = (*path, key)
        if isinstance(value, Mapping):
            inner = without(value, here)
            if inner or not value:
                kept[key] = inner
        elif not _is_secret(here, value):
            kept[key] = value
    return kept


def _is_secret(path: tuple[str, ...], value: object) -> bool:
    named = path[0] == "secrets" or path[-1] in SECRETS or _SECRET_NAME.search(path[-1])
    return bool(named) or (isinstance(value, str) and bool(_SECRET_VALUE.search(value)))


def _variable_of(path: tuple[str, ...]) -> str:
    joined = "_".join(path[-2:]).lower()
    near = [name for name in SECRETS if name in {path[-1], joined}]
    near = near or difflib.get_close_matches(path[-1], SECRETS, n=1, cutoff=0.5)
    return f"the environment variable {ENV_PREFIX}{near[0].upper()}" if near else "the environment"
