"""Where the APIs are and what opens them."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Apis:
    """Base addresses without a final slash, and secrets, which are empty when not set and never printed."""

    fact_check: str = "https://factchecktools.googleapis.com"
    fact_check_key: str = field(default="", repr=False)
    huggingface: str = "https://huggingface.co"
    huggingface_token: str = field(default="", repr=False)
    github: str = "https://github.com"
    github_api: str = "https://api.github.com"
    github_token: str = field(default="", repr=False)
