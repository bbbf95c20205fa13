"""How well text is judged: the rows of the table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tests.bench.stance import AS_CHALLENGED
from tests.bench.table import Measured, Row

SHORT: dict[str, list[str]] = {"flags": [], "changes": [], "stance": ["--sample", "600"], "origins": []}
FULL: dict[str, list[str]] = {"flags": [], "changes": [], "revisions": [], "stance": [], "origins": []}
OUTSIDE = frozenset({"revisions", "stance"})  # parts whose data is not in the repository

_REST = (0.85, 0.80)
_GOALS = {"explicit": (0.95, 0.90)} | dict.fromkeys(("attributed", "hedged", "claims", "claimants"), _REST)
_SETS = {"tune": "tuned on", "held_out": "never tuned on"}
_CALIBRATED, _FAST, _SOON, _SMALL = 0.05, 60, 2, 30


def flag_rows(m: Measured) -> Iterator[Row]:
    """Yield precision and recall: the goal is for passages that the phrases were never tuned on."""
    sets = {title: [tallies for name, tallies in m.items() if name.startswith(start)] for start, title in _SETS.items()}
    for what, goal in _GOALS.items():
        shares = {title: _shares(tally[what] for tally in tallies) for title, tallies in sets.items() if tallies}
        unseen = shares.get("never tuned on")
        yield Row(
            f"{what}: precision, recall" if what.startswith("claim") else f"{what} flags: precision, recall",
            "; ".join(f"{title} {_short(one[0])}, {_short(one[1])}" for title, one in shares.items()),
            f">= {_short(goal[0])}, {_short(goal[1])}",
            unseen[0] >= goal[0] and unseen[1] >= goal[1] if unseen else None,
            "of " + "; ".join(str(one[2]) for one in shares.values()),
        )
    languages = {name: tallies for name, tallies in m.items() if not name.startswith(tuple(_SETS))}
    for what, kinds in (("flags", ("explicit", "attributed", "hedged")), ("claims", ("claims",))):
        found = {name: _shares(tallies[kind] for kind in kinds) for name, tallies in languages.items()}
        yield Row(
            f"{what} in other languages, tuned on: precision, recall",
            "; ".join(f"{name} {_short(one[0])}, {_short(one[1])}" for name, one in found.items()),
            "",
            None,
            "of " + "; ".join(str(one[2]) for one in found.values()),
        )


def _shares(tallies: Iterable[dict[str, int]]) -> tuple[float, float, int]:
    rows = list(tallies)
    right, found, wanted = (sum(row[key] for row in rows) for key in ("right", "found", "wanted"))
    return right / max(found, 1), right / max(wanted, 1), wanted


def change_rows(m: Measured) -> Iterator[Row]:
    """Yield how many changes of made-up pages are reported, as judged by the text layer alone."""
    how = "before the second look that confirms"
    for sort, title in (("noise", "noise"), ("quiet", "edits elsewhere")):
        told, cases = m[sort]["false"], m[sort]["quiet"]
        yield Row(f"page changes reported, {title}", f"{told} of {cases}", "0", told == 0, how)
    told, right, cases = (m["material"][key] for key in ("told", "right", "material"))
    shown = f"{told} of {cases}, {right} as the right kind"
    yield Row("page changes reported, edits that matter", shown, "all", told == cases, how)
    for sort, title in (("edits", "tuned on"), ("held out", "never tuned on"), ("fresh", "own, never tuned on")):
        told, right, cases, false, quiet = (m[sort][key] for key in ("told", "right", "material", "false", "quiet"))
        yield Row(
            f"page changes of all sorts, {title}: reported, those that matter; others",
            f"{told} of {cases}, {right} as the right kind; {false} of {quiet}",
            "all; 0",
            told == cases and false == 0,
            how,
        )


def revision_rows(m: Measured) -> Iterator[Row]:
    """Yield how many edits of real sentences are told, with each stance model; none where the data is not here."""
    titles = {"turned": "that turn a claim (Wikipedia)", "unturned": "of language alone (papers)"}
    for sort, title in titles.items() if m else ():
        shares = {name: _short(one[sort]["told"] / one[sort]["edits"]) for name, one in m.items()}
        count = next(iter(m.values()))[sort]["edits"]
        yield Row(f"edits of real sentences reported, {title}", _each(shares), "", None, f"of {count}")


def stance_rows(m: Measured) -> Iterator[Row]:
    """Yield the models' dev figures as shipped and over the seeds, calibration, speed, load time and size."""
    pairs = max(one["pairs"] for one in m.values())
    how = f"{pairs} dev pairs" if pairs else "as recorded at the training; the data is not here"
    seeds = min(one["seeds"]["count"] for one in m.values())
    for figure in next(iter(m.values()))["figures"]:
        shares = {
            name: f"{_short(one['figures'][figure], 3)} ({_short(one['seeds']['mean'][figure], 3)} ± "
            f"{_short(one['seeds']['spread'][figure], 3)})"
            for name, one in m.items()
        }
        yield Row(f"stance, {figure}: shipped ({seeds} seeds)", _each(shares), "", None, how)
    if pairs:
        shares = {name: _short(one[AS_CHALLENGED], 3) for name, one in m.items()}
        yield Row(f"stance, {AS_CHALLENGED}", _each(shares), "", None, how)
    errors = {name: one["calibration error"]["all"] for name, one in m.items()}
    worst = {name: max(one["calibration error"].values()) for name, one in m.items()}
    yield Row(
        "stance, expected calibration error (of the worst data set)",
        _each({name: f"{_short(errors[name], 3)} ({_short(worst[name], 3)})" for name in m}),
        "<= .05",
        max(errors.values()) <= _CALIBRATED,
        how,
    )
    speeds = {name: one["pairs of 128 tokens per CPU second"] for name, one in m.items()}
    loads = {name: one["seconds to the first judgement"] for name, one in m.items()}
    sizes = {name: one["megabytes"] for name, one in m.items()}
    for what, values, digits, goal, met, of in (
        ("pairs per second on one core at 128 tokens", speeds, 0, ">= 60", min(speeds.values()) >= _FAST, "CPU time"),
        ("seconds from import to first judgement", loads, 2, "< 2", max(loads.values()) < _SOON, "CPU time"),
        ("megabytes", sizes, 1, "<= 30", max(sizes.values()) <= _SMALL, "what each model reads"),
    ):
        shown = {name: f"{value:.{digits}f}" for name, value in values.items()}
        yield Row(f"stance, {what}", _each(shown), goal, met, of)


def _each(shown: dict[str, str]) -> str:
    return "; ".join(f"{name} {value}" for name, value in shown.items())


def origin_rows(m: Measured) -> Iterator[Row]:
    """Yield how accounts are grouped."""
    for name, one in m.items():
        title = {"tuned": "tuned on", "held out": "never tuned on"}[name]
        yield Row(
            f"pairs of accounts, {title}: grouped right; independence right",
            f"{_short(one['accuracy'])}; {_short(one['independent_accuracy'])}",
            "",
            None,
            f"of {one['pairs']} pairs, {one['accounts']} accounts; of those called independent "
            f"{_short(one['independent_precision'])} are",
        )


def _short(share: float, digits: int = 2) -> str:
    """Return a share without its leading zero: .91."""
    return f"{share:.{digits}f}".removeprefix("0")


ROWS = {
    "flags": flag_rows,
    "changes": change_rows,
    "revisions": revision_rows,
    "stance": stance_rows,
    "origins": origin_rows,
}
