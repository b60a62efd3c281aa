"""What neighbours see of somebody who left: his words, and no name."""

from types import SimpleNamespace

import pytest
from sqlalchemy import select

from server.ballots.models import Ballot
from server.core import tenancy
from server.core.access import Role
from server.core.database import transaction
from server.emergency.models import EmergencyAnswer, EmergencyVolunteer
from server.extensions import db
from server.market.models import Item, ItemRequest, RequestState, State
from server.notices.models import Notice
from server.places.models import Home
from tests import factories
from tests.deliberation.scenes import make_scene, plan
from tests.identity import leaving
from tests.identity.leaving import FORMER, PATH

#: Where the name by which neighbours knew him stays: rows that nobody can change (identity/closing_words.py).
KEPT = {"host_naming.name", "topic_step.by", "topic_paper.name", "topic_paper.body"}


@pytest.fixture
def street(community, neighbour, deliver):
    """Somebody who has said and offered something everywhere, and a neighbour beside him."""
    clerk = neighbour(Role.COMMITTEE)
    who = leaving.enrolled(community, clerk, deliver)
    return SimpleNamespace(community=community, clerk=clerk, who=who, other=neighbour(), deliver=deliver)


def made(answer):
    assert answer.status_code in (200, 201), answer.json
    return answer.json


def post(street, by, **form):
    form = {"kind": "ask", "title": "楼道灯坏了", "body": "三楼的灯不亮", **form}
    found = made(by.post("boards/nearby/posts", json=form))["post"]["id"]
    street.deliver()
    return found


def comment(street, by, post_id, **form):
    found = made(by.post(f"posts/{post_id}/comments", json={"body": "我家门口也是", **form}))["id"]
    street.deliver()
    return found


def offer(street, by, title="儿童自行车"):
    form = {"kind": "give", "title": title, "body": "孩子长大了"}
    found = made(by.post("items", json=form))["item"]["id"]
    street.deliver()
    return found


def row(model, *which):
    with tenancy.across_communities(), transaction():
        return db.session.scalars(select(model).where(*which)).one()


def test_his_posts_and_comments_stay_without_a_name_and_so_do_the_answers_to_them(street):
    his, theirs = post(street, street.who), post(street, street.other)
    said = comment(street, street.who, theirs)
    comment(street, street.other, theirs, reply_to=said)
    seen = street.other.get(f"posts/{theirs}").json, street.other.get("boards/nearby/posts").json
    assert leaving.SHOWN in str(seen), "read before, so that it is kept ready"
    leaving.gone(street.who)

    nobody = {"name": FORMER, "place": "", "role": ""}
    assert street.other.get(f"posts/{his}").json["post"]["author"] == nobody
    assert street.other.get(f"posts/{his}").json["post"]["title"] == "楼道灯坏了"
    talk = street.other.get(f"posts/{theirs}/comments").json["items"]
    assert talk[0]["author"] == nobody
    assert talk[1]["reply_to_name"] == FORMER
    board = {one["id"]: one["author"] for one in street.other.get("boards/nearby/posts").json["items"]}
    assert board[his] == nobody
    assert board[theirs]["name"] not in (FORMER, "")
    assert leaving.SHOWN not in str(street.other.get("home").json)
    assert leaving.where(leaving.SHOWN) == set()


def test_the_notice_of_his_reply_goes_and_so_do_his_own(street):
    theirs = post(street, street.other)
    said = comment(street, street.other, theirs)
    comment(street, street.who, theirs, reply_to=said)
    mine = comment(street, street.who, theirs)
    comment(street, street.other, theirs, reply_to=mine)
    assert leaving.SHOWN in str(street.other.get("notices").json)
    leaving.gone(street.who)

    assert "回复了您" not in str(street.other.get("notices").json)
    with tenancy.across_communities(), transaction():
        his = db.session.scalars(select(Notice).where(Notice.person_id == street.who.actor.person_id))
        assert his.all() == []


