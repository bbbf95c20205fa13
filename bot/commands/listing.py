"""The pages of `/claim list`: buttons that carry the filter in their ids, so that they survive a restart."""

from __future__ import annotations

import re

import discord

from bot.cards.claims import card_of_listing
from bot.cards.embed import to_embed
from bot.commands.desk import Desk
from bot.commands.errors import answer_error
from bot.commands.reply import wait_quietly
from bot.commands.roles import guild_of
from bot.commands.verdicts import desk_of
from bot.domain.page import Listing
from bot.domain.status import Status

SIZE = 10
LONGEST_TAG = 60  # characters of a tag that an id can carry
_ID = "cw1:list:{page}:{status}:{tag}"


class Turn(
    discord.ui.DynamicItem[discord.ui.Button[discord.ui.View]],
    template=r"cw1:list:(?P<page>\d{1,6}):(?P<status>[a-z]{0,20}):(?P<tag>.{0,60})",
):
    """A button that shows another page of the list."""

    def __init__(self, item: discord.ui.Button[discord.ui.View], page: int, status: Status | None, tag: str) -> None:
        super().__init__(item)
        self.page = page
        self.status = status
        self.tag = tag

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction, item: discord.ui.Item[discord.ui.View], match: re.Match[str], /
    ) -> Turn:
        """Rebuild the button from its id."""
        assert isinstance(item, discord.ui.Button)
        status = Status(match["status"]) if match["status"] in set(Status) else None
        return cls(item, int(match["page"]), status, match["tag"])

    async def callback(self, interaction: discord.Interaction) -> None:
        """Turn the page in place."""
        try:
            guild_id = guild_of(interaction)
            await wait_quietly(interaction)
            desk = desk_of(interaction)
            found = await page_of(desk, guild_id, self.status, self.tag, self.page)
            card = card_of_listing(found, desk.looks, status=self.status, tag=self.tag)
            view = turns(found, self.status, self.tag)
            await interaction.edit_original_response(embed=to_embed(card), view=view)
        except Exception as error:  # noqa: BLE001 - discord.py would log it and leave the person without an answer
            await answer_error(interaction, error)


async def page_of(desk: Desk, guild_id: int, status: Status | None, tag: str, page: int) -> Listing:
    """Return one page of the guild's claims."""
    return await desk.watchlist.listing(guild_id, status=status, tag=tag, page=page, size=SIZE)


def turns(listing: Listing, status: Status | None, tag: str) -> discord.ui.View | None:
    """Return the buttons to the pages before and after, None where there is but one."""
    if listing.pages <= 1 or len(tag) > LONGEST_TAG:
        return None
    view = discord.ui.View(timeout=None)
    for label, page in (("Newer", listing.page - 1), ("Older", listing.page + 1)):
        custom_id = _ID.format(page=page, status=status.value if status else "", tag=tag)
        view.add_item(discord.ui.Button(label=label, custom_id=custom_id, disabled=not 1 <= page <= listing.pages))
    view.stop()  # presses are matched by id
    return view
