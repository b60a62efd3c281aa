"""The outbox and the clock: at least once, each on its own, and nothing locked while the outside is asked."""

import contextvars
from dataclasses import dataclass
from datetime import timedelta
from threading import Event as Signal
from threading import Thread
from typing import ClassVar

import pytest
from sqlalchemy import func, select, update

from server.core import outbox, tenancy, worker
from server.core.database import transaction
from server.core.feature import External, Feature
from server.core.idempotency import IdempotencyRecord
from server.core.outbox import OutboxMessage
from server.extensions import db
from server.kit.db import utc_now
from server.places.models import Estate
from tests.factories import make_community, make_estate


@dataclass(frozen=True)
class Said:
    number: int
    topic: ClassVar[str] = "test.said"


@pytest.fixture
def hears(app, monkeypatch):
    """Call it with the handlers of `test.said`."""
    return lambda *handlers: monkeypatch.setitem(app.extensions["hears"], Said.topic, handlers)


def say(community, *numbers):
    with tenancy.in_community(community.id), transaction():
        for number in numbers:
            outbox.emit(Said(number))


def messages(session):
    session.expire_all()
    with tenancy.across_communities():
        return session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)).all()


def hurry():
    """What was put off is due now."""
    with tenancy.across_communities(), transaction():
        now = update(OutboxMessage).values(due_at=utc_now() - timedelta(seconds=1))
        db.session.execute(now.execution_options(synchronize_session=False))


def test_a_message_reaches_every_handler_once_in_its_own_community(session, hears, deliver):
    one, two, heard = make_community(), make_community(), []
    hears(
        lambda said: heard.append(("first", tenancy.bound_community(), said["number"])),
        lambda said: heard.append(("second", tenancy.bound_community(), said["number"])),
    )
    say(one, 1)
    say(two, 2)

    assert deliver() == 2
    assert deliver() == 0
    assert heard == [(who, where.id, n) for where, n in ((one, 1), (two, 2)) for who in ("first", "second")]
    assert all(row.done_at for row in messages(session))


def test_what_is_rolled_back_was_never_said(session, community, hears, deliver):
    heard = []
    hears(heard.append)
    with pytest.raises(ZeroDivisionError):
        fail_after_saying(community)

    assert (deliver(), heard, messages(session)) == (0, [], [])


def fail_after_saying(community):
    with tenancy.in_community(community.id), transaction():
        outbox.emit(Said(1))
        raise ZeroDivisionError


def test_the_queue_is_woken_once_after_the_commit_however_much_was_said(app, session, community, monkeypatch):
    woken = []
    monkeypatch.setitem(app.extensions, "wake", lambda: woken.append(db.session().in_transaction()))
    say(community, 1, 2, 3)

    assert woken == [False]


def test_without_a_queue_the_message_waits_for_the_clock(app, session, community, monkeypatch, hears):
    heard = []
    hears(heard.append)
    monkeypatch.delitem(app.extensions, "wake")
    say(community, 1)
    worker.tick([])

    assert heard == [{"number": 1}]


def test_a_failing_handler_does_not_stop_the_next_message(session, community, hears, deliver):
    heard = []

    def picky(said):
        if said["number"] == 1:
            raise ValueError("一个人的名字不该出现在这里")
        heard.append(said["number"])

    hears(picky)
    say(community, 1, 2)
    deliver()

    failed, done = messages(session)
    assert heard == [2]
    assert (failed.attempts, failed.last_error, failed.done_at) == (1, "ValueError", None)
    assert failed.due_at > utc_now()
    assert done.done_at


def test_what_a_failing_handler_wrote_is_undone(session, community, hears, deliver):
    def half(_):
        db.session.add(Estate(name="没有写完的小区"))
        db.session.flush()
        raise ValueError

    hears(half)
    say(community, 1)
    deliver()

    with tenancy.in_community(community.id):
        assert session.scalar(select(func.count()).select_from(Estate)) == 0


