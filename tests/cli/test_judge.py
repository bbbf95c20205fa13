"""`judge`: whole files of pairs."""

from __future__ import annotations

import csv
import io
import os
import subprocess
import sys
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
        (b'claim,text\na,b\nc,"never closed\n', "is no CSV file"),
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


def test_the_same_file_in_and_out_is_refused(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "p.csv").write_text(PAIRS, encoding="utf-8")
    (tmp_path / "link.csv").symlink_to("p.csv")
    for out in ("p.csv", "./p.csv", "link.csv"):
        ran = cli("judge", "p.csv", "--out", out)
        assert ran.code == 2
        assert "another file" in ran.err
    assert (tmp_path / "p.csv").read_text(encoding="utf-8") == PAIRS


def test_a_device_is_written_to_and_not_replaced(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "p.csv").write_text(PAIRS, encoding="utf-8")
    os.mkfifo(tmp_path / "pipe")
    reader = os.open(tmp_path / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    assert cli("judge", "p.csv", "--out", "pipe").code == 0
    assert os.read(reader, 100_000).startswith(b"id,claim,text,stance")
    os.close(reader)
    assert (tmp_path / "pipe").is_fifo()


def test_a_mark_at_the_start_and_empty_lines_do_no_harm(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "p.csv").write_bytes(b"\xef\xbb\xbfclaim,text\r\n\r\nGuava is fast.,\r\n\r\n,Guava is slow.\r\n")
    rows = list(csv.DictReader(io.StringIO(cli("judge", "p.csv", "--out", "-").out)))
    assert [(row["claim"], row["text"], row["stance"]) for row in rows] == [
        ("Guava is fast.", "", "unrelated"),
        ("", "Guava is slow.", "unrelated"),
    ]


def test_a_claim_that_can_not_be_checked_is_judged_and_said_to_be_none(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "p.csv").write_text(
        "claim,text\nIs Guava faster than pears?,Guava is faster.\nGuava is faster than pears.,Guava is faster.\n",
        encoding="utf-8",
    )
    asked, stated = csv.DictReader(io.StringIO(cli("judge", "p.csv", "--out", "-").out))
    assert asked["not_checkable"] == "Not a checkable claim: it is a question; state what is said to be so."
    assert stated["not_checkable"] == ""


def test_a_terminal_sees_a_bar_and_pipes_carry_pairs(tmp_path: Path) -> None:
    program = [sys.executable, "-m", "bot", "judge", "-", "--out", "-", "--model", "features"]
    controller, terminal = os.openpty()
    done = subprocess.run(program, input=PAIRS.encode(), stdout=subprocess.PIPE, stderr=terminal, check=True)
    os.close(terminal)
    assert done.stdout.startswith(b"id,claim,text,stance")
    shown = os.read(controller, 100_000).decode()
    os.close(controller)
    assert "Judging" in shown
    assert "2 pairs" in shown
