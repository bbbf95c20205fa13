"""What looking again costs: the rows of the table."""

from __future__ import annotations

from collections.abc import Iterator

from tests.bench.table import Measured, Row

SHORT: dict[str, list[str]] = {
    "cycle": ["--pages", "100", "--rounds", "2", "--small-model"],
    "outbox": ["--pages", "8"],
    "store_scale": ["--short"],
    "memory": ["--count", "5000", "--pages", "20"],
}
FULL: dict[str, list[str]] = {
    "cycle": ["--pages", "300", "--rounds", "5"],
    "outbox": ["--pages", "12"],
    "store_scale": [],
    "memory": [],
    "peers": [],
}


def cycle_rows(m: Measured) -> Iterator[Row]:
    """Yield what a cycle costs."""
    best = f"{m['pages']} pages of 50 kB, each on its own host and connection; best of {m['rounds']}"
    ratio, extra, changed = m["unchanged_over_bare"], m["loop_cpu_over_bare_ms"], m["changed_over_extraction"]
    yield Row(
        "unchanged cycle (304), pages/s against a bare loop",
        f"{ratio:.2f} ({m['unchanged_per_second']:.0f}/s, bare {m['bare_per_second']:.0f}/s)",
        ">= 0.5",
        ratio >= 0.5,
        best,
    )
    yield Row(
        "unchanged cycle, event-loop CPU per look over the bare loop",
        f"{extra:.2f} ms ({m['unchanged_loop_cpu_ms']:.2f}, bare {m['bare_loop_cpu_ms']:.2f})",
        "<= 0.6 ms",
        extra <= 0.6,
        f"all threads: {m['unchanged_cpu_ms']:.2f} ms",
    )
    yield Row(
        "changed cycle, CPU per page against trafilatura alone",
        f"{changed:.2f} ({m['changed_cpu_ms']:.1f} and {m['confirming_cpu_ms']:.1f} ms, alone "
        f"{m['extraction_cpu_ms']:.1f})",
        "<= 1.4",
        changed <= 1.4,
        f"the look that sees a change and the one that confirms it, all processes; the median of {m['rounds']} rounds; "
        f"alone: text, title and date; its text only: {m['text_only_cpu_ms']:.1f} ms",
    )
    if m["by_encoder"] is not None:
        yield Row(
            "the same, with the larger stance model", f"{m['by_encoder']:.2f}", "", None, "the extra `stance` installed"
        )
    for sort in ("unchanged", "changed"):
        lag = m[f"{sort}_lag_ms"]
        yield Row(
            f"event-loop lag, {sort} cycle, p99",
            f"{lag:.1f} ms (own work at most {m[f'{sort}_own_lag_ms']:.1f})",
            "<= 20 ms",
            lag <= 20,
            f"an idle loop on this machine meanwhile: {m['idle_lag_ms']:.1f} ms",
        )


def store_rows(m: Measured) -> Iterator[Row]:
    """Yield what a look costs as the data grows."""
    for kind in ("unchanged", "changed"):
        cost = m["figures"][f"look, {kind}, CPU"]
        yield Row(
            f"cost per {kind} look, {m['large']:,} sources against {m['small']:,}",
            f"{cost['ratio']:.2f} ({cost['large_us']:.0f} and {cost['small_us']:.0f} µs)",
            "<= 1.3",
            cost["ratio"] <= 1.3,
            "CPU of due, read and commit; the median of many rounds",
        )


def memory_rows(m: Measured) -> Iterator[Row]:
    """Yield what is held in memory."""
    whole = m["all_pss_mb"]
    yield Row(
        f"resident memory, {m['claims']:,} claims and {m['sources']:,} sources, idle",
        f"{whole:.0f} MB ({m['own_pss_mb']:.0f} in the bot's own process)",
        "<= 250 MB",
        whole <= 250,
        f"`run`, all processes, shared pages once (PSS; RSS: {m['all_rss_mb']:.0f} and {m['own_rss_mb']:.0f}), after "
        f"{m['looked_at']} pages twice; busy, stance by the {m['stance']}: {m['busy_pss_mb']:.0f}",
    )


def outbox_rows(m: Measured) -> Iterator[Row]:
    """Yield how long a change takes."""
    yield Row(
        "from due to the row in the outbox, less the wait to confirm",
        f"{m['longest_s']:.2f} s (median {m['median_s']:.2f})",
        "<= 3 s",
        m["longest_s"] <= 3,
        f"the longest of {m['changes']}, the service ticking every {m['tick_s']:g} s",
    )


def peer_rows(m: Measured) -> Iterator[Row]:
    """Yield the comparison with other watchers of pages."""
    for name, one in m.items():
        ours = name == "claimwatch"
        if "skipped" in one:
            yield Row(name, "skipped", "", None, one["skipped"])
            continue
        right = one["noise"] == 0 and one["material"] == one["material_cases"]
        yield Row(
            f"{name}: noise and material changes reported",
            f"{one['noise']} of {one['noise_cases']}, {one['material']} of {one['material_cases']}",
            "0, all" if ours else "",
            right if ours else None,
            one["how"],
        )
        yield Row(
            f"{name}: {one['pages']} pages of 50 kB, unchanged, then changed",
            f"{one['unchanged_s']:.1f} s, {one['changed_s']:.1f} s",
            "",
            None,
            f"CPU {one['unchanged_cpu_s']:.1f} and {one['changed_cpu_s']:.1f} s, memory {one['memory_mb']:.0f} MB",
        )


ROWS = {
    "cycle": cycle_rows,
    "outbox": outbox_rows,
    "store_scale": store_rows,
    "memory": memory_rows,
    "peers": peer_rows,
}
