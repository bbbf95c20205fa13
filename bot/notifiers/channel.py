"""Notices into a Discord channel: a card with its buttons, at most once as far as Discord lets us know."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from http import HTTPStatus

import aiohttp
import discord
import structlog

from bot.cards import Card, card_of_notice, own
from bot.cards.buttons import finding_buttons
from bot.cards.embed import to_embed
from bot.domain.delivery import Dead, Delivered, Delivery, Retry, Sent
from bot.domain.look import Looks
from bot.domain.notice import Notice, NoticeKind
from bot.notifiers.restating import Places, restate

log = structlog.get_logger()

NOT_CONNECTED = timedelta(seconds=5)
BANNED = timedelta(minutes=10)  # how long Discord shuts out an address that made too many bad requests
REFUSED = timedelta(hours=1)
LOOKED_THROUGH = 500  # messages searched for a post that a crash may have left behind
EARLIER = timedelta(minutes=2)  # clocks differ

# Discord's error codes, with what a person can do about each.
_DEAD = {
    10003: "The channel was deleted. Choose another with /watchlist setup.",
    10004: "The bot is no longer a member of this server.",
    50001: "The bot can not see the channel. Give it View Channel there, then run /watchlist setup.",
    50013: "The bot may not post in the channel. Give it Send Messages and Embed Links, then run /watchlist setup.",
}
_UNKNOWN_MESSAGE = 10008
_REFUSED_TEXT = frozenset({50035, 200000, 200001})  # bad body; the server's automatic moderation


class ChannelNotifier:
    """Delivers to the channel whose id is the destination.

    `looks` gives the statuses' looks in force; `places` every message sent about a claim, so that its cards can
    learn a decision (without it they stay as posted).
    """

    name = "channel"

    def __init__(self, client: discord.Client, looks: Callable[[], Looks], places: Places | None = None) -> None:
        self._client = client
        self._looks = looks
        self._places = places

    async def deliver(self, delivery: Delivery) -> Delivered:
        """Post the notice's card once and say how it went; never raises for what Discord answers."""
        if not self._client.is_ready():
            return Retry(NOT_CONNECTED, "not connected to Discord")
        channel = self._client.get_channel(int(delivery.destination))
        guild = getattr(channel, "guild", None)
        if guild is not None and guild.id != delivery.notice.guild_id:
            return Dead("The channel belongs to another server. Choose one here with /watchlist setup.")
        card = card_of_notice(delivery.notice, self._looks())
        delivered = await self._post(delivery, card)
        if isinstance(delivered, Retry) and delivered.error == _WORDS:
            delivered = await self._post(delivery, _without_quotes(card, delivery))
        if isinstance(delivered, Sent):
            await self._restate(delivery.notice)
        return delivered

    async def find(self, delivery: Delivery) -> str | None:
        """Return the id of this notice's post if it is in the channel already, else None.

        Raises what discord.py raises where Discord does not answer: not knowing is no reason to say it twice.
        """
        if not self._client.is_ready() or self._client.user is None:
            return None
        channel = self._client.get_partial_messageable(int(delivery.destination))
        since = delivery.notice.at - EARLIER
        try:
            async for message in channel.history(limit=LOOKED_THROUGH, after=since, oldest_first=False):
                if message.author.id == self._client.user.id and is_marked(message, delivery):
                    return str(message.id)
        except (discord.Forbidden, discord.NotFound) as error:
            log.warning("may not look for an earlier post", outbox=delivery.id, error=str(error))
        return None

    async def _restate(self, notice: Notice) -> None:
        if notice.kind is NoticeKind.STATUS_CHANGED and notice.claim_id is not None and self._places is not None:
            await restate(self._client, notice, await self._places(notice.claim_id), self._looks())

    async def _post(self, delivery: Delivery, card: Card) -> Delivered:
        view = finding_buttons(delivery.finding_id, delivery.notice.url)
        channel = self._client.get_partial_messageable(int(delivery.destination))
        try:
            message = await channel.send(
                embed=to_embed(card.marked(mark(delivery))),
                view=view or discord.utils.MISSING,
                nonce=delivery.nonce or discord.utils.MISSING,
                allowed_mentions=discord.AllowedMentions.none(),
            )
        except discord.RateLimited as limited:
            return Retry(timedelta(seconds=limited.retry_after), "rate limited by Discord")
        except discord.HTTPException as error:
            return _answered(error)
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            return Retry(None, f"Discord could not be reached: {type(error).__name__}")
        return Sent(str(message.id))


_WORDS = "Discord refused the words of this notice"


def mark(delivery: Delivery) -> str:
    """Return what stands at the end of the footer, by which the post is found again after a crash."""
    return f"ref {delivery.nonce or delivery.id}"


def is_marked(message: discord.Message, delivery: Delivery) -> bool:
    """Say whether `message` is the post of this delivery."""
    footers = [embed.footer.text or "" for embed in message.embeds]
    return any(footer == mark(delivery) or footer.endswith(f" · {mark(delivery)}") for footer in footers)


def _answered(error: discord.HTTPException) -> Delivered:
    """Turn Discord's refusal into what follows from it."""
    if error.code in _DEAD:
        return Dead(_DEAD[error.code])
    if error.code == _UNKNOWN_MESSAGE:
        return Sent("0")  # the nonce is known: it was posted, and somebody deleted the post
    if error.code in _REFUSED_TEXT or error.status == HTTPStatus.BAD_REQUEST:
        return Retry(REFUSED, _WORDS)
    if error.status in {HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND}:
        return Dead(f"Discord refuses posts in the channel (code {error.code}). Check it, then run /watchlist setup.")
    shut_out = error.status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.TOO_MANY_REQUESTS}
    return Retry(BANNED if shut_out else None, f"Discord answered {error.status}")


def _without_quotes(card: Card, delivery: Delivery) -> Card:
    """Return the card without a word from outside: a server's moderation can trip over what a source says."""
    number = delivery.notice.claim_id
    where = f"/claim show #{number}" if number is not None else "the log"
    lines = (own("The words of this notice were refused here, perhaps by automatic moderation."), own(f"See {where}."))
    kicker = f"claim #{number}" if number is not None else ""
    return replace(card, kicker=kicker, lines=lines, fields=())
