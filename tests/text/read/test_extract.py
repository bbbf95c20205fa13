# ruff: noqa: E501, ISC004 - pages are data: a line each
from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.domain.reading import Media
from bot.text.read.extract import MAX_TEXT, extract
from tests.text.cost import cheap, lean

PAGES = Path(__file__).parents[2] / "data" / "flags" / "pages"
URL = "https://news.example/a"


def test_an_article_is_read_without_its_chrome() -> None:
    page = extract(Media.HTML, (PAGES / "pills.html").read_bytes(), URL)
    assert page.title == "Corvex pill halves relapse in company trial"
    assert page.lang == "en"
    assert page.published_at == datetime(2026, 3, 11, 6, 30, tzinfo=UTC)
    assert "Lumarol halved the rate of relapse" in page.text
    for chrome in ("Accept all", "Markets", "Rival reportedly", "Leaked memo", "may not be reproduced", "dataLayer"):
        assert chrome not in page.text
    assert "\n\n" not in page.text
    assert "<" not in page.text


def test_the_time_may_stand_in_a_graph_of_json_ld() -> None:
    page = extract(Media.HTML, (PAGES / "front.html").read_bytes(), URL)
    assert page.published_at == datetime(2026, 5, 2, 18, 4, tzinfo=UTC)


def test_markdown_gives_up_its_front_matter_and_loses_its_foot() -> None:
    page = extract(Media.MARKDOWN, (PAGES / "memo.md").read_bytes(), URL)
    assert page.title == "Memo: Orchard's Unreleased Guava Model Tops Open-Source Rivals"
    assert page.url == "https://ledgerwire.example/en/news/314880775.md"
    assert page.published_at == datetime(2026, 2, 4, 3, 12, 44, tzinfo=UTC)
    assert page.lang == "en"
    assert page.text.startswith("Orchard Labs has completed pre-training of its next flagship model, code-named Guava,")
    for foot in ("Papaya ETF", "Tamarind", "Insiders say", "Disclaimer", "Deutsch", "http", "**", "| "):
        assert foot not in page.text


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("# Title\n\nOne *two* **three** `four`.", "One two three four."),
        ("A [link](https://a.example/b_(c)) and ![image](x.png) here.", "A link and here."),
        ("Wrapped\nlines join.\n\nNext.", "Wrapped lines join.\nNext."),
        ("- first point\n- second\n  goes on\n\n1. third", "first point\nsecond goes on\nthird"),
        ("> quoted\n> words", "quoted words"),
        ("| Model | Score |\n|---|---|\n| Guava | 81 |", "Model | Score\nGuava | 81"),
        ("```\ncode\n```\nText with a\\_b and &amp; c.", "Text with a_b and & c."),
        ("Heading\n=======\n\nBody text.", "Body text."),
        ("2 * 3 * 4 is 24 and snake_case_name stays.", "2 * 3 * 4 is 24 and snake_case_name stays."),
    ],
)
def test_markup_is_stripped_to_plain_sentences(source: str, text: str) -> None:
    assert extract(Media.MARKDOWN, source.encode(), URL).text == text


@pytest.mark.parametrize("heading", ["Related news", "Disclaimer", "Read more", "相关新闻", "Haftungsausschluss"])
def test_what_follows_the_heading_of_a_foot_is_dropped(heading: str) -> None:
    source = (
        f"{'Content says something here. ' * 8}\n\n## {heading}\n\nRivals reportedly lose.\n\n### More\n\nAlso this."
    )
    assert "Rivals" not in extract(Media.MARKDOWN, source.encode(), URL).text


def test_a_content_heading_after_the_foot_ends_it() -> None:
    source = f"{'Content. ' * 30}\n\n### Related stocks\n\nGUA 12\n\n## Results\n\nThe results follow."
    text = extract(Media.MARKDOWN, source.encode(), URL).text
    assert "GUA" not in text
    assert "The results follow." in text


@pytest.mark.parametrize(
    "head",
    [
        "---\ntitle: x\na: &a [1,1,1]\nb: [*a,*a,*a,*a]\n---\n",
        "---\ntitle: x\nbroken: [\n---\n",
        '---\ntitle: "x"\n? odd\n---\n',
        "---\ntitle: x\n...\n",
    ],
)
def test_odd_front_matter_still_gives_its_title(head: str) -> None:
    page = extract(Media.MARKDOWN, f"{head}Hello there, you.".encode(), URL)
    assert (page.title, page.text) == ("x", "Hello there, you.")