def test_it_waits_longer_each_time_and_then_gives_up_for_a_person_to_see(session, community, hears, deliver):
    asked = []

    def never(said):
        asked.append(said)
        raise ConnectionError

    hears(never)
    say(community, 1)
    waits = []
    for _ in range(worker.GIVE_UP_AFTER + 2):
        before = utc_now()
        deliver()
        waits.append((messages(session)[0].due_at - before).total_seconds())
        hurry()

    (row,) = messages(session)
    assert (len(asked), row.attempts, row.done_at) == (worker.GIVE_UP_AFTER,) * 2 + (None,)
    assert row.failed_at
    assert worker.given_up() == 1
    growing = waits[: worker.GIVE_UP_AFTER - 1]
    assert growing == sorted(growing)
    assert growing[0] < 10
    assert growing[-1] > 60


def test_nothing_is_locked_while_the_outside_is_asked(session, community, hears, deliver):
    seen = []

    def call(sent):
        seen.append((sent, db.session().in_transaction(), db.engine.pool.checkedout()))
        return sent + 1

    hears(External(lambda said: said["number"], call, lambda said, came: seen.append((said["number"], came))))
    say(community, 4)
    db.session.remove()
    deliver()

    assert seen == [(4, False, 0), (4, 5)]


def test_what_needs_no_more_asking_asks_nobody(session, community, hears, deliver):
    def nobody(*_):
        raise AssertionError

    hears(External(lambda _: None, nobody, nobody))
    say(community, 1)
    deliver()

    assert messages(session)[0].done_at


def in_thread(app, run):
    def work():
        with app.app_context():
            run()

    thread = Thread(target=contextvars.Context().run, args=(work,))
    thread.start()
    return thread


def test_two_workers_share_the_messages_and_deliver_each_once(app, session, community, hears):
    heard = []
    hears(lambda said: heard.append(said["number"]))
    say(community, *range(120))
    threads = [in_thread(app, worker.drain) for _ in range(2)]
    for thread in threads:
        thread.join(60)

    assert sorted(heard) == list(range(120))


def test_a_worker_that_dies_after_its_effect_gives_the_message_back(app, session, community, hears, deliver):
    """The effect of the dead worker stands, its mark does not: at least once, so handlers are idempotent."""
    names = []

    def settle(said):
        make = select(Estate.id).where(Estate.name == f"小区{said['number']}")
        names.append(said["number"])
        if db.session.scalar(make) is None:
            db.session.add(Estate(name=f"小区{said['number']}"))

    hears(settle)
    say(community, 7)
    [(community_id, message_id, topic, payload)] = worker._claim()
    with tenancy.in_community(community_id):
        for handler in app.extensions["hears"][topic]:
            worker._run(handler, payload)  # and here it is killed

    assert deliver() == 0  # the claim still stands
    hurry()
    assert deliver() == 1
    with tenancy.in_community(community.id):
        assert session.scalar(select(func.count()).select_from(Estate)) == 1
    assert (names, messages(session)[0].id) == ([7, 7], message_id)


@pytest.mark.postgres  # SQLite has no row locks: writers take turns
def test_a_locked_message_is_passed_over_not_waited_for(app, session, community, hears):
    held, release, heard = Signal(), Signal(), []
    hears(lambda said: heard.append(said["number"]))
    say(community, 1, 2)
    first = messages(session)[0].id
    db.session.remove()

    def hold():
        with tenancy.across_communities(), transaction():
            db.session.execute(select(OutboxMessage).where(OutboxMessage.id == first).with_for_update())
            held.set()
            release.wait(20)

    holder = in_thread(app, hold)
    held.wait(20)
    other = in_thread(app, worker.drain)
    other.join(10)
    passed_over = list(heard)
    release.set()
    holder.join(10)

    assert (other.is_alive(), passed_over) == (False, [2])


