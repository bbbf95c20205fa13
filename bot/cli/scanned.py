"""The work of `scan`: reading the target, showing what was found, tracking one of it."""

from __future__ import annotations

import sys
from pathlib import Path

from rich.text import Text

from bot.app.listing import utc_now
from bot.app.results import ScanResult
from bot.app.scanning import scanned, scanned_bytes
from bot.app.settings import Settings
from bot.cli.jsonforms import scan_json
from bot.cli.opening import person, the_list
from bot.cli.place import Place
from bot.cli.shown import cell, console, hint, outside, put, put_json
from bot.config import net_settings
from bot.domain.reading import Media
from bot.domain.source import NewSource, Role
from bot.errors import InputError, UnreadableTarget
from bot.net.addresses import check_url
from bot.net.client import Client
from bot.text.work.runner import LocalRunner

_MEDIA = {
    ".html": Media.HTML,
    ".htm": Media.HTML,
    ".xhtml": Media.HTML,
    ".md": Media.MARKDOWN,
    ".markdown": Media.MARKDOWN,
    ".txt": Media.TEXT,
}


async def scan_target(target: str, settings: Settings) -> ScanResult:
    """Read and scan a URL, a file or standard input.

    Raises:
        BadUrl, UnreadableTarget: it can not be read; the sentence says why.
    """
    text = settings.config.text
    runner = LocalRunner(settings.book, workers=1, timeout_s=text.timeout.total_seconds(), memory_mb=text.memory_mb)
    net = net_settings(settings.config)
    if "://" in target:
        url = check_url(target, net)
        async with Client(net) as client, runner:
            return await scanned(client, runner, url, utc_now())
    media, body = _from_stdin(net.max_inflated_bytes) if target == "-" else _from_file(target, net.max_inflated_bytes)
    async with runner:
        return await scanned_bytes(runner, media, body, "" if target == "-" else target)


def _from_file(target: str, most: int) -> tuple[Media, bytes]:
    path = Path(target)
    try:
        with path.open("rb") as file:
            body = file.read(most + 1)
    except FileNotFoundError as error:
        raise UnreadableTarget(f"There is no file {target[:200]}. A web address begins with https://") from error
    except IsADirectoryError as error:
        raise UnreadableTarget(f"{target[:200]} is a folder. Name one file in it.") from error
    except (OSError, ValueError) as error:
        raise UnreadableTarget(
            f"The file {target[:200]} can not be read: {getattr(error, 'strerror', error)}."
        ) from error
    return _MEDIA.get(path.suffix.lower()) or sniffed(body), _within(body, most)


def _from_stdin(most: int) -> tuple[Media, bytes]:
    body = sys.stdin.buffer.read(most + 1) if sys.stdin is not None else b""  # None where it is closed
    return sniffed(body), _within(body, most)


def _within(body: bytes, most: int) -> bytes:
    if len(body) > most:
        raise UnreadableTarget(
            f"This is larger than {most // 1_000_000} MB, the most that is read ([net] max_inflated_bytes)."
        )
    if not body.strip():
        raise UnreadableTarget("There is nothing in it.")
    return body


def sniffed(body: bytes) -> Media:
    """Return what bytes without a name seem to be."""
    start = body[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype", b"<html", b"<head", b"<body", b"<article", b"<p>", b"<div")):
        return Media.HTML
    if start.startswith((b"---\n", b"---\r\n", b"# ")):
        return Media.MARKDOWN
    return Media.TEXT


def put_scan(result: ScanResult, *, as_json: bool, text: bool) -> None:
    """Print what was found; with `text` what it was found in."""
    if as_json:
        put_json(scan_json(result))
    elif text:
        # One mark for each character that could steer a terminal: the offsets stay true.
        sys.stdout.write(outside(result.document.text) + "\n")
    else:
        _put_claims(result)


def _put_claims(result: ScanResult) -> None:
    out = console()
    if result.document.title:
        out.print(cell(result.document.title, "bold"))
    for number, claim in enumerate(result.claims, start=1):
        out.print()
        out.print(Text(f"{number}. ").append_text(cell(claim.text, "bold")))
        if claim.claimant or claim.attribution:
            chain = " ← ".join(filter(None, (claim.claimant, *claim.attribution)))
            out.print(Text("   by ", style="dim").append_text(cell(chain)))
        for flag in claim.flags:
            out.print(Text(f"   {flag.kind.value}: ", style="yellow").append_text(cell(f"“{flag.text}”")))
    if result.claims:
        hint("\nTrack one with: claimwatch scan TARGET --track NUMBER")
    else:
        hint("Nothing in it is marked as unverified. Track a claim by hand with: claimwatch add TEXT --source URL")


async def track_one(place: Place, result: ScanResult, number: int, target: str, actor: str, *, force: bool) -> None:
    """Put the claim with this number on the list, with the page as its origin.

    Raises:
        InputError: there is no such number.
        DuplicateClaim, NotCheckable: a claim like it is tracked already, or nothing could settle it; not with `force`.
    """
    if number > len(result.claims):
        found = len(result.claims)
        raise InputError(f"There is no claim {number}: {found} {'was' if found == 1 else 'were'} found.")
    new = result.claims[number - 1].new_claim(place.guild)
    watched = (NewSource(result.url, Role.ORIGIN),) if "://" in target else ()
    async with the_list(place, new=True) as app:
        claim = await app.watchlist.add(new, watched, actor=person(actor), now=app.now(), force=force)
    put(f"Claim #{claim.id} is on the list: {claim.text}")
