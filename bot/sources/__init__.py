"""Network in: one file per kind of source.

Each module offers `Reader(client, apis)`, which is a `bot.ports.SourceReader`; `OPTIONS`, the names of what may be set
for its kind, each with what it does; and `check(url, options, apis)`, which raises `InputError` with a sentence for
people when a source of its kind can not be watched as it was given.
"""

from __future__ import annotations

import functools
import sys
from collections.abc import Mapping
from types import ModuleType
from typing import Any

from bot.domain.source import Kind
from bot.net.client import Client
from bot.plugins import discover
from bot.ports import SourceReader
from bot.sources._apis import Apis

__all__ = ["Apis", "check_options", "options_of", "readers"]

_DEFAULT = Apis()


def readers(client: Client, apis: Apis = _DEFAULT) -> dict[Kind, SourceReader]:
    """Return the reader of each kind."""
    return {kind: module.Reader(client, apis) for kind, module in _modules().items()}


def options_of(kind: Kind) -> dict[str, str]:
    """Return what may be set for this kind: each option's name with what it does."""
    return dict(_modules()[kind].OPTIONS)


def check_options(kind: Kind, url: str, options: Mapping[str, Any], apis: Apis = _DEFAULT) -> None:
    """Check a source before it is attached; nothing is fetched.

    Raises:
        InputError: `options` hold something that this kind does not know or can not use, or the URL does not say what
            the kind needs. The message says how to mend it.
    """
    _modules()[kind].check(url, options, apis)


@functools.cache  # a kind is a file that ships: walking the package for each claim was a quarter of adding it
def _modules() -> dict[Kind, ModuleType]:
    return {module.Reader.kind: module for module in discover(sys.modules[__name__])}
