"""Who sees what of a topic, state by state."""

from types import SimpleNamespace

import pytest
from sqlalchemy import update

from server.core import tenancy
from server.core.access import Role
from server.core.database import transaction
from server.deliberation.covenants import policy
from server.deliberation.models import Topic
from server.extensions import db
from tests.deliberation.scenes import REASON, TEXT
from tests.factories import make_estate, make_home, make_member


def draft(scene, **changes):
    return scene.author.post("topics", json={**TEXT, **changes}).json["topic"]["id"]


def see(who, topic):
    answer = who.get(f"topics/{topic}")
    if answer.status_code == 404:
        return "nothing"
    return "whole" if answer.json["topic"]["body"] else "glance"


@pytest.fixture
def readers(scene, neighbour):
    return {
        "author": scene.author,
        "neighbour": scene.neighbours[0],
        "committee": scene.host,
        "secretary": scene.secretary,
        "supervisor": neighbour(Role.SUPERVISOR),
        "observer": neighbour(Role.OBSERVER),
    }


def table(readers, topic):
    return {name: see(who, topic) for name, who in readers.items()}


def test_a_draft_is_its_authors(scene, readers):
    assert table(readers, draft(scene)) == {**dict.fromkeys(readers, "nothing"), "author": "whole"}


def test_at_the_first_gate_neighbours_see_title_and_clock(scene, readers):
    topic = scene.submit()
    page = scene.neighbours[0].get(f"topics/{topic}").json["topic"]

    assert table(readers, topic) == {
        "author": "whole", "neighbour": "glance", "committee": "glance", "secretary": "whole",
        "supervisor": "whole", "observer": "glance",
    }  # fmt: skip
    assert (page["title"], page["author"]["name"]) == (TEXT["title"], "一位居民")
    assert page["due_at"] is not None


def test_before_the_check_has_passed_nobody_reads_the_title(scene):
    topic = draft(scene, submit=True)

    assert see(scene.neighbours[0], topic) == "nothing"
    assert scene.neighbours[0].get("topics").json["items"] == []


def test_what_was_declined_stays_between_the_author_and_the_gate(scene, readers):
    topic = scene.submit()
    scene.step(scene.secretary, topic, "decline", reason_code="single_case", reason=REASON)

    assert table(readers, topic) == {
        **dict.fromkeys(readers, "nothing"), "author": "whole", "secretary": "whole", "supervisor": "whole",
    }  # fmt: skip


def test_what_was_admitted_is_everybodys(scene, readers):
    topic = scene.walk(scene.submit(), "admit")

    assert set(table(readers, topic).values()) == {"whole"}


def test_an_estates_topic_is_that_estates(scene, neighbour):
    topic = scene.walk(scene.submit(estate_id=str(scene.estate.id)), "admit")
    stranger = make_member(scene.community, home=make_home(make_estate(scene.community)))

    assert (see(scene.neighbours[0], topic), see(stranger, topic)) == ("whole", "nothing")
    assert stranger.get("topics").json["items"] == []
    assert stranger.get(f"topics/{topic}/comments").status_code == 404
    assert stranger.get(f"topics/{topic}/gate-decisions").status_code == 404
    assert scene.step(stranger, topic, "withdraw").status_code == 404


def test_only_the_author_moves_his_topic_and_only_for_his_estate(scene):
    topic = scene.submit()
    elsewhere = make_estate(scene.community)

    assert scene.step(scene.neighbours[0], topic, "withdraw").status_code == 403
    wrong = scene.author.post("topics", json={**TEXT, "estate_id": str(elsewhere.id)})
    assert (wrong.status_code, wrong.json["code"]) == (422, "not_your_estate")
    child = make_member(scene.community, adult=False).post("topics", json=TEXT)
    assert (child.status_code, child.json["message"]) == (403, "提议题需年满十八周岁")


def test_a_fourth_topic_waits(scene):
    for number in range(3):
        scene.submit(title=f"第{number}个议题标题")

    fourth = scene.author.post("topics", json={**TEXT, "submit": True})

    assert (fourth.status_code, fourth.json["code"]) == (409, "gate_closed")


def test_a_stand_in_opens_the_topics_he_was_named_for_and_no_other(scene):
    topic, named = scene.submit(), scene.submit(title="街镇指定代理的议题")
    acting = make_member(scene.community, Role.ACTING)
    duty = acting.actor.duties[0].duty_id
    with tenancy.in_community(scene.community.id), transaction():
        db.session.execute(update(Topic).where(Topic.id == int(named)).values(named=[duty]))
    pending = [see(acting, one) for one in (topic, named)]
    for one in (topic, named):
        scene.step(scene.secretary, one, "decline", reason_code="privacy", reason=REASON)

    assert pending == ["glance", "whole"]
    assert [see(acting, one) for one in (topic, named)] == ["nothing", "whole"]


def test_a_stand_in_reads_what_his_own_topic_drafts_and_no_other_draft(scene):
    acting = make_member(scene.community, Role.ACTING).actor
    his, other = SimpleNamespace(named=[acting.duties[0].duty_id]), SimpleNamespace(named=[])

    assert [policy.sees_draft(acting, one) for one in (his, other, None)] == [True, False, False]
    assert policy.sees_draft(scene.watch.actor, None)


def test_the_hall_shows_what_runs_and_what_was_decided(scene):
    open_, mine = scene.walk(scene.submit(), "admit"), draft(scene)
    ended = scene.walk(scene.discussing(title="会被终止的议题"))
    scene.step(scene.host, ended, "pause", reason_code="disorder", reason=REASON)
    scene.step(scene.secretary, ended, "terminate", reason_code="settled", reason=REASON)

    def listed(who, state):
        return [one["id"] for one in who.get("topics", query_string={"state": state}).json["items"]]

    reader = scene.neighbours[0]
    assert listed(reader, "open") == [open_]
    assert listed(reader, "decided") == [ended]
    assert listed(reader, "all") == [ended, open_]
    assert listed(scene.author, "mine") == [ended, mine, open_]
    assert [one["id"] for one in scene.author.get("topics").json["mine"]["drafts"]] == [mine]


def test_pages_follow_each_other(scene):
    ids = [scene.walk(scene.submit(title=f"第{number}个议题标题"), "admit") for number in range(3)]

    first = scene.author.get("topics", query_string={"limit": 2}).json
    second = scene.author.get("topics", query_string={"limit": 2, "after": first["next"]}).json

    assert [one["id"] for one in first["items"] + second["items"]] == ids[::-1]
    assert second["next"] is None


def test_the_inbox_is_sorted_by_the_clock_and_pages(scene):
    ids = [scene.submit(title=f"第{number}个议题标题") for number in range(3)]

    first = scene.secretary.get("gate-inbox", query_string={"limit": 2}).json
    second = scene.secretary.get("gate-inbox", query_string={"limit": 2, "after": first["next"]}).json

    assert [one["id"] for one in first["items"] + second["items"]] == ids
    assert first["items"][0]["gate_name"] == "第一关 提出议题"
