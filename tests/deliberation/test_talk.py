"""Stances and comments: during the discussion, by whoever it concerns, counted exactly."""

import pytest
from sqlalchemy import func, select

from server.core import tenancy
from server.core.database import transaction
from server.core.safety import Suggest, Verdict, WeChatCheck
from server.deliberation import handlers, talk
from server.deliberation.models import Stance, StanceKind, TopicComment
from server.extensions import db
from server.wechat.faults import fault_of
from tests.ballots.crowds import crowd
from tests.deliberation.scenes import REASON
from tests.factories import make_estate, make_home, make_member


class Says:
    def __init__(self, suggest):
        self.suggest = suggest

    def check(self, _):
        return Verdict(self.suggest, "需要看一看")


@pytest.fixture
def judged(app, monkeypatch):
    """Call it with what the content check should say from now on."""
    return lambda suggest: monkeypatch.setitem(app.extensions, "checker", Says(suggest))


def counters(scene, topic):
    return scene.author.get(f"topics/{topic}").json["topic"]["stances"]


def test_a_stance_may_change_and_the_counters_move_with_it(scene):
    topic = scene.discussing()
    one, two, three = scene.author, *scene.neighbours[:2]

    for who, stance in ((one, "for"), (two, "for"), (three, "neutral"), (two, "against"), (two, "against")):
        answer = who.put(f"topics/{topic}/stance", json={"stance": stance})
        assert answer.status_code == 200, answer.json

    assert counters(scene, topic) == answer.json["stances"] == {"for": 1, "against": 1, "neutral": 1}
    assert two.get(f"topics/{topic}").json["mine"]["stance"] == "against"
    with tenancy.in_community(scene.community.id):
        assert db.session.scalar(select(func.count()).select_from(Stance)) == 3


def test_before_and_after_the_discussion_nobody_speaks(scene):
    topic = scene.walk(scene.submit(), "admit")
    early = scene.author.put(f"topics/{topic}/stance", json={"stance": "for"})
    scene.walk(topic, "plan", "open_discussion")
    scene.step(scene.secretary, topic, "pause", reason_code="disorder", reason=REASON)
    paused = scene.author.post(f"topics/{topic}/comments", json={"body": "我同意"})

    assert (early.status_code, early.json["code"]) == (409, "not_discussing")
    assert (paused.status_code, paused.json["message"]) == (409, "协商已暂停，恢复后可以继续")


def test_staff_answer_but_take_no_stance(scene):
    topic = scene.discussing(estate_id=str(scene.estate.id))

    said = scene.host.post(f"topics/{topic}/comments", json={"body": "物业已经来量过位置"})
    stance = scene.host.put(f"topics/{topic}/stance", json={"stance": "for"})

    assert (said.status_code, stance.status_code) == (201, 403)


def test_neighbours_of_another_estate_do_not_find_the_discussion(scene):
    topic = scene.discussing(estate_id=str(scene.estate.id))
    elsewhere = make_member(scene.community, estate=make_estate(scene.community, "另一个小区"))

    assert elsewhere.post(f"topics/{topic}/comments", json={"body": "我也说说"}).status_code == 404
    assert elsewhere.put(f"topics/{topic}/stance", json={"stance": "for"}).status_code == 404


def test_a_comment_is_its_authors_until_the_check_passed_it(scene):
    topic = scene.discussing()
    written = scene.author.post(f"topics/{topic}/comments", json={"body": "建议装在东侧车棚"})
    mine = scene.author.get(f"topics/{topic}").json
    theirs = scene.neighbours[0].get(f"topics/{topic}").json
    scene.deliver()
    after = scene.neighbours[0].get(f"topics/{topic}").json

    assert (written.status_code, written.json["state_name"]) == (201, "审核中")
    assert [one["body"] for one in mine["mine"]["pending_comments"]] == ["建议装在东侧车棚"]
    assert (theirs["comments"]["items"], theirs["mine"]["pending_comments"]) == ([], [])
    assert [one["body"] for one in after["comments"]["items"]] == ["建议装在东侧车棚"]
    assert after["topic"]["comments"] == 1


def test_an_answer_belongs_to_a_comment_that_can_be_read(scene):
    topic = scene.discussing()
    first = scene.author.post(f"topics/{topic}/comments", json={"body": "建议装在东侧"}).json["id"]
    early = scene.neighbours[0].post(f"topics/{topic}/comments", json={"body": "同意", "reply_to": first})
    scene.deliver()
    late = scene.neighbours[0].post(f"topics/{topic}/comments", json={"body": "同意", "reply_to": first})

    assert (early.status_code, early.json["code"]) == (422, "bad_reply")
    assert (late.status_code, late.json["reply_to"]) == (201, first)


@pytest.mark.parametrize("suggest", [Suggest.REVIEW, Suggest.DOWN])
def test_a_doubtful_comment_waits_for_a_person(scene, judged, suggest):
    topic = scene.discussing()
    judged(suggest)
    comment = scene.author.post(f"topics/{topic}/comments", json={"body": "一句说不清的话"}).json["id"]
    scene.deliver()
    (held,) = scene.host.get("topic-comments/held").json["items"]

    def moderate(verb):
        form = {"verb": verb, "reason": "查看后处理"}
        return scene.host.post(f"topic-comments/{comment}/steps", json=form)

    verbs = scene.host.get("topic-comments/held").json["mine"]["comment_verbs"]
    assert (held["id"], verbs) == (comment, {comment: ["release", "refuse"]})
    assert moderate("release").json["state"] == "published"
    assert moderate("release").status_code == 409
    assert moderate("hide").json["state"] == "hidden"
    assert scene.author.get(f"topics/{topic}").json["topic"]["comments"] == 0
    assert moderate("restore").json["state"] == "published"
    assert scene.author.get(f"topics/{topic}").json["topic"]["comments"] == 1


