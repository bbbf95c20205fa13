"""The cards of a claim learn where it stands now, wherever they were posted: who saw the claim shall see how it ended.

Only a decision changes a card, never the mere passing of time: Discord limits edits of old messages.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

import aiohttp
import discord
import structlog

from bot.cards.clean import cut
from bot.cards.embed import stamp
from bot.cards.words import kicker, label, look_of
from bot.domain.delivery import Place
from bot.domain.look import Looks
from bot.domain.notice import Notice, NoticeKind

log = structlog.get_logger()

Places = Callable[[int], Awaitable[Sequence[Place]]]
NOW = "Now"
_LOST = (discord.DiscordException, aiohttp.ClientError, OSError, TimeoutError, ValueError)


async def restate(client: discord.Client, notice: Notice, places: Sequence[Place], looks: Looks) -> int:
    """Show the claim's new status on each of its cards; return on how many it worked.

    A card that was deleted, or is out of reach, is left alone: the decision's own post tells it anyway.
    """
    cards = [place for place in places if place.kind is NoticeKind.CLAIM_ADDED and place.notifier == "channel"]
    done = 0
    for place in cards:
        try:
            channel = client.get_partial_messageable(int(place.destination))
            message = await channel.fetch_message(int(place.message))
            if message.embeds:
                embed = restated(message.embeds[0], notice, looks)
                await message.edit(embed=embed, allowed_mentions=discord.AllowedMentions.none())
                done += 1
        except _LOST as error:
            log.warning("a card was not restated", claim=notice.claim_id, message=place.message, error=str(error))
    return done


def restated(embed: discord.Embed, notice: Notice, looks: Looks) -> discord.Embed:
    """Return the card's embed with the status of `notice` in place of what it said before."""
    new = embed.copy()
    new.colour = discord.Colour(look_of(notice.status, looks).colour)
    new.set_author(name=cut(kicker(notice, looks), 256))
    if new.fields and new.fields[0].name == NOW:
        new.remove_field(0)
    new.insert_field_at(0, name=NOW, value=f"**{label(notice.status, looks)}** {stamp(notice.at)}", inline=False)
    return new