def test_one_communitys_trouble_does_not_stop_the_others_clocks(app, session, monkeypatch):
    troubled, well, struck = make_community(), make_community(), []

    def work():
        struck.append(tenancy.bound_community())
        if tenancy.bound_community() == troubled.id:
            db.session.add(Estate(name="没有写完的小区"))
            db.session.flush()
            raise ValueError

    monkeypatch.setitem(app.extensions, "features", [Feature("test", clock=(work, work))])
    troubled_id, well_id = troubled.id, well.id
    session.remove()
    worker.tick([troubled_id, well_id])

    assert struck == [troubled_id, troubled_id, well_id, well_id]
    with tenancy.across_communities():
        assert session.scalar(select(func.count()).select_from(Estate)) == 0


def test_the_clock_forgets_old_keys(session, community):
    old = utc_now() - timedelta(days=3)
    with transaction():
        for key, at in (("old-key-01", old), ("new-key-01", utc_now())):
            session.add(IdempotencyRecord(person_id=1, key=key, fingerprint=b"", created_at=at))
    worker.tick([community.id])

    assert session.scalars(select(IdempotencyRecord.key)).all() == ["new-key-01"]


def test_handlers_of_every_feature_stand_a_second_delivery(app, session, community, neighbour, deliver):
    """Everything the product heard is delivered again: no row appears twice, no state moves."""
    caller = neighbour()
    make_estate(community)
    for kind in ("ask", "share"):
        caller.post("boards/nearby/posts", json={"kind": kind, "title": "楼道灯坏了", "body": "请修一下"})
    caller.post("items", json={"kind": "give", "title": "儿童自行车", "body": "九成新"})
    deliver()
    before = contents(session)
    with tenancy.across_communities(), transaction():
        again = update(OutboxMessage).values(done_at=None, due_at=utc_now() - timedelta(seconds=1))
        db.session.execute(again.execution_options(synchronize_session=False))
    assert deliver() >= 3

    assert contents(session) == before


def contents(session):
    """Rows of every table but the outbox, without the stamps that only say when somebody looked."""
    with tenancy.across_communities(), transaction():
        return {
            table.name: sorted(map(repr, session.connection().execute(select(table)).all()))
            for table in db.metadata.sorted_tables
            if table.name != OutboxMessage.__tablename__
        }


def test_the_clock_drops_what_was_delivered_long_ago_and_nothing_else(session, community, hears):
    hears()
    say(community, 1, 2, 3)
    old = utc_now() - outbox.KEPT_FOR - timedelta(hours=1)
    oldest, failed, _ = (message.id for message in messages(session))
    with tenancy.in_community(community.id), transaction():
        session.execute(update(OutboxMessage).where(OutboxMessage.id == oldest).values(done_at=old))
        session.execute(update(OutboxMessage).where(OutboxMessage.id == failed).values(failed_at=old))
    with tenancy.in_community(community.id), transaction():
        assert outbox.sweep() == 1

    assert oldest not in [message.id for message in messages(session)]
    assert len(messages(session)) == 2


@pytest.fixture
def stopping(app, monkeypatch):
    signal = Signal()
    monkeypatch.setitem(app.extensions, "stopping", signal)
    return signal


def test_a_worker_asked_to_stop_ends_after_the_message_it_is_at(community, hears, stopping, deliver):
    heard = []

    def hear(said):
        heard.append(said["number"])
        stopping.set()

    hears(hear)
    say(community, *range(120))

    assert deliver() == 1
    assert deliver() == 0
    assert heard == [0]


def test_what_it_had_taken_waits_for_nobody(community, hears, stopping, deliver):
    hears(lambda _: stopping.set())
    say(community, 1, 2, 3)
    deliver()
    stopping.clear()
    hears()

    assert deliver() == 2


def test_a_clock_asked_to_stop_ends_after_the_work_it_is_at(app, session, stopping, monkeypatch):
    struck = []

    def work():
        struck.append(tenancy.bound_community())
        stopping.set()

    monkeypatch.setitem(app.extensions, "features", [Feature("test", clock=(work, work))])
    first, second = make_community().id, make_community().id
    session.remove()
    worker.tick([first, second])

    assert struck == [first]
