"""The home page: what is new in my estates, and what waits for me."""

import pytest

from server.core.access import Role
from server.core.database import transaction
from server.extensions import db
from server.feed.schemas import HomePage
from server.identity.models import Person
from tests.deliberation.scenes import make_scene
from tests.factories import (
    join,
    make_community,
    make_estate,
    make_home,
    make_id_number,
    make_member,
    make_visitor,
    moved,
)
from tests.identity import enrol

ASK = {"kind": "ask", "title": "楼道灯坏了", "body": "三楼的灯不亮，晚上看不清台阶"}
ITEM = {"kind": "give", "title": "儿童自行车", "body": "九成新，送给有需要的邻居"}


@pytest.fixture
def estates(community):
    return make_estate(community, "东苑"), make_estate(community, "西苑")


def titles(page):
    return [card["title"] for card in page["items"]]


def test_what_is_published_appears_once_newest_first(neighbour, deliver, estates):
    resident = neighbour(estate=estates[0])
    resident.post("boards/nearby/posts", json=ASK)
    resident.post("items", json=ITEM)
    deliver()
    deliver()

    assert titles(resident.get("home").json) == ["赠送 · 儿童自行车", "楼道灯坏了"]


def test_what_is_not_checked_yet_does_not(neighbour, estates):
    resident = neighbour(estate=estates[0])
    resident.post("boards/nearby/posts", json=ASK)

    assert titles(resident.get("home").json) == []


def test_an_estates_own_matters_stay_in_it(neighbour, deliver, estates):
    east, west = (neighbour(estate=estate) for estate in estates)
    east.post("boards/nearby/posts", json={**ASK, "estate_id": str(estates[0].id)})
    deliver()

    assert titles(east.get("home").json) == ["楼道灯坏了"]
    assert titles(west.get("home").json) == []
    assert titles(neighbour(Role.COMMITTEE).get("home").json) == ["楼道灯坏了"]


def test_another_community_sees_nothing_of_it(neighbour, deliver, estates):
    neighbour(estate=estates[0]).post("boards/nearby/posts", json=ASK)
    deliver()

    assert titles(make_member(make_community()).get("home").json) == []


def test_an_answer_changes_the_badge_of_the_card(neighbour, deliver, estates):
    resident, clerk = neighbour(estate=estates[0]), neighbour(Role.COMMITTEE)
    post = resident.post("boards/nearby/posts", json=ASK).json["post"]["id"]
    deliver()
    before = resident.get("home").json["items"][0]["badge"]
    clerk.post(f"posts/{post}/comments", json={"body": "物业下午来换"})
    deliver()
    after = resident.get("home").json["items"][0]["badge"]

    assert before == {"text": "等待居委会回复", "tone": "clock"}
    assert after == {"text": "居委已回复 · 1 分钟", "tone": "green"}


def test_what_is_taken_off_the_board_leaves_the_stream(neighbour, deliver, estates):
    resident = neighbour(estate=estates[0])
    post = resident.post("boards/nearby/posts", json=ASK).json["post"]["id"]
    deliver()
    resident.post(f"posts/{post}/steps", json={"verb": "withdraw"})
    deliver()

    assert titles(resident.get("home").json) == []


def test_one_board_can_be_asked_for(neighbour, deliver, estates):
    resident = neighbour(estate=estates[0])
    resident.post("boards/nearby/posts", json=ASK)
    resident.post("items", json=ITEM)
    deliver()

    assert titles(resident.get("home?board=market").json) == ["赠送 · 儿童自行车"]
    assert resident.get("home?board=somewhere").status_code == 422


def test_pages_follow_each_other(neighbour, deliver, estates):
    resident = neighbour(estate=estates[0])
    for number in range(5):
        resident.post("boards/nearby/posts", json={**ASK, "title": f"第{number}件"})
    deliver()
    first = resident.get("home?limit=3").json
    second = resident.get(f"home?limit=3&after={first['next']}").json

    assert titles(first) + titles(second) == [f"第{number}件" for number in (4, 3, 2, 1, 0)]
    assert second["next"] is None


def test_the_ready_bytes_keep_the_contract(neighbour, deliver, estates):
    resident = neighbour(estate=estates[0])
    resident.post("boards/nearby/posts", json={**ASK, "estate_id": str(estates[0].id)})
    deliver()
    page = resident.get("home").json

    assert HomePage().dump(HomePage().load(page)) == page


