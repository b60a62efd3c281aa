"""What a gate decision rests on: the rule it cites, and the minutes of the party organisation's own talk."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from server.core import tenancy
from server.core.database import transaction
from server.deliberation import grounds, verify
from server.deliberation.gate_models import GateDecision
from server.deliberation.keeper_models import CollectiveMinutes
from server.extensions import db
from server.kit.db import utc_now
from server.kit.frozen import FrozenError
from server.kit.worktime import today
from tests.deliberation.scenes import REASON
from tests.deliberation.test_keepers import WHY, seconds

TALK = {
    "held_on": today(utc_now()).isoformat(),
    "present": 5,
    "body": "支委会五人到会，一致认为应当列入议事。",
}


def decisions(scene):
    with tenancy.in_community(scene.community.id):
        return db.session.scalars(select(GateDecision).order_by(GateDecision.seq)).all()


def test_a_decision_rests_on_the_usual_frame_when_nothing_else_is_cited(scene):
    note = scene.step(scene.secretary, scene.submit(), "admit").json["topic"]["gate_decisions"][0]

    assert note["rule"] == grounds.USUAL
    assert note["collective"] is False


def test_the_gatekeeper_may_cite_his_own_rule(scene):
    cited = "《本社区议事规则》第四条"
    note = scene.step(scene.secretary, scene.submit(), "admit", rule=cited).json["topic"]["gate_decisions"][0]

    assert note["rule"] == cited


def test_minutes_of_the_organisation_s_talk_are_kept_and_open_to_all(scene):
    topic = scene.submit()
    scene.step(scene.secretary, topic, "admit", collective=TALK)

    (kept,) = scene.neighbours[0].get(f"topics/{topic}/gate-record").json["collective"]
    assert (kept["held_on"], kept["present"], kept["body"]) == tuple(TALK.values())
    assert kept["org"] == scene.organisation
    (row,) = decisions(scene)
    assert str(row.collective_minutes_id) == kept["id"]
    with tenancy.in_community(scene.community.id):
        assert verify.problems() == []


def test_of_two_hands_the_first_one_s_grounds_stand(scene):
    topic = scene.submit()
    seconds(scene, topic, 10)
    refusal = {"reason_code": "unlawful", "reason": REASON, "rule": "《本社区议事规则》第六条"}
    scene.step(scene.secretary, topic, "decline", collective=TALK, **refusal)
    bare = scene.step(scene.deputy, topic, "countersign", rule="别的依据写在这里")
    scene.step(scene.deputy, topic, "countersign")

    assert bare.json["code"] == "no_decision"
    (row,) = decisions(scene)
    assert row.rule_cited == "《本社区议事规则》第六条"
    assert row.collective_minutes_id is not None


@pytest.mark.parametrize(
    "wrong",
    [
        {"present": 1},
        {"body": "同意"},
        {"held_on": (today(utc_now()) + timedelta(days=1)).isoformat()},
        {"held_on": "昨天"},
    ],
)
def test_minutes_that_say_nothing_are_refused_and_decide_nothing(scene, wrong):
    topic = scene.submit()

    assert scene.step(scene.secretary, topic, "admit", collective={**TALK, **wrong}).status_code == 422
    assert decisions(scene) == []


def test_other_steps_carry_no_grounds(scene):
    topic = scene.submit()
    own = scene.step(scene.author, topic, "withdraw", rule="《本社区议事规则》第四条")
    back = scene.step(scene.secretary, topic, "recuse", reason=WHY, collective=TALK)

    assert {own.json["code"], back.json["code"]} == {"no_decision"}


def test_minutes_are_written_once(scene):
    scene.step(
        scene.secretary, scene.submit(), "return", reason_code="unclear", reason=REASON, collective=TALK
    )

    with tenancy.in_community(scene.community.id):
        row = db.session.scalars(select(CollectiveMinutes)).one()
        row.body = "后来改过的记录，不应当存得下来。"
        with pytest.raises(FrozenError):
            db.session.flush()
        db.session.rollback()


def test_minutes_reworded_behind_the_application_are_found(scene):
    scene.step(scene.secretary, scene.submit(), "admit", collective=TALK)
    with tenancy.in_community(scene.community.id), transaction():
        db.session.execute(
            update(CollectiveMinutes).values(present=9), execution_options={"synchronize_session": False}
        )
    with tenancy.in_community(scene.community.id):
        assert verify.problems() == ["台账第 1 条所附的集体研究记录与当时的不一致"]
