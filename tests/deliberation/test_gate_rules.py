"""为什么有把关: the rules say this community's own numbers, and its own figures."""

from server.core import settings, tenancy
from server.core.database import transaction
from server.deliberation.reasons import LISTS, NAMES
from server.deliberation.workflow import Verb
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


def test_the_figures_are_those_of_its_ledger(scene):
    form = {"reason_code": "not_ours", "reason": REASON}
    scene.step(scene.secretary, scene.submit(), "decline", **form)
    figures = read(scene.neighbours[0])[0]["figures"]

    assert [(one["action"], one["count"]) for one in figures["counts"]] == [("decline", 1)]
    assert (figures["overdue"], figures["late_now"]) == (0, 0)
