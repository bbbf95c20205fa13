"""A walk over the package: whatever command stands there keeps these rules from its first day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import discord

from bot.commands.client import SYNCED, ClaimWatchClient, fingerprint
from bot.commands.registry import modules
from tests.discord.test_commands import FOUND
from tests.discord.world import URL, Desk, World

README = Path(__file__).parents[2] / "README.md"
FULL = {
    "claim": "1",
    "source": URL,
    "status": "disputed",
    "share": False,
    "role": "coverage",
    "kind": "page",
}


def leaves(options: list[dict[str, Any]], path: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every command that can be run, with its full name."""
    subs = [option for option in options if option["type"] in {1, 2}]
    for option in subs:
        yield from (
            leaves(option.get("options", []), f"{path} {option['name']}")
            if any(sub["type"] in {1, 2} for sub in option.get("options", []))
            else [(f"{path} {option['name']}", option)]
        )


def tree_of(client: ClaimWatchClient) -> list[dict[str, Any]]:
    return [dict(command.to_dict(client.tree)) for command in client.tree.get_commands()]


def slash(client: ClaimWatchClient) -> list[tuple[str, dict[str, Any]]]:
    roots = [command for command in tree_of(client) if command["type"] == 1]
    return [leaf for root in roots for leaf in leaves(root["options"], root["name"])]


def menus(client: ClaimWatchClient) -> list[str]:
    return [str(command["name"]) for command in tree_of(client) if command["type"] != 1]


def test_every_module_with_a_command_is_in_the_tree(simcord_bot: ClaimWatchClient) -> None:
    names = {module.__name__.rpartition(".")[2] for module in modules()}
    assert names == {
        "claim_add",
        "claim_check",
        "claim_decide",
        "claim_delete",
        "claim_list",
        "claim_scan",
        "claim_show",
        "claim_source",
        "claim_why",
        "track_as_claim",
        "watchlist_setup",
    }
    assert len(slash(simcord_bot)) + len(menus(simcord_bot)) >= len(names)


def test_names_are_unique_and_everything_is_described(simcord_bot: ClaimWatchClient) -> None:
    found = slash(simcord_bot)
    assert len({name for name, _ in found}) == len(found)
    for name, leaf in found:
        for part in (leaf, *leaf.get("options", [])):
            assert len(part["description"]) > 8, name
            assert part["description"] != "…", name
            assert len(part["description"]) <= 100, name


def test_commands_are_for_servers_alone(simcord_bot: ClaimWatchClient) -> None:
    assert all(command["dm_permission"] is False for command in tree_of(simcord_bot))


def test_the_readme_lists_every_command(simcord_bot: ClaimWatchClient) -> None:
    text = README.read_text(encoding="utf-8")
    missing = [name for name, _ in slash(simcord_bot) if f"/{name}" not in text]
    missing += [name for name in menus(simcord_bot) if name not in text]
    assert missing == []


async def test_every_command_acknowledges_first(server: World, simcord_bot: ClaimWatchClient) -> None:
    server.desk.pages[URL] = FOUND
    await server.claim()
    for name, leaf in slash(simcord_bot):
        if name.startswith("watchlist"):
            options: dict[str, Any] = {"channel": server.channel}
        else:
            options = {o["name"]: FULL[o["name"]] for o in leaf.get("options", []) if o.get("required")}
            options |= {"source": "1"} if name == "claim source remove" else {}
        before = len(server.env.http_requests)
        await server.manager.slash(server.channel, name, **options)
        first = server.env.http_requests[before]
        assert first.path.endswith("/callback"), name
        assert isinstance(first.json, dict), name
        assert first.json["type"] == 5, name


def test_the_client_knows_the_least_and_can_ping_nobody(simcord_bot: ClaimWatchClient) -> None:
    assert simcord_bot.intents == discord.Intents(guilds=True)
    assert simcord_bot.allowed_mentions is not None
    assert simcord_bot.allowed_mentions.to_dict() == discord.AllowedMentions.none().to_dict()
    assert simcord_bot._connection.max_messages is None


async def test_the_tree_is_sent_only_when_it_changed(server: World, desk: Desk) -> None:
    def syncs() -> int:
        return sum(bool(re.search(r"/applications/\d+/commands$", r.path)) for r in server.env.http_requests)

    assert syncs() == 1
    await server.env.restart_bot(server.fresh_client())
    assert syncs() == 1
    await desk.keep(SYNCED, "another tree")
    await server.env.restart_bot(server.fresh_client())
    assert syncs() == 2


async def test_a_refused_sync_does_not_stop_the_start(server: World, desk: Desk) -> None:
    await desk.keep(SYNCED, "another tree")
    server.env.inject_error("PUT", "/applications/*/commands", status=500)
    await server.env.restart_bot(server.fresh_client())
    assert server.client.is_ready()
    assert await desk.recall(SYNCED) == "another tree"


def test_the_fingerprint_tells_trees_apart(simcord_bot: ClaimWatchClient) -> None:
    before = fingerprint(simcord_bot.tree)
    assert fingerprint(simcord_bot.tree) == before
    simcord_bot.tree.remove_command("Track as claim", type=discord.AppCommandType.message)
    assert fingerprint(simcord_bot.tree) != before
