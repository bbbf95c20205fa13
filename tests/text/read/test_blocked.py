# ruff: noqa: E501 - pages are data: a line each
from __future__ import annotations

import pytest

from bot.domain.outcome import Outcome
from bot.domain.reading import Media
from bot.text.read.blocked import diagnose
from bot.text.read.extract import extract


def judged(body: bytes | str, media: Media = Media.HTML, status: int = 200) -> Outcome | None:
    raw = body.encode() if isinstance(body, str) else body
    found = diagnose(media, raw, extract(media, raw, "https://news.example/a"), status)
    if found is None:
        return None
    assert found[1].endswith(".")
    assert len(found[1]) < 120
    return found[0]


def page(title: str, body: str, head: str = "") -> str:
    return f"<!DOCTYPE html><html lang='en'><head><title>{title}</title>{head}</head><body>{body}</body></html>"


LONG = "".join(
    f"<p>Paragraph {i} of the report tells what happened in the town hall on day {i}, who spoke and what was decided there.</p>"
    for i in range(20)
)

OBSTACLES = {
    "Cloudflare": (
        page(
            "Just a moment...",
            "<h1>news.example</h1><p>Verifying you are human.</p><script>window._cf_chl_opt={}</script>",
        ),
        Outcome.BLOCKED,
    ),
    "Cloudflare, blocked": (
        page("Attention Required! | Cloudflare", "<h1>Sorry, you have been blocked</h1>"),
        Outcome.BLOCKED,
    ),
    "a captcha page": (
        page("news.example", "<script src='https://ct.captcha-delivery.com/c.js'></script>"),
        Outcome.BLOCKED,
    ),
    "a guard's page": (
        page("Access Denied", "<p>You don't have permission to access /a on this server.</p>"),
        Outcome.BLOCKED,
    ),
    "German": (page("Einen Moment bitte...", "<p>Wir prüfen, ob Sie ein Mensch sind.</p>"), Outcome.BLOCKED),
    "incident": (page("", "<p>Request unsuccessful. Incapsula incident ID: 4711</p>"), Outcome.BLOCKED),
    "consent": (
        page(
            "Before you continue",
            "<h1>Before you continue</h1><p>We use cookies and data to deliver services.</p>"
            "<button>Reject all</button><button>Accept all</button><a href=x>More options</a>",
        ),
        Outcome.BLOCKED,
    ),
    "consent, German": (
        page(
            "Einwilligung",
            "<p>Wir verwenden Cookies und unsere Partner auch.</p><button>Alle akzeptieren</button><button>Alle ablehnen</button>",
        ),
        Outcome.BLOCKED,
    ),
    "paywall, declared": (
        page(
            "Guava",
            f"<article>{LONG}</article>",
            '<script type="application/ld+json">{"@type":"NewsArticle","isAccessibleForFree":"False"}</script>',
        ),
        Outcome.PAYWALL,
    ),
    "paywall, said": (
        page(
            "Guava", "<article><p>Orchard Labs leads.</p><p>Subscribe to continue reading this article.</p></article>"
        ),
        Outcome.PAYWALL,
    ),
    "paywall, French": (
        page(
            "Guava",
            "<article><p>Orchard Labs mène la course depuis mardi.</p><p>Cet article réservé aux abonnés.</p></article>",
        ),
        Outcome.PAYWALL,
    ),
    "soft 404": (page("Page not found | Example News", "<h1>Oops</h1><p>Try the search.</p>"), Outcome.SOFT_404),
    "soft 404 in the heading": (
        page("Example News", "<main><h1>404</h1><p>Nothing here.</p></main>"),
        Outcome.SOFT_404,
    ),
    "soft 404 in the text": (
        page("Example News", "<p>Sorry, the page you are looking for could not be found.</p>"),
        Outcome.SOFT_404,
    ),
    "soft 404, Spanish": (page("Página no encontrada - Diario", "<p>Vuelva a la portada.</p>"), Outcome.SOFT_404),
    "JavaScript only": (
        page(
            "App",
            '<noscript>You need to enable JavaScript to run this app.</noscript><div id="root"></div><script src=a.js></script>',
        ),
        Outcome.NEEDS_JAVASCRIPT,
    ),
    "a mount point": (page("App", '<div id="__next"></div><script src=a.js></script>'), Outcome.NEEDS_JAVASCRIPT),
    "nothing": (page("", ""), Outcome.EMPTY),
}


@pytest.mark.parametrize("name", OBSTACLES)
def test_an_obstacle_is_named(name: str) -> None:
    body, outcome = OBSTACLES[name]
    assert judged(body) is outcome


