"""Markdown pages: front matter, body without markup, and no foot of links and disclaimers."""

from __future__ import annotations

import html as entities
import re
from dataclasses import dataclass
from datetime import datetime

from bot.text.read.dates import parse_date
from bot.text.read.footers import DISCLAIMER, FOOT_HEADING
from bot.text.read.frontmatter import split_front_matter

_FENCED = re.compile(r"^(`{3,}|~{3,}).*?(?:^\1[`~]*[ \t]*$|\Z)", re.DOTALL | re.MULTILINE)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_IMAGE = re.compile(
    r"!\[([^\[\]]{0,500})\](?:\([^()\s]{0,2000}(?:\([^()]{0,200}\)[^()]{0,500})?[^()]{0,300}\)|\[[^\[\]]{0,200}\])"
)
_LINK = re.compile(r"\[([^\[\]]{1,1000})\](?:\([^()]{0,2000}(?:\([^()]{0,200}\)[^()]{0,500})?\)|\[[^\[\]]{0,200}\])")
_AUTOLINK = re.compile(r"<(?:https?://|mailto:)[^<>\s]{1,2000}>")
_FOOTNOTE = re.compile(r"\[\^[^\[\]\s]{1,40}\]:?")
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,2000}>")
_EMPHASIS = re.compile(r"(?<![\w*_\\])(\*{1,3}|_{1,3}|~~|`{1,2})(?=\S)([^\n]{1,500}?)(?<=\S)\1(?![\w*_])")
_MARKS = re.compile(r"\*+|~~|`+|(?<!\w)_+|_+(?!\w)")
_MAX_MARKS = 40  # in one paragraph; above, all marks are dropped instead of paired, which takes linear time
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|>~])")
_DEFINITION = re.compile(r"^\s{0,3}\[[^\[\]]{1,200}\]:\s*\S+.*$")
_HEADING = re.compile(r"^\s{0,3}(#{1,6})\s+(.*?)\s*#*\s*$")
_UNDERLINE = re.compile(r"^\s{0,3}(?:=+|-{2,}|\*{3,}|_{3,}|(?:[-*_]\s*){3,})\s*$")
_QUOTE = re.compile(r"^\s{0,3}(?:>\s?)+")
_BULLET = re.compile(r"^\s{0,12}(?:[-*+•]|\d{1,3}[.)])\s+")
_ROW = re.compile(r"^\s*\|.*\|\s*$|^\s*\S[^|\n]*(?:\|[^|\n]*){2,}$")
_ROW_RULE = re.compile(r"^[\s|:\-]+$")
_TIME_FIELDS = (
    "published_at",
    "published",
    "datetime",
    "date",
    "datepublished",
    "publish_date",
    "pubdate",
    "created_at",
    "time",
)
_LINKED_SHARE = 0.7
_FEW_WORDS = 5
_FOOT_SHARE = 0.35  # a foot heading counts only after this share of the page


@dataclass(frozen=True, slots=True)
class MarkdownPage:
    """A Markdown page as read; `lang` is a lower-case two-letter code or empty."""

    text: str
    title: str = ""
    url: str = ""
    lang: str = ""
    published_at: datetime | None = None


def read_markdown(source: str) -> MarkdownPage:
    """Return the page's fields and its body as plain paragraphs, parted by one newline."""
    fields, body = split_front_matter(source)
    body = _COMMENT.sub(" ", _FENCED.sub("\n", body))
    paragraphs, heading = _paragraphs(body)
    title = _field(fields, "title", "headline") or heading
    if paragraphs and not title:
        title = ""
    return MarkdownPage(
        text="\n".join(paragraphs),
        title=title,
        url=_address(_field(fields, "url", "canonical", "canonical_url", "link", "permalink")),
        lang=_lang(_field(fields, "locale", "lang", "language")),
        published_at=_time(fields),
    )


def _paragraphs(body: str) -> tuple[list[str], str]:
    """Return the paragraphs that are content, and the first heading."""
    blocks = _blocks(body)
    total = max(1, sum(len(line) for _, line in blocks))
    kept: list[str] = []
    title, seen, foot = "", 0, 0
    for level, line in blocks:
        seen += len(line)
        if level:
            title = title or strip_markup(line)
            foot = _foot(level, strip_markup(line), foot, seen / total)
            if not foot and level > 1:
                kept.append(strip_markup(line))
            continue
        plain = strip_markup(line)
        if foot or not plain or DISCLAIMER.match(plain) or _mostly_links(line, plain):
            continue
        label = plain.rstrip(":\uff1a").strip() if len(plain) < 60 else ""  # noqa: PLR2004 - a bold line that serves as heading
        if label and seen / total > _FOOT_SHARE and FOOT_HEADING.match(label):
            foot = 6
            continue
        kept.append(plain)
    return kept, title


