"""`Idempotency-Key`: one effect and one answer, however often and however close together it is sent."""

import contextvars
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import BytesIO
from threading import Barrier

import pytest
from PIL import Image
from sqlalchemy import func, select, update

from server.boards.models import Post
from server.core import idempotency, tenancy
from server.core.database import transaction
from server.core.idempotency import IdempotencyRecord
from server.core.uploads import Upload
from server.extensions import db
from server.kit.db import utc_now

POSTS = "boards/nearby/posts"
TEXT = {"kind": "ask", "title": "楼道灯坏了", "body": "三楼晚上看不清台阶"}


def new_key():
    return uuid.uuid4().hex


def count(session, model):
    with tenancy.across_communities():
        return session.scalar(select(func.count()).select_from(model))


def test_the_same_key_twice_is_one_effect_and_the_same_answer(session, neighbour):
    caller, key = neighbour(), new_key()
    first, again = (caller.post(POSTS, json=TEXT, key=key) for _ in range(2))

    assert (first.status_code, first.get_data()) == (again.status_code, again.get_data())
    assert first.status_code == 201
    assert "Idempotent-Replay" not in first.headers
    assert again.headers["Idempotent-Replay"] == "true"
    assert count(session, Post) == 1


def test_without_a_key_the_same_words_are_two_posts(session, neighbour):
    caller = neighbour()
    for _ in range(2):
        assert caller.post(POSTS, json=TEXT).status_code == 201

    assert count(session, Post) == 2


@pytest.mark.parametrize("changed", [{"title": "电梯坏了"}, {"kind": "share"}])
def test_the_same_key_with_another_body_is_refused(session, neighbour, changed):
    caller, key = neighbour(), new_key()
    caller.post(POSTS, json=TEXT, key=key)
    answer = caller.post(POSTS, json=TEXT | changed, key=key)

    assert (answer.status_code, answer.json["code"]) == (422, "idempotency_key_reused")
    assert count(session, Post) == 1


def test_the_same_key_at_another_address_is_refused(neighbour):
    caller, key = neighbour(), new_key()
    caller.post(POSTS, json=TEXT, key=key)

    assert caller.post("boards/notice/posts", json=TEXT, key=key).status_code == 422
    assert caller.post(f"{POSTS}?again=1", json=TEXT, key=key).status_code == 422


def photo(colour):
    out = BytesIO()
    Image.new("RGB", (32, 32), colour).save(out, "PNG")
    return {"file": (BytesIO(out.getvalue()), "p.png")}


def test_a_file_belongs_to_what_was_sent(session, neighbour):
    caller, key = neighbour(), new_key()
    first = caller.post("uploads", data=photo("red"), key=key)
    again = caller.post("uploads", data=photo("red"), key=key)
    other = caller.post("uploads", data=photo("blue"), key=key)

    assert (first.status_code, again.json, other.status_code) == (201, first.json, 422)
    assert count(session, Upload) == 1


def test_somebody_elses_key_is_another_key(session, neighbour):
    key = new_key()
    answers = [neighbour().post(POSTS, json=TEXT, key=key) for _ in range(2)]

    assert [one.status_code for one in answers] == [201, 201]
    assert answers[0].json["post"]["id"] != answers[1].json["post"]["id"]


def test_a_refused_request_leaves_no_row_and_may_be_tried_again(session, neighbour):
    caller, key = neighbour(), new_key()
    with_foreign_photo = TEXT | {"photos": ["1"]}

    assert caller.post(POSTS, json=with_foreign_photo, key=key).status_code == 422
    assert count(session, IdempotencyRecord) == 0
    assert caller.post(POSTS, json=TEXT, key=key).status_code == 201
    assert count(session, IdempotencyRecord) == 1


def test_a_broken_request_leaves_no_row_and_may_be_tried_again(session, neighbour, monkeypatch):
    caller, key = neighbour(), new_key()
    with monkeypatch.context() as patch:
        patch.setattr("server.boards.service.write_post", lambda *_: 1 / 0)
        assert caller.post(POSTS, json=TEXT, key=key).status_code == 500

    assert count(session, IdempotencyRecord) == 0
    assert caller.post(POSTS, json=TEXT, key=key).status_code == 201


@pytest.mark.parametrize("key", ["short", "x" * 65, "中文的编号一二三四五", "with\ttab-inside"])
def test_a_key_that_is_no_key_is_refused(neighbour, key):
    answer = neighbour().post(POSTS, json=TEXT, key=key.encode().decode("latin-1"))

    assert (answer.status_code, answer.json["code"]) == (400, "bad_idempotency_key")


def together(caller, count, key):
    """`count` answers to the same submission, all begun at once, each as a request of its own."""
    with transaction():
        """The test's own session must hold no lock meanwhile."""
    start = Barrier(count)

    def send():
        start.wait(10)
        return caller.post(POSTS, json=TEXT, key=key or new_key())

    with ThreadPoolExecutor(count) as pool:
        running = [pool.submit(contextvars.Context().run, send) for _ in range(count)]
    return [one.result() for one in running]


def test_sixteen_at_once_are_one_effect_and_sixteen_equal_answers(session, neighbour):
    answers = together(neighbour(), 16, new_key())

    assert {one.status_code for one in answers} == {201}
    assert len({one.get_data() for one in answers}) == 1
    assert count(session, Post) == 1


@pytest.mark.postgres  # SQLite lets one writer in at a time, which hides the naive claim's mistake
def test_a_claim_that_only_looks_first_doubles_the_effect(session, neighbour, monkeypatch):
    met = Barrier(2)

    def looks_first(person_id, key, print_):
        mine = IdempotencyRecord.person_id == person_id, IdempotencyRecord.key == key
        seen = db.session.scalar(select(IdempotencyRecord.key).where(*mine))
        met.wait(10)
        return seen is None

    monkeypatch.setattr(idempotency, "_claim", looks_first)
    together(neighbour(), 2, new_key())

    assert count(session, Post) == 2


def test_the_clock_forgets_what_nobody_will_send_again(session, neighbour):
    caller, old, young = neighbour(), new_key(), new_key()
    for key in (old, young):
        caller.post(POSTS, json=TEXT, key=key)
    past = utc_now() - idempotency.KEPT_FOR - timedelta(minutes=1)
    with transaction():
        session.execute(update(IdempotencyRecord).where(IdempotencyRecord.key == old).values(created_at=past))
    with transaction():
        assert idempotency.forget_old() == 1

    assert session.scalars(select(IdempotencyRecord.key)).all() == [young]
