"""A cheap guess at the language of a text that does not declare it."""

from __future__ import annotations

import re
from collections import Counter

_SAMPLE = 4000
_LEAST_WORDS = 3
_LEAST_SHARE = 0.06
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]")
_KANA_HANGUL = re.compile("[\u3040-\u30ff\uac00-\ud7af]")
_HAN_SHARE = 0.2
_WORD = re.compile(r"[^\W\d_]+")
_COMMON = {
    "en": "the of and to in that is was for with has been it on as by not are from this",
    "de": "der die das und ist nicht von mit dem den ein eine zu auf sich wurde werden hat nach bei dass",
    "es": "el los las que en por con una del se para como fue según su está más pero han la",
    "fr": "le les des est une dans que pour qui sur pas au du par avec selon été cette ont la",
}
_WORDS = {lang: frozenset(words.split()) for lang, words in _COMMON.items()}


def guess_language(text: str) -> str:
    """Return `en`, `de`, `es`, `fr` or `zh` by its commonest words or its script, empty when unsure."""
    sample = text[:_SAMPLE]
    if not sample:
        return ""
    if in_han(sample):
        return "" if len(_KANA_HANGUL.findall(sample)) > len(sample) * 0.05 else "zh"
    words = _WORD.findall(sample.lower())
    if not words:
        return ""
    often = Counter(words)
    counts = {lang: sum(often[word] for word in common) for lang, common in _WORDS.items()}
    best = max(counts, key=lambda lang: counts[lang])
    enough = counts[best] >= min(_LEAST_WORDS, len(words)) and counts[best] >= len(words) * _LEAST_SHARE
    return best if enough else ""


def in_han(text: str) -> bool:
    """Say whether a text is written in Chinese characters, Japanese among them, by its first 4,000 characters."""
    sample = text[:_SAMPLE]
    return not sample.isascii() and len(_HAN.findall(sample)) >= len(sample) * _HAN_SHARE
