"""The community's secretary hands an estate's gates to its branch and takes them back."""

import pytest
from sqlalchemy import select

from server.core import tenancy
from server.core.access import Role
from server.core.audit import AuditDetail, AuditEntry
from server.core.database import transaction
from server.extensions import db
from server.identity.models import DutyRecord
from server.identity.service.duties import end_duty
from tests.deliberation.scenes import TEXT
from tests.factories import make_community, make_estate, make_home, make_member

WHY = "小区党支部已经选出书记，自己的事自己把关"


@pytest.fixture
def estate(scene):
    return make_estate(scene.community)


@pytest.fixture
def branch(scene, estate):
    return make_member(scene.community, Role.SECRETARY, estate=estate)


@pytest.fixture
def waiting(scene, estate):
    """A topic of this estate that waits at its first gate."""
    author = make_member(scene.community, home=make_home(estate))
    form = {**TEXT, "submit": True, "estate_id": str(estate.id)}
    topic = author.post("topics", json=form).json["topic"]["id"]
    scene.deliver()
    return topic


def step(by, estate, verb, reason=WHY):
    return by.post(f"estates/{estate.id}/gates/steps", json={"verb": verb, "reason": reason})


def shown(by, estate):
    return next(one for one in by.get("estates/gates").json["items"] if one["estate_id"] == str(estate.id))


def test_the_secretary_hands_the_gates_down_and_takes_them_back_with_a_reason(scene, estate, branch):
    assert shown(scene.secretary, estate)["verbs"] == ["hand_down"]
    down = step(scene.secretary, estate, "hand_down")
    assert (down.json["delegated"], down.json["verbs"]) == (True, ["take_back"])
    assert step(scene.secretary, estate, "hand_down").status_code == 409
    assert step(scene.secretary, estate, "take_back").json["delegated"] is False
    with tenancy.in_community(scene.community.id), transaction():
        deeds = select(AuditEntry.deed, AuditDetail.detail).join(
            AuditDetail, AuditDetail.entry_id == AuditEntry.id
        )
        found = db.session.execute(deeds.order_by(AuditEntry.seq)).all()
    assert [(one.deed, one.detail["reason"]) for one in found if one.deed.startswith("gates.")] == [
        ("gates.hand_down", WHY),
        ("gates.take_back", WHY),
    ]


def told(who):
    return [one["title"] for one in who.get("notices").json["items"]]


def test_the_branch_hears_that_the_gates_came_to_it_and_that_they_went_back(scene, estate, branch):
    deputy = make_member(scene.community, Role.DEPUTY, estate=estate)
    other = make_member(scene.community, Role.SECRETARY, estate=make_estate(scene.community))
    step(scene.secretary, estate, "hand_down")
    scene.deliver()
    step(scene.secretary, estate, "take_back")
    scene.deliver()

    down = f"{estate.name}的议题从现在起由您所在的党支部把关"
    back = f"{estate.name}的议题从现在起由社区党组织把关"
    assert (told(branch), told(deputy), told(other)) == ([back, down], [back, down], [])
    assert down not in told(scene.secretary)


def test_a_topic_brought_after_that_is_the_branchs(scene, estate, branch):
    step(scene.secretary, estate, "hand_down")
    author = make_member(scene.community, home=make_home(estate))
    form = {**TEXT, "submit": True, "estate_id": str(estate.id)}
    topic = author.post("topics", json=form).json["topic"]["id"]
    scene.deliver()
    assert scene.step(scene.secretary, topic, "admit").status_code == 403
    assert scene.step(branch, topic, "admit").status_code == 200


def test_without_a_secretary_of_the_branch_nothing_is_handed_down(scene, estate):
    make_member(scene.community, Role.DEPUTY, estate=estate)
    make_member(scene.community, Role.SECRETARY, estate=make_estate(scene.community))
    refused = step(scene.secretary, estate, "hand_down")
    assert (refused.status_code, "还没有书记" in refused.json["message"]) == (409, True)
    assert "还没有书记" in shown(scene.secretary, estate)["shut"]


def test_a_topic_at_a_gate_is_decided_by_whom_it_came_to(scene, estate, branch, waiting):
    refused = step(scene.secretary, estate, "hand_down")
    assert (refused.status_code, "正在等把关" in refused.json["message"]) == (409, True)
    assert scene.step(scene.secretary, waiting, "admit").status_code == 200
    assert step(scene.secretary, estate, "hand_down").status_code == 200


def test_gates_of_a_branch_without_a_secretary_come_back_with_the_topics_at_them(scene, estate, branch):
    step(scene.secretary, estate, "hand_down")
    author = make_member(scene.community, home=make_home(estate))
    form = {**TEXT, "submit": True, "estate_id": str(estate.id)}
    topic = author.post("topics", json=form).json["topic"]["id"]
    scene.deliver()
    assert step(scene.secretary, estate, "take_back").status_code == 409
    due = scene.secretary.get(f"topics/{topic}").json["topic"]["due_at"]
    with tenancy.in_community(scene.community.id), transaction():
        end_duty(db.session.get(DutyRecord, branch.actor.duties[0].duty_id))

    assert step(scene.secretary, estate, "take_back").status_code == 200
    page = scene.secretary.get(f"topics/{topic}").json
    assert page["topic"]["due_at"] == due
    assert scene.step(scene.secretary, topic, "admit").status_code == 200


def test_nobody_else_moves_the_gates(scene, estate, branch):
    deputy, clerk = (make_member(scene.community, role) for role in (Role.DEPUTY, Role.COMMITTEE))
    assert [step(one, estate, "hand_down").status_code for one in (branch, deputy, clerk, scene.author)] == [
        403
    ] * 4
    assert step(make_member(make_community(), Role.SECRETARY), estate, "hand_down").status_code == 404
    assert [shown(one, estate)["verbs"] for one in (branch, clerk, scene.author)] == [[], [], []]
    assert step(scene.secretary, estate, "hand_down", "该下放了").status_code == 422
