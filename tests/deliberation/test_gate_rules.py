"""为什么有把关: the rules say this community's own numbers, and its own figures."""

from datetime import datetime

from server.core import settings, tenancy
from server.core.calendar import add_working_days
from server.core.database import transaction
from server.deliberation import petition_answers, queries
from server.deliberation.models import TopicState
from server.deliberation.reasons import LISTS, NAMES
from server.deliberation.workflow import Verb
from server.kit.rest import stamp
from tests.deliberation.factories import put
from tests.deliberation.scenes import REASON


def read(who):
    page = who.get("gate-rules").json
    return page, "".join(line for one in page["sections"] for line in one["lines"])


def test_they_name_every_ground_of_a_refusal(scene):
    _, text = read(scene.neighbours[0])

    assert all(NAMES[one] in text for one in LISTS[Verb.DECLINE])


def test_the_numbers_are_those_that_this_community_set(scene):
    _, before = read(scene.neighbours[0])
    with tenancy.in_community(scene.community.id), transaction():
        settings.change(scene.secretary.actor, "gate.days", 5, "春节前后人手不够，放宽期限")
    page, after = read(scene.neighbours[0])

    assert ("送到后 3 个工作日" in before, "送到后 5 个工作日" in after) == (True, True)
    numbers = {one["key"]: one["text"] for one in page["settings"]}
    assert (numbers["gate.days"], numbers["petition.share"]) == ("5 个工作日", "五分之一以上")


def test_the_committee_answers_a_petition_in_the_days_the_community_set(scene):
    _, before = read(scene.neighbours[0])
    with tenancy.in_community(scene.community.id), transaction():
        settings.change(scene.secretary.actor, "petition.answer_days", 15, "开居民会议要多准备几天")
        topic = put(scene, TopicState.ADMITTED, seconds=30)
        petition_answers.open_answer({"topic_id": topic.id})
        due_at = queries.get_topic(topic.id).petition["due_at"]
        assert due_at == stamp(add_working_days(datetime.fromisoformat(topic.petition["reached_at"]), 15))
    page, after = read(scene.neighbours[0])

    assert "居委会在 10 个工作日内书面答复" in before
    assert "居委会在 15 个工作日内书面答复" in after
    assert {one["key"]: one["text"] for one in page["settings"]}["petition.answer_days"] == "15 个工作日"


def test_the_figures_are_those_of_its_ledger(scene):
    form = {"reason_code": "not_ours", "reason": REASON}
    scene.step(scene.secretary, scene.submit(), "decline", **form)
    figures = read(scene.neighbours[0])[0]["figures"]

    assert [(one["action"], one["count"]) for one in figures["counts"]] == [("decline", 1)]
    assert (figures["overdue"], figures["late_now"]) == (0, 0)
