"""Notices leave in order, once, and none is lost on the way."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.delivery import Deliverer
from bot.domain.claim import Claim
from bot.domain.delivery import Delivered, Delivery, Place, Sent
from bot.domain.guild import Guild
from bot.domain.notice import Notice, NoticeKind
from bot.domain.propose import Proposal
from bot.domain.status import Status
from bot.errors import StoreBusy
from bot.store import guilds, meta, outbox
from bot.store.connection import Connection
from bot.store.database import Database
from tests.store.build import LATER, NOW, add_claim, finding, plain_notice, told, watched_page


def setup(db: Connection, guild_id: int = 1, channel_id: int | None = 11) -> Claim:
    guilds.save(db, Guild(guild_id, channel_id=channel_id), now=NOW)
    return add_claim(db, f"a claim of guild {guild_id}", guild_id=guild_id)


def take(db: Connection, now: datetime = LATER, limit: int = 50) -> list[Delivery]:
    return outbox.claim_batch(db, now, limit)


class Silent:
    """Delivers, and says nothing."""

    name = "channel"

    async def deliver(self, delivery: Delivery) -> Delivered:
        return Sent(str(delivery.id))

    async def find(self, delivery: Delivery) -> str | None:
        del delivery
        return None


def ids(rows: list[Delivery]) -> list[int]:
    return [row.id for row in rows]


def test_a_notice_comes_out_as_it_went_in(bare: Connection) -> None:
    claim, source = watched_page(bare)
    notice = told(claim, finding(claim, source, "é \ud83c ☃"))
    number = outbox.put(bare, notice)
    (row,) = take(bare)
    assert row.notice.proposal == Proposal(Status.CORROBORATED, "An independent origin says so too", ("because",))
    assert row.notice.after == "é ? ☃"
    assert (row.notice_id, row.notifier, row.destination, row.attempts, row.again) == (
        number,
        "channel",
        "11",
        1,
        False,
    )
    assert row.attempted_at == LATER


def test_a_claims_notices_go_one_after_another(bare: Connection) -> None:
    one, other = setup(bare), add_claim(bare, "another claim")
    for claim in (one, one, other, one):
        outbox.put(bare, plain_notice(claim))
    first = take(bare)
    assert [row.notice.claim_id for row in first] == [one.id, other.id]
    assert take(bare) == []
    outbox.sent(bare, first[0].id, message="m1", now=LATER)
    second = take(bare)
    assert [row.notice.claim_id for row in second] == [one.id]
    outbox.retry(bare, second[0].id, at=LATER + timedelta(minutes=1), error="503")
    assert take(bare) == []  # the third waits for the second
    third = take(bare, LATER + timedelta(minutes=1))
    assert ids(third) == ids(second)
    assert third[0].attempts == 2
    assert not second[0].again
    assert third[0].again  # a try that failed may have arrived all the same


def test_a_batch_is_the_oldest_rows_and_no_more_than_asked_for(bare: Connection) -> None:
    setup(bare)
    made = [add_claim(bare, f"claim {number}") for number in range(9)]
    for claim in made:
        outbox.put(bare, plain_notice(claim))
    assert [row.notice.claim_id for row in take(bare, limit=3)] == [claim.id for claim in made[:3]]
    assert [row.notice.claim_id for row in take(bare, limit=3)] == [claim.id for claim in made[3:6]]


def test_a_process_takes_only_what_it_can_deliver(bare: Connection) -> None:
    outbox.put(bare, plain_notice(setup(bare)))
    outbox.put(bare, plain_notice(add_claim(bare, guild_id=0)))
    rows = outbox.claim_batch(bare, LATER, 9, notifiers=["terminal"])
    assert [(row.notifier, row.destination) for row in rows] == [("terminal", "0")]
    assert [row.notifier for row in take(bare)] == ["channel"]


def test_what_an_earlier_process_left_is_given_again(bare: Connection) -> None:
    outbox.put(bare, plain_notice(setup(bare)))
    assert len(take(bare)) == 1
    bare.owner = bare.owner.partition(":")[0] + ":another"  # the same process id, as after a container's restart
    (row,) = take(bare)
    assert (row.again, row.attempts) == (True, 2)
    assert take(bare) == []
    (late,) = take(bare, LATER + outbox.LEASE)
    assert late.again


def test_nothing_is_lost_for_want_of_a_channel(bare: Connection) -> None:
    claim = setup(bare, channel_id=None)
    for _ in range(2):
        outbox.put(bare, plain_notice(claim))
    assert take(bare) == []
    assert outbox.counts(bare) == {"waiting": 0, "sending": 0, "sent": 0, "suspended": 2}
    (held,) = outbox.suspended(bare)
    assert (held.reason, held.rows) == ("no channel: run /watchlist setup", 2)
    guilds.save(bare, Guild(1, channel_id=12), now=LATER)
    (row,) = take(bare)
    assert row.destination == "12"
    assert outbox.counts(bare)["waiting"] == 1


def test_a_dead_destination_keeps_its_rows_until_it_is_mended(bare: Connection) -> None:
    claim = setup(bare)
    outbox.put(bare, plain_notice(claim))
    (row,) = take(bare)
    outbox.suspend(bare, "channel", "11", "the bot may not write there", now=LATER)
    outbox.put(bare, plain_notice(claim))
    assert take(bare) == []
    (held,) = outbox.suspended(bare)
    assert (held.destination, held.reason, held.since, held.rows) == ("11", "the bot may not write there", LATER, 2)
    assert outbox.resume(bare, "channel", "11", LATER) == 2
    assert ids(take(bare)) == [row.id]


@pytest.mark.parametrize("channel_id", [11, 12])
def test_setting_the_channel_resumes_the_same_and_moves_to_another(bare: Connection, channel_id: int) -> None:
    claim = setup(bare)
    outbox.put(bare, plain_notice(claim))
    outbox.suspend(bare, "channel", "11", "gone", now=LATER)
    guilds.save(bare, Guild(1, channel_id=channel_id), now=LATER)
    assert [row.destination for row in take(bare)] == [str(channel_id)]


def test_faults_of_the_configuration_go_to_the_admin_channel_alone(bare: Connection) -> None:
    setup(bare)
    outbox.put(bare, Notice(NoticeKind.CONFIG_FAULT, 1, NOW, after="a fault"))
    assert take(bare) == []
    guilds.save(bare, Guild(1, channel_id=11, admin_channel_id=99), now=NOW)
    outbox.put(bare, Notice(NoticeKind.CONFIG_FAULT, 1, NOW, after="a fault"))
    outbox.put(bare, Notice(NoticeKind.CONFIG_FAULT, 0, NOW, after="a fault"))
    assert [row.destination for row in take(bare)] == ["99", "0"]


def test_what_waits_for_a_channel_does_not_go_to_the_admins(bare: Connection) -> None:
    outbox.put(bare, plain_notice(setup(bare, channel_id=None)))
    guilds.save(bare, Guild(1, admin_channel_id=99), now=NOW)
    assert take(bare) == []
    guilds.save(bare, Guild(1, channel_id=99, admin_channel_id=99), now=NOW)
    guilds.save(bare, Guild(1, channel_id=99, admin_channel_id=98), now=NOW)
    assert [row.destination for row in take(bare)] == ["99"]


def test_sent_is_sent_once_and_its_place_is_known(bare: Connection) -> None:
    claim = setup(bare)
    outbox.put(bare, plain_notice(claim))
    (row,) = take(bare)
    for message in ("m1", "m2"):
        outbox.sent(bare, row.id, message=message, now=LATER)
    assert outbox.places(bare, claim.id) == [Place("channel", "11", "m1", NoticeKind.CLAIM_ADDED, LATER)]
    outbox.retry(bare, row.id, at=NOW, error="late answer")
    outbox.suspend(bare, "channel", "11", "late answer")
    assert outbox.counts(bare)["sent"] == 1
    for statement in ("UPDATE outbox SET state = 'waiting'", "UPDATE outbox SET message = ''"):
        with pytest.raises(sqlite3.IntegrityError, match="stays sent"):
            bare.execute(statement)


def test_unsent_rows_can_not_be_deleted(bare: Connection) -> None:
    outbox.put(bare, plain_notice(setup(bare)))
    with pytest.raises(sqlite3.IntegrityError, match="only sent rows may go"):
        bare.execute("DELETE FROM outbox")


def test_ids_are_not_used_again(bare: Connection) -> None:
    claim = setup(bare)
    outbox.put(bare, plain_notice(claim))
    (row,) = take(bare)
    outbox.sent(bare, row.id, message="m", now=NOW)
    bare.execute("DELETE FROM outbox")
    outbox.put(bare, plain_notice(claim))
    assert take(bare)[0].id > row.id


@pytest.mark.parametrize(("number", "expected"), [(0, "0"), (35, "z"), (36, "10"), (2**63 - 1, "1y2p0ij32e8e7")])
def test_nonces_are_short_and_their_own(number: int, expected: str) -> None:
    assert outbox.nonce(number) == expected
    assert len(outbox.nonce(number, "a" * 99)) <= 25


def test_the_same_row_has_the_same_nonce_at_every_try(bare: Connection) -> None:
    outbox.put(bare, plain_notice(setup(bare)))
    (first,) = take(bare)
    outbox.retry(bare, first.id, at=LATER, error="reset")
    (second,) = take(bare)
    assert first.nonce == second.nonce
    assert first.nonce.startswith(meta.get(bare, "nonce_salt") or "?")


async def test_a_tick_with_nothing_to_deliver_waits_for_nobody_who_writes(path: Path) -> None:
    database = await Database.open(path, now=NOW, patience=0.1)
    await database.write(lambda db: outbox.put(db, plain_notice(setup(db), LATER)))
    deliverer = Deliverer(database, {"channel": Silent()})
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert await deliverer.deliver(NOW) == 0
        with pytest.raises(StoreBusy):
            await deliverer.deliver(LATER)
    assert await deliverer.deliver(LATER) == 1
    await database.close()


def test_guilds_and_small_facts_come_back(bare: Connection) -> None:
    assert guilds.get(bare, 5) == Guild(5)
    guilds.save(bare, Guild(5, 1, 2, 3), now=NOW)
    guilds.save(bare, Guild(6, 2**62), now=NOW)
    assert guilds.every(bare) == [Guild(5, 1, 2, 3), Guild(6, 2**62)]
    assert meta.get(bare, "tree") is None
    meta.put(bare, "tree", "a")
    meta.put(bare, "tree", "b")
    assert meta.get(bare, "tree") == "b"
