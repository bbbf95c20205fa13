"""Watchlist files: the shipped one, and faults told all at once."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.domain.claim import FlagKind
from bot.domain.source import Kind, Role
from bot.errors import ConfigError, InputError
from bot.folders import shipped
from bot.seeds import load_seed


def faults(path: Path) -> tuple[str, ...]:
    with pytest.raises(ConfigError) as caught:
        load_seed(path)
    return caught.value.faults


def test_the_shipped_watchlist() -> None:
    entries = load_seed(shipped("seeds") / "avocado.toml")
    assert len(entries) == 3
    beats, keeps_up, best = (claim.text for claim, _ in entries)
    assert "open-source base models" in beats
    assert all(words in keeps_up for words in ("post-trained models", "knowledge", "visual perception", "multilingual"))
    assert "most powerful base model" in best
    for claim, sources in entries:
        assert claim.guild_id == 0
        assert "Meta" in claim.claimant
        assert claim.attribution == ("internal memo dated 20 January 2026", "The Information", "Longbridge")
        assert [flag.kind for flag in claim.flags] == [FlagKind.EXPLICIT]
        assert "independently verified" in claim.flags[0].text
        assert "licence" in claim.flags[0].text
        assert "release" in claim.settles
        assert "avocado" in claim.trigger
        origin, *probes = sources
        assert (origin.url, origin.role, origin.kind) == (
            "https://longbridge.com/en/news/274880775.md",
            Role.ORIGIN,
            Kind.PAGE,
        )
        assert {(probe.kind, probe.role) for probe in probes} == {(Kind.HUGGINGFACE, Role.ARTEFACT)}
        assert all(probe.options == {"match": "avocado"} for probe in probes)


def test_a_folder_is_read_whole_and_other_files_are_left_alone() -> None:
    assert load_seed(shipped("seeds")) == load_seed(shipped("seeds") / "avocado.toml")


def test_what_a_claim_says_itself_wins_and_lists_add_up(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(
        """
        [shared]
        claimant = "Orchard Labs"
        tags = ["guava"]
        review_on = 2027-01-31
        [[shared.source]]
        url = "https://gazette.example/guava"
        role = "origin"
        [[claim]]
        text = "Guava is\\n  fast."
        claimant = "A memo"
        tags = ["memo", "guava"]
        [[claim.flag]]
        kind = "hedged"
        text = "reportedly"
        [[claim.source]]
        url = "https://newswire.example/feed.xml"
        kind = "feed"
        every = "12h"
        """,
        encoding="utf-8",
    )
    ((claim, sources),) = load_seed(file, guild_id=7)
    assert (claim.guild_id, claim.text, claim.claimant, claim.tags) == (
        7,
        "Guava is fast.",
        "A memo",
        ("guava", "memo"),
    )
    assert claim.review_on == date(2027, 1, 31)
    assert [flag.kind for flag in claim.flags] == [FlagKind.HEDGED]
    assert [source.role for source in sources] == [Role.ORIGIN, Role.COVERAGE]
    assert sources[1].kind is Kind.FEED
    assert sources[1].every == timedelta(hours=12)


def test_all_faults_of_all_files_are_told(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(
        """
        [[claim]]
        txt = "Guava is fast."
        [[claim]]
        text = "Guava is small."
        [[claim.source]]
        url = "https://gazette.example/"
        role = "orgin"
        every = 3
        [[claim]]
        text = 5
        """,
        encoding="utf-8",
    )
    (tmp_path / "b.toml").write_text("[[claim]\n", encoding="utf-8")
    (tmp_path / "c.toml").write_text("", encoding="utf-8")
    (tmp_path / "d.toml").write_bytes(b"\xff")
    told = faults(tmp_path)
    assert told[0] == "a.toml: claim 1, text: missing; expected a value"
    assert told[1] == 'a.toml: claim 1, txt: unknown key; did you mean "text"?'
    assert told[2].startswith("a.toml: claim 2, source 1, role: expected one of 'origin', 'coverage'")
    assert told[2].endswith('found "orgin"')
    assert told[3] == 'a.toml: claim 2, source 1, every: expected a duration such as "12h" or "7d", found 3'
    assert told[4] == "a.toml: claim 3, text: expected text in quotes, found 5"
    assert told[5].startswith("b.toml: expected TOML")
    assert told[6] == "c.toml: expected at least one [[claim]], found none"
    assert told[7].startswith("d.toml: expected UTF-8")


def test_nothing_there(tmp_path: Path) -> None:
    assert "found none" in faults(tmp_path)[0]
    with pytest.raises(InputError, match="no file or folder"):
        load_seed(tmp_path / "absent.toml")
