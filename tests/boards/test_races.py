"""Many at once, with real commits and threads: counters equal what they count, one tap is one comment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select

from server.boards.models import Comment, Post, Reaction, State
from server.core import tenancy
from server.core.access import Role
from server.extensions import db
from tests.boards import naive
from tests.factories import make_member
from tests.support.application import drained
from tests.support.callers import Caller

THREADS = 12


@pytest.fixture
def people(street):
    return [make_member(street.community, estate=street.east) for _ in range(THREADS)]


def at_once(work, subjects):
    """Run `work` on every subject in a thread of its own, all starting together."""
    # What the test has read must not hold the database while the threads write.
    db.session.rollback()
    together = Barrier(len(subjects))

    def run(subject):
        together.wait()
        return work(subject)

    with ThreadPoolExecutor(len(subjects)) as pool:
        return list(pool.map(run, subjects))


def elsewhere(app, caller):
    """The same person with a client of his own: a test client is not for two threads."""
    return Caller(app.test_client(), caller.token, caller.actor)


def counted(community, post_id):
    """(the post's counters, what they ought to be)."""
    with tenancy.in_community(community.id):
        post = db.session.scalars(select(Post).where(Post.id == post_id)).one()
        asked = select(func.count()).where(Reaction.post_id == post_id)
        public = select(func.count()).where(Comment.post_id == post_id, Comment.state == State.PUBLISHED)
        found = (post.thanks, post.comments), (db.session.scalar(asked), db.session.scalar(public))
        db.session.rollback()
    return found


def test_thanks_given_and_taken_back_by_many_at_once_are_counted_exactly(app, street, people, publish):
    post_id = publish(street.resident)
    people = [elsewhere(app, one) for one in people]

    def waver(caller):
        kept = people.index(caller) % 3 != 0
        for on in (True, False, True, True, kept):
            answer = caller.post(f"posts/{post_id}/reactions", json={"kind": "thanks", "on": on})
            assert answer.status_code == 200, answer.json

    at_once(waver, people)

    counters, truth = counted(street.community, int(post_id))
    assert counters == truth == (8, 0)


def test_the_naive_counter_forgets_thanks(app, street, people, publish):
    post_id = int(publish(street.resident))
    together = Barrier(3)

    def thank(caller):
        with app.app_context():
            naive.thank(caller.actor, post_id, together)

    at_once(thank, people[:3])

    (thanks, _), (truth, _) = counted(street.community, post_id)
    assert truth == 3
    assert thanks < truth


def test_comments_checked_by_several_workers_at_once_are_counted_exactly(app, street, people, publish):
    post_id = publish(street.resident)
    people = [elsewhere(app, one) for one in people]

    def say(caller):
        for _ in range(2):
            answer = caller.post(f"posts/{post_id}/comments", json={"body": "我来帮忙"})
            assert answer.status_code == 201, answer.json

    at_once(say, people)
    assert sum(at_once(lambda _: drained(app), range(3))) >= 2 * THREADS

    counters, truth = counted(street.community, int(post_id))
    assert counters == truth == (0, 2 * THREADS)


def test_one_tap_sent_by_many_impatient_retries_is_one_comment(app, street, publish):
    post_id = publish(street.resident)
    taps = [elsewhere(app, street.neighbour) for _ in range(THREADS)]

    def tap(caller):
        return caller.post(f"posts/{post_id}/comments", json={"body": "我来帮忙"}, key="the-same-tap").json[
            "id"
        ]

    assert len(set(at_once(tap, taps))) == 1


def test_without_the_key_every_retry_is_a_comment_of_its_own(app, street, publish):
    post_id = publish(street.resident)
    taps = [elsewhere(app, street.neighbour) for _ in range(4)]

    def tap(caller):
        return caller.post(f"posts/{post_id}/comments", json={"body": "我来帮忙"}).json["id"]

    assert len(set(at_once(tap, taps))) == 4


def test_two_clerks_at_once_act_once(app, street, publish):
    post_id = publish(street.resident)
    clerks = [elsewhere(app, street.clerk), elsewhere(app, make_member(street.community, Role.SOCIAL_WORKER))]

    def hide(clerk):
        form = {"verb": "hide", "reason": "泄露了邻居的门牌号"}
        return clerk.post(f"posts/{post_id}/steps", json=form).status_code

    assert sorted(at_once(hide, clerks)) == [200, 409]
