"""How often one person may call; without Redis the process counts for itself, more strictly."""

from dataclasses import replace

import pytest
from redis.exceptions import ConnectionError as LostError

from server.core import limits, wire
from server.identity import queries
from server.kit.errors import TooManyError
from tests.factories import signed_in


@pytest.fixture
def counting(app, monkeypatch):
    """Limits on, three reads and two sign-ins a minute, and nothing counted yet."""
    monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], limits=True))
    monkeypatch.setattr(app.wsgi_app, "_limited", True)
    monkeypatch.setattr(limits, "PER_MINUTE", {"read": 3, "write": 2, "sign_in": 2, "upload": 1})
    monkeypatch.setattr(limits, "minute", lambda: 1)  # no test begins in one minute and ends in the next
    limits._local.clear()
    yield
    limits._local.clear()


@pytest.fixture
def redis_gone(monkeypatch):
    def lost(*_):
        raise LostError("gone")

    monkeypatch.setattr(wire, "_exchange", lost)


def statuses(caller, count, path="/me"):
    return [caller.get(path).status_code for _ in range(count)]


def test_past_the_limit_a_session_is_told_to_wait(counting, neighbour):
    caller = neighbour()

    assert statuses(caller, 4) == [200, 200, 200, 429]
    refused = caller.get("/me")
    assert (refused.json["code"], refused.headers["Retry-After"]) == ("too_many", "60")
    assert refused.json["details"] == {"per_minute": 3}


def test_in_front_of_flask_the_same_is_counted(counting, neighbour):
    assert statuses(neighbour(), 4, "boards/nearby/posts") == [200, 200, 200, 429]


def test_signing_in_again_brings_no_other_allowance(counting, neighbour, community):
    caller = neighbour()
    again = signed_in(queries.get_person(caller.actor.person_id), community)
    assert statuses(caller, 2) == [200, 200]
    assert statuses(again, 2) == [200, 429]
    assert statuses(caller, 1) == [429]


def test_reads_and_writes_are_counted_apart_and_each_session_for_itself(counting, neighbour):
    caller, other = neighbour(), neighbour()
    statuses(caller, 4)

    assert caller.post("boards/nearby/posts", json={}).status_code == 422
    assert statuses(other, 1) == [200]


def test_a_new_minute_begins_anew(counting, neighbour, monkeypatch):
    caller = neighbour()
    statuses(caller, 4)
    monkeypatch.setattr(limits, "minute", lambda: 2)

    assert statuses(caller, 1) == [200]


def test_signing_in_is_counted_by_address(counting, client):
    codes = [client.post("/api/v1/sessions", json={"code": f"demo:n{i}"}).status_code for i in range(3)]

    assert codes == [201, 201, 429]


def test_without_redis_every_call_counts_twice(counting, neighbour, redis_gone):
    assert statuses(neighbour(), 3) == [200, 429, 429]


def test_the_process_does_not_remember_without_end(counting, app, monkeypatch):
    with app.app_context():
        for number in range(50_010):
            limits.check("read", number.to_bytes(8, "big"), None)

    assert len(limits._local) < 50_001


def test_where_limits_are_off_nothing_is_counted(app, monkeypatch):
    monkeypatch.setattr(limits, "PER_MINUTE", {"read": 0})
    with app.app_context():
        limits.check("read", b"12345678", 5)
        limits.check("read", b"12345678", None)

    assert limits.exceeded("read", 1)
    assert not limits.exceeded("read", None)


def test_one_more_than_allowed_is_too_many(counting, app):
    with app.app_context():
        limits.check("read", b"12345678", 3)
        with pytest.raises(TooManyError):
            limits.check("read", b"12345678", 4)
