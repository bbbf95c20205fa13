"""sqlite_utils without numpy and pandas: it would import them where they are, for types that we never store.

That is half of the time it takes to import, and 10 MB for as long as the program runs.
"""

from __future__ import annotations

import sys

_UNWANTED = {"numpy", "pandas"} - sys.modules.keys()

sys.modules.update(dict.fromkeys(_UNWANTED))  # type: ignore[arg-type]  # None stands for "there is none"
try:
    import sqlite_utils
finally:
    for _name in _UNWANTED:
        del sys.modules[_name]

__all__ = ["sqlite_utils"]