@pytest.fixture
def hidden(scene):
    """The topic and the comment of its author that the host has hidden."""
    topic = scene.discussing()
    said = scene.author.post(f"topics/{topic}/comments", json={"body": "五零二的人真讨厌"}).json["id"]
    scene.deliver()
    assert scene.host.get(f"topics/{topic}").json["mine"]["comment_verbs"] == {said: ["hide"]}
    assert scene.author.get(f"topics/{topic}").json["mine"]["comment_verbs"] == {}
    form = {"verb": "hide", "reason": "写了邻居的门牌"}
    assert scene.host.post(f"topic-comments/{said}/steps", json=form).status_code == 200
    return topic, said


def test_a_hidden_comment_is_read_with_the_reason_by_its_author_and_who_may_restore_it(scene, hidden):
    topic, said = hidden
    for by, verbs in ((scene.author, {}), (scene.host, {said: ["restore"]}), (scene.neighbours[0], None)):
        page = by.get(f"topics/{topic}").json
        aside = [(one["id"], one["state_name"], one["note"]) for one in page["mine"]["pending_comments"]]
        assert aside == ([] if verbs is None else [(said, "已被社区隐藏", "写了邻居的门牌")])
        assert page["mine"]["comment_verbs"] == (verbs or {})
        assert page["comments"]["items"] == []


def test_a_restored_comment_stands_where_it_was(scene, hidden):
    topic, said = hidden
    form = {"verb": "restore", "reason": "门牌已经去掉"}
    scene.host.post(f"topic-comments/{said}/steps", json=form)

    listed = scene.host.get(f"topics/{topic}/comments").json
    assert listed["mine"]["comment_verbs"] == {said: ["hide"]}
    assert [(one["id"], one["topic_id"]) for one in listed["items"]] == [(said, str(topic))]
    page = scene.host.get(f"topics/{topic}").json
    assert [one["id"] for one in page["comments"]["items"]] == [said]
    assert page["mine"]["pending_comments"] == []


def test_a_risky_comment_is_refused_and_its_author_reads_why(scene, judged):
    topic = scene.discussing()
    judged(Suggest.RISKY)
    scene.author.post(f"topics/{topic}/comments", json={"body": "一句不好的话"})
    scene.deliver()

    (mine,) = scene.author.get(f"topics/{topic}").json["mine"]["pending_comments"]

    assert (mine["state"], mine["note"]) == ("refused", "需要看一看")


def test_a_doubtful_text_reaches_the_gate_unseen_by_neighbours(scene, judged):
    judged(Suggest.REVIEW)
    topic = scene.submit()

    assert scene.neighbours[0].get(f"topics/{topic}").status_code == 404
    assert scene.step(scene.secretary, topic, "admit").status_code == 200


def test_a_text_that_wechat_will_not_judge_waits_at_the_gate_and_its_author_is_told(app, scene, monkeypatch):
    class Refusing:
        def check_text(self, text, *, openid, scene):
            raise fault_of(61010)

    monkeypatch.setitem(app.extensions, "checker", WeChatCheck(Refusing()))
    topic = scene.submit()
    scene.deliver()

    waiting = scene.secretary.get("gate-inbox").json["items"]
    told = [one["title"] for one in scene.author.get("notices").json["items"]]
    assert [one["id"] for one in waiting] == [topic]
    assert "您的议题文字已转人工查看，把关时一并审核" in told
    assert scene.step(scene.secretary, topic, "admit").status_code == 200


def test_a_verdict_that_comes_twice_or_too_late_changes_nothing(scene):
    topic = scene.discussing()
    comment = scene.author.post(f"topics/{topic}/comments", json={"body": "建议装在东侧"}).json["id"]
    scene.deliver()

    with tenancy.in_community(scene.community.id):
        talk.apply_verdict(int(comment), Suggest.RISKY, "")
        talk.apply_verdict(1, Suggest.RISKY, "")
        assert handlers._fetch_comment({"comment_id": int(comment)}) is None
        assert handlers._fetch_text({"topic_id": int(topic)}) is None
        handlers._store_text({"topic_id": int(topic), "text_version": 1}, Verdict(Suggest.RISKY))
        handlers.poll_closed({"subject_id": 1})
        assert db.session.scalars(select(TopicComment.state)).all() == ["published"]


def test_counters_equal_the_rows_after_many_at_once(app, scene):
    topic = int(scene.discussing())
    actors = [make_member(scene.community, home=make_home(scene.estate)).actor for _ in range(12)]
    here, kinds = scene.community.id, list(StanceKind)

    def speak(index):
        with tenancy.in_community(here), transaction():
            talk.take_stance(actors[index % 12], topic, kinds[index % 3 if index < 24 else (index + 1) % 3])

    assert [one for one in crowd(app, 48, speak) if one is not None] == []

    with tenancy.in_community(here):
        rows = dict(db.session.execute(select(Stance.stance, func.count()).group_by(Stance.stance)).all())
    assert {kind: counters(scene, topic)[kind] for kind in kinds} == {
        kind: rows.get(kind, 0) for kind in kinds
    }
