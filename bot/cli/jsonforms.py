"""The JSON documents of verbs, built from domain values. Their keys are a promise to scripts."""

from __future__ import annotations

from typing import Any

from bot.app.results import CheckSummary, ScanResult
from bot.cli.shown import plain_json
from bot.domain.page import ClaimPage
from bot.domain.source import Role, Source
from bot.domain.why import SourceWhy


def page_json(page: ClaimPage) -> dict[str, Any]:
    """Return one claim with everything around it."""
    return {
        **plain_json(page.claim),
        "reports": page.reports,
        "origin_groups": page.origin_groups,
        "last_good_at": plain_json(page.last_good_at),
        "sources": [source_json(source, role) for source, role in page.sources],
        "findings": [
            {**plain_json(stored.finding), "id": stored.id}
            | {
                "found_at": plain_json(stored.found_at),
                "accepted": stored.accepted,
                "settled_by": stored.settled_by,
                "proposal": plain_json(stored.proposal),
            }
            for stored in page.findings
        ],
        "history": plain_json(page.history),
    }


def source_json(source: Source, role: Role) -> dict[str, Any]:
    """Return one source of a claim."""
    return {"role": role.value, **plain_json(source)}


def why_json(whys: list[SourceWhy]) -> list[dict[str, Any]]:
    """Return, for each source, the gates of its last look."""
    return [
        {
            "source": source_json(why.source, why.role),
            "look": {
                "at": plain_json(why.look.at),
                "outcome": why.look.outcome.value,
                "detail": why.look.detail,
                "seconds": why.look.seconds,
                "same": why.same,
                "since": plain_json(why.since),
            }
            if why.look
            else None,
            "gates": plain_json(why.gates),
        }
        for why in whys
    ]


def scan_json(result: ScanResult) -> dict[str, Any]:
    """Return what a page flags; offsets are characters of the extracted text."""
    document = result.document
    return {
        "url": document.url,
        "title": document.title,
        "published_at": plain_json(document.published_at),
        "lang": document.lang,
        "text_chars": len(document.text),
        "claims": [
            {
                "text": claim.text,
                "claimant": claim.claimant,
                "attribution": list(claim.attribution),
                "flags": [
                    {"kind": flag.kind.value, "text": flag.text, "start": flag.start, "end": flag.end}
                    for flag in claim.flags
                ],
                "score": round(claim.score, 4),
                "settles": claim.settles,
                "trigger": claim.trigger,
            }
            for claim in result.claims
        ],
    }


def check_json(summary: CheckSummary) -> dict[str, Any]:
    """Return what a round of looks came to."""
    return {
        "checked": summary.checked,
        "first": summary.first,
        "not_modified": summary.not_modified,
        "unchanged": summary.unchanged,
        "changed": summary.changed,
        "failed": summary.failed,
        "findings": plain_json(summary.findings),
        "seconds": summary.seconds,
    }
