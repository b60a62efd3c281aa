"""From a decided topic to a covenant in force: who may take which step, and what stays as it was."""

import pytest
from sqlalchemy import select

from server.core import tenancy
from server.core.audit import AuditEntry
from server.deliberation.gate_models import GateDecision
from server.deliberation.models import TopicState
from server.extensions import db
from server.kit.db import utc_now
from server.kit.worktime import today
from tests.deliberation.covenants.agreements import (
    ARTICLES,
    BALLOT,
    DRAFT,
    LAW,
    counted,
    decided,
    draft,
    drafted,
    fill_the_law,
    handed_in,
    in_force,
    step,
    voting,
)
from tests.factories import make_estate, make_member


def state_of(scene, covenant):
    return scene.author.get(f"topics/{covenant['topic']['id']}").json["topic"]["state"]


def test_the_host_drafts_a_covenant_out_of_a_decided_topic(scene):
    covenant = draft(scene)

    assert (covenant["title"], covenant["version"], covenant["state"]) == (DRAFT["title"], 1, "draft")
    assert [one["number"] for one in covenant["articles"]] == [1, 2, 3]
    assert covenant["law_checked_by"] == scene.host.actor.name
    assert state_of(scene, covenant) == "covenant_draft"


def test_a_topic_that_nobody_decided_yields_no_covenant(scene):
    answer = drafted(scene, decided(scene, TopicState.ADMITTED))

    assert answer.status_code == 409
    assert scene.host.get("covenants").json["items"] == []


@pytest.mark.parametrize("who", ["author", "supervisor", "watch"])
def test_only_a_host_drafts(scene, who):
    answer = getattr(scene, who).post(f"topics/{decided(scene)}/covenant", json=DRAFT)

    assert answer.status_code == 403


def test_a_second_draft_out_of_the_same_topic_is_refused(scene):
    topic = decided(scene)
    draft(scene, topic)

    assert drafted(scene, topic).status_code == 409
    assert len(scene.host.get("covenants").json["items"]) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"articles": []},
        {"articles": [{"title": "空", "body": "  "}]},
        {"title": None},
        {"weight": 3},
        {"covenant_id": "1"},
    ],
)
def test_what_is_no_covenant_is_refused_and_moves_no_topic(scene, wrong):
    topic = decided(scene)

    assert drafted(scene, topic, **wrong).status_code == 422
    assert scene.author.get(f"topics/{topic}").json["topic"]["state"] == "decided"


def test_a_draft_is_revised_by_its_edition(scene):
    covenant = draft(scene)
    form = {"articles": [*ARTICLES[1:], ARTICLES[0]], "edition": covenant["mine"]["edition"]}

    first = scene.host.put(f"covenants/{covenant['id']}/draft", json=form)
    second = scene.host.put(f"covenants/{covenant['id']}/draft", json=form)

    assert [one["title"] for one in first.json["articles"]] == ["楼道整洁", "", "文明养犬"]
    assert (second.status_code, second.json["code"]) == (409, "stale")


def test_neighbours_do_not_read_a_draft_and_its_hosts_do(scene):
    covenant = draft(scene)

    assert scene.author.get("covenants").json["items"] == []
    assert scene.author.get(f"covenants/{covenant['id']}").status_code == 404
    assert scene.watch.get(f"covenants/{covenant['id']}").json["articles"][0]["title"] == "文明养犬"


def test_without_the_numbers_of_the_law_no_vote_is_proposed(scene):
    answer = step(scene.host, draft(scene), "submit")

    assert (answer.status_code, answer.json["code"]) == (409, "law_number_missing")
    assert "区社建办" in answer.json["message"]


@pytest.mark.parametrize("ballot", [{"route": "B"}, {"route": "A"}, {"route": "D"}, {"matter": "daily"}])
def test_a_covenant_is_no_matter_of_an_advisory_vote(scene, ballot):
    fill_the_law(scene)

    answer = step(scene.host, draft(scene), "submit", ballot={**BALLOT, **ballot})

    assert answer.status_code == 422


def test_what_was_not_compared_with_the_law_is_not_handed_in(scene):
    covenant = draft(scene, law_note=None)
    (button,) = scene.host.get(f"covenants/{covenant['id']}").json["mine"]["verbs"]

    answer = step(scene.host, covenant, "submit")

    assert (answer.status_code, answer.json["code"]) == (422, "law_note_required")
    assert (button["verb"], "比对" in button["shut"]) == ("submit", True)


