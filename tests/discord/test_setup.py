"""`/watchlist setup`: who may, what it keeps, and that it names what the bot lacks."""

from __future__ import annotations

import discord

from bot.commands.watchlist_setup import NEEDED
from bot.domain.guild import Guild
from bot.store import guilds
from tests.discord.world import START, World, shown, words


async def kept(server: World) -> Guild:
    return await server.desk.database.read(lambda db: guilds.get(db, server.guild.id))


async def test_setup_keeps_channel_role_and_admin_channel(server: World) -> None:
    news = server.guild.create_text_channel("news")
    result = await server.manager.slash(
        server.channel, "watchlist setup", channel=news, role=server.role, admin_channel=server.channel
    )
    assert "#news" in shown(result)
    assert "Curators" in shown(result)
    assert await kept(server) == Guild(server.guild.id, news.id, server.role.id, server.channel.id)


async def test_what_is_left_out_stays_as_it_was(server: World) -> None:
    news = server.guild.create_text_channel("news")
    await server.manager.slash(server.channel, "watchlist setup", channel=news)
    assert await kept(server) == Guild(server.guild.id, news.id, server.role.id)


async def test_each_missing_permission_is_named_and_nothing_is_kept(server: World) -> None:
    before = await kept(server)
    for permission, name in NEEDED.items():
        closed = server.closed_channel(permission)
        result = await server.manager.slash(server.channel, "watchlist setup", channel=closed)
        assert name in shown(result).partition("I lack ")[2]
        assert "Nothing was changed" in shown(result)
    assert await kept(server) == before
    server.expect_errors()


async def test_several_missing_permissions_are_named_at_once(server: World) -> None:
    closed = server.closed_channel("send_messages", "embed_links")
    result = await server.manager.slash(server.channel, "watchlist setup", channel=server.channel, admin_channel=closed)
    assert "Send Messages and Embed Links" in shown(result)
    server.expect_errors()


async def test_everyone_is_no_curator_role(server: World) -> None:
    result = await server.manager.slash(
        server.channel, "watchlist setup", channel=server.channel, role=server.guild.default_role
    )
    assert "Everyone has this role" in shown(result)
    server.expect_errors()


async def test_posts_that_waited_for_a_channel_are_sent_after_setup(server: World) -> None:
    other = server.env.create_guild("Elsewhere")
    channel = other.create_text_channel("claims")
    managing = other.create_role("Managers", permissions=discord.Permissions(manage_guild=True))
    manager = other.add_member(server.env.create_user("zoe"), roles=[managing])
    await server.claim(guild_id=other.id)
    assert await server.deliver() == 0
    await manager.slash(channel, "watchlist setup", channel=channel)
    server.desk.time = START
    assert await server.deliver() == 1
    assert "Guava" in words(channel.last_message)
