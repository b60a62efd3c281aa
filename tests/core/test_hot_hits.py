"""A hit: what it costs, that it is what Flask would answer, and that it forgets no rule."""

import dataclasses
import time
from datetime import timedelta

import pytest
from sqlalchemy import update

from server.core import limits, tenancy, versions
from server.core.access import Role
from server.core.database import transaction
from server.extensions import db
from server.identity.models import DutyRecord, Membership
from server.kit.db import utc_now
from tests.core.hot_world import publish
from tests.factories import make_estate, make_home, make_member
from tests.support.counting import redis_trips, statements

LIST = "boards/nearby/posts"


@pytest.fixture
def flask_closed(app, monkeypatch):
    """From this call on, whatever is not answered in front of Flask fails the test."""

    def close():
        def nobody(environ, start_response):
            raise AssertionError(f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']} reached Flask")

        monkeypatch.setattr(app.wsgi_app, "_inner", nobody)

    return close


def warm(caller, *paths):
    """Read twice: the first fills, the second may still learn the caller."""
    for path in paths:
        assert caller.get(path).status_code == caller.get(path).status_code == 200


def test_a_hit_is_one_trip_to_redis_and_no_statement(neighbour, monkeypatch, flask_closed):
    caller = neighbour()
    paths = [LIST, f"posts/{publish(caller)}"]
    warm(caller, *paths)
    flask_closed()
    for path in paths:
        with statements() as sent, redis_trips(monkeypatch) as trips:
            assert caller.get(path).status_code == 200
        assert (sent, len(trips)) == ([], 1), path


def test_in_front_of_flask_the_answer_has_the_same_bytes_and_headers(neighbour, flask_closed):
    caller = neighbour()
    path = f"posts/{publish(caller)}"
    through_flask = caller.get(path)
    caller.get(path)
    flask_closed()
    in_front = caller.get(path)

    assert in_front.get_data() == through_flask.get_data()
    assert sorted(in_front.headers) == sorted(through_flask.headers)


def test_who_moved_away_finds_nothing_on_the_next_request(neighbour, community):
    caller = neighbour()
    post_id = publish(caller)
    warm(caller, LIST, f"posts/{post_id}")

    with tenancy.in_community(community.id), transaction():
        mine = Membership.person_id == caller.actor.person_id
        db.session.execute(update(Membership).where(mine).values(ends_at=utc_now()))
        versions.touch(versions.person_key(caller.actor.person_id))

    assert [caller.get(path).status_code for path in (LIST, f"posts/{post_id}")] == [404, 404]


def end_duty(caller, at):
    with tenancy.across_communities(), transaction():
        held = DutyRecord.person_id == caller.actor.person_id
        db.session.execute(update(DutyRecord).where(held).values(ends_at=at))
        versions.touch(versions.person_key(caller.actor.person_id))


def test_who_left_office_finds_nothing_on_the_next_request(neighbour):
    officer = neighbour(Role.COMMITTEE)
    warm(officer, LIST)

    end_duty(officer, utc_now())

    assert officer.get(LIST).status_code == 404


def test_an_office_that_ends_by_the_clock_alone_is_over_at_that_moment(neighbour):
    officer = neighbour(Role.COMMITTEE)
    end_duty(officer, utc_now() + timedelta(seconds=1))
    warm(officer, LIST)

    time.sleep(1.1)

    assert officer.get(LIST).status_code == 404


def test_a_token_that_was_signed_out_is_refused_on_the_next_request(neighbour):
    caller = neighbour()
    warm(caller, LIST)

    assert caller.delete("/sessions/current").status_code == 204

    assert caller.get(LIST).status_code == 401


def test_a_post_of_one_estate_stays_hidden_from_the_next_estate_while_it_is_cached(community, flask_closed):
    ours, theirs = make_estate(community), make_estate(community)
    here = make_member(community, home=make_home(ours))
    there = make_member(community, home=make_home(theirs))
    post_id = publish(here, estate_id=ours.id)
    warm(here, LIST, f"posts/{post_id}")
    warm(there, LIST)

    assert there.get(f"posts/{post_id}").status_code == 404
    assert there.get(LIST).json["items"] == []
    flask_closed()
    assert here.get(f"posts/{post_id}").status_code == 200
    assert len(here.get(LIST).json["items"]) == 1


def test_what_is_mine_never_reaches_another(neighbour, flask_closed):
    author, reader, other = neighbour(), neighbour(), neighbour()
    post_id = publish(author)
    assert reader.post(f"posts/{post_id}/reactions", json={"kind": "thanks", "on": True}).status_code == 200
    written = {"kind": "ask", "title": "只有我看得到", "body": "还在检查中的内容", "photos": []}
    assert reader.post(LIST, json=written).status_code == 201
    everybody = [reader, other, author]
    for caller in everybody:
        warm(caller, LIST, f"posts/{post_id}")
    flask_closed()

    lists = [caller.get(LIST).json["mine"] for caller in everybody]
    pages = [caller.get(f"posts/{post_id}").json["mine"]["thanked"] for caller in everybody]

    assert [mine["thanked"] for mine in lists] == [[str(post_id)], [], []]
    assert [len(mine["pending"]) for mine in lists] == [1, 0, 0]
    assert pages == [True, False, False]


def test_ones_own_thanks_show_at_once(neighbour):
    author, reader = neighbour(), neighbour()
    post_id = publish(author)
    warm(reader, LIST)

    reader.post(f"posts/{post_id}/reactions", json={"kind": "thanks", "on": True})

    assert reader.get(LIST).json["mine"]["thanked"] == [str(post_id)]


def test_a_hit_counts_against_the_limit_like_any_read(app, neighbour, monkeypatch):
    monkeypatch.setitem(app.config, "SETTINGS", dataclasses.replace(app.config["SETTINGS"], limits=True))
    monkeypatch.setattr(app.wsgi_app, "_limited", True)
    monkeypatch.setitem(limits.PER_MINUTE, "read", 5)
    monkeypatch.setattr(limits, "minute", lambda: 1)
    caller = neighbour()

    assert [caller.get(LIST).status_code for _ in range(7)] == [200] * 5 + [429] * 2


def test_another_method_at_a_known_address_goes_to_flask(neighbour):
    caller = neighbour()
    path = f"posts/{publish(caller)}"
    warm(caller, path)

    refused = [caller.post(path, json={}), caller.put(path, json={}), caller.delete(path)]

    assert [answer.status_code for answer in refused] == [405, 405, 405]


def test_queries_in_any_order_are_read_each_for_itself(neighbour):
    caller = neighbour()
    ids = [publish(caller, title=f"第{number}条") for number in range(4)]
    asked = {f"{LIST}?limit=2": 2, f"{LIST}?limit=3": 3, LIST: 4}
    asked |= {f"{LIST}?after={ids[2]}&limit=1": 1, f"{LIST}?limit=1&after={ids[2]}": 1}
    for path in asked:
        warm(caller, path)

    assert {path: len(caller.get(path).json["items"]) for path in asked} == asked
    assert caller.get(f"{LIST}?limit=1&after={ids[2]}").json["items"][0]["id"] == str(ids[1])


def test_a_question_mark_inside_the_path_is_not_the_beginning_of_a_query(neighbour):
    caller = neighbour()
    publish(caller)
    warm(caller, f"{LIST}?limit=2")

    assert caller.get(f"{LIST}%3Flimit=2").status_code == 404
    assert len(caller.get(LIST).json["items"]) == 1