class TestWhatWaits:
    def test_an_open_ballot_waits_until_the_home_has_voted(self, community, deliver):
        scene = make_scene(community, deliver)
        topic = scene.voting()
        before = scene.author.get("home").json["mine"]["waiting"]
        scene.vote(scene.author, topic, "赞成")
        after = scene.author.get("home").json["mine"]["waiting"]

        assert [one["link"] for one in before] == [f"poll:{scene.poll_of(topic)}"]
        assert after == []

    def test_a_ballot_waits_for_nobody_else_of_a_home_that_has_voted(self, community, deliver):
        scene = make_scene(community, deliver)
        door = make_home(scene.estate)
        one, other = (make_member(community, home=door) for _ in range(2))
        topic = scene.voting()
        before = other.get("home").json["mine"]["waiting"]
        scene.vote(one, topic, "赞成")
        after = other.get("home").json["mine"]["waiting"]

        assert len(before) == 1
        assert after == []

    def test_a_count_waits_for_the_watch_until_it_is_confirmed(self, community, deliver):
        scene = make_scene(community, deliver)
        topic = scene.voting()
        told = [scene.watch.get("home").json["mine"]["waiting"]]
        scene.close(topic)
        told.append(scene.watch.get("home").json["mine"]["waiting"])
        scene.watch.post(f"polls/{scene.poll_of(topic)}/confirmation", json={"note": "逐项核对无误"})
        deliver()
        told.append(scene.watch.get("home").json["mine"]["waiting"])

        links = [[(one["title"], one["link"]) for one in waiting] for waiting in told]
        assert links == [[], [("计票待核对", f"result:{scene.poll_of(topic)}")], []]
        assert scene.secretary.get("home").json["mine"]["waiting"] == []

    def test_a_ballot_does_not_wait_for_a_child(self, community, deliver):
        scene = make_scene(community, deliver)
        scene.voting()
        door = make_home(scene.estate)
        child = make_member(community, home=door, adult=False)

        assert child.get("home").json["mine"]["waiting"] == []

    def test_the_desk_is_counted_for_who_sits_at_it(self, community, neighbour, deliver):
        scene = make_scene(community, deliver)
        scene.submit()
        scene.author.post("boards/nearby/posts", json={**ASK, "body": "加微信领红包，先到先得"})
        deliver()

        nothing = dict.fromkeys(("applications", "held", "gates", "second", "orders"), 0)

        assert scene.secretary.get("home").json["mine"]["todo"] == {**nothing, "held": 1, "gates": 1}
        assert scene.host.get("home").json["mine"]["todo"]["gates"] == 0
        assert scene.author.get("home").json["mine"]["todo"] == nothing

    def test_an_order_waits_for_who_has_to_answer_it(self, community, deliver):
        scene = make_scene(community, deliver)
        form = {"text": "请说明本月各议题的把关情况。"}
        order = scene.supervisor.post("supervision-orders", json=form).json["id"]

        def waiting(who):
            return who.get("home").json["mine"]["todo"]["orders"]

        assert [waiting(who) for who in (scene.secretary, scene.host, scene.supervisor)] == [1, 1, 0]
        answer = {"verb": "answer", "text": "本月三个议题均已按时把关。"}
        scene.host.post(f"supervision-orders/{order}/steps", json=answer)
        assert waiting(scene.secretary) == 0

    def test_a_gate_that_was_held_waits_no_longer(self, community, deliver):
        scene = make_scene(community, deliver)
        topic = scene.submit()
        assert scene.secretary.get("home").json["mine"]["todo"]["gates"] == 1
        scene.step(scene.secretary, topic, "admit")
        deliver()

        assert scene.secretary.get("home").json["mine"]["todo"]["gates"] == 0

    def test_applications_are_counted_as_the_queue_lists_them(self, community, neighbour, deliver, estates):
        east, west = estates
        orders = iter((102, 104, 106))
        for estate in (east, east, west):
            home = make_home(estate)
            enrol.apply(make_visitor(), estate, id_number=make_id_number(order=next(orders)), room=home.room)
        deliver()
        everybody = neighbour(Role.COMMITTEE)
        clerk = neighbour(Role.COMMITTEE, estate=east)
        with transaction():
            # That he lives in the other estate gives his office no reach there.
            person = db.session.get_one(Person, clerk.actor.person_id)
        join(person, make_home(west))
        moved(clerk)

        def counted(who):
            listed = len(who.get("applications").json["items"])
            return listed, who.get("home").json["mine"]["todo"]["applications"]

        assert [counted(who) for who in (everybody, clerk)] == [(3, 3), (2, 2)]
