"""The gates a look passes on its way to a message, in order; what `why` shows."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from bot.domain.outcome import Outcome


class GateName(StrEnum):
    """The gates in the order in which they are passed."""

    DUE = "due"
    ROBOTS = "robots"
    FETCHED = "fetched"
    GOOD_LOOK = "good look"
    FINGERPRINT = "same fingerprint"
    CONFIRMED = "confirmed"
    BEARS = "bears on the claim"
    KNOWN = "not a known state"
    DELIVERED = "delivered"


@dataclass(frozen=True, slots=True)
class Gate:
    """One gate. `passed` is None where the path ended before it; `why` is one sentence."""

    name: GateName
    passed: bool | None
    why: str

    def to_json(self) -> dict[str, Any]:
        """Return JSON-ready values."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Look:
    """The record of one look at one source.

    `gates` are those of the source up to `CONFIRMED`; `claim_gates` maps claim id to the rest.
    """

    source_id: int
    at: datetime
    outcome: Outcome
    detail: str
    seconds: float
    gates: tuple[Gate, ...]
    claim_gates: dict[int, tuple[Gate, ...]]


class Path:
    """Collects gates in order; after the first that is not passed, the rest are not reached."""

    def __init__(self, gates: tuple[Gate, ...] = ()) -> None:
        self.gates = list(gates)
        self.open = all(gate.passed for gate in gates)

    def pass_(self, name: GateName, why: str) -> None:
        """The look went through `name`."""
        self.gates.append(Gate(name, passed=True, why=why))

    def stop(self, name: GateName, why: str) -> None:
        """The look ended at `name`."""
        self.gates.append(Gate(name, passed=False, why=why))
        self.open = False

    def through(self, until: GateName) -> tuple[Gate, ...]:
        """Return the gates up to `until`, those not reached included."""
        reached = {gate.name for gate in self.gates}
        order = list(GateName)
        names = order[: order.index(until) + 1]
        return tuple(self.gates) + tuple(Gate(n, None, "not reached") for n in names if n not in reached)
