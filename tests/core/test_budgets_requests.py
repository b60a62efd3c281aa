"""What a signed-in request costs at most, whoever calls: statements, and trips to Redis."""

import pytest

from tests.core.hot_world import publish
from tests.support.counting import redis_trips, statements


@pytest.fixture
def cost(monkeypatch):
    """Call it with a request; answers (statements, trips) of the second time it is made."""

    def cost(ask):
        assert ask().status_code < 300
        with statements() as sent, redis_trips(monkeypatch) as trips:
            assert ask().status_code < 300
        return len(sent), len(trips)

    return cost


def test_knowing_who_calls_costs_one_trip_and_no_statement(neighbour, cost):
    caller = neighbour()

    assert cost(lambda: caller.get("boards")) == (0, 1)


def test_a_hot_read_costs_one_trip_and_no_statement(neighbour, cost):
    caller = neighbour()
    caller.get("boards/nearby/posts")

    assert cost(lambda: caller.get("boards/nearby/posts")) == (0, 1)


def test_a_comment_costs_five_statements_and_two_trips(neighbour, cost):
    """The post, the key's claim, comment, outbox row, the key's answer; who calls, and the versions."""
    caller = neighbour()
    post_id = publish(neighbour())

    assert cost(lambda: caller.post(f"posts/{post_id}/comments", json={"body": "我家也是"})) == (5, 2)


def test_a_write_sent_twice_costs_two_more_statements_and_changes_nothing(neighbour, cost):
    caller = neighbour()
    post_id = publish(neighbour())
    words = {"json": {"body": "我家也是"}, "key": "the-same-key"}

    assert cost(lambda: caller.post(f"posts/{post_id}/comments", **words)) == (3, 1)
