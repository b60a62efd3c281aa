"""修改建议: proposed for words of the text, answered by its author, put into the text by the machine."""

import pytest
from sqlalchemy import select

from server.core import tenancy
from server.core.access import Role
from server.core.safety import Suggest, Verdict
from server.deliberation.models import TopicText
from server.extensions import db
from tests.deliberation.scenes import TEXT
from tests.factories import make_member

PASSAGE = "建议在车棚统一加装充电桩"
WHY = "东侧离住宅远一些，夜里不吵人"
ANSWER = "大家现场看过，同意改在东侧"


class Doubts:
    """A content check that leaves every text to a moderator."""

    def check(self, _):
        return Verdict(Suggest.REVIEW, "需要看一看")


def propose(scene, topic, who=None, **changes):
    form = {"passage": PASSAGE, "proposal": "建议在东侧车棚统一加装充电桩", "reason": WHY, **changes}
    return (who or scene.neighbours[0]).post(f"topics/{topic}/amendments", json=form)


def answer(who, topic, amendment, accept=True, reason=ANSWER):
    form = {"accept": accept, "reason": reason}
    return who.post(f"topics/{topic}/amendments/{amendment}/answer", json=form)


def proposed(scene, topic, who=None, **changes):
    said = propose(scene, topic, who, **changes)
    assert said.status_code == 201, said.json
    scene.deliver()
    return said.json["id"]


def page(who, topic):
    return who.get(f"topics/{topic}").json


def test_accepted_words_stand_in_the_next_version_of_the_text(scene):
    topic = scene.discussing()
    amendment = proposed(scene, topic)

    done = answer(scene.author, topic, amendment)

    assert done.status_code == 200, done.json
    shown = done.json["topic"]
    assert shown["body"] == TEXT["body"].replace(PASSAGE, "建议在东侧车棚统一加装充电桩")
    assert shown["text_version"] == 2
    assert [(one["state"], one["answer"], one["text_version"]) for one in shown["amendments"]] == [
        ("accepted", ANSWER, 2)
    ]
    with tenancy.in_community(scene.community.id):
        kept = db.session.scalars(select(TopicText.body).where(TopicText.topic_id == int(topic))).all()
    assert TEXT["body"] in kept, "the old version stays"


def test_the_author_is_asked_once_the_proposal_is_public_and_not_about_his_own(scene):
    topic = scene.discussing()
    proposed(scene, topic)
    proposed(scene, topic, who=scene.author, proposal="建议在车棚统一加装充电桩和灭火器")
    scene.deliver()

    asked = [one["title"] for one in scene.author.get("notices").json["items"] if "建议修改" in one["title"]]
    assert asked == ["有人建议修改您的议题，请答复"]


def test_a_refusal_says_why_and_changes_nothing(scene):
    topic = scene.discussing()
    amendment = proposed(scene, topic)

    silent = answer(scene.author, topic, amendment, accept=False, reason="不行")
    done = answer(scene.author, topic, amendment, accept=False)
    again = answer(scene.author, topic, amendment)

    assert silent.status_code == 422
    assert done.json["topic"]["body"] == TEXT["body"]
    assert done.json["topic"]["amendments"][0]["state"] == "rejected"
    assert (again.status_code, again.json["code"]) == (409, "already_answered")


def test_of_two_proposals_for_the_same_words_one_is_overtaken(scene):
    topic = scene.discussing()
    first = proposed(scene, topic)
    second = proposed(scene, topic, who=scene.neighbours[1], proposal="建议先装两个充电桩试用")

    done = answer(scene.author, topic, first)
    late = answer(scene.author, topic, second)

    assert [one["state"] for one in done.json["topic"]["amendments"]] == ["accepted", "overtaken"]
    assert (late.status_code, late.json["code"]) == (409, "passage_gone")


