"""The story as data: pages, and the steps that change them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class PageEdit(_Part):
    """A page as it stands from a step on; what is not given stays as it was."""

    url: str
    template: str = ""
    status: int = 200
    set: dict[str, str] = Field(default_factory=dict)


class Decided(_Part):
    """What the curator decides in a step."""

    status: str
    evidence: str
    reason: str
    actor: str


class Step(_Part):
    """One step; `later` lets time pass before it ("7d")."""

    title: str
    later: str = ""
    page: tuple[PageEdit, ...] = ()
    decide: Decided | None = None

    @property
    def wait(self) -> timedelta:
        """How much time passes before the step."""
        return timedelta(days=int(self.later.removesuffix("d"))) if self.later else timedelta(0)


class Story(_Part):
    """The whole story; `report` is scanned, `artefact` awaited, `feed` watched."""

    title: str
    report: str
    artefact: str
    feed: str
    settles: str
    page: tuple[PageEdit, ...]
    step: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Stage:
    """A story with the folder of its page templates."""

    story: Story
    pages: Path


def load_story(folder: Path) -> Stage:
    """Read ``story.toml`` in `folder`. Raises ValueError or OSError when it is not as it should be."""
    content = tomllib.loads((folder / "story.toml").read_text(encoding="utf-8"))
    return Stage(TypeAdapter(Story).validate_python(content), folder / "pages")
