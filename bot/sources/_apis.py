"""Where the APIs are and what opens them."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.config.sections import ApisSection

_BASES = ApisSection()


@dataclass(frozen=True, slots=True)
class Apis:
    """Base addresses without a final slash, and secrets, which are empty when not set and never printed."""

    fact_check: str = _BASES.fact_check
    fact_check_key: str = field(default="", repr=False)
    huggingface: str = _BASES.huggingface
    huggingface_token: str = field(default="", repr=False)
    github: str = _BASES.github
    github_api: str = _BASES.github_api
    github_token: str = field(default="", repr=False)
