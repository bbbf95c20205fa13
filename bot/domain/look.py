"""How a status looks to people: label, emoji and colour, from configuration."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bot.domain.status import Status


@dataclass(frozen=True, slots=True)
class StatusLook:
    """A status as drawn. `colour` is 0xRRGGBB; `emoji` one character or empty."""

    label: str
    emoji: str
    colour: int


Looks = Mapping[Status, StatusLook]

# Verdicts are coloured, open statuses warm or blue, and what closes a claim without a verdict is grey with an
# emoji of its own: nobody may take "inconclusive" or "expired" for an answer.
DEFAULT_LOOKS: Looks = MappingProxyType(
    {
        Status.UNVERIFIED: StatusLook("Unverified", "❔", 0xD29922),
        Status.CORROBORATED: StatusLook("Corroborated", "🔷", 0x388BFD),
        Status.DISPUTED: StatusLook("Disputed", "🔶", 0xDB6D28),
        Status.VERIFIED: StatusLook("Verified", "✅", 0x2EA043),
        Status.REFUTED: StatusLook("Refuted", "❌", 0xDA3633),
        Status.RETRACTED: StatusLook("Retracted", "🚫", 0xA371F7),
        Status.INCONCLUSIVE: StatusLook("Inconclusive", "⚪", 0x8B949E),
        Status.EXPIRED: StatusLook("Expired", "⌛", 0x57606A),
    }
)
