"""Topics filed for a neighbour: his rules, the gate that waits for his word, and what his answer does."""

import pytest
from sqlalchemy import select

from server.core import tenancy
from server.core.access import Role
from server.core.audit import AuditEntry
from server.deliberation.models import TopicStep
from server.extensions import db
from tests.assistance.scenes import TOPIC, note
from tests.deliberation.scenes import REASON, plan
from tests.factories import make_member

SHUT = "代为提交的议题，等本人在手机上确认后才能这样办（附有书面同意照片的不用等）；也可以退回补充"


def answer(who, topic_id, verb, **more):
    return who.post(f"topics/{topic_id}/filing", json={"verb": verb, **more})


def step(who, topic_id, verb, **form):
    return who.post(f"topics/{topic_id}/steps", json={"verb": verb, **form})


def buttons(who, topic_id):
    return {one["verb"]: one["shut"] for one in who.get(f"topics/{topic_id}").json["mine"]["verbs"]}


def admit(lane, topic_id):
    answered = step(lane.secretary, topic_id, "admit")
    assert answered.status_code == 200, answered.json


def told(caller):
    return [one["title"] for one in caller.get("notices").json["items"]]


def test_the_topic_is_the_neighbours_and_lies_at_the_gate(lane, topic_id):
    mine = lane.elder.get("topics", query_string={"state": "mine"}).json["items"][0]
    page = lane.head.get(f"topics/{topic_id}").json

    assert (mine["id"], mine["author"]["name"], mine["state"]) == (topic_id, "李女士", "gate1_pending")
    assert mine["filed"]["line"] == "由楼组长代为提交，待本人确认"
    assert page["topic"]["body"] == TOPIC["body"]
    assert page["mine"]["is_author"] is False
    assert page["mine"]["verbs"] == []
    assert told(lane.elder) == ["赵女士（楼组长）代您提交了议题，请确认"]


def test_who_reads_only_the_title_does_not_read_who_filed_it(lane, topic_id):
    glance = lane.neighbour.get(f"topics/{topic_id}").json["topic"]

    assert (glance["author"]["name"], glance["filed"]) == ("一位居民", None)


def test_the_gate_carries_it_on_only_after_his_word(lane, topic_id):
    shut = buttons(lane.secretary, topic_id)

    assert [shut[verb] for verb in ("admit", "merge", "transfer")] == [SHUT] * 3
    assert shut["return"] is None
    assert shut["decline"] is None
    refused = step(lane.secretary, topic_id, "admit")
    assert (refused.status_code, refused.json["message"]) == (409, SHUT)

    assert answer(lane.elder, topic_id, "confirm").status_code == 200
    assert buttons(lane.secretary, topic_id)["admit"] is None
    admit(lane, topic_id)
    page = lane.neighbour.get(f"topics/{topic_id}").json["topic"]
    assert page["filed"]["line"] == "由楼组长代为提交，本人已确认"
    hall = lane.neighbour.get("topics").json["items"][0]
    assert hall["filed"]["state"] == "confirmed"


def test_it_may_be_sent_back_before_his_word(lane, topic_id):
    back = step(lane.secretary, topic_id, "return", reason_code="facts_missing", reason=REASON)

    assert back.json["topic"]["state"] == "returned", back.json


def test_his_signature_on_paper_is_his_word(lane, file_topic):
    topic_id = file_topic(lane.worker, lane.elder, note(lane.worker)).json["topic"]["id"]

    admit(lane, topic_id)
    page = lane.neighbour.get(f"topics/{topic_id}").json["topic"]
    assert page["filed"]["line"] == "由社工代为提交，待本人确认"


def test_a_written_consent_without_its_photo_waits(lane, file_topic):
    topic_id = file_topic(lane.worker, lane.elder, {"consent": "written"}).json["topic"]["id"]

    assert buttons(lane.secretary, topic_id)["admit"] == SHUT


def test_what_he_disowns_before_the_discussion_is_withdrawn(lane, topic_id, deliver):
    said = answer(lane.elder, topic_id, "disown", reason="不是我说的")
    deliver()

    assert (said.status_code, said.json["topic"]["state"]) == (200, "withdrawn")
    assert told(lane.head) == ["李女士表示您代为提交的不是自己的意思"]
    assert lane.neighbour.get(f"topics/{topic_id}").status_code == 404
    with tenancy.in_community(lane.community.id):
        asked = select(TopicStep.by, TopicStep.reason).where(TopicStep.verb == "withdraw")
        assert db.session.execute(asked).one() == ("李女士", "本人表示代为提交的不是自己的意思")


