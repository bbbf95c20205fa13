"""From the configuration to the plain values that the parts take: pure."""

from __future__ import annotations

from bot.config.sections import Config
from bot.domain.cadence import CadenceRules
from bot.domain.decision import Rules
from bot.domain.look import DEFAULT_LOOKS, Looks, StatusLook
from bot.net.settings import NetSettings


def rules(config: Config) -> Rules:
    """Return the thresholds of a decision."""
    values = dict(config.recheck)
    for name in ("tick", "in_flight", "drain"):  # matters of the loop, not of a decision
        del values[name]
    return Rules(cadence=CadenceRules(**dict(config.cadence)), **values)


def net_settings(config: Config) -> NetSettings:
    """Return the network client's settings."""
    return NetSettings(**dict(config.net))


def looks(config: Config) -> Looks:
    """Return how each status is drawn; what the configuration leaves out is as by default."""
    found = dict(DEFAULT_LOOKS)
    for status, section in config.statuses.items():
        default = DEFAULT_LOOKS[status]
        found[status] = StatusLook(
            default.label if section.label is None else section.label,
            default.emoji if section.emoji is None else section.emoji,
            default.colour if section.colour is None else section.colour,
        )
    return found