def test_words_may_be_added_at_the_end(scene):
    topic = scene.discussing()
    amendment = proposed(scene, topic, passage="", proposal="费用由使用的住户分摊。")

    body = answer(scene.author, topic, amendment).json["topic"]["body"]

    assert body == f"{TEXT['body']}\n费用由使用的住户分摊。"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"passage": "正文里没有的话"}, "no_such_passage"),
        ({"proposal": PASSAGE}, "same_words"),
        ({"reason": "好"}, "invalid"),
        ({"proposal": ""}, "invalid"),
    ],
)
def test_a_proposal_names_words_of_the_text_and_a_reason(scene, changes, code):
    topic = scene.discussing()

    refused = propose(scene, topic, **changes)

    assert (refused.status_code, refused.json["code"]) == (422, code)


def test_only_the_topics_author_answers(scene):
    topic = scene.discussing()
    amendment = proposed(scene, topic)

    for who in (scene.neighbours[0], scene.host, scene.secretary):
        assert answer(who, topic, amendment).status_code == 403


def test_before_the_check_its_author_alone_sees_it_and_nobody_answers_it(scene):
    topic = scene.discussing()
    amendment = propose(scene, topic).json["id"]

    early = answer(scene.author, topic, amendment)

    assert page(scene.author, topic)["topic"]["amendments"] == []
    assert [one["id"] for one in page(scene.neighbours[0], topic)["mine"]["pending_amendments"]] == [
        amendment
    ]
    assert page(scene.neighbours[1], topic)["mine"]["pending_amendments"] == []
    assert (early.status_code, early.json["code"]) == (409, "already_answered")


def test_what_the_check_doubts_waits_for_a_moderator(scene, app, monkeypatch):
    other = scene.discussing(title="楼道声控灯不亮的问题")
    topic = scene.discussing()
    monkeypatch.setitem(app.extensions, "checker", Doubts())
    amendment = proposed(scene, topic)
    path = f"topics/{topic}/amendments/{amendment}/steps"

    branch = make_member(scene.community, Role.SECRETARY, estate=scene.estate)

    astray = scene.host.post(
        f"topics/{other}/amendments/{amendment}/steps", json={"verb": "release", "reason": "没有问题"}
    )
    outside = branch.post(path, json={"verb": "release", "reason": "没有问题"})
    held = scene.host.get("topics/held-words").json["amendments"]
    neighbour = scene.neighbours[1].post(path, json={"verb": "release", "reason": "没有问题"})
    released = scene.host.post(path, json={"verb": "release", "reason": "没有问题"})
    again = scene.host.post(path, json={"verb": "refuse", "reason": "再看一次"})

    assert [one["id"] for one in held] == [amendment]
    assert (astray.status_code, outside.status_code, neighbour.status_code) == (404, 403, 403)
    assert outside.json["message"] == "这条内容不属于您负责的小区"
    assert (released.status_code, released.json["state"]) == (200, "open")
    assert again.status_code == 409
    assert [one["id"] for one in page(scene.author, topic)["topic"]["amendments"]] == [amendment]


def test_a_moderator_judges_no_words_of_his_own(scene, app, monkeypatch):
    topic = scene.discussing()
    monkeypatch.setitem(app.extensions, "checker", Doubts())
    amendment = proposed(scene, topic, who=scene.host)
    said = scene.host.post(f"topics/{topic}/comments", json={"body": "这一句要人看一看"}).json["id"]
    scene.deliver()
    form = {"verb": "release", "reason": "没有问题"}

    own = scene.host.post(f"topics/{topic}/amendments/{amendment}/steps", json=form)
    spoken = scene.host.post(f"topic-comments/{said}/steps", json=form)
    deputy = scene.deputy.post(f"topic-comments/{said}/steps", json=form)

    assert (own.status_code, own.json["message"]) == (403, "您自己写的内容，请由其他工作人员处理")
    assert (spoken.status_code, deputy.status_code) == (403, 200)


def test_after_the_discussion_nothing_is_proposed_or_answered(scene):
    topic = scene.discussing()
    amendment = proposed(scene, topic)
    scene.walk(topic, "summarise")

    assert propose(scene, topic).json["code"] == "not_discussing"
    assert answer(scene.author, topic, amendment).json["code"] == "not_discussing"
