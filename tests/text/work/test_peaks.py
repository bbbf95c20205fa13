from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests.text.cost import in_time

ROOT = Path(__file__).parents[3]
MEGABYTES = 200.0


def test_no_document_takes_more_than_two_seconds_or_200_megabytes() -> None:
    """Of scan, analyse and judge; in a process of its own, for peaks of memory are those of a process."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.text.work.peaks"], cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True
    )
    taken = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(taken) >= 27
    assert [case for case in taken if case[2] > MEGABYTES or not in_time(case[3])] == []