def test_an_alias_bomb_is_read_as_plain_lines() -> None:
    bomb = "---\na: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"{chr(98 + i)}: &{chr(98 + i)} [{','.join(['*' + chr(97 + i)] * 9)}]\n" for i in range(9)
    )
    page = lean(lambda: extract(Media.MARKDOWN, f"{bomb}title: x\n---\nHello.".encode(), URL))
    assert (page.title, page.text) == ("x", "Hello.")


@pytest.mark.parametrize("media", [Media.TEXT, Media.MARKDOWN])
def test_html_under_another_name_is_read_as_html(media: Media) -> None:
    page = extract(
        media, b"<!doctype html><html lang='de'><body><article><p>Ein Satz steht hier.</p></article></body></html>", URL
    )
    assert page.text == "Ein Satz steht hier."
    assert page.lang == "de"


SENTENCE = "The café said it is “not verified” – yet."


@pytest.mark.parametrize(
    ("encoding", "charset"),
    [
        ("utf-8", ""),
        ("utf-8", "iso-8859-1"),
        ("utf-8-sig", "ascii"),
        ("utf-16", ""),
        ("utf-16-le", ""),
        ("utf-16-be", "utf-8"),
        ("cp1252", "iso-8859-1"),
        ("cp1252", "utf-8"),
        ("cp1252", "no-such-charset"),
        ("cp1252", ""),
    ],
)
def test_the_charset_is_found_when_the_header_lies(encoding: str, charset: str) -> None:
    assert extract(Media.TEXT, SENTENCE.encode(encoding), URL, charset).text == SENTENCE


@pytest.mark.parametrize("charset", ["gb2312", "gbk", "utf-8", ""])
def test_chinese_in_gbk_is_read(charset: str) -> None:
    chinese = "据内部备忘录称，该模型领先。目前无法独立核实。" * 4
    page = f"<html><head><meta charset=gbk><title>x</title></head><body><p>{chinese}</p></body></html>".encode("gbk")
    found = extract(Media.HTML, page, URL, charset)
    assert found.text == chinese
    assert found.lang == "zh"


def test_nul_bytes_and_controls_are_dropped_and_one_broken_byte_spoils_nothing() -> None:
    body = "It ha\0s be\x08en veri\ufefffied by the café for the paper, again and again.".encode() * 3 + b"\xff"
    text = extract(Media.TEXT, body, URL).text
    assert "It has been verified by the café" in text
    assert "\0" not in text


@pytest.mark.parametrize(
    ("declared", "text", "lang"),
    [
        ("en-GB", "The claim has not been verified by the paper.", "en"),
        ("", "Die Angaben wurden nicht von der Zeitung geprüft und bestätigt.", "de"),
        ("", "Los datos no han sido verificados por el diario, según la agencia.", "es"),
        ("", "Les chiffres ne sont pas vérifiés par le journal dans cette affaire.", "fr"),
        ("en", "据内部备忘录称，该模型领先。目前无法独立核实。", "zh"),
        ("ja", "これは日本語の文章です。確認されていません。", "ja"),
        ("", "Xyzzy plugh.", ""),
    ],
)
def test_the_language_is_declared_or_guessed(declared: str, text: str, lang: str) -> None:
    html = (
        f"<html lang='{declared}'><head><title>x</title></head><body><article><p>{text * 3}</p></article></body></html>"
    )
    assert extract(Media.HTML, html.encode(), URL).lang == lang


