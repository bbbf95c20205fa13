"""Tables for a terminal of 80 columns."""

from __future__ import annotations

from collections.abc import Sequence

from rich.box import SIMPLE_HEAD
from rich.table import Table
from rich.text import Text

from bot.app.results import CheckSummary
from bot.cards.clean import cut
from bot.cards.words import label, look_of, pace
from bot.cli.shown import cell, put_table
from bot.domain.finding import Finding
from bot.domain.look import Looks
from bot.domain.page import ClaimPage, Listing
from bot.domain.source import Kind, Source


def listing_table(listing: Listing, looks: Looks) -> Table:
    """Return one page of claims: number, status, text, review date."""
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    table.add_column("#", justify="right", no_wrap=True)
    table.add_column("status", no_wrap=True)
    table.add_column("claim", ratio=1, overflow="fold")
    table.add_column("review by", no_wrap=True)
    for claim in listing.claims:
        status = Text(label(claim.status, looks), style=f"#{look_of(claim.status, looks).colour:06x}")
        table.add_row(str(claim.id), status, cell(claim.text), f"{claim.review_on:%Y-%m-%d}")
    return table


def sources_table(page: ClaimPage) -> Table:
    """Return a claim's sources: number, role, address, how the last look ended and when the next is due."""
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    table.add_column("source", justify="right", no_wrap=True)
    table.add_column("role", no_wrap=True)
    table.add_column("address", ratio=1, overflow="fold")
    table.add_column("last look", overflow="fold")
    table.add_column("next", no_wrap=True)
    for source, role in page.sources:
        outcome = source.last_outcome.words if source.last_outcome else "none yet"
        due = f"{source.next_check_at:%m-%d %H:%M}"
        every = f" ({pace(source)})" if source.every else ""
        table.add_row(str(source.id), role.value, cell(_address(source)), outcome, due + every)
    return table


def _address(source: Source) -> str:
    kind = [] if source.kind is Kind.PAGE else [f"({source.kind})"]
    return " ".join([source.url, *kind, *(f"{name}={value}" for name, value in source.options.items())])


def findings_table(findings: Sequence[Finding]) -> None:
    """Print what was found, one row each; nothing where nothing was."""
    if not findings:
        return
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    table.add_column("claim", justify="right", no_wrap=True)
    table.add_column("finding", no_wrap=True)
    table.add_column("now", ratio=1, overflow="fold")
    for finding in findings:
        table.add_row(str(finding.claim_id), finding.kind.words, cell(finding.after or finding.title))
    put_table(table)


def stored_table(page: ClaimPage) -> Table:
    """Return a claim's findings with the numbers by which they are confirmed or dismissed."""
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    table.add_column("finding", justify="right", no_wrap=True)
    table.add_column("what", no_wrap=True)
    table.add_column("now", ratio=1, overflow="fold")
    table.add_column("settled", no_wrap=True)
    words = {None: "open", True: "evidence", False: "dismissed"}
    for stored in page.findings:
        finding = stored.finding
        said = cut(finding.after or finding.title, 160)
        table.add_row(str(stored.id), finding.kind.words, cell(said), words[stored.accepted])
    return table


def summed(summary: CheckSummary) -> str:
    """Return one line on how the looks went; what did not happen is left out."""
    counts = {
        "for the first time": summary.first,
        "not modified": summary.not_modified,
        "unchanged": summary.unchanged,
        "changed": summary.changed,
        "failed": summary.failed,
    }
    if not summary.checked:
        return "Nothing to look at: add a source first."
    told = ", ".join(f"{count} {what}" for what, count in counts.items() if count)
    number = len(summary.findings)
    found = f"{number} finding{'s' * (number != 1)}" if number else "nothing found"
    return f"{summary.checked} checked: {told}; {found} in {summary.seconds:.1f} s"
