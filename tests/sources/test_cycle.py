"""Many sources that misbehave in many ways at once: each is told as it is, and the others are unharmed."""

from __future__ import annotations

from pathlib import Path

from bot.domain.gates import GateName
from bot.domain.outcome import Outcome
from tests.sources.cycling import Watched, sources_of, watching
from tests.sources.street import Street, names
from tests.sources.ways import WAYS

DEADLINE = 5.0
CLEAN = 24


async def test_every_way_is_told_and_nobody_else_is_harmed(tmp_path: Path) -> None:
    async with Street(tmp_path) as street:
        everyone = names(CLEAN, 1)
        settings = street.settings(total_timeout=DEADLINE, dns_timeout=2.0)
        async with watching(sources_of(street, everyone), settings, tmp_path, lookup=street.lookup) as watched:
            first = await watched.cycle()
            assert first.started == len(everyone)
            kept = await baselines(watched)
            assert set(kept) == set(everyone)
            assert {name: why.look.outcome for name, why in (await watched.why()).items() if why.look} == dict.fromkeys(
                everyone, Outcome.OK
            )

            street.misbehaving = True
            second = await watched.cycle()
            assert second.started == len(everyone)
            await check_reasons(watched)
            assert await baselines(watched) == kept
            assert await said(watched) == 0

            street.misbehaving = False
            await watched.cycle()
            whys = await watched.why()
            assert {name for name, why in whys.items() if why.look and not why.look.outcome.good} == set()
            assert await said(watched) == 0


async def check_reasons(watched: Watched) -> None:
    whys = await watched.why()
    wrong = {}
    for name, why in whys.items():
        assert why.look is not None
        way = WAYS.get(name.rpartition("-")[0])
        if way is None:
            assert why.look.outcome is Outcome.NOT_MODIFIED
            continue
        reason = next(gate.why for gate in why.gates if gate.passed is False)
        if why.look.outcome is not way.outcome or way.says not in reason or way.says not in why.look.detail:
            wrong[name] = (why.look.outcome, why.look.detail, reason)
        assert next(gate.name for gate in why.gates if gate.passed is False) in {
            GateName.ROBOTS,
            GateName.FETCHED,
            GateName.GOOD_LOOK,
        }
    assert wrong == {}
    assert len(WAYS) >= 20


async def baselines(watched: Watched) -> dict[str, tuple[int | None, str]]:
    return {name: (why.source.baseline_id, why.source.fingerprint) for name, why in (await watched.why()).items()}


async def said(watched: Watched) -> int:
    """Return how many findings there are."""
    page = await watched.watchlist.show(0, watched.claim.id)
    return len(page.findings)
