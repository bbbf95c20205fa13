from __future__ import annotations

from pathlib import Path

import pytest

from bot.errors import ConfigError
from bot.text.origins.owners import load_owners, owner_of

SHIPPED = Path(__file__).parents[3] / "config" / "owners.toml"
OWNERS = {
    "fig.example": "Fig Media",
    "weekend.plum.example": "Fig Media",
    "github.com": "",
    "github.com/orchard-labs": "Orchard Labs",
    "127.0.0.1:8080/pear": "Pear",
}
PLACES = [
    ("https://fig.example/a", "Fig Media"),
    ("https://www.fig.example/a", "Fig Media"),
    ("https://news.fig.example/a", "Fig Media"),
    ("https://plum.example/a", "plum.example"),
    ("https://weekend.plum.example/a", "Fig Media"),
    ("https://a.b.plum.co.uk/x", "plum.co.uk"),
    ("https://plum.github.io/x", "plum.github.io"),
    ("https://GitHub.com/Orchard-Labs/guava", "Orchard Labs"),
    ("https://github.com/Guava-Fans/guava", "github.com/guava-fans"),
    ("https://github.com", "github.com"),
    ("http://127.0.0.1:8080/pear/1", "Pear"),
    ("http://127.0.0.1:8080/plum/1", "127.0.0.1:8080"),
    ("http://[::1]/a", "::1"),
    ("http://localhost:99/a", "localhost:99"),
    ("https://fig.example:notaport/", ""),
    ("no address", ""),
    ("", ""),
]


@pytest.mark.parametrize(("url", "owner"), PLACES)
def test_who_owns_a_page(url: str, owner: str) -> None:
    assert owner_of(url, OWNERS) == owner


def test_the_file_that_ships_is_sound() -> None:
    owners = load_owners(SHIPPED)
    assert owner_of("https://huggingface.co/orchard-labs/guava", owners) == "huggingface.co/orchard-labs"


def test_owners_are_read(tmp_path: Path) -> None:
    file = tmp_path / "owners.toml"
    file.write_text('shared_hosts = ["T.me"]\n[owners]\n"Fig Media" = ["fig.example", "t.me/fig"]\n')
    assert load_owners(file) == {"t.me": "", "fig.example": "Fig Media", "t.me/fig": "Fig Media"}


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    file = tmp_path / "owners.toml"
    file.write_text("""
        colour = 1
        shared_hosts = "t.me"
        [owners]
        "A" = "a.example"
        "B" = ["https://b.example", "c.example"]
        "C" = ["c.example"]
    """)
    with pytest.raises(ConfigError) as caught:
        load_owners(file)
    faults = "\n".join(caught.value.faults)
    assert len(caught.value.faults) == 5
    for part in ("colour", "shared_hosts", "owners.A", '"https://b.example"', 'belongs to "B" already'):
        assert part in faults


@pytest.mark.parametrize("content", [None, b"[owners", b"\xff\xfe"])
def test_a_file_that_can_not_be_read_is_told(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "owners.toml"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(ConfigError, match=r"owners\.toml"):
        load_owners(file)


def test_owners_must_be_a_table(tmp_path: Path) -> None:
    file = tmp_path / "owners.toml"
    file.write_text("owners = 3")
    with pytest.raises(ConfigError, match="expected a table"):
        load_owners(file)
