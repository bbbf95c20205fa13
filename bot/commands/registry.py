"""Finds the commands: every module of this package that has a `register` belongs to the tree."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Iterator
from importlib import import_module
from types import ModuleType

import discord
from discord import app_commands

import bot.commands
from bot.commands.desk import Desk


class Groups:
    """The tree's trunk: `/claim …`, `/claim source …`, `/watchlist …` and the tree itself for context menus."""

    def __init__(self, tree: app_commands.CommandTree[discord.Client]) -> None:
        self.tree = tree
        self.claim = app_commands.Group(name="claim", description="Claims that nobody could check yet", guild_only=True)
        self.source = app_commands.Group(name="source", description="The sources of a claim", parent=self.claim)
        self.watchlist = app_commands.Group(
            name="watchlist",
            description="The watchlist of this server",
            guild_only=True,
            default_permissions=discord.Permissions(manage_guild=True),
        )
        tree.add_command(self.claim)
        tree.add_command(self.watchlist)


def modules() -> Iterator[ModuleType]:
    """Yield the modules of this package that hold a command, in alphabetical order."""
    for found in sorted(pkgutil.iter_modules(bot.commands.__path__), key=lambda module: module.name):
        module = import_module(f"{bot.commands.__name__}.{found.name}")
        if hasattr(module, "register"):
            yield module


def grow(tree: app_commands.CommandTree[discord.Client], desk: Desk) -> None:
    """Hang every command of this package into the tree."""
    groups = Groups(tree)
    for module in modules():
        register: Callable[[Groups, Desk], None] = module.register
        register(groups, desk)
