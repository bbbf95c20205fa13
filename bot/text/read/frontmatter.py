"""YAML front matter at the head of a Markdown page."""

from __future__ import annotations

import re
from typing import Any

import yaml

_FENCE = re.compile(r"\s*---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_MAX_LENGTH = 20_000
_MAX_ALIASES = 20  # an alias bomb needs many; a page's head has none
_ALIAS = re.compile(r"(?<![\w\"'])\*[A-Za-z_]")
_LINE = re.compile(r"^([A-Za-z_][\w-]{0,40})\s*:\s*(.{0,1000})$", re.MULTILINE)


def split_front_matter(source: str) -> tuple[dict[str, Any], str]:
    """Return the fields with lower-case names, and the page after them.

    What is no valid YAML is read line by line as ``name: value``; without a fence there are no fields.
    """
    match = _FENCE.match(source, 0, _MAX_LENGTH)
    if match is None:
        return {}, source
    return _fields(match[1]), source[match.end() :]


def _fields(head: str) -> dict[str, Any]:
    if len(_ALIAS.findall(head)) <= _MAX_ALIASES and not _deep(head):
        try:
            loaded = yaml.safe_load(head)
        except (yaml.YAMLError, ValueError, RecursionError, TypeError):
            loaded = None
        if isinstance(loaded, dict):
            return {str(name).lower(): value for name, value in loaded.items()}
    return {match[1].lower(): match[2].strip().strip("\"'") for match in _LINE.finditer(head)}


def _deep(head: str) -> bool:
    """Whether brackets nest deeper than any real page's head, which costs the parser its stack."""
    return head.count("[") > 200 or head.count("{") > 200  # noqa: PLR2004 - far above any real page