@pytest.mark.parametrize("who", ["host", "supervisor", "watch"])
def test_the_gate_of_a_covenant_is_the_party_organisations(scene, who):
    assert step(getattr(scene, who), handed_in(scene), "open_vote").status_code == 403


def test_who_proposed_the_topic_does_not_open_its_vote_and_the_try_is_written_down(scene):
    fill_the_law(scene)
    own = scene.secretary.actor.person_id
    covenant = handed_in(scene, decided(scene, author_id=own))

    assert step(scene.secretary, covenant, "open_vote").status_code == 403
    assert step(scene.deputy, covenant, "open_vote").status_code == 200
    with tenancy.in_community(scene.community.id):
        deeds = db.session.scalars(select(AuditEntry.deed)).all()
    assert "topic.trespass" in deeds


def test_the_record_cites_the_article_that_it_is_voted_on_by(scene):
    voting(scene)

    with tenancy.in_community(scene.community.id):
        row = db.session.scalars(select(GateDecision).order_by(GateDecision.seq.desc())).first()
    assert (row.gate, row.action) == ("covenant", "open")
    assert row.rule_cited.startswith(LAW["cite"])


def test_what_is_voted_on_is_fixed(scene):
    covenant = voting(scene)
    form = {"articles": ARTICLES[:1], "edition": 2}

    answer = scene.host.put(f"covenants/{covenant['id']}/draft", json=form)

    assert (answer.status_code, answer.json["code"]) == (409, "articles_are_fixed")
    assert (covenant["state"], len(covenant["hash"])) == ("voting", 64)
    assert scene.author.get(f"covenants/{covenant['id']}").json["articles"][1]["title"] == "楼道整洁"


def test_the_poll_asks_for_this_version_by_the_laws_route(scene):
    covenant = voting(scene)

    poll = scene.author.get(f"polls/{covenant['adoption']['poll_id']}").json["poll"]

    assert poll["question"] == "是否同意《锦秋社区居民公约》第 1 版？"
    assert covenant["adoption"]["rule"]["route"] == "C"
    assert covenant["adoption"]["outcome"] is None


def test_the_topics_page_goes_on_telling_of_the_poll_that_decided_it(scene):
    before = handed_in(scene)["topic"]["id"]
    told = scene.author.get(f"topics/{before}").json["topic"]["poll"]
    covenant = scene.host.get("covenants").json["items"][0]

    assert step(scene.secretary, covenant, "open_vote").status_code == 200

    assert scene.author.get(f"topics/{before}").json["topic"]["poll"] == told


def test_a_covenant_to_vote_on_waits_on_the_home_page(scene):
    covenant = voting(scene)

    waiting = scene.author.get("home").json["mine"]["waiting"]

    assert f"poll:{covenant['adoption']['poll_id']}" in [one["link"] for one in waiting]


@pytest.mark.parametrize(
    ("label", "verb", "outcome"), [("赞成", "adopt", "通过"), ("反对", "drop", "没有通过")]
)
def test_every_home_hears_of_the_vote_on_a_covenant_and_how_it_ended(scene, label, verb, outcome):
    covenant = voting(scene)
    poll = f"poll:{covenant['adoption']['poll_id']}"
    counted(scene, covenant, label)
    assert step(scene.secretary, covenant, verb).status_code == 200
    scene.deliver()

    for person in (scene.author, *scene.neighbours):
        told = [one["title"] for one in person.get("notices").json["items"] if one["link"] == poll]
        assert told == [f"公约表决结果已确认：{outcome}", "有一项表决等您家投票"]
    assert poll not in [one["link"] for one in scene.secretary.get("notices").json["items"]]


def test_the_end_of_its_poll_leaves_the_topic_where_it_is(scene):
    covenant = voting(scene)

    counted(scene, covenant, "赞成", confirm=False)

    assert state_of(scene, covenant) == "covenant_vote"


def test_a_count_nobody_confirmed_adopts_nothing(scene):
    covenant = voting(scene)
    counted(scene, covenant, "赞成", confirm=False)

    answer = step(scene.secretary, covenant, "adopt")

    assert (answer.status_code, answer.json["code"]) == (409, "gate_closed")
    assert "核对确认" in answer.json["message"]


