"""Ways in which a source that was well misbehaves, each with the outcome and the words that must be shown for it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from bot.domain.outcome import Outcome
from bot.domain.source import Kind
from tests.hostile import MISBEHAVIOURS, Misbehave, page

JAVASCRIPT = b"""<!doctype html><html><head><title>Orchard</title><script src="/app.js"></script></head>
<body><div id="root"></div><noscript>You need to enable JavaScript to run this app.</noscript></body></html>"""
CHALLENGE = b"""<!doctype html><html><head><title>Just a moment...</title></head><body>
<p>Checking your browser before accessing this site.</p></body></html>"""
PAYWALL = b"""<!doctype html><html><head><title>Guava</title><script type="application/ld+json">
{"@context": "https://schema.org", "@type": "NewsArticle", "headline": "Guava", "isAccessibleForFree": false}
</script></head><body><article><p>Guava beats its rivals, says a memo.</p></article></body></html>"""
MISSING = b"""<!doctype html><html><head><title>Page not found | Orchard News</title></head>
<body><h1>Page not found</h1><p>Sorry, we could not find the page.</p></body></html>"""
LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">
<!ENTITY e "&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;">]><rss version="2.0"><channel>&e;</rss>"""
FORBIDS = b"User-agent: *\nDisallow: /\n"


@dataclass(frozen=True, slots=True)
class Way:
    """What `answer` does in place of the page (or `robots` in place of robots.txt) ends in `outcome`.

    `says` is a word of the sentence for people. `tls` is the certificate shown instead of the right one; `lookup` is
    what the name server does.
    """

    outcome: Outcome
    says: str
    answer: Misbehave | None = None
    robots: Misbehave | None = None
    kind: Kind = Kind.PAGE
    tls: str = ""
    lookup: str = ""


def _wire(name: str, says: str) -> Way:
    outcome, answer = MISBEHAVIOURS[name]
    return Way(outcome, says, answer)


def _sends(body: bytes, content_type: str = "text/html; charset=utf-8") -> Misbehave:
    async def answer(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(page(body, Content_Type=content_type))
        await writer.drain()

    return answer


WAYS = {
    "drip": _wire("drip", "did not finish"),
    "stall": _wire("stall-before-headers", "did not answer"),
    "stall-in-body": _wire("stall-in-body", "did not finish"),
    "reset": _wire("reset", "broke off"),
    "truncated-chunk": _wire("truncated-chunk", "broke off"),
    "bad-chunk": _wire("bad-chunk-at-once", "chunks"),
    "wrong-length": _wire("wrong-length", "broke off"),
    "bomb": _wire("gzip-bomb", "inflates"),
    "stacked": _wire("stacked-encodings", "more than once"),
    "endless-redirect": _wire("endless-redirect", "more than 5 times"),
    "circle": _wire("redirect-loop", "in a circle"),
    "inside": _wire("redirect-inside", "169.254.169.254"),
    "endless-headers": _wire("endless-headers", "headers"),
    "no-http": _wire("not-http", "HTTP"),
    "binary": _wire("nul-bytes", "binary"),
    "pdf": _wire("pdf-in-disguise", "PDF"),
    "huge": _wire("endless-body", "larger than"),
    "later": _wire("later-in-seconds", "429"),
    "broken": _wire("internal-error", "500"),
    "absent": _wire("not-found", "404"),
    "forbidden": _wire("challenge", "Cloudflare"),
    "expired": Way(Outcome.TLS, "expired", tls="expired"),
    "other-host": Way(Outcome.TLS, "another host", tls="other-host"),
    "self-signed": Way(Outcome.TLS, "authority", tls="self-signed"),
    "dns-stalls": Way(Outcome.DNS, "in time", lookup="stalls"),
    "dns-unknown": Way(Outcome.DNS, "No such host", lookup="unknown"),
    "robots": Way(Outcome.REFUSED_ROBOTS, "forbids", robots=_sends(FORBIDS, "text/plain")),
    "robots-stalls": Way(Outcome.TIMEOUT, "did not answer", robots=MISBEHAVIOURS["stall-before-headers"][1]),
    "blank": Way(Outcome.EMPTY, "empty", _sends(b" \n" * 50)),
    "javascript": Way(Outcome.NEEDS_JAVASCRIPT, "JavaScript", _sends(JAVASCRIPT)),
    "challenge": Way(Outcome.BLOCKED, "challenge", _sends(CHALLENGE)),
    "paywall": Way(Outcome.PAYWALL, "paywall", _sends(PAYWALL)),
    "soft-404": Way(Outcome.SOFT_404, "not found", _sends(MISSING)),
    "shrunken": Way(Outcome.SHRUNKEN, "%", _sends(b"<html><body><p>Guava, a fruit.</p></body></html>")),
    "nested": Way(Outcome.EMPTY, "no text", _sends(b"<html><body>" + b"<div>" * 100_000)),
    "feed-laughs": Way(Outcome.MALFORMED, "malformed", _sends(LAUGHS, "text/xml"), kind=Kind.FEED),
    "feed-page": Way(Outcome.MALFORMED, "names no feed", _sends(MISSING), kind=Kind.FEED),
    "json-page": Way(Outcome.MALFORMED, "HTML", _sends(MISSING), kind=Kind.JSON),
    "json-other": Way(
        Outcome.MALFORMED, "selects nothing", _sends(b'{"models": {}}', "application/json"), kind=Kind.JSON
    ),
}
