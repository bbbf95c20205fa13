"""Renders a made-up article as a page of a real outlet would be: navigation, counters, teasers, scripts, comments.

Everything that such a page changes without saying anything new is a field of `Chrome`; `shaken` changes some of them.
"""

from __future__ import annotations

import html
import json
import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

_TEASERS = (
    "City council puts off vote on tram line",
    "Five soups for a wet week",
    "Harbour crane to be taken down after 80 years",
    "Why your kettle sings",
    "Orchard Labs' Quince model gets a longer memory",
    "Guava growers expect a late harvest",
    "Memo: what we know about the leak",
    "Verbena Pharma names a new head of research",
    "Migraine: seven questions and answers",
    "Larch & Co closes 14 shops",
    "Parcel firms raise prices by 6 per cent",
    "Karsk: a town between two armies",
    "Lantern makers run out of paper",
    "Sodium batteries explained in two minutes",
    "Open-source models: a buyer's guide",
    "Library opens on Sundays from May",
    "Storm closes the coast road",
    "Ferry fares rise again",
    "Marder Motoren ruft 4.000 Wagen zurück",
    "水稻收割机价格下降",
    "Three books on rivers",
    "Tests at border leave lorries waiting",
)
_ADS = (
    "Shoes for wet streets, now 20 per cent off",
    "Your new kitchen from 99 a month",
    "The bank that listens",
    "Fly to the islands from 49",
    "Tea. Simply tea.",
)
_COMMENTS = (
    "I do not believe a word of it.",
    "First!",
    "My cousin works there and says it is true.",
    "Numbers, numbers. Who checked them?",
    "Great report, thank you.",
    "The memo is fake, everybody knows.",
    "So 12 of 14 or 9 of 14?",
    "It cannot be verified, as always.",
)


@dataclass(frozen=True)
class Chrome:
    """What a page shows beside its article. `style` is how characters are written, `markup` how paragraphs are."""

    clock: str = "10:32"
    day: str = "Thursday 5 February 2026"
    ago: str = "3 minutes ago"
    stamp: str = "Last updated at 10:32 GMT"
    views: int = 1204
    shares: int = 88
    comments: int = 41
    readers: int = 12
    minutes: int = 4
    byline: str = "By {author}"
    editing: str = "Editing by Sam Wren"
    related: tuple[str, ...] = _TEASERS[:6]
    read_more: str = _TEASERS[0]
    most_read: tuple[str, ...] = _TEASERS[6:11]
    advert: str = _ADS[0]
    breaking: str = _TEASERS[15]
    weather: str = "Plumville 12°C, cloudy"
    ticker: str = "OLAB 112.31 (+0.4%)"
    cookies: str = "We use cookies to make this site work. Accept all"
    newsletter: str = "Sign up for our newsletter and get the day's news by seven."
    caption: str = "Photo: Robin Sedge/The Agency"
    nonce: str = "a8f3"
    said: tuple[str, ...] = _COMMENTS[:4]
    poll: int = 61
    modified: str = "2026-02-05T10:32:00Z"
    year: int = 2026
    style: str = "plain"
    markup: str = "plain"

    def shaken(self, noises: Iterable[str], seed: int) -> Chrome:
        """Return this with the named noises changed, the same for the same seed."""
        changed = self
        for noise in noises:
            rng = random.Random(f"{noise}{seed}")
            changed = replace(changed, **NOISES[noise](rng))
        return changed


def _pick(pool: tuple[str, ...], count: int) -> Callable[[random.Random], tuple[str, ...]]:
    return lambda rng: tuple(rng.sample(pool, count))


NOISES: dict[str, Callable[[random.Random], dict[str, Any]]] = {
    "clock": lambda rng: {"clock": f"{rng.randint(0, 23):02}:{rng.randint(0, 59):02}"},
    "day": lambda rng: {"day": f"Friday {rng.randint(6, 28)} February 2026"},
    "ago": lambda rng: {"ago": f"{rng.randint(2, 59)} {rng.choice(['minutes', 'hours', 'days'])} ago"},
    "stamp": lambda rng: {"stamp": f"Last updated at {rng.randint(0, 23):02}:{rng.randint(0, 59):02} GMT"},
    "views": lambda rng: {"views": rng.randint(2_000, 900_000)},
    "shares": lambda rng: {"shares": rng.randint(100, 9000)},
    "comments": lambda rng: {"comments": rng.randint(50, 900)},
    "readers": lambda rng: {"readers": rng.randint(13, 400)},
    "minutes": lambda rng: {"minutes": rng.randint(5, 9)},
    "byline": lambda rng: {"byline": rng.choice(["By {author} and Jay Marsh", "{author}", "Reporting by {author}"])},
    "editing": lambda rng: {"editing": rng.choice(["Editing by Lou Heron", "Editing by Lou Heron and Sam Wren"])},
    "related": lambda rng: {"related": _pick(_TEASERS, 6)(rng)},
    "read_more": lambda rng: {"read_more": rng.choice(_TEASERS[1:])},
    "most_read": lambda rng: {"most_read": _pick(_TEASERS, 5)(rng)},
    "advert": lambda rng: {"advert": rng.choice(_ADS[1:])},
    "breaking": lambda rng: {"breaking": rng.choice(_TEASERS[:15])},
    "weather": lambda rng: {"weather": f"Plumville {rng.randint(-3, 11)}°C, {rng.choice(['rain', 'sunny', 'snow'])}"},
    "ticker": lambda rng: {"ticker": f"OLAB {rng.randint(80, 140)}.{rng.randint(10, 99)} (-{rng.randint(1, 9)}.2%)"},
    "cookies": lambda _: {"cookies": "This website uses cookies. Read our cookie policy. Accept all cookies"},
    "newsletter": lambda _: {"newsletter": "Subscribe to our evening letter: 40,000 readers can't be wrong."},
    "caption": lambda _: {"caption": "Photo: Ash Lindow/Getaway Images"},
    "nonce": lambda rng: {"nonce": f"{rng.getrandbits(64):x}"},
    "said": lambda rng: {"said": _pick(_COMMENTS, 4)(rng)},
    "poll": lambda rng: {"poll": rng.randint(20, 60)},
    "modified": lambda rng: {"modified": f"2026-02-{rng.randint(6, 28):02}T08:00:00Z"},
    "year": lambda _: {"year": 2027},
    "style": lambda rng: {"style": rng.choice(["curly", "nbsp", "entities", "decomposed", "invisible"])},
    "markup": lambda rng: {"markup": rng.choice(["spans", "links", "indented", "classes"])},
}


