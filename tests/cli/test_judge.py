"""`judge`: whole files of pairs."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.cli.conftest import Cli

PAIRS = (
    "id,claim,text\n"
    '7,"Guava outperforms open-source rivals.","Guava does not outperform open-source rivals, a test found."\n'
    '8,"Guava outperforms open-source rivals.","The quince harvest was late, said a farmer, and ""small""."\n'
)


def test_pairs_in_rows_out(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "p.csv").write_text(PAIRS, encoding="utf-8")
    ran = cli("judge", "p.csv", "--out", "o.csv")
    assert (ran.code, ran.out) == (0, "")
    assert "2 pairs" in ran.err
    with (tmp_path / "o.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["id"] for row in rows] == ["7", "8"]
    names = {"supports", "refutes", "discusses", "unrelated"}
    for row in rows:
        assert row["stance"] in names
        assert sum(float(row[name]) for name in names) == pytest.approx(1, abs=0.001)
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".part"] == []
    assert cli("judge", "p.csv", "--out", "-").out.splitlines()[0].startswith("id,claim,text,stance")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"claim,words\na,b\n", "must name the column"),
        (b"claim,text\nonly\n", "Row 2 has no"),
        (b"claim,text\na,b,c\n", "Row 2 has more fields"),
        (b"claim,text\n\xff,b\n", "is no UTF-8 text"),
    ],
)
def test_a_faulty_file_leaves_no_output(cli: Cli, tmp_path: Path, content: bytes, said: str) -> None:
    (tmp_path / "p.csv").write_bytes(content)
    ran = cli("judge", "p.csv", "--out", "o.csv")
    assert ran.code == 2
    assert said in ran.err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["p.csv"]


def test_files_that_are_not_there(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "p.csv").write_text(PAIRS, encoding="utf-8")
    assert "No such file" in cli("judge", "q.csv", "--out", "o.csv").err
    assert cli("judge", "p.csv", "--out", "o.csv", "--model", "oracle").code == 2
    assert "nowhere" in cli("judge", "p.csv", "--out", "nowhere/o.csv").err
