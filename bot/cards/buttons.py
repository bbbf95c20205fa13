"""The buttons under a finding, as data: what they do when pressed is the commands' business.

Their ids carry a version and the finding alone, so that posts made before a restart, or by an older program, keep
working; who may press is asked at the press.
"""

from __future__ import annotations

import discord

from bot.cards.clean import safe_url

CONFIRM = "cw1:confirm:{}"
DISMISS = "cw1:dismiss:{}"


def finding_buttons(finding_id: int | None, url: str) -> discord.ui.View | None:
    """Return Confirm, Dismiss and Open; without a finding only Open, without a plain address none of it."""
    view = discord.ui.View(timeout=None)
    if finding_id is not None:
        style = discord.ButtonStyle
        view.add_item(discord.ui.Button(label="Confirm", style=style.success, custom_id=CONFIRM.format(finding_id)))
        view.add_item(discord.ui.Button(label="Dismiss", style=style.secondary, custom_id=DISMISS.format(finding_id)))
    if address := safe_url(url):
        view.add_item(discord.ui.Button(label="Open", url=address))
    view.stop()  # nothing waits for these objects: presses are matched by id, so memory does not grow with posts
    return view if view.children else None