def test_what_he_offered_is_taken_back_and_he_waits_for_nothing(street, neighbour):
    offered, theirs = offer(street, street.who), offer(street, street.other, "书柜")
    for by in (neighbour(), street.who):
        made(by.post(f"items/{theirs}/steps", json={"verb": "request", "note": ""}))
    leaving.gone(street.who)

    item = row(Item, Item.id == int(offered))
    assert (item.state, item.author_name, item.author_place) == (State.WITHDRAWN, FORMER, "")
    request = row(ItemRequest, ItemRequest.author_id == street.who.actor.person_id)
    assert (request.state, request.author_name) == (RequestState.CANCELLED, FORMER)
    assert row(Item, Item.id == int(theirs)).queue == 0
    assert leaving.where(leaving.SHOWN) == set()


def test_what_was_promised_to_him_while_his_account_closed_goes_to_the_next(street, neighbour):
    theirs, first, last = offer(street, street.other), neighbour(), neighbour()
    for by in (first, street.who, last):
        made(by.post(f"items/{theirs}/steps", json={"verb": "request", "note": ""}))
    made(street.who.post(PATH))
    leaving.wait()
    leaving.strike()
    made(first.post(f"items/{theirs}/steps", json={"verb": "cancel", "note": ""}))
    leaving.settle()
    leaving.strike()

    item = row(Item, Item.id == int(theirs))
    assert (item.state, item.holder_id) == (State.RESERVED, last.actor.person_id)


def test_what_somebody_did_in_office_keeps_the_organisation(street):
    with transaction():
        duty = factories.grant_duty(
            street.who.actor.person_id, Role.COMMITTEE, factories.Scope(street.community.id)
        )
        factories.moved(street.who)
    his = post(street, street.who)
    with transaction():
        factories.db.session.get(type(duty), duty.id).ends_at = factories.utc_now()
        factories.moved(street.who)
    leaving.gone(street.who)

    author = street.other.get(f"posts/{his}").json["post"]["author"]
    assert (author["name"], author["place"], author["role"]) == (FORMER, duty.organisation, "居委")


def test_his_topics_and_what_he_said_of_others_stay_without_a_name(street):
    scene = make_scene(street.community, street.deliver)
    theirs = scene.discussing()
    made(street.who.post(f"topics/{theirs}/comments", json={"body": "车棚离楼太近了"}))
    change = {"passage": "三号楼门口", "proposal": "三号楼和四号楼门口", "reason": "四号楼也这样"}
    made(street.who.post(f"topics/{theirs}/amendments", json=change))
    scene.author = street.who
    his = scene.walk(scene.submit(title="四号楼加装路灯"), "admit")
    assert leaving.SHOWN in str(street.clerk.get(f"topics/{theirs}/comments").json)
    leaving.gone(street.who)

    assert street.clerk.get(f"topics/{his}").json["topic"]["author"]["name"] == FORMER
    assert street.clerk.get(f"topics/{theirs}/comments").json["items"][0]["author"]["name"] == FORMER
    assert leaving.where(leaving.SHOWN) <= KEPT


def test_whoever_leads_a_discussion_steps_down_first(street):
    scene = make_scene(street.community, street.deliver)
    topic = scene.walk(scene.submit(), "admit")
    him = str(street.who.actor.members[0].membership_id)
    named = scene.secretary.post(f"topics/{topic}/host", json={"membership_id": him, "tag": "", "reason": ""})
    made(named)
    assert street.who.get(PATH).json["obstacles"][0]["link"] == f"topic:{topic}"
    assert street.who.post(PATH).json["code"] == "closing_blocked"

    made(scene.step(street.who, topic, "plan", plan=plan()))
    declined = street.who.post(f"topics/{topic}/host/decline", json={"reason": "下月要搬走了"})
    made(declined)
    leaving.gone(street.who)

    assert leaving.where(leaving.SHOWN) <= KEPT