def _foot(level: int, heading: str, foot: int, share: float) -> int:
    """Return the level of the foot's heading while in the foot; a content heading of that level or above ends it."""
    if FOOT_HEADING.match(heading) and (
        share > _FOOT_SHARE or not heading.lower().startswith(("sources", "hinweis", "tag", "topic", "link"))
    ):
        return level
    return 0 if foot and level <= foot else foot


def _blocks(body: str) -> list[tuple[int, str]]:
    """Split into (heading level or 0, source line); wrapped lines of one paragraph are joined."""
    blocks: list[tuple[int, list[str]]] = []
    open_paragraph = False
    for raw in body.split("\n"):
        line = _QUOTE.sub("", raw)
        heading = _HEADING.match(line)
        joins = False
        if heading:
            blocks.append((len(heading[1]), [heading[2]]))
        elif _UNDERLINE.match(line):
            level = _underline_level(line)
            if open_paragraph and level:
                blocks[-1] = (level, blocks[-1][1])
        elif _BULLET.match(line):
            blocks.append((0, [_BULLET.sub("", line)]))
            joins = True
        elif _ROW.match(line):
            blocks.append((0, [_row(line)]))
        elif line.strip() and not _DEFINITION.match(line):
            joins = True
            if open_paragraph:
                blocks[-1][1].append(line.strip())
            else:
                blocks.append((0, [line.strip()]))
        open_paragraph = joins
    return [(level, " ".join(lines)) for level, lines in blocks]


def _underline_level(line: str) -> int:
    """Return which heading the line makes of the paragraph above it, 0 where it is a rule or nothing."""
    marks = line.strip()
    if len(marks) < len("---") or len(set(marks)) > 1:
        return 0
    return {"=": 1, "-": 2}.get(marks[0], 0)


def _row(line: str) -> str:
    """Return a table row as its cells parted by bars; the rule under a header is empty."""
    if _ROW_RULE.match(line):
        return ""
    cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
    return " | ".join(cell for cell in cells if cell)


def strip_markup(line: str) -> str:
    """Return one block as plain words."""
    line = _LINK.sub(r"\1", _IMAGE.sub(" ", line))
    line = _FOOTNOTE.sub("", _AUTOLINK.sub(" ", line))
    line = _TAG.sub(" ", line)
    marks = sum(line.count(mark) for mark in "*_~`")
    if marks > _MAX_MARKS:
        line = _MARKS.sub("", line)
    for _ in range(2 if 0 < marks <= _MAX_MARKS else 0):  # bold inside italics
        line = _EMPHASIS.sub(r"\2", line)
    return " ".join(entities.unescape(_ESCAPE.sub(r"\1", line)).split())


def _mostly_links(line: str, plain: str) -> bool:
    """Whether the block is a list of links: little is said outside them."""
    links = [match[1] for match in _LINK.finditer(_IMAGE.sub(" ", line))]
    linked = sum(len(link) for link in links)
    outside = len(plain.split()) - sum(len(link.split()) for link in links)
    listed = len(links) > 1 and outside <= _FEW_WORDS and not plain.endswith((".", "!", "?"))
    return listed or linked > len(plain) * _LINKED_SHARE


def _field(fields: dict[str, object], *names: str) -> str:
    for name in names:
        value = fields.get(name)
        if isinstance(value, str | int | float) and not isinstance(value, bool) and str(value).strip():
            return str(value).strip()[:2000]
    return ""


def _time(fields: dict[str, object]) -> datetime | None:
    for name in _TIME_FIELDS:
        when = fields.get(name)
        found = parse_date(when) or parse_date(str(when) if when is not None else None)
        if found:
            return found
    return None


def _address(value: str) -> str:
    return value if value.startswith(("https://", "http://")) and " " not in value else ""


def _lang(value: str) -> str:
    match = re.match(r"([A-Za-z]{2})(?:[-_]|$)", value)
    return match[1].lower() if match else ""
