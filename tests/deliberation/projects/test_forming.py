"""A decision becomes a project: who, with what money, in which steps, by when."""

from threading import Barrier

import pytest
from sqlalchemy import select

from server.core import tenancy
from server.core.access import Role
from server.core.audit import AuditEntry
from server.core.database import transaction
from server.deliberation.models import Topic, TopicState
from server.deliberation.projects import policy, service
from server.deliberation.projects.models import Project
from server.deliberation.projects.schemas import ProjectIn
from server.extensions import db
from server.kit.worktime import end_of_day
from tests.ballots.crowds import crowd
from tests.deliberation.factories import put
from tests.deliberation.projects import naive
from tests.deliberation.projects.undertakings import day, decided, formed, paper, reach, started, step
from tests.factories import make_community, make_estate, make_home, make_member


def test_a_decided_topic_gets_its_project_and_everybody_reads_it(scene):
    topic = decided(scene)

    answer = scene.host.post(f"topics/{topic}/project", json=paper())
    read = scene.neighbours[0].get(f"projects/{answer.json['project']['id']}").json
    listed = scene.neighbours[0].get("projects").json["items"]

    assert answer.status_code == 201, answer.json
    assert (read["project"]["state"], read["project"]["topic_id"]) == ("project", topic)
    assert [one["title"] for one in read["project"]["milestones"]] == ["选定施工单位", "装好并验收"]
    assert read["project"]["progress"] == {"done": 0, "total": 2, "overdue": 0}
    assert read["project"]["next_sentence"] == "等锦秋社区居委会开始实施"
    assert [one["verb"] for one in read["mine"]["verbs"]] == ["note"]
    assert [one["verb"] for one in answer.json["mine"]["verbs"]] == ["start", "reschedule", "note"]
    assert [one["name"] for one in listed] == ["三号楼车棚充电桩"]
    assert scene.author.get(f"topics/{topic}").json["topic"]["state"] == "project"


def test_the_owners_committee_leads_what_it_carries_out_itself_in_its_estate_alone(scene):
    ours = make_member(scene.community, Role.OWNERS_COMMITTEE, estate=scene.estate)
    theirs = make_member(scene.community, Role.OWNERS_COMMITTEE, estate=make_estate(scene.community))
    own = paper(owner_kind="owners", owner_name="锦秋苑业委会")
    topic = decided(scene, estate_id=scene.estate.id)
    others = formed(scene, estate_id=scene.estate.id)

    for_another = ours.post(f"topics/{topic}/project", json=paper())
    assert (for_another.status_code, for_another.json["message"]) == (403, policy.OWNERS_ALONE)
    assert theirs.post(f"topics/{topic}/project", json=own).status_code == 403
    assert ours.post(f"topics/{decided(scene)}/project", json=own).status_code == 403
    answer = ours.post(f"topics/{topic}/project", json=own)
    assert answer.status_code == 201, answer.json
    assert [one["verb"] for one in answer.json["mine"]["verbs"]] == ["start", "reschedule", "note"]
    assert step(ours, answer.json["project"], "start").status_code == 200
    assert reach(ours, answer.json["project"], 1).status_code == 200
    assert step(ours, others, "start").status_code == 403
    shown = ours.get(f"projects/{others['id']}").json["mine"]["verbs"]
    assert [one["verb"] for one in shown] == ["note"]


def test_the_paper_and_the_topics_step_stand_in_the_audit_chain(scene):
    project = formed(scene)

    with tenancy.in_community(scene.community.id):
        deeds = db.session.scalars(select(AuditEntry.deed).order_by(AuditEntry.seq)).all()
        row = db.session.scalars(select(Project)).one()
    assert deeds[-2:] == ["topic.form_project", "project.form"]
    assert (str(row.id), row.formed_by) == (project["id"], scene.host.actor.person_id)


BAD = {
    "one milestone": ({"milestones": [{"title": "全部做完", "due_on": day(5)}]}, None),
    "thirteen": ({"milestones": [{"title": "节点", "due_on": day(5)}] * 13}, None),
    "no owner": ({"owner_name": ""}, None),
    "no department": ({"department": ""}, None),
    "an owner of no kind": ({"owner_kind": "somebody"}, None),
    "a summary too short": ({"summary": "装桩"}, None),
    "money from nowhere": ({"source": "none"}, "money_has_a_source"),
    "a source without money": ({"budget_cents": 0}, "money_has_a_source"),
    "less than nothing": ({"budget_cents": -1}, None),
    "half a cent": ({"budget_cents": 1.5}, None),
    "a day that is over": ({"due_on": day(-1)}, "due_past"),
    "in four years": ({"due_on": day(4 * 366)}, "due_too_far"),
    "a milestone that is over": (
        {"milestones": [{"title": "选定", "due_on": day(-1)}, {"title": "装好", "due_on": day(3)}]},
        "milestone_past",
    ),
    "milestones out of order": (
        {"milestones": [{"title": "选定", "due_on": day(9)}, {"title": "装好", "due_on": day(3)}]},
        "milestones_out_of_order",
    ),
    "a milestone after the end": (
        {"milestones": [{"title": "选定", "due_on": day(9)}, {"title": "装好", "due_on": day(31)}]},
        "milestone_after_due",
    ),
    "a field of no form": ({"state": "implementing"}, None),
}


@pytest.mark.parametrize("name", BAD)
def test_a_paper_that_does_not_hold_leaves_the_topic_decided(scene, name):
    changes, code = BAD[name]
    topic = decided(scene)

    answer = scene.host.post(f"topics/{topic}/project", json=paper(**changes))

    assert answer.status_code == 422, answer.json
    assert code is None or answer.json["code"] == code
    assert scene.author.get(f"topics/{topic}").json["topic"]["state"] == "decided"
    assert scene.host.get("projects").json["items"] == []


