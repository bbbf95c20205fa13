"""The configuration: one file, the environment and a folder of secrets, checked as a whole into one frozen value."""

from __future__ import annotations

from bot.config.converting import looks, net_settings, rules
from bot.config.loading import load
from bot.config.sections import Config

__all__ = ["Config", "load", "looks", "net_settings", "rules"]
