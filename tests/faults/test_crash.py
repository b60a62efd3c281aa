"""A crash at every statement of what must not be half done: everything is there, or nothing.

F7 of the reliability targets. Each act is tried again and again, dying one statement later each time, until
it gets through; after every death the whole database is what it was before.
"""

import hashlib
from contextlib import contextmanager

import pytest
from sqlalchemy import event, select

from server.core import audit
from server.core.access import Role
from server.core.database import transaction
from server.core.tenancy import across_communities
from server.extensions import db
from tests import factories
from tests.ballots.scenes import open_voting
from tests.deliberation.scenes import make_scene
from tests.identity.enrol import apply, body


class DiedError(RuntimeError):
    """The process ends here; what it had begun is for the database to undo."""


@contextmanager
def dying_at(number):
    """The statement with this number (from 1) is not reached any more; yields the list of those that were."""
    sent = []

    def before(_c, _k, statement, _p, _x, _m):
        sent.append(statement)
        if len(sent) == number:
            raise DiedError(statement)

    event.listen(db.engine, "before_cursor_execute", before)
    try:
        yield sent
    finally:
        event.remove(db.engine, "before_cursor_execute", before)


def everything():
    """One fingerprint of every row of every table."""
    with across_communities(), transaction():
        found = hashlib.sha256()
        for table in db.metadata.sorted_tables:
            rows = db.session.connection().execute(select(table)).all()
            found.update(f"{table.name}{sorted(map(repr, rows))}".encode())
        return found.hexdigest()


def survive(act, most=200):
    """Let `act` die at its first, second, … statement; its answer once it got through, and how many died."""
    with transaction():
        """What the test prepared is committed."""
    before = everything()
    for number in range(1, most):
        with dying_at(number) as sent:
            answer = act()
        if len(sent) < number:
            assert everything() != before
            return answer, number - 1
        assert answer.status_code == 500, (number, answer.get_data(as_text=True))
        assert everything() == before, f"half done after statement {number}: {sent[-1]}"
    raise AssertionError(f"more than {most} statements")


@pytest.fixture
def approval(session, community, deliver):
    """An application before the committee; the act approves it."""
    estate = factories.make_estate(community)
    home = factories.make_home(estate, "3号楼", "502室")
    sent = apply(factories.make_visitor(), estate)
    deliver()
    clerk = factories.make_member(community, Role.COMMITTEE)
    home_id = str(home.id)
    return lambda key="approve-once-01": clerk.post(
        f"/enrolment/applications/{sent['id']}/steps", json={"verb": "approve", "home_id": home_id}, key=key
    )


def test_an_approval_is_whole_or_not_at_all(approval):
    answer, statements = survive(approval)

    assert (answer.status_code, answer.json["state"]) == (200, "approved")
    assert statements > 15


def test_an_application_is_whole_or_not_at_all(session, community):
    estate = factories.make_estate(community)
    visitor = factories.make_visitor()
    form = body(estate)
    answer, statements = survive(
        lambda: visitor.post("/enrolment/applications", json=form, key="apply-once-01")
    )

    assert (answer.status_code, answer.json["state"]) == (201, "applied")
    assert statements > 8


def test_a_ballot_is_whole_or_not_at_all(session, community):
    voting = open_voting(community)
    voter = voting.member()
    ballot = {"home_id": str(voting.homes[0].id), "option_id": voting.option("赞成")}
    answer, statements = survive(lambda: voter.put(f"polls/{voting.poll_id}/ballot", json=ballot))

    assert (answer.status_code, answer.json["option_id"]) == (200, ballot["option_id"])
    assert statements > 4


def test_a_gate_decision_is_whole_or_not_at_all(session, community, deliver):
    scene = make_scene(community, deliver)
    topic = scene.submit()
    answer, statements = survive(
        lambda: scene.secretary.post(f"topics/{topic}/steps", json={"verb": "admit"}, key="admit-once-01")
    )

    assert (answer.status_code, answer.json["topic"]["state"]) == (200, "admitted")
    assert statements > 15


def test_the_opening_of_a_ballot_is_whole_or_not_at_all(session, community, deliver):
    scene = make_scene(community, deliver)
    topic = scene.told(scene.walk(scene.discussing(), "summarise", "route"))
    answer, statements = survive(
        lambda: scene.secretary.post(
            f"topics/{topic}/steps", json={"verb": "open_ballot"}, key="open-once-01"
        )
    )

    assert (answer.status_code, answer.json["topic"]["state"]) == (200, "voting")
    assert statements > 20


def test_an_approval_that_commits_on_its_way_is_found_half_done(approval, monkeypatch):
    record = audit.record

    def commits_first(*args, **words):
        db.session.commit()
        record(*args, **words)

    monkeypatch.setattr(audit, "record", commits_first)

    with pytest.raises(AssertionError, match="half done"):
        survive(approval)


def test_an_answer_that_was_lost_after_the_commit_is_given_again(app, approval, monkeypatch):
    """The process dies between the commit and the answer; the phone sends the same tap again."""
    before = everything()
    with monkeypatch.context() as patch:
        patch.setitem(app.extensions, "wake", died)
        assert approval().status_code == 500
    done = everything()
    again = approval()

    assert done != before
    assert (again.status_code, again.json["state"]) == (200, "approved")
    assert again.headers["Idempotent-Replay"] == "true"
    assert everything() == done


def test_a_new_tap_after_a_lost_answer_is_told_that_it_is_done(app, approval, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setitem(app.extensions, "wake", died)
        approval()

    assert approval(key="another-tap-02").status_code == 409


def died():
    raise DiedError
