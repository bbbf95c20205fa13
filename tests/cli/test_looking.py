"""`scan`, `check` and `why` against a real server on loopback."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest

from tests.app.conftest import FLAG, STATEMENT, article
from tests.cli.conftest import Cli, Ran
from tests.newsroom import Newsroom

MARKDOWN = f"""---
title: Memo puts Guava ahead
url: https://gazette.example/guava
published_at: 2026-02-04
locale: en
---
# Memo puts Guava ahead

{STATEMENT} {FLAG}

The memo went to about 200 employees of the firm in Port Almond.

## Related news
- [Ten gardens to visit](https://gazette.example/gardens)

*Disclaimer: this is no advice; nothing here could be independently verified.*
"""


@pytest.fixture
def reachable(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> Newsroom:
    """The newsroom, with the environment that lets the program reach it."""
    for name, value in net_environment(newsroom).items():
        monkeypatch.setenv(name, value)
    return newsroom


def net_environment(newsroom: Newsroom) -> dict[str, str]:
    """Return the variables under which a process may reach the newsroom, without pauses."""
    return {
        "CLAIMWATCH_NET__ALLOWED_NETWORKS": '["127.0.0.0/8"]',
        "CLAIMWATCH_NET__ALLOWED_PORTS": f"[80, 443, {newsroom.port}]",
        "CLAIMWATCH_NET__HOSTS": json.dumps(newsroom.settings().hosts),
        "CLAIMWATCH_NET__PER_HOST_INTERVAL": "0",
    }


async def ran(cli: Cli, *arguments: str) -> Ran:
    """Run a command in a thread of its own, while the newsroom's loop goes on."""
    return await asyncio.to_thread(cli, *arguments)


async def test_scanning_a_page(cli: Cli, reachable: Newsroom) -> None:
    url = reachable.page("/guava", article())
    seen = (await ran(cli, "scan", url, "--json")).json
    assert list(seen) == ["url", "title", "published_at", "lang", "text_chars", "claims"]
    assert (seen["url"], seen["lang"]) == (url, "en")
    best = seen["claims"][0]
    assert list(best) == ["text", "claimant", "attribution", "flags", "score", "settles", "trigger"]
    assert "outperforms" in best["text"]
    assert best["claimant"] == "Orchard Labs"
    text = (await ran(cli, "scan", url, "--text")).out
    assert len(text) - 1 == seen["text_chars"]
    for claim in seen["claims"]:
        for flag in claim["flags"]:
            assert list(flag) == ["kind", "text", "start", "end"]
            assert text[flag["start"] : flag["end"]] == flag["text"]


@pytest.mark.parametrize(("name", "content"), [("a.html", article()), ("a.txt", f"{STATEMENT} {FLAG}")])
def test_scanning_a_file(cli: Cli, tmp_path: Path, name: str, content: str) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    shown = cli("scan", name)
    assert "1. " in shown.out
    assert "outperforms" in shown.out
    assert "--track" in shown.err


def test_scanning_markdown_with_front_matter(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(MARKDOWN, encoding="utf-8")
    seen = cli("scan", "a.md", "--json").json
    assert (seen["title"], seen["lang"]) == ("Memo puts Guava ahead", "en")
    assert seen["url"] == "https://gazette.example/guava"
    assert seen["published_at"].startswith("2026-02-04")
    assert "outperforms" in seen["claims"][0]["text"]
    assert len(seen["claims"]) <= 2, "related news and the disclaimer are no claims"


@pytest.mark.parametrize(
    ("target", "code", "said"),
    [
        ("absent.html", 1, "There is no file"),
        (".", 1, "is a folder"),
        ("empty.md", 1, "There is nothing in it"),
        ("picture.html", 1, "could not be read"),
        ("http://10.0.0.1/", 2, "may not be watched"),
        ("https://a:b@gazette.example/", 2, ""),
        ("gopher://gazette.example/", 2, ""),
    ],
)
def test_what_can_not_be_scanned(cli: Cli, tmp_path: Path, target: str, code: int, said: str) -> None:
    (tmp_path / "empty.md").write_text("\n", encoding="utf-8")
    (tmp_path / "picture.html").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20)
    shown = cli("scan", target)
    assert shown.code == code, shown.err
    assert shown.out == ""
    assert said in shown.err
    assert "Traceback" not in shown.err


async def test_tracking_from_a_scan_and_looking_again(cli: Cli, reachable: Newsroom) -> None:
    url = reachable.page("/guava", article())
    assert "Claim #1 is on the list" in (await ran(cli, "scan", url, "--track", "1")).out
    assert (await ran(cli, "scan", url, "--track", "9")).code == 2
    assert "(--force)" in (await ran(cli, "scan", url, "--track", "1")).err
    assert "Claim #2 is on the list" in (await ran(cli, "scan", url, "--track", "1", "--force")).out
    await ran(cli, "delete", "2", "--yes")
    page = (await ran(cli, "show", "1", "--json")).json
    assert [(source["url"], source["role"]) for source in page["sources"]] == [(url, "origin")]
    first = (await ran(cli, "check", "--all", "--json")).json
    assert list(first) == ["checked", "first", "not_modified", "unchanged", "changed", "failed", "findings", "seconds"]
    assert (first["checked"], first["first"], first["changed"], first["findings"]) == (1, 1, 0, [])
    second = (await ran(cli, "check", "1", "--json")).json
    assert (second["checked"], second["not_modified"], second["findings"]) == (1, 1, [])
    assert "1 checked: 1 not modified; nothing found in " in (await ran(cli, "check", "--all")).out
    await ran(cli, "source", "add", "1", reachable.page("/new", article()))
    assert "2 checked: 1 for the first time, 1 not modified; nothing" in (await ran(cli, "check", "1")).out
    await ran(cli, "add", "Papaya is cheap.")
    assert (await ran(cli, "check", "Papaya")).out == "Nothing to look at: add a source first.\n"


async def test_a_change_is_found_and_explained(cli: Cli, reachable: Newsroom) -> None:
    url = reachable.page("/guava", article())
    await ran(cli, "scan", url, "--track", "1")
    await ran(cli, "check", "--all")
    reachable.page("/guava", article(flag="The claim has since been confirmed by two laboratories."))
    looks = [(await ran(cli, "check", "--all", "--json")).json for _ in range(2)]
    assert looks[0]["findings"] == [], "a change is confirmed by a second look"
    assert looks[0]["changed"] == 1
    (finding,) = looks[1]["findings"]
    assert finding["kind"] in {"flag_gone", "flag_softened"}
    assert finding["claim_id"] == 1
    (why,) = (await ran(cli, "why", "1", "--json")).json
    names = ["due", "robots", "fetched", "good look", "same fingerprint", "confirmed", "bears on the claim"]
    assert [gate["name"] for gate in why["gates"]] == [*names, "not a known state", "delivered"]
    assert all(gate["why"] for gate in why["gates"])
    assert why["look"]["outcome"] in {"ok", "not_modified"}
    found = (await ran(cli, "show", "1", "--json")).json["findings"]
    assert found[0]["id"] == 1
    assert (await ran(cli, "dismiss", "1")).code == 0
    assert (await ran(cli, "dismiss", "77")).code in {1, 2}


async def test_a_check_of_which_nothing_was_good_fails(cli: Cli, reachable: Newsroom) -> None:
    await ran(cli, "add", "Guava is fast.", "--source", reachable.url("/absent"))
    seen = await ran(cli, "check", "--all", "--json")
    assert (seen.code, seen.json["failed"]) == (1, 1)
    assert (await ran(cli, "check", "42")).code == 1
