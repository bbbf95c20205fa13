"""What a person sees when something did not work."""

from __future__ import annotations

from bot.cards.card import Card, own, said
from bot.cards.words import RED
from bot.errors import ClaimWatchError


def card_of_error(error: ClaimWatchError | None, *, reference: str = "") -> Card:
    """Return the card of an error of ours, or, for any other, of the reference under which it was logged."""
    if error is None:
        return Card("Something went wrong on our side", RED, lines=(own(f"It was logged as {reference}."),))
    return Card("That did not work", RED, lines=tuple(said(line) for line in error.user_message.splitlines()))
