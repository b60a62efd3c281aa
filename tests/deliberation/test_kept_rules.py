"""「已经在办的期限不变」: rules changed while a topic waits change nothing of what is under way."""

from datetime import timedelta

import pytest

from server.core import settings, tenancy
from server.core.database import transaction
from server.deliberation import kept_rules
from server.deliberation.settings import SETTINGS
from tests.deliberation.scenes import REASON
from tests.deliberation.test_keepers import NO, seconds, verbs

KNOWN = {one.key: one for one in SETTINGS}
CONSENT = {"matter": "daily", "route": "A", "question": "是否同意在车棚加装充电桩？"}


def change(scene, key, value):
    with tenancy.in_community(scene.community.id), transaction():
        settings.change(scene.secretary.actor, key, value, "按居民意见调整议事规则")


def days_pass(scene, topic, days):
    scene.set_row(topic, lambda row: {"state_at": row.state_at - timedelta(days=days)})


def test_what_a_topic_keeps_is_a_rule_that_somebody_may_change():
    asked = {key for keys in kept_rules.ASKED.values() for key in keys}

    assert asked <= set(KNOWN)
    assert not [key for key in asked if KNOWN[key].law]


def test_days_of_appeal_are_not_cut_after_the_refusal(scene):
    topic = scene.submit()
    scene.step(scene.secretary, topic, "decline", **NO)
    change(scene, "appeal.days", 3)
    days_pass(scene, topic, 5)

    assert scene.step(scene.author, topic, "appeal", reason="楼里三十户都关心").status_code == 200


@pytest.mark.parametrize(("before", "after", "hands"), [(10, 50, 2), (50, 10, 1)])
def test_how_many_hands_refuse_is_settled_when_the_topic_comes_to_the_gate(scene, before, after, hands):
    change(scene, "second_signature.households", before)
    topic = scene.submit()
    seconds(scene, topic, 20)
    change(scene, "second_signature.households", after)

    refused = scene.step(scene.secretary, topic, "decline", reason_code="unlawful", reason=REASON)

    assert refused.json["topic"]["state"] == ("gate1_pending" if hands == 2 else "declined")


def test_who_hears_no_objection_may_not_raise_the_share_nor_cut_the_days_before_he_decides(scene):
    topic = scene.walk(scene.discussing(), "summarise")
    scene.after_notice(topic)
    assert scene.step(scene.host, topic, "route", ballot=CONSENT).status_code == 200
    change(scene, "consensus.days", 3)
    days_pass(scene, topic, 5)
    early = verbs(scene.secretary, topic)["decide"]["shut"]
    days_pass(scene, topic, 3)

    assert "异议期到" in early
    assert scene.step(scene.secretary, topic, "decide").status_code == 200


def test_how_long_a_ballot_is_told_is_kept_and_said_on_the_page(scene):
    change(scene, "voting.notice_days", 4)
    topic = scene.walk(scene.discussing(), "summarise", "route")
    change(scene, "voting.notice_days", 0)
    scene.told(topic)
    page = scene.author.get(f"topics/{topic}").json["topic"]
    early = scene.step(scene.secretary, topic, "open_ballot")
    days_pass(scene, topic, 3)

    assert "起可以开始表决" in page["next_sentence"]
    assert (early.json["code"], "起才能开始表决" in early.json["message"]) == ("gate_closed", True)
    assert scene.step(scene.secretary, topic, "open_ballot").status_code == 200


def test_the_next_topic_goes_by_the_new_rules(scene):
    change(scene, "appeal.days", 3)
    topic = scene.submit()
    scene.step(scene.secretary, topic, "decline", **NO)
    days_pass(scene, topic, 5)

    assert scene.step(scene.author, topic, "appeal", reason="楼里三十户都关心").json["code"] == "gate_closed"