def render(article: dict[str, Any], chrome: Chrome) -> str:
    """Return the page as HTML."""
    paragraphs = [_paragraph(text, chrome) for text in article["body"].strip().split("\n\n")]
    advert = f'<p class="ad">Advertisement</p>\n<p class="ad">Sponsored content: {_text(chrome.advert)}</p>'
    paragraphs.insert(2, advert)
    paragraphs.insert(4, f"<p>Read more: {_text(chrome.read_more)}</p>")
    paragraphs.append(f"<p>{chrome.newsletter}</p>\n<p>({chrome.editing})</p>")
    data = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": article["title"]}
    data |= {"dateModified": chrome.modified, "author": article["author"]}
    title = _text(article["title"])
    return f"""<!doctype html>
<html lang="{article["lang"]}"><head><meta charset="utf-8"><title>{title} - {article["site"]}</title>
<script type="application/ld+json">{json.dumps(data)}</script>
<script nonce="{chrome.nonce}">window.session = "{chrome.nonce}"; track({chrome.views});</script></head>
<body class="page-{chrome.nonce[:4]}"><div class="cookie-banner">{chrome.cookies}</div>
<header><a href="/">{article["site"]}</a> <span>{chrome.day}</span> <span class="clock">{chrome.clock}</span>
<span>{chrome.weather}</span> <span>{chrome.ticker}</span></header>
<nav><ul><li><a href="/a">News</a></li><li><a href="/b">Business</a></li><li><a href="/c">Science</a></li></ul></nav>
<div class="breaking"><a href="/x">Breaking: {_text(chrome.breaking)}</a></div>
<main><article><h1>{title}</h1>
<p class="byline">{chrome.byline.format(author=article["author"])}</p>
<p class="time">Published 5 February 2026, 08:12. Updated {chrome.ago}</p>
<p class="meta">{chrome.minutes} min read · {chrome.views:,} views · {chrome.shares} shares</p>
<figure><img src="/i.jpg?{chrome.nonce}" alt=""><figcaption>{chrome.caption}</figcaption></figure>
{chr(10).join(paragraphs)}
<p class="stamp">{chrome.stamp}</p>
<p>{chrome.readers} people are reading this article</p>
</article>
<section class="related"><h2>Related</h2>{_list(chrome.related)}</section></main>
<aside><h3>Most read</h3>{_list(chrome.most_read)}
<p>Poll: {chrome.poll} per cent of our readers drink tea.</p></aside>
<section id="comments"><h3>{chrome.comments} comments</h3>
{"".join(f"<div class='comment'><b>reader</b><p>{_text(said)}</p></div>" for said in chrome.said)}</section>
<footer><p>© {chrome.year} {article["site"]}. All rights reserved.</p></footer></body></html>
"""


def _list(teasers: tuple[str, ...]) -> str:
    items = "".join(f'<li><a href="/t/{number}">{_text(teaser)}</a></li>' for number, teaser in enumerate(teasers))
    return f"<ul>{items}</ul>"


def _text(text: str) -> str:
    return html.escape(text, quote=False)


def _paragraph(text: str, chrome: Chrome) -> str:
    text = _STYLES[chrome.style](_text(text))
    return _MARKUPS[chrome.markup](text)


def _curly(text: str) -> str:
    opened = False
    out: list[str] = []
    for char in text:
        if char == '"':
            out.append("”" if opened else "“")
            opened = not opened
        else:
            out.append("’" if char == "'" else char)
    return "".join(out)


_STYLES: dict[str, Callable[[str], str]] = {
    "plain": str,
    "curly": _curly,
    "nbsp": lambda text: text.replace(" per cent", "\u00a0per cent").replace(" of ", "\u00a0of "),
    "entities": lambda text: text.replace('"', "&#34;").replace("'", "&rsquo;").replace("-", "&#8209;"),
    "decomposed": lambda text: text.replace("ä", "a\u0308").replace("ö", "o\u0308").replace("ü", "u\u0308"),
    "invisible": lambda text: text.replace("benchmarks", "bench\u00admarks").replace(", ", ",\u200b "),
}
_MARKUPS: dict[str, Callable[[str], str]] = {
    "plain": lambda text: f"<p>{text}</p>",
    "spans": lambda text: f"<p><span>{text}</span></p>",
    "links": lambda text: (
        f"<p><a href='/x'>{text.split(' ', 1)[0]}</a> {text.split(' ', 1)[-1]}</p>" if " " in text else f"<p>{text}</p>"
    ),
    "indented": lambda text: "<p>\n    " + text.replace(". ", ".\n    ") + "\n</p>",
    "classes": lambda text: f'<p class="c-9f2" data-id="77">{text}</p>',
}
