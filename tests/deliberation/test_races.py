"""Two secretaries at once: one decides, the other is given the decision."""

from threading import Barrier

import pytest
from sqlalchemy import select

from server.core import tenancy
from server.core.database import transaction
from server.deliberation import service
from server.deliberation.forms import Move
from server.deliberation.gate_models import GateDecision
from server.deliberation.workflow import Verb
from server.extensions import db
from tests.ballots.crowds import crowd
from tests.deliberation import naive
from tests.deliberation.scenes import REASON

MOVES = (Move(Verb.ADMIT), Move(Verb.DECLINE, reason_code="not_ours", reason=REASON))


@pytest.mark.parametrize("round_", range(5))
def test_one_of_two_secretaries_decides_and_the_other_reads_the_decision(app, scene, round_):
    topic, here = int(scene.submit()), scene.community.id
    keepers = (scene.secretary.actor, scene.deputy.actor)
    together = Barrier(2)

    def decide(index):
        together.wait(20)
        with tenancy.in_community(here), transaction():
            service.advance(keepers[index], topic, MOVES[index])
        return "done"

    answers = crowd(app, 2, decide)

    assert answers.count("done") == 1
    (lost,) = [one for one in answers if one != "done"]
    assert (lost.status, lost.code) == (409, "already_decided")
    with tenancy.in_community(here):
        (row,) = db.session.scalars(select(GateDecision)).all()
    assert lost.details["decision"]["by"] == row.decided_name
    assert lost.details["decision"]["action"] == row.action


def test_the_naive_way_tells_both_that_they_decided(app, scene):
    topic, here = int(scene.submit()), scene.community.id
    together = Barrier(2)

    def decide(_):
        with tenancy.in_community(here), transaction():
            return naive.admit(topic, lambda: together.wait(20))

    assert crowd(app, 2, decide) == ["done", "done"]
