"""From a folder to one frozen `Config`, or to all faults at once."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from bot.config.faults import of_validation
from bot.config.reading import FILE, from_environment, from_file, secrets
from bot.config.sections import Config
from bot.errors import ConfigError


def load(directory: Path, environ: Mapping[str, str] | None = None) -> Config:
    """Read and check the whole configuration.

    `environ` stands for the process environment when given. Later sources win: file, environment; secrets come
    from the environment or a folder alone.

    Raises:
        ConfigError: with every fault found, each one sentence: file, key, what was expected.
    """
    config, faults = _checked(directory, os.environ if environ is None else environ)
    if config is None or faults:
        raise ConfigError(tuple(faults))
    return config


def _checked(directory: Path, environ: Mapping[str, str]) -> tuple[Config | None, list[str]]:
    if not directory.is_dir():
        return None, [f"{directory}: no such folder; expected one with {FILE} in it"]
    written, faults = from_file(directory / FILE)
    overrides, more = from_environment(environ)
    kept, worse = secrets(environ)
    faults += more + worse
    values = merged(written, overrides)
    values["secrets"] = kept
    try:
        return Config(**values), faults
    except ValidationError as error:
        return None, faults + of_validation(error, FILE, environ)


def merged(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """Return both, table by table; where both have a value, the one of `above`."""
    result = dict(below)
    for key, value in above.items():
        held = result.get(key)
        result[key] = merged(held, value) if isinstance(held, Mapping) and isinstance(value, Mapping) else value
    return result
