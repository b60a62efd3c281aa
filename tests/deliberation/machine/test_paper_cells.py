"""Every cell of what goes beside a topic: its poll, amendments, the street's orders."""

import pytest

from server.ballots import counting, queries
from server.ballots import service as polls
from server.ballots.models import PollState
from server.ballots.workflow import Verb as PollVerb
from server.core import tenancy
from server.core.database import transaction
from server.core.safety import Suggest
from server.deliberation import amendments
from server.deliberation import queries as topics
from server.deliberation.discussion_models import Amendment, AmendmentState
from server.extensions import db
from server.kit.db import utc_now
from server.kit.errors import ConflictError
from server.kit.worktime import end_of_day, today
from server.oversight import service as orders
from server.oversight.models import OrderKind, OrderState, OrderVerb, SupervisionOrder
from tests.ballots.scenes import open_voting
from tests.ballots.test_workflow import LEGAL as POLL_CELLS
from tests.deliberation.machine import snapshots

A = AmendmentState
WORDS = "情况属实，已经约谈并写明整改期限。"


def on_poll(voting, verb):
    """The step as who may take it would; the caller is bound to the community."""
    actor, poll = voting.secretary.actor, queries.lock_poll(voting.poll_id)
    {
        PollVerb.CLOSE: counting.close_due,
        PollVerb.CONFIRM: lambda: polls.confirm(actor, poll, WORDS),
        PollVerb.CERTIFY: lambda: polls.certify(actor, poll),
        PollVerb.ANNUL: lambda: polls.annul(actor, poll, WORDS),
        PollVerb.EXTEND: lambda: polls.extend(actor, poll, end_of_day(today(utc_now())), WORDS),
    }[verb]()


WAY = {
    PollState.OPEN: (),
    PollState.CLOSED: (PollVerb.CLOSE,),
    PollState.CONFIRMED: (PollVerb.CLOSE, PollVerb.CONFIRM),
    PollState.CERTIFIED: (PollVerb.CLOSE, PollVerb.CONFIRM, PollVerb.CERTIFY),
    PollState.ANNULLED: (PollVerb.CLOSE, PollVerb.ANNUL),
}


@pytest.mark.parametrize("verb", list(PollVerb))
@pytest.mark.parametrize("state", list(PollState))
def test_every_cell_of_a_poll(community, state, verb):
    voting = open_voting(community)
    voting.shift(days=3)
    for step in WAY[state]:
        with tenancy.in_community(community.id), transaction():
            on_poll(voting, step)
    before = snapshots.of()

    if (state, verb) in POLL_CELLS:
        with tenancy.in_community(community.id), transaction():
            on_poll(voting, verb)
        with tenancy.in_community(community.id):
            assert voting.poll().state is POLL_CELLS[state, verb]
    elif verb is PollVerb.CLOSE:
        with tenancy.in_community(community.id), transaction():
            on_poll(voting, verb)
        assert snapshots.of() == before
    else:
        with pytest.raises(ConflictError), tenancy.in_community(community.id), transaction():
            on_poll(voting, verb)
        assert snapshots.of() == before


AMENDED = {
    (A.CHECKING, "pass"): A.OPEN,
    (A.CHECKING, "review"): A.HELD,
    (A.CHECKING, "risky"): A.REFUSED_BY_CHECK,
    (A.HELD, "release"): A.OPEN,
    (A.HELD, "refuse"): A.REFUSED_BY_CHECK,
    (A.OPEN, "accept"): A.ACCEPTED,
    (A.OPEN, "reject"): A.REJECTED,
}
VERDICTS = {"pass": Suggest.PASS, "review": Suggest.REVIEW, "risky": Suggest.RISKY}


def on_amendment(scene, row, verb):
    if verb in VERDICTS:
        amendments.apply_verdict(row.id, VERDICTS[verb], "")
    elif verb in ("release", "refuse"):
        topic = topics.get_topic(row.topic_id)
        assert topic is not None
        amendments.moderate(scene.host.actor, topic, row.id, {"verb": verb, "reason": WORDS})
    else:
        accept = verb == "accept"
        amendments.answer(scene.author.actor, row.topic_id, row.id, accept=accept, reason=WORDS)


