"""Two at once at the gate of a covenant: one acts, the other is told, and nothing is half done."""

from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import select

from server.core import tenancy
from server.core.database import transaction
from server.deliberation import service as topics
from server.deliberation.covenants import service
from server.deliberation.forms import Move
from server.deliberation.gate_models import GateDecision
from server.deliberation.workflow import Verb
from server.extensions import db
from server.kit.db import utc_now
from server.kit.worktime import today
from tests.ballots.crowds import crowd
from tests.deliberation.covenants import naive
from tests.deliberation.covenants.agreements import (
    ARTICLES,
    BALLOT,
    DRAFT,
    closed,
    confirmed,
    counted,
    draft,
    fill_the_law,
    handed_in,
    vote,
    voting,
)
from tests.deliberation.scenes import REASON

BACK = Move(Verb.RETURN_COVENANT, reason_code="wording", reason=REASON)


def at_once(app, scene, *acts):
    """Each in a request of its own, all begun in the same moment."""
    together, here = Barrier(len(acts)), scene.community.id

    def run(index):
        together.wait(20)
        with tenancy.in_community(here), transaction():
            acts[index]()
        return "done"

    return crowd(app, len(acts), run)


def lost(answers):
    assert answers.count("done") == 1, answers
    (other,) = [one for one in answers if one != "done"]
    return other


def moving(actor, covenant, verb, ballot=None):
    return lambda: service.move(actor, int(covenant["id"]), verb, ballot)


def taking(actor, covenant, move):
    return lambda: topics.advance(actor, int(covenant["topic"]["id"]), move)


def decisions(scene):
    with tenancy.in_community(scene.community.id):
        return db.session.scalars(select(GateDecision).order_by(GateDecision.seq)).all()


@pytest.mark.parametrize("round_", range(4))
def test_one_puts_the_draft_to_the_vote_or_sends_it_back_and_the_other_reads_what_was_decided(
    app, scene, round_
):
    covenant = handed_in(scene)

    other = lost(
        at_once(
            app, scene,
            moving(scene.secretary.actor, covenant, "open_vote"),
            taking(scene.deputy.actor, covenant, BACK),
        )
    )  # fmt: skip

    (row,) = decisions(scene)
    assert (other.status, other.code) == (409, "already_decided")
    assert other.details["decision"]["by"] == row.decided_name


@pytest.mark.parametrize("round_", range(4))
def test_a_draft_handed_in_is_the_one_that_lies_at_the_gate(app, scene, round_):
    """Saved a moment before, it is in it; a moment after, it is refused."""
    fill_the_law(scene)
    covenant = draft(scene)
    form = {**DRAFT, "articles": ARTICLES[:1], "edition": covenant["mine"]["edition"]}
    actor = scene.host.actor

    answers = at_once(
        app, scene,
        moving(actor, covenant, "submit", BALLOT),
        lambda: service.revise(actor, int(covenant["id"]), form),
    )  # fmt: skip

    shown = scene.secretary.get(f"covenants/{covenant['id']}").json
    assert (answers[0], shown["now"]["at_gate"]) == ("done", True)
    assert answers[1] == "done" or answers[1].code == "at_the_gate"
    assert len(shown["articles"]) == (1 if answers[1] == "done" else 3)


@pytest.mark.parametrize("round_", range(4))
def test_a_count_is_either_adopted_or_challenged(app, scene, round_):
    covenant = voting(scene)
    counted(scene, covenant, "赞成")
    wrong = Move(Verb.CHALLENGE, reason_code="technical", reason=REASON)

    other = lost(
        at_once(
            app, scene,
            moving(scene.secretary.actor, covenant, "adopt"),
            taking(scene.deputy.actor, covenant, wrong),
        )
    )  # fmt: skip

    assert other.code in ("already_decided", "gate_closed")
    assert len(decisions(scene)) == 2, "the opening, and one act on the count"


@pytest.mark.parametrize("round_", range(4))
def test_a_vote_without_quorum_is_either_dropped_or_extended(app, scene, round_):
    covenant = voting(scene)
    vote(scene.author, covenant, "赞成")
    closed(scene, covenant)
    confirmed(scene, covenant)
    scene.after_notice(covenant["topic"]["id"])
    longer = Move(Verb.EXTEND_VOTE, until=today(utc_now()) + timedelta(days=5), reason=REASON)

    other = lost(
        at_once(
            app, scene,
            moving(scene.secretary.actor, covenant, "drop"),
            taking(scene.host.actor, covenant, longer),
        )
    )  # fmt: skip

    assert other.status == 409
    states = [one["state"] for one in scene.host.get(f"covenants/{covenant['id']}").json["versions"]]
    assert states in (["voting"], ["draft", "dropped"])


@pytest.mark.parametrize("round_", range(2))
def test_a_challenge_is_answered_once(app, scene, round_):
    covenant = voting(scene)
    closed(scene, covenant)
    wrong = {"reason_code": "technical", "reason": REASON}
    assert scene.step(scene.secretary, covenant["topic"]["id"], "challenge", **wrong).status_code == 200
    street = scene.supervisor.actor

    lost(
        at_once(
            app, scene,
            taking(street, covenant, Move(Verb.DISMISS_CHALLENGE, reason=REASON)),
            taking(street, covenant, Move(Verb.ORDER_REVOTE, reason=REASON)),
        )
    )  # fmt: skip


def test_the_naive_way_tells_both_that_they_decided(app, scene):
    topic, together = int(handed_in(scene)["topic"]["id"]), Barrier(2)
    here = scene.community.id

    def decide(_):
        with tenancy.in_community(here), transaction():
            return naive.act(topic, lambda: together.wait(20))

    assert crowd(app, 2, decide) == ["done", "done"]
