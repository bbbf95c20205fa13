"""A loopback site in a process of its own, so that its CPU is not ours.

Run as ``python -m tests.bench.site articles PAGES`` or ``… site cases``: prints its port, then serves ``/N`` for page N
with an ETag, until its standard input closes. Articles are of about 50 kB; a line ``edit`` on standard input changes
the claim's sentence of every one, ``noise`` their clocks and counters alone. Cases are the pages of
`tests.bench.changes`, the noise first; ``edit`` puts their later versions up. Each line is answered with ``done``.

Every answer closes its connection: who looks at a host once an hour gets no connection that is still open.
"""

from __future__ import annotations

import asyncio
import hashlib
import random
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from aiohttp import web

from tests.bench.changes import Case, material_cases, noise_cases

LOOPBACK = "127.0.0.1"
FIRST_SCORE = 9_071  # no page has this number
ROBOTS = "\n".join(["User-agent: *", *(f"Disallow: /private/{n}" for n in range(20)), "Allow: /"])
_WORDS = tuple(
    "harbour council budget river station market season village engine garden report winter office railway "  # noqa: SIM905  a list of words is read as words
    "library teacher bridge island copper weather museum parish ferry lantern orchard timber canal meadow".split()
)


def claim_of(number: int, score: int = FIRST_SCORE) -> str:
    """Return the sentence that page `number` is watched for."""
    return f"Firm {number} says that its unreleased model Guava-{number} scored {score} points on ReasonBench."


def page(number: int, *, score: int = FIRST_SCORE, clock: int = 0) -> str:
    """Return an article of about 50 kB with the chrome of a real outlet: navigation, teasers, scripts, comments."""
    script, nav, body, teasers, comments = _parts(number)
    return f"""<!doctype html><html lang="en"><head><meta charset="utf-8">
<title>Guava-{number}: what the memo says - The Plumville Herald</title>
<meta property="og:title" content="Guava-{number}: what the memo says">
<meta property="article:published_time" content="2026-02-0{1 + number % 9}T08:30:00Z">
<script type="application/ld+json">{{"@context": "https://schema.org", "@type": "NewsArticle",
"headline": "Guava-{number}: what the memo says", "datePublished": "2026-02-0{1 + number % 9}T08:30:00Z",
"author": {{"@type": "Person", "name": "Sam Wren"}}}}</script>
{script}</head><body><header><nav>{nav}</nav><span class="clock">{clock // 60:02}:{clock % 60:02}</span></header>
<main><article><h1>Guava-{number}: what the memo says</h1>
<p class="byline">By the desk · updated {clock} minutes ago · {1000 + clock} views</p>
<p>{claim_of(number, score)} The claim could not be independently verified.</p>
{body}</article></main>
<aside class="related"><h2>Related</h2><ul>{teasers}</ul></aside>
<section id="comments">{comments}</section><footer>Page made at {clock}</footer></body></html>"""


@cache
def _parts(number: int) -> tuple[str, str, str, str, str]:
    rng = random.Random(number)

    def prose(words: int) -> str:
        text = " ".join(rng.choice(_WORDS) for _ in range(words))
        return f"{text.capitalize()}."

    body = "".join(f"<p>{' '.join(prose(rng.randint(8, 18)) for _ in range(4))}</p>\n" for _ in range(30))
    teasers = "".join(
        f'<li class="teaser"><a href="/t/{rng.randint(1, 9999)}"><img src="/i/{n}.jpg" alt="">{prose(9)}</a></li>\n'
        for n in range(110)
    )
    script = "<script>var tracking=" + str([rng.randint(0, 9999) for _ in range(1500)]) + ";</script>"
    comments = "".join(f'<div class="comment"><b>reader{n}</b> <p>{prose(20)}</p></div>\n' for n in range(60))
    nav = "".join(f'<a href="/s/{n}">{prose(1)}</a> ' for n in range(40))
    return script, nav, body, teasers, comments