@pytest.mark.parametrize(
    "block",
    [
        '{"@type":"ClaimReview","claimReviewed":"Guava leads","reviewRating":{"alternateName":"Mostly false"},"author":{"name":"Checkers"}}',
        '[{"@type":["ClaimReview"],"claimReviewed":"Guava leads","reviewRating":{"alternateName":"Mostly false"},"author":[{"name":"Checkers"}]}]',
        '{"@graph":[{"@type":"http://schema.org/ClaimReview","claimReviewed":"Guava leads",'
        '"reviewRating":{"alternateName":"Mostly false",},"author":{"name":"Checkers"}},]}',
        '<!-- {"@type":"ClaimReview","claimReviewed":"Guava\n leads","reviewRating":{"alternateName":"Mostly false"},"author":{"name":"Checkers"}} -->',
    ],
)
def test_ratings_are_found_as_object_list_graph_and_in_untidy_json(block: str) -> None:
    html = f"<html><body><script type='application/ld+json'>{block}</script><p>x</p></body></html>"
    (rating,) = extract(Media.HTML, html.encode(), URL).ratings
    assert (rating.title, rating.rating, rating.publisher) == ("Guava leads", "Mostly false", "Checkers")


def test_a_bare_number_is_given_with_its_scale() -> None:
    block = '{"@type":"ClaimReview","claimReviewed":"Guava leads","reviewRating":{"ratingValue":2,"bestRating":5}}'
    html = f"<html><body><script type='application/ld+json'>{block}</script></body></html>"
    assert extract(Media.HTML, html.encode(), URL).ratings[0].rating == "2 of 5"


HOSTILE_HTML = {
    "100,000 nested tags": "<html><body>" + "<div>" * 100_000 + "hello" + "</div>" * 100_000,
    "nested inline tags": "<html><body>" + "<p><b>" * 100_000,
    "just below the bound": "<html><body>" + "<p><b>" * 5_800,
    "1 MB on one line": "<html><body><p>" + "word " * 200_000,
    "2 MB of text": "<html><body>" + "".join(f"<p>Sentence {i} of many words.</p>" for i in range(60_000)),
    "a tag of attributes": "<html><body " + " ".join(f"a{i}=1" for i in range(200_000)) + "><p>hi</p>",
    "angle brackets": "<" * 2_000_000,
    "open tags": "<a " * 600_000,
    "scripts never closed": "<html>" + "<script>" * 100_000,
    "json-ld never closed": "<html>" + "<script type=application/ld+json>" * 5_000,
    "deep json-ld": "<html><script type='application/ld+json'>" + "[" * 100_000 + "</script>",
    "comments never closed": "<!--" * 400_000,
    "links": "<html><body>" + "<a href=/x>hello there friend</a> " * 60_000,
    "entities": "<html><body><p>" + "&amp;" * 400_000,
    "table cells": "<html><body>" + "<table><tr><td>" * 30_000,
}
HOSTILE_MARKDOWN = {
    "links": "[a](b) " * 250_000,
    "brackets": "[" * 1_000_000,
    "open links": "[a](" * 300_000,
    "stars": "*a " * 500_000,
    "backticks": "`a " * 500_000,
    "rows": "| a\n" * 300_000,
    "lines": "a\n" * 700_000,
    "quotes": "> " * 500_000,
    "headings": "a\n===\n" * 150_000,
    "fences": "```\n" * 300_000,
    "tags": "<a " * 500_000,
    "flow": "---\n" + "[" * 9_000 + "\n---\nhello",
    "2 MB": "word " * 400_000,
}


@pytest.mark.parametrize("name", HOSTILE_HTML)
def test_hostile_html_is_cheap_and_never_raises(name: str) -> None:
    body = HOSTILE_HTML[name].encode()
    assert len(cheap(lambda: extract(Media.HTML, body, URL)).text) <= MAX_TEXT


@pytest.mark.parametrize("name", HOSTILE_MARKDOWN)
def test_hostile_markdown_is_cheap_and_never_raises(name: str) -> None:
    body = HOSTILE_MARKDOWN[name].encode()
    assert len(cheap(lambda: extract(Media.MARKDOWN, body, URL)).text) <= MAX_TEXT


@pytest.mark.parametrize("media", list(Media))
def test_any_bytes_in_any_media_give_a_document(media: Media) -> None:
    noise = bytes(range(256)) * 2000
    for body in (b"", b"\0", noise, b"\xff\xfe", b"---\n", b"<html", "\u202e\u200f😀".encode()):
        assert len(extract(media, body, "", "utf-7").text) <= MAX_TEXT


def test_memory_stays_low_on_two_megabytes() -> None:
    body = HOSTILE_HTML["2 MB of text"].encode()
    assert len(lean(lambda: extract(Media.HTML, body, URL)).text) > 500_000