@pytest.mark.parametrize("state", list(A))
def test_every_cell_of_an_amendment(scene, state):
    topic = int(scene.discussing())
    for verb in ("pass", "review", "risky", "release", "refuse", "accept", "reject"):
        with tenancy.in_community(scene.community.id), transaction():
            row = amended(scene, topic, state)
            ident = row.id
        before = snapshots.of()
        if target := AMENDED.get((state, verb)):
            with tenancy.in_community(scene.community.id), transaction():
                row = db.session.get(Amendment, (scene.community.id, ident)) or row
                on_amendment(scene, row, verb)
                assert row.state is target, verb
            continue
        try:
            with tenancy.in_community(scene.community.id), transaction():
                on_amendment(scene, row, verb)
            assert verb in VERDICTS, "a verdict that comes twice is no mistake; a person's step is"
        except ConflictError:
            pass
        assert snapshots.of() == before, verb


def amended(scene, topic, state):
    who = scene.neighbours[0].actor
    said = {"passage": "", "proposal": "费用由使用的住户分摊。", "reason": "谁用谁付"}
    answered = {"answer": WORDS, "answered_at": utc_now()} if state in (A.ACCEPTED, A.REJECTED) else {}
    row = Amendment(
        topic_id=topic, state=state, author_id=who.person_id, author_name=who.name, **said, **answered
    )
    db.session.add(row)
    db.session.flush()
    return row


ORDERED = {
    (OrderState.OPEN, OrderVerb.ANSWER): OrderState.ANSWERED,
    (OrderState.OPEN, OrderVerb.CLOSE): OrderState.CLOSED,
    (OrderState.OPEN, OrderVerb.SETTLE): OrderState.CLOSED,
    (OrderState.ANSWERED, OrderVerb.ANSWER): OrderState.ANSWERED,
    (OrderState.ANSWERED, OrderVerb.CLOSE): OrderState.CLOSED,
    (OrderState.ANSWERED, OrderVerb.SETTLE): OrderState.CLOSED,
}


@pytest.mark.parametrize("verb", [OrderVerb.ANSWER, OrderVerb.CLOSE, OrderVerb.SETTLE])
@pytest.mark.parametrize("state", list(OrderState))
def test_every_cell_of_an_order(scene, state, verb):
    topic = int(scene.submit())
    asked = scene.supervisor.post("supervision-orders", json={"text": WORDS, "topic_id": str(topic)})
    order = int(asked.json["id"])
    way = {
        OrderState.OPEN: (),
        OrderState.ANSWERED: (OrderVerb.ANSWER,),
        OrderState.CLOSED: (OrderVerb.CLOSE,),
    }
    for step in way[state]:
        with tenancy.in_community(scene.community.id), transaction():
            on_order(scene, topic, order, step)
    before = snapshots.of()

    if (state, verb) in ORDERED:
        with tenancy.in_community(scene.community.id), transaction():
            on_order(scene, topic, order, verb)
            assert db.session.query(SupervisionOrder).one().state is ORDERED[state, verb]
    elif verb is OrderVerb.SETTLE:
        with tenancy.in_community(scene.community.id), transaction():
            on_order(scene, topic, order, verb)
        assert snapshots.of() == before, "what is closed has nothing left to settle"
    else:
        with pytest.raises(ConflictError), tenancy.in_community(scene.community.id), transaction():
            on_order(scene, topic, order, verb)
        assert snapshots.of() == before


def on_order(scene, topic, order, verb):
    if verb is OrderVerb.SETTLE:
        orders.settle(topic, OrderKind.MANUAL, WORDS)
    else:
        who = scene.secretary if verb is OrderVerb.ANSWER else scene.supervisor
        orders.advance(who.actor, order, verb, WORDS)
