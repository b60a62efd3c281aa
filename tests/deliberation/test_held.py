"""Words that the check was not sure of are read before they are public only by who judges them."""

import pytest

from server.core import tenancy
from server.core.access import Role
from server.core.safety import Suggest, Verdict
from server.deliberation import held_queries
from tests.deliberation.projects.undertakings import evaluating, step
from tests.factories import make_estate, make_member


class Doubts:
    def check(self, _):
        return Verdict(Suggest.REVIEW, "需要看一看")


@pytest.fixture
def doubts(app, monkeypatch):
    """Call it: from now on every text is left to a person."""
    return lambda: monkeypatch.setitem(app.extensions, "checker", Doubts())


@pytest.fixture
def branches(scene):
    """Secretaries of the branch in the scene's estate, and in another one."""
    estates = (scene.estate, make_estate(scene.community, "西苑"))
    return [make_member(scene.community, Role.SECRETARY, estate=estate) for estate in estates]


def said_of(scene, topic):
    """A comment and a proposed change while it is discussed, an objection to its minutes after."""
    one = scene.neighbours[0]
    one.post(f"topics/{topic}/comments", json={"body": "这一句要人看一看"})
    form = {"passage": "", "proposal": "并留出消防通道", "reason": "车棚前要能过消防车"}
    assert one.post(f"topics/{topic}/amendments", json=form).status_code == 201
    scene.walk(topic, "summarise")
    objection = {"home_id": str(one.actor.members[0].home_id), "body": "纪要没有写消防通道"}
    assert one.post(f"topics/{topic}/objections", json=objection).status_code == 201
    scene.deliver()


def held(who):
    """How many comments, proposed changes and objections the caller reads, and how many his desk counts."""
    words = who.get("topics/held-words").json
    comments = who.get("topic-comments/held").json["items"]
    counted = who.get("home").json["mine"]["todo"]["held"]
    return len(comments), len(words["amendments"]), len(words["objections"]), counted


def test_a_branch_reads_and_counts_held_words_of_its_own_estate_only(scene, doubts, branches):
    ours = scene.discussing(estate_id=str(scene.estate.id))
    everybodys = scene.discussing(title="楼道声控灯不亮的问题")
    doubts()
    said_of(scene, ours)
    said_of(scene, everybodys)

    assert held(scene.host) == (2, 2, 2, 6)
    assert [held(branch) for branch in branches] == [(1, 1, 1, 3), (0, 0, 0, 0)]


def test_a_branch_reads_no_held_words_on_another_estates_project(scene, doubts, branches):
    of_estate = evaluating(scene, estate_id=scene.estate.id)
    of_all = evaluating(scene)
    doubts()
    one = scene.neighbours[0]
    home = str(one.actor.members[0].home_id)
    for project in (of_estate, of_all):
        assert step(one, project, "note", text="这一句要人看一看").status_code == 200
        rating = {"home_id": home, "rating": 2, "text": "灯还没有修好"}
        assert one.put(f"topics/{project['topic_id']}/evaluation", json=rating).status_code == 200
    scene.deliver()

    def on_projects(who):
        words = who.get("projects/held-words").json
        return len(words["notes"]), len(words["evaluations"])

    assert [on_projects(who) for who in (scene.host, *branches)] == [(2, 2), (1, 1), (0, 0)]


def test_what_was_judged_waits_no_longer(scene, doubts):
    topic = scene.discussing()
    doubts()
    said_of(scene, topic)
    words = scene.host.get("topics/held-words").json
    key = {name: words["objections"][0][name] for name in ("stage", "round", "home_id")}
    form = {"verb": "release", "reason": "没有问题"}

    for path, body in (
        (f"topics/{topic}/amendments/{words['amendments'][0]['id']}/steps", form),
        (f"topics/{topic}/objections/steps", {**form, **key}),
    ):
        assert scene.host.post(path, json=body).status_code == 200

    assert held(scene.host) == (1, 0, 0, 1)
    with tenancy.in_community(scene.community.id):
        assert held_queries.count(None, 100) == 1