def test_what_the_neighbours_discuss_runs_on_and_says_that_he_does_not_stand_behind_it(lane, file_topic):
    topic_id = file_topic(lane.worker, lane.elder, note(lane.worker)).json["topic"]["id"]
    admit(lane, topic_id)
    assert step(lane.clerk, topic_id, "plan", plan=plan()).status_code == 200
    assert step(lane.secretary, topic_id, "open_discussion").status_code == 200

    said = answer(lane.elder, topic_id, "disown").json["topic"]

    assert said["state"] == "discussing"
    page = lane.neighbour.get(f"topics/{topic_id}").json["topic"]
    assert page["filed"]["line"] == "由社工代为提交，本人表示不是自己的意思"


def test_only_the_neighbour_answers_and_only_once(lane, topic_id):
    assert answer(lane.head, topic_id, "confirm").status_code == 403
    assert answer(lane.secretary, topic_id, "confirm").status_code == 403
    assert answer(lane.stranger, topic_id, "confirm").status_code == 403
    assert answer(lane.elder, topic_id, "confirm").status_code == 200
    assert answer(lane.elder, topic_id, "disown").json["code"] == "already_answered"


def test_a_topic_that_nobody_filed_for_another_has_nothing_to_confirm(lane):
    own = lane.elder.post("topics", json=TOPIC).json["topic"]["id"]

    assert answer(lane.elder, own, "confirm").status_code == 404


def test_who_filed_it_holds_none_of_its_gates(lane, file_topic):
    both = make_member(lane.community, Role.SECRETARY, Role.COMMITTEE)
    topic_id = file_topic(both, lane.elder, note(both)).json["topic"]["id"]

    refused = step(both, topic_id, "admit")
    assert refused.status_code == 403
    assert refused.json["message"] == "这个议题由您代为提交，应当回避，请由其他书记或副书记把关"
    assert both.get("gate-inbox").json["items"] == []
    assert [one["id"] for one in lane.secretary.get("gate-inbox").json["items"]] == [topic_id]
    admit(lane, topic_id)


def test_the_neighbours_own_rules_hold(lane, file_topic):
    """Three open topics, his estates, his age, his standing: asked of him, not of the helper."""
    for _ in range(3):
        assert file_topic(lane.clerk, lane.elder).status_code == 201
    fourth = file_topic(lane.clerk, lane.elder)
    assert (fourth.status_code, "您已有 3 个议题在办" in fourth.json["message"]) == (409, True)

    assert (
        file_topic(lane.clerk, lane.neighbour, estate_id=str(lane.west.id)).json["code"] == "not_your_estate"
    )
    minor = make_member(lane.community, estate=lane.east, adult=False)
    assert file_topic(lane.clerk, minor).status_code == 403
    away = make_member(lane.community, Role.AWAY, estate=lane.east)
    assert file_topic(lane.clerk, away).status_code == 403
    assert len(lane.clerk.get("filings", query_string={"side": "by_me"}).json["items"]) == 3


def test_a_draft_is_filed_for_nobody(lane, file_topic):
    assert file_topic(lane.clerk, lane.elder, submit=False).status_code == 422


@pytest.mark.parametrize("path", ["stance", "second", "objections", "comments"])
def test_a_helper_seconds_says_and_objects_nothing_for_anybody(lane, topic_id, path):
    call = lane.head.put if path == "stance" else lane.head.post
    assert call(f"topics/{topic_id}/{path}", json={}).status_code in (403, 404)
    assert lane.head.get("/me").json["communities"][0]["permissions"].count("poll:vote") == 0


def test_the_chain_and_the_steps_name_the_hand(lane, topic_id):
    with tenancy.in_community(lane.community.id):
        asked = select(AuditEntry.deed, AuditEntry.person_id).order_by(AuditEntry.seq)
        deeds = [tuple(row) for row in db.session.execute(asked)]
        taken = db.session.execute(select(TopicStep.person_id, TopicStep.by)).one()
    head = lane.head.actor.person_id

    assert deeds == [("assistance.file", head), ("topic.submit", head)]
    assert taken == (head, "赵女士")


def test_who_takes_over_what_was_withdrawn_stands_behind_it_himself(lane, file_topic, deliver):
    rule = {"value": 2, "reason": "两户附议再送把关，试行一年"}
    assert lane.secretary.put("settings/seconding.households", json=rule).status_code == 200
    topic_id = file_topic(lane.head, lane.elder).json["topic"]["id"]
    home = {"home_id": str(lane.neighbour.actor.members[0].home_id)}
    assert lane.neighbour.post(f"topics/{topic_id}/second", json=home).status_code < 300
    assert step(lane.elder, topic_id, "withdraw").status_code == 200

    adopted = step(lane.neighbour, topic_id, "adopt")
    deliver()

    assert adopted.status_code == 200, adopted.json
    assert adopted.json["topic"]["filed"] is None
    assert answer(lane.elder, topic_id, "confirm").status_code == 404
    admit(lane, topic_id)
