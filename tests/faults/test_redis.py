"""Redis flushed, killed and back again at any moment: answers stay right, they only cost more."""

import random

import pytest
from redis.exceptions import ConnectionError as LostError
from sqlalchemy import select

from server.boards.models import Post, Reaction
from server.core import tenancy, wire
from tests.core.hot_world import publish
from tests.factories import make_community, make_member

SEED = 20261122


@pytest.fixture
def redis(app, monkeypatch):
    """`redis.flush()`, `redis.lose()`, `redis.find()`: what was kept while it was away is still in it."""
    exchange = wire._exchange

    class Switch:
        def flush(self):
            app.extensions["redis"].flushall()

        def lose(self):
            monkeypatch.setattr(wire, "_exchange", self._lost)

        def find(self):
            monkeypatch.setattr(wire, "_exchange", exchange)

        def _lost(self, *_):
            raise LostError("gone")

    return Switch()


def truth(session, community_id, post_id):
    """What the database says: comments and thanks of the post, and who thanked."""
    session.expire_all()
    with tenancy.in_community(community_id):
        post = session.scalars(select(Post).where(Post.id == post_id)).one()
        thanked = set(session.scalars(select(Reaction.person_id).where(Reaction.post_id == post_id)))
        return post.comments, post.thanks, thanked


def check(caller, session, post_id):
    page = caller.get(f"posts/{post_id}")
    assert page.status_code == 200
    comments, thanks, thanked = truth(session, caller.actor.community_id, post_id)
    shown = page.json["post"]
    assert (shown["comments"], shown["thanks"]) == (comments, thanks)
    assert page.json["mine"]["thanked"] == (caller.actor.person_id in thanked)


@pytest.mark.parametrize("trouble", ["flush", "lose"])
def test_every_answer_is_right_while_redis_comes_and_goes(session, redis, deliver, trouble):
    community = make_community()
    people = [make_member(community) for _ in range(3)]
    post_id, dice = publish(make_member(community)), random.Random(SEED)
    for _ in range(25):
        getattr(redis, dice.choice([trouble, "find"]))()
        caller = dice.choice(people)
        if dice.random() < 0.5:
            assert caller.post(f"posts/{post_id}/comments", json={"body": "已经三天了"}).status_code == 201
            deliver()
        else:
            on = dice.random() < 0.7
            sent = caller.post(f"posts/{post_id}/reactions", json={"kind": "thanks", "on": on})
            assert sent.status_code == 200
        if trouble == "flush":
            # Versions lost by a flush are new ones: no old body can be found under them.
            for reader in people:
                check(reader, session, post_id)
    redis.lose()
    for reader in people:
        check(reader, session, post_id)


def test_the_same_tap_stays_one_effect_without_redis(session, redis, neighbour):
    caller = neighbour()
    text = {"kind": "ask", "title": "楼道灯坏了", "body": "三楼晚上看不清台阶"}
    first = caller.post("boards/nearby/posts", json=text, key="one-tap-0001")
    redis.lose()
    again = caller.post("boards/nearby/posts", json=text, key="one-tap-0001")
    redis.find()
    redis.flush()
    third = caller.post("boards/nearby/posts", json=text, key="one-tap-0001")

    assert first.json == again.json == third.json


def test_a_flush_signs_nobody_out_and_nobody_in(redis, neighbour):
    stays, leaves = neighbour(), neighbour()
    for caller in (stays, leaves):
        assert caller.get("/me").status_code == 200
    leaves.delete("/sessions/current")
    redis.flush()

    assert (stays.get("/me").status_code, leaves.get("/me").status_code) == (200, 401)
