"""The last item and many takers: one holds it, the others queue in an order without gaps."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import select

from server.core import tenancy
from server.extensions import db
from server.market.models import Item, ItemRequest, RequestState
from tests.factories import make_home, make_member
from tests.market import naive
from tests.support.callers import Caller

TAKERS = 64
THREADS = 16


@pytest.fixture
def takers(app, street):
    """Many neighbours, each with a client of his own: a test client is not for two threads."""
    home = make_home(street.east)
    people = [make_member(street.community, home=home) for _ in range(TAKERS)]
    return [Caller(app.test_client(), one.token, one.actor) for one in people]


def at_once(work, subjects):
    """Run `work` on every subject, in threads that all start together."""
    # What the test has read must not hold the database while the threads write.
    db.session.rollback()
    together = Barrier(min(THREADS, len(subjects)))

    def run(subject):
        if subjects.index(subject) < together.parties:
            together.wait()
        return work(subject)

    with ThreadPoolExecutor(together.parties) as pool:
        return list(pool.map(run, subjects))


def requests(street):
    """All requests in the order of their places."""
    with tenancy.in_community(street.community.id):
        rows = list(db.session.scalars(select(ItemRequest).order_by(ItemRequest.place)))
        db.session.rollback()
    return rows


@pytest.mark.slow
def test_of_64_takers_exactly_one_gets_the_last_item_and_63_queue(street, offer, takers):
    item_id = offer()

    answers = at_once(lambda one: one.post(f"items/{item_id}/steps", json={"verb": "request"}), takers)

    assert {answer.status_code for answer in answers} == {200}
    places = [answer.json["mine"]["place_in_queue"] for answer in answers]
    assert sorted(places) == list(range(TAKERS))
    rows = requests(street)
    assert [row.place for row in rows] == list(range(1, TAKERS + 1))
    assert [row.state for row in rows].count(RequestState.HOLDING) == 1
    page = street.giver.get(f"items/{item_id}").json
    assert (page["item"]["state"], page["item"]["waiting"]) == ("reserved", TAKERS - 1)


def test_the_naive_reservation_promises_it_to_all_of_them(app, street, offer, takers):
    item_id, together = int(offer()), Barrier(4)

    def reserve(caller):
        with app.app_context():
            return naive.reserve(caller.actor, item_id, together)

    assert at_once(reserve, takers[:4]).count(True) > 1


def test_stepping_back_and_asking_at_once_leaves_exactly_one_holder(street, offer, takers):
    item_id = offer()
    url = f"items/{item_id}/steps"
    takers[0].post(url, json={"verb": "request"})

    def act(caller):
        verb = "cancel" if caller is takers[0] else "request"
        return caller.post(url, json={"verb": verb}).status_code

    assert set(at_once(act, takers[:12])) == {200}

    rows = requests(street)
    holding = [row for row in rows if row.state is RequestState.HOLDING]
    waiting = [row for row in rows if row.state is RequestState.WAITING]
    with tenancy.in_community(street.community.id):
        item = db.session.scalars(select(Item)).one()
    assert [row.author_id for row in holding] == [item.holder_id]
    assert item.holder_id != takers[0].actor.person_id
    assert item.queue == len(waiting) == 10
    assert holding[0].place < min(row.place for row in waiting)
