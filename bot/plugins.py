"""Finding plug-ins: a new file in a package is found without any list that names it."""

from __future__ import annotations

import pkgutil
from importlib import import_module
from types import ModuleType


def discover(package: ModuleType) -> list[ModuleType]:
    """Import and return the modules of `package` in the order of their names.

    Those whose names begin with an underscore are shared helpers, and left out.
    """
    names = sorted(found.name for found in pkgutil.iter_modules(package.__path__))
    return [import_module(f"{package.__name__}.{name}") for name in names if not name.startswith("_")]