def test_what_passed_is_in_force_from_today_with_its_day_of_review(scene):
    covenant = in_force(scene)

    assert (covenant["state"], covenant["version_in_force"]) == ("in_force", 1)
    assert covenant["in_force_from"] == today(utc_now()).isoformat()
    assert covenant["review_on"][:4] == str(today(utc_now()).year + 1)
    assert covenant["adoption"]["homes"] == covenant["adoption"]["of_homes"] == 4
    assert state_of(scene, covenant) == "covenant_in_force"


def test_the_gate_of_a_covenant_stands_in_the_ledger_with_the_hash_of_its_articles(scene):
    covenant = in_force(scene)

    rows = scene.author.get("gate-ledger").json["items"]

    assert [row["action_name"] for row in rows[:2]] == ["确认公约表决结果", "同意公约交付表决"]
    assert covenant["hash"]


def test_what_failed_is_not_adopted_and_goes_on_as_a_new_draft(scene):
    covenant = voting(scene)
    counted(scene, covenant, "反对")

    wrong = step(scene.secretary, covenant, "adopt")
    dropped = step(scene.secretary, covenant, "drop")

    assert wrong.status_code == 409
    assert (dropped.json["version"], dropped.json["state"]) == (2, "draft")
    assert [one["body"] for one in dropped.json["articles"]] == [one["body"] for one in ARTICLES]
    old = scene.author.get(f"covenants/{covenant['id']}?version=1").json
    assert (old["state"], old["adoption"]["outcome"]) == ("dropped", "not_passed")
    assert state_of(scene, covenant) == "covenant_draft"


def test_a_dropped_covenant_can_be_put_to_the_vote_again(scene):
    covenant = voting(scene)
    counted(scene, covenant, "反对")
    step(scene.secretary, covenant, "drop")
    form = {"articles": ARTICLES[:2], "law_note": DRAFT["law_note"]}
    edition = scene.host.get(f"covenants/{covenant['id']}?version=2").json["mine"]["edition"]
    saved = scene.host.put(f"covenants/{covenant['id']}/draft", json={**form, "edition": edition})

    assert step(scene.host, saved.json, "submit").status_code == 200
    opened = step(scene.secretary, saved.json, "open_vote")
    counted(scene, opened.json, "赞成")

    assert step(scene.secretary, covenant, "adopt").json["version_in_force"] == 2


def test_a_revision_replaces_what_was_in_force(scene):
    first = in_force(scene)
    stricter = {**ARTICLES[1], "body": "楼道不堆放杂物，不停车，不充电。"}
    changed = [ARTICLES[0], stricter, {"title": "", "body": "高空不抛物。"}, ARTICLES[2]]

    second = in_force(scene, covenant_id=first["id"], title=None, articles=changed)

    assert (second["version"], second["version_in_force"], second["compared_with"]) == (2, 2, 1)
    assert [one["change"] for one in second["articles"]] == ["same", "changed", "added", "same"]
    assert [line["state"] for line in second["versions"]] == ["in_force", "superseded"]


def test_a_covenant_is_revised_in_one_place_at_a_time(scene):
    first = in_force(scene)
    draft(scene, covenant_id=first["id"], title=None)

    answer = drafted(scene, covenant_id=first["id"], title=None)

    assert (answer.status_code, answer.json["code"]) == (409, "already_open")


def test_an_estates_covenant_is_its_own_peoples(scene):
    covenant = in_force(scene, decided(scene, estate_id=scene.estate.id))
    elsewhere = make_member(scene.community, estate=make_estate(scene.community))

    assert elsewhere.get(f"covenants/{covenant['id']}").status_code == 404
    assert elsewhere.get("covenants").json["items"] == []
    assert scene.author.get("covenants").json["items"][0]["estate"]["id"] == str(scene.estate.id)


def test_a_covenant_of_one_scope_is_not_revised_in_a_topic_of_another(scene):
    covenant = in_force(scene, decided(scene, estate_id=scene.estate.id))

    answer = drafted(scene, covenant_id=covenant["id"], title=None)

    assert (answer.status_code, answer.json["code"]) == (422, "another_scope")