@pytest.mark.parametrize("state", [TopicState.DISCUSSING, TopicState.NOT_PASSED, TopicState.TALLIED])
def test_what_was_not_decided_gets_no_project(scene, state):
    with tenancy.in_community(scene.community.id), transaction():
        topic = put(scene, state).id

    answer = scene.host.post(f"topics/{topic}/project", json=paper())

    assert answer.status_code == 409, answer.json


def test_residents_watchers_and_other_places_form_none(scene):
    topic = decided(scene)
    elsewhere = make_member(make_community(), Role.COMMITTEE)
    branch = make_member(scene.community, Role.COMMITTEE, estate=make_estate(scene.community, "别的小区"))

    refused = [
        who.post(f"topics/{topic}/project", json=paper()) for who in (scene.author, scene.watch, branch)
    ]
    path = f"/communities/{scene.community.id}/topics/{topic}/project"

    assert {one.status_code for one in refused} == {403} or [one.status_code for one in refused][2] == 201
    assert elsewhere.post(path, json=paper()).status_code == 404


def test_the_steps_of_the_topic_route_refuse_what_has_a_paper_of_its_own(scene):
    topic = decided(scene)

    answer = scene.step(scene.host, topic, "form_project")
    offered = scene.host.get(f"topics/{topic}").json["mine"]["verbs"]

    assert answer.status_code == 422
    assert ["project"] in [one["needs"] for one in offered if one["verb"] == "form_project"]


def test_another_estates_project_is_not_there(scene):
    project = formed(scene, estate_id=scene.estate.id)
    stranger = make_member(scene.community, home=make_home(make_estate(scene.community, "别的小区")))

    assert stranger.get(f"projects/{project['id']}").status_code == 404
    assert stranger.get("projects").json["items"] == []
    assert step(stranger, project, "note", text="我也想要").status_code == 404


def test_the_list_pages_and_tells_what_is_done_from_what_is_not(scene):
    ids = [formed(scene)["id"] for _ in range(3)]
    with tenancy.in_community(scene.community.id), transaction():
        topic = db.session.scalars(select(Project.topic_id).where(Project.id == int(ids[0]))).one()
        db.session.execute(
            db.update(Topic).where(Topic.id == topic).values(state=TopicState.CLOSED, due_at=None)
        )

    first = scene.author.get("projects", query_string={"limit": 2}).json
    rest = scene.author.get("projects", query_string={"limit": 2, "after": first["next"]}).json
    open_ = scene.author.get("projects", query_string={"state": "open"}).json["items"]
    done = scene.author.get("projects", query_string={"state": "done"}).json["items"]

    assert [one["id"] for one in first["items"] + rest["items"]] == ids[::-1]
    assert rest["next"] is None
    assert ([one["id"] for one in open_], [one["id"] for one in done]) == (ids[:0:-1], ids[:1])


def test_who_comes_second_is_given_the_project_of_who_came_first(scene):
    topic = decided(scene)
    first = scene.host.post(f"topics/{topic}/project", json=paper()).json["project"]

    second = scene.secretary.post(f"topics/{topic}/project", json=paper(name="另一个项目"))

    assert (second.status_code, second.json["code"]) == (409, "already_formed")
    assert second.json["details"]["project"]["id"] == first["id"]


@pytest.mark.parametrize("round_", range(5))
def test_of_two_at_once_one_forms_it_and_the_other_reads_it(app, scene, round_):
    topic, here = int(decided(scene)), scene.community.id
    people, together = (scene.host.actor, scene.secretary.actor), Barrier(2)

    def run(index):
        together.wait(20)
        with tenancy.in_community(here), transaction():
            return str(service.form(people[index], topic, ProjectIn().load(paper())).id)

    answers = crowd(app, 2, run)

    (won,) = [one for one in answers if isinstance(one, str)]
    (lost,) = [one for one in answers if not isinstance(one, str)]
    assert (lost.status, lost.code, lost.details["project"]["id"]) == (409, "already_formed", won)


def test_the_naive_way_tells_both_that_theirs_stands(app, scene):
    topic, here = int(decided(scene)), scene.community.id
    together = Barrier(2)

    def run(index):
        with tenancy.in_community(here), transaction():
            return naive.form(topic, f"项目{index}", lambda: together.wait(20))

    assert crowd(app, 2, run) == ["done", "done"]


def test_starting_makes_the_projects_day_the_topics_deadline(scene):
    project = formed(scene)

    answer = step(scene.host, project, "start")

    assert answer.status_code == 200, answer.json
    assert answer.json["project"]["state"] == "implementing"
    assert answer.json["project"]["started_at"] is not None
    with tenancy.in_community(scene.community.id):
        topic = db.session.scalars(select(Topic).where(Topic.id == int(project["topic_id"]))).one()
        held = db.session.scalars(select(Project)).one()
        assert topic.due_at == end_of_day(held.due_on)


def test_the_topics_page_says_how_far_its_project_is(scene):
    project = started(scene)
    topic = project["topic_id"]
    before = scene.author.get(f"topics/{topic}").json["topic"]["project"]

    reach(scene.host, project, 1)

    after = scene.author.get(f"topics/{topic}").json["topic"]["project"]
    assert (before["id"], before["done"], before["total"]) == (project["id"], 0, 2)
    assert (after["done"], after["overdue"], after["due_on"]) == (1, 0, day(30))