def cases() -> list[Case]:
    """Return the cases in the order in which they are served."""
    return [*noise_cases(), *material_cases()]


class _Articles:
    def __init__(self, pages: int) -> None:
        self._pages = pages
        self._score = FIRST_SCORE
        self._clock = 0

    def tell(self, command: str) -> list[str]:
        self._clock += 7
        self._score += command == "edit"
        return [page(number, score=self._score, clock=self._clock) for number in range(self._pages)]


class _Cases:
    def tell(self, command: str) -> list[str]:
        return [case.after if command == "edit" else case.before for case in cases()]


class _Site:
    def __init__(self, book: _Articles | _Cases) -> None:
        self._book = book
        self._answers: list[tuple[bytes, str]] = []

    def tell(self, command: str) -> None:
        """Make all pages anew, before anybody asks for them."""
        bodies = [text.encode() for text in self._book.tell(command)]
        self._answers = [(body, f'"{hashlib.blake2b(body, digest_size=8).hexdigest()}"') for body in bodies]

    async def answer(self, request: web.Request) -> web.Response:
        body, etag = self._answers[int(request.match_info["number"])]
        if request.headers.get("If-None-Match") == etag:
            return _closing(web.Response(status=304, headers={"ETag": etag}))
        return _closing(web.Response(body=body, content_type="text/html", charset="utf-8", headers={"ETag": etag}))

    async def robots(self, _: web.Request) -> web.Response:
        return _closing(web.Response(text=ROBOTS))


def _closing(response: web.Response) -> web.Response:
    response.force_close()
    return response


async def _serve(site: _Site) -> None:
    app = web.Application()
    app.router.add_get(r"/{number:\d+}", site.answer)
    app.router.add_get("/robots.txt", site.robots)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, LOOPBACK, 0, backlog=1024).start()
    print(runner.addresses[0][1], flush=True)  # noqa: T201  the caller reads it
    loop = asyncio.get_running_loop()
    while command := (await loop.run_in_executor(None, sys.stdin.readline)).strip():
        site.tell(command)
        print("done", flush=True)  # noqa: T201  the caller waits for it
    await runner.cleanup()


class RunningSite:
    """A started site with `pages` pages, in the process `pid`."""

    def __init__(self, process: subprocess.Popen[str], port: int, pages: int) -> None:
        self._process = process
        self.pid = process.pid
        self.port = port
        self.pages = pages

    def host(self, number: int) -> str:
        """Return the host name of page `number`'s own; it is to be mapped to `LOOPBACK`."""
        return f"p{number}.example"

    def url(self, number: int) -> str:
        """Return page `number`'s URL on its own host name."""
        return f"http://{self.host(number)}:{self.port}/{number}"

    def plain_url(self, number: int) -> str:
        """Return page `number`'s URL for those that can not be told of host names."""
        return f"http://{LOOPBACK}:{self.port}/{number}"

    def tell(self, command: str) -> None:
        """Send ``edit`` or ``noise`` and wait until it is done."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{command}\n")
        self._process.stdin.flush()
        self._process.stdout.readline()


@contextmanager
def running_site(pages: int | None) -> Iterator[RunningSite]:
    """Run a site of so many articles in its own process; None stands for the cases."""
    book = ["cases"] if pages is None else ["articles", str(pages)]
    command = [sys.executable, "-m", "tests.bench.site", *book]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield RunningSite(process, int(process.stdout.readline()), len(cases()) if pages is None else pages)
        assert process.stdin is not None
        process.stdin.close()
        process.wait(10)


def main(arguments: list[str]) -> None:
    """Serve until standard input closes."""
    site = _Site(_Articles(int(arguments[1])) if arguments[0] == "articles" else _Cases())
    site.tell("")
    asyncio.run(_serve(site))


if __name__ == "__main__":
    main(sys.argv[1:])
