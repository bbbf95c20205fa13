"""Folders that come with the program."""

from __future__ import annotations

from pathlib import Path


def shipped(name: str) -> Path:
    """Return a folder that comes with the program, ``config`` or ``seeds``: beside the package or inside it."""
    package = Path(__file__).resolve().parent
    beside = package.parent / name
    return beside if (package.parent / "pyproject.toml").is_file() and beside.is_dir() else package / "shipped" / name
