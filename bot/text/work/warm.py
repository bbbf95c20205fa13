"""Importing this is the warm-up: a forkserver that preloads it hands its full caches to every worker it forks."""

from __future__ import annotations

import contextlib
import gc

import pebble
from trafilatura import external

from bot.domain.reading import Media
from bot.errors import ConfigError
from bot.folders import shipped
from bot.text.flags.find import find_flags, load_book
from bot.text.origins.owners import label_of
from bot.text.read.extract import extract
from bot.text.work import worker

__all__ = ["pebble", "worker"]

_PAGE = (
    b"<html lang='en'><head><title>A memo</title></head><body><article><h1>A memo</h1><p>The memo says that the"
    b" model beats"
    b" its rivals on 12 of 14 tests, by 4 per cent.</p><p>This could not be independently"
    b" verified.</p></article></body></html>"
)

# A page of which little text is found is looked at by the stop words of all languages, kept by their hash: a tuple's
# is reckoned anew each time, from 154,000 words (4 ms).
external.JT_STOPLIST = frozenset(external.jt_stoplist_init())  # type: ignore[assignment]
page = extract(Media.HTML, _PAGE, "https://www.example.org/a", "utf-8")
label_of("https://www.example.org/a")  # reads the list of public suffixes
with contextlib.suppress(ConfigError):  # edited, and told elsewhere; phrases that no edit touches serve every book
    find_flags(page.text, "en", load_book(shipped("config") / "flags"))
gc.collect()
gc.freeze()  # a collector that counts in these pages would make each worker a copy of them
