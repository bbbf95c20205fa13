"""A finding's post once a person has decided about it: the same card, with who and when."""

from __future__ import annotations

from dataclasses import replace

from bot.cards.card import Card, Field, Line, Own, Said, Style, When
from bot.cards.notices import card_of_notice
from bot.cards.words import GREEN, GREY, person
from bot.domain.look import Looks
from bot.domain.notice import Notice
from bot.domain.stored import StoredFinding


def card_of_decided(stored: StoredFinding, notice: Notice, looks: Looks) -> Card:
    """Return the card of a finding that was confirmed or dismissed; of an unsettled one its plain card."""
    card = card_of_notice(notice, looks)
    if stored.accepted is None:
        return card
    what = "✅ Confirmed by" if stored.accepted else "✖ Dismissed by"
    when = (When(stored.settled_at),) if stored.settled_at else ()
    line = Line((Own(what, Style.STRONG), Said(person(stored.settled_by)), *when))
    first = (Field("Decided", (line,)), *card.fields)
    return replace(card, colour=GREEN if stored.accepted else GREY, fields=first, footer="")