PARAGRAPH = (
    "<p>Cloudflare showed many visitors a page titled Just a moment while checking your browser before accessing the site. You need "
    "to enable JavaScript and cookies to continue, it said, then accept all or reject all; others read 404, page not found.</p>"
)
CONTENT = {
    "an article about challenge pages": page(
        "Why so many sites say Just a moment", f"<article><h1>Just a moment</h1>{PARAGRAPH}{LONG}</article>"
    ),
    "a short piece about them": page(
        "What challenge pages cost",
        f"<article><h1>What they cost</h1>{PARAGRAPH}{PARAGRAPH.replace('many', 'few')}</article>",
    ),
    "an article about 404s": page(
        "Why you see so many 404 pages", f"<article><h1>So many 404 pages</h1>{PARAGRAPH}</article>"
    ),
    "an article about paywalls": page(
        "Subscribe to read? Publishers rethink",
        f"<article><p>Subscribe to continue reading is on every page.</p>{LONG}</article>",
    ),
    "a page with a banner": page(
        "Guava delayed",
        "<article><p>Orchard Labs has delayed Guava to the autumn.</p></article><div>We use cookies. <button>Accept all</button>"
        "<button>Reject all</button> Manage options</div>",
    ),
    "a page with a guard's script": page(
        "Guava", f"<article>{LONG}</article><script src='/cdn-cgi/challenge-platform/scripts/jsd/main.js'></script>"
    ),
    "a free article that says so": page(
        "Guava",
        f"<article>{LONG}</article>",
        '<script type="application/ld+json">{"@type":"NewsArticle","isAccessibleForFree":true}</script>',
    ),
    "a page with noscript": page(
        "Guava", f"<noscript>Please enable JavaScript for comments.</noscript><article>{LONG}</article>"
    ),
    "very short news": page(
        "Guava delayed", "<article><p>Orchard Labs has delayed Guava, a spokeswoman said on Monday.</p></article>"
    ),
}


@pytest.mark.parametrize("name", CONTENT)
def test_content_is_no_obstacle(name: str) -> None:
    assert judged(CONTENT[name]) is None


@pytest.mark.parametrize(
    ("body", "outcome"),
    [
        (b"%PDF-1.7\n\x00\x01", Outcome.PDF),
        (b"\n\n%PDF-1.4 x", Outcome.PDF),
        (b"\x89PNG\r\n\x1a\n\0\0", Outcome.WRONG_CONTENT),
        (b"PK\x03\x04rest", Outcome.WRONG_CONTENT),
        (b"\xff\xd8\xff\xe0JFIF", Outcome.WRONG_CONTENT),
        (bytes([1, 2, 3, 4, 5, 6]) * 100, Outcome.WRONG_CONTENT),
    ],
)
@pytest.mark.parametrize("media", [Media.HTML, Media.MARKDOWN, Media.TEXT, Media.FEED])
def test_bytes_that_are_no_text_are_told(body: bytes, outcome: Outcome, media: Media) -> None:
    assert judged(body, media) is outcome


def test_an_article_that_names_the_pdf_mark_is_an_article() -> None:
    assert (
        judged(page("How a PDF starts", f"<article><p>It starts with %PDF-1.7 on the first line.</p>{LONG}</article>"))
        is None
    )


@pytest.mark.parametrize(
    ("media", "body", "outcome"),
    [
        (Media.TEXT, "", Outcome.EMPTY),
        (Media.MARKDOWN, "---\ntitle: x\n---\n", Outcome.EMPTY),
        (Media.TEXT, "Hello.", None),
        (Media.FEED, "<rss version='2.0'><channel></channel></rss>", None),
        (Media.FEED, page("Just a moment...", ""), Outcome.BLOCKED),
        (Media.VALUE, "", None),
        (Media.ITEMS, "", None),
        (Media.TEXT, page("Page not found", "<p>Gone.</p>"), Outcome.SOFT_404),
    ],
)
def test_each_media_has_its_own_rules(media: Media, body: str, outcome: Outcome | None) -> None:
    assert judged(body, media) is outcome


@pytest.mark.parametrize(
    ("status", "outcome"),
    [(403, Outcome.BLOCKED), (402, Outcome.PAYWALL), (404, Outcome.NOT_FOUND), (410, Outcome.GONE), (200, None)],
)
def test_the_status_settles_what_it_can(status: int, outcome: Outcome | None) -> None:
    assert judged(page("Guava", f"<article>{LONG}</article>"), status=status) is outcome