def test_whose_discussion_is_over_is_no_host_by_name_any_more(street):
    scene = make_scene(street.community, street.deliver)
    topic = scene.walk(scene.submit(), "admit")
    him = str(street.who.actor.members[0].membership_id)
    made(scene.secretary.post(f"topics/{topic}/host", json={"membership_id": him, "tag": "", "reason": ""}))
    scene.host = street.who
    scene.walk(topic, "plan", "open_discussion", "summarise", "route")
    leaving.gone(street.who)

    seen = street.other.get(f"topics/{topic}").json["topic"]
    assert seen["plan"]["host"]["name"] == FORMER
    assert leaving.where(leaving.SHOWN) <= KEPT


def test_the_homes_vote_counts_on_under_its_door(street):
    scene = make_scene(street.community, street.deliver)
    topic = scene.voting()
    made(scene.vote(street.who, topic, "赞成"))
    before = row(Ballot)
    chosen, receipt = before.option_id, before.receipt
    leaving.gone(street.who)
    scene.close(topic)

    after = row(Ballot)
    assert (after.option_id, after.receipt, after.cast_name) == (chosen, receipt, FORMER)
    assert scene.secretary.get(f"polls/{scene.poll_of(topic)}/result").json["bases"][0]["took_part"] == 1
    assert leaving.where(leaving.MASKED) == set()


@pytest.fixture
def storm(street, neighbour):
    """An emergency in which he said that his home is safe, and offered to help."""
    street.above = neighbour(Role.SUPERVISOR)
    form = {"kind": "typhoon", "text": "台风今晚登陆，请留在家中", "is_drill": False}
    found = made(street.above.post("emergencies", json=form))["emergency"]["id"]
    home = str(street.who.actor.members[0].home_id)
    made(street.who.post(f"emergencies/{found}/answers", json={"home_id": home, "answer": "safe"}))
    made(street.who.put(f"emergencies/{found}/volunteer", json={"skills": ["errands"]}))
    return found


def test_his_help_in_an_emergency_ends_and_his_homes_answer_stays(street, storm):
    leaving.gone(street.who)

    helper = row(EmergencyVolunteer)
    assert (helper.name, helper.place, helper.left_at is not None) == (FORMER, "", True)
    answer = row(EmergencyAnswer)
    assert (answer.name, answer.answer.value) == (FORMER, "safe")
    assert leaving.where(leaving.SHOWN) == {"emergency_answer_step.name"}


def test_what_another_of_his_home_answered_since_keeps_that_name(street, storm, neighbour):
    with tenancy.in_community(street.community.id), transaction():
        home = db.session.scalars(select(Home).where(Home.id == street.who.actor.members[0].home_id)).one()
    wife = neighbour(home=home, name="王建国")
    form = {"home_id": str(home.id), "answer": "safe"}
    made(wife.post(f"emergencies/{storm}/answers", json=form))
    leaving.gone(street.who)

    assert row(EmergencyAnswer).name == wife.actor.name


def test_whom_he_promised_to_help_is_helped_first(street, storm):
    home = str(street.other.actor.members[0].home_id)
    form = {"home_id": home, "kind": "medicine", "text": "降压药只剩一天的量"}
    need = made(street.other.post(f"emergencies/{storm}/needs", json=form))["items"][0]["id"]
    made(street.who.post(f"emergency-needs/{need}/steps", json={"verb": "take"}))

    assert street.who.get(PATH).json["obstacles"][0]["link"] == f"emergency_needs:{storm}"
    assert street.who.post(PATH).status_code == 409


def test_nobody_else_is_touched(street):
    his, theirs = post(street, street.who), post(street, street.other)
    comment(street, street.other, his)
    before = street.other.get(f"posts/{theirs}").json["post"]
    leaving.gone(street.who)

    assert street.other.get(f"posts/{theirs}").json["post"] == before
    assert street.other.get("/me").json["person"]["verified"] is True
    [said] = street.other.get(f"posts/{his}/comments").json["items"]
    assert said["author"]["name"] == before["author"]["name"]
