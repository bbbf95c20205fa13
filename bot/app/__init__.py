"""The composition root: builds the parts, starts them, stops them in reverse. The only reader of the clock."""

from __future__ import annotations

from bot.app.building import App, build
from bot.app.service import Service, serve
from bot.app.settings import Settings, load_settings

__all__ = ["App", "Service", "Settings", "build", "load_settings", "serve"]
