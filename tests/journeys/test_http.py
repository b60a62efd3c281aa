"""From an empty deployment and a spreadsheet to a decided topic and a swapped item, over HTTP alone.

One test, because each step needs what the one before it left: the story the product is for.
"""

from datetime import date, timedelta
from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import select

from server.cli import register
from server.core import worker
from server.core.access import Role
from server.core.database import transaction
from server.demo import clock
from server.extensions import db
from server.identity import queries as identity
from server.identity.service.duties import Scope, grant_duty
from server.kit.db import utc_now
from server.kit.worktime import today
from server.places.models import Community
from tests.deliberation.scenes import BALLOT, SUMMARY, plan
from tests.factories import make_district
from tests.journeys import world
from tests.journeys.world import Phone


class Story:
    """The people, and what they have made so far."""

    def __init__(self, app, deliver, hand):
        self.app, self.deliver, self.hand, self.people = app, deliver, hand, {}

    def phone(self, key):
        self.people.setdefault(key, Phone(self.app, key))
        return self.people[key]

    def appoint(self, key, role, scope):
        """As the operator does on the command line."""
        phone = self.phone(key)
        with transaction():
            grant_duty(identity.person_of_openid(phone.openid), role, scope)
        return phone

    def community(self, code):
        with transaction():
            return db.session.scalar(select(Community.id).where(Community.region_code == code))

    def enrol(self, key, scene, at, **form):
        """Scan, fill in, be verified: waits for the committee of `at`."""
        phone = self.phone(key)
        assert set(phone.get(f"/enrolment/scenes/{scene}")) == {"scene", "community", "serial", "message"}
        consents = [
            {"purpose": one["purpose"], "version": one["version"]}
            for one in phone.get("/enrolment/consents")["items"]
        ]
        made = phone.post("/enrolment/applications", json={"scene": scene, "consents": consents, **form})
        assert made["state"] == "applied"
        self.deliver()
        return made["id"]

    def wait(self, community, days):
        """Days pass, with the worker at its work."""
        self.hand.shift += timedelta(days=days)
        worker.tick([community])
        self.deliver()

    def wait_out_the_notice(self, community, topic):
        until = date.fromisoformat(topic["public_until"])
        self.wait(community, (until - today(utc_now())).days + 1)


@pytest.fixture
def story(app, session, deliver):
    with clock.settable(db.engine) as hand:
        yield Story(app, deliver, hand)
        db.session.remove()


def register_the_district(story):
    """1. Wrong lines are named and nothing is stored; then all of it is."""
    make_district(code="990101000000", name="云湖区")
    office = story.appoint("office", Role.DISTRICT_OFFICE, Scope(region="990101000000"))
    wrong = [*world.HOMES, (world.JINQIU, "没有这个小区", "1号楼", "101室", "-3", None, None)]
    send = {"content_type": "multipart/form-data"}
    refused = office.post(
        "/register/imports", 422, data={"file": (BytesIO(world.book(homes=wrong)), "名册.xlsx")}, **send
    )
    assert refused["code"] == "register_refused"
    assert {one["line"] for one in refused["details"]["errors"]} == {8}
    assert story.community(world.JINQIU) is None

    done = office.post("/register/imports", 200, data={"file": (BytesIO(world.book()), "名册.xlsx")}, **send)
    assert done["applied"]
    assert done["counts"]["homes"] == 6
    return story.community(world.JINQIU)


def hang_the_poster(story, community, estate):
    """2. The committee issues the estate's code; the poster can be printed."""
    committee = story.appoint("committee", Role.COMMITTEE, Scope(community))
    qr = committee.post(f"/communities/{community}/estates/{estate}/qr/steps", 200, json={"verb": "rotate"})
    poster = committee.call("GET", f"/communities/{community}/estates/{estate}/qr/poster.svg")
    assert poster.mimetype == "image/svg+xml"
    assert qr["scene"] not in poster.get_data(as_text=True), "the code is drawn, not written"
    mini = committee.call("GET", f"/communities/{community}/estates/{estate}/qr/mini.png")
    assert Image.open(BytesIO(mini.data)).format == "PNG"
    assert len(qr["scene"]) <= 32
    return qr["scene"]


def move_in(story, scene, community):
    """3–5. Signed in, verified by the roll, approved; a wrong number is refused and nothing stored."""
    li = {"name": "李秀英", "phone": "19900000001", "building": "3号楼", "room": "502室", "relation": "owner"}
    wrong = world.number("19780203", 120)[:-1] + "?"
    visitor = story.phone("li")
    bad = visitor.call(
        "POST", "/enrolment/applications", json={**li, "scene": scene, "id_number": wrong, "consents": []}
    )
    assert (bad.status_code, wrong in bad.get_data(as_text=True)) == (422, False)
    assert visitor.get("/enrolment/applications")["items"] == []

    first = story.enrol("li", scene, community, id_number=world.number("19780203", 120), **li)
    chen = {
        "name": "陈志强",
        "phone": "19900000002",
        "building": "3号楼",
        "room": "503室",
        "relation": "owner",
    }
    second = story.enrol("chen", scene, community, id_number=world.number("19820304", 111), **chen)
    wang = {
        "name": "王建国",
        "phone": "19900000003",
        "building": "5号楼",
        "room": "101室",
        "relation": "owner",
    }
    third = story.enrol("wang", scene, community, id_number=world.number("19651005", 113), **wang)
    assert story.phone("li").get("/me")["communities"] == [], "verified is not approved"

    committee = story.phone("committee")
    queue = committee.get(f"/communities/{community}/applications")["items"]
    assert [(one["name"], one["roll"]) for one in queue] == [
        ("李**", "matched"),
        ("陈**", "matched"),
        ("王**", "matched"),
    ]
    assert "19780203" not in str(queue), "the committee sees masks"
    for application in (first, second, third):
        committee.post(f"/enrolment/applications/{application}/steps", 200, json={"verb": "approve"})
    son = {**li, "name": "李小明", "phone": "19900000004", "relation": "family"}
    fourth = story.enrol("son", scene, community, id_number=world.number("20000506", 131), **son)
    story.deliver()
    told = story.phone("li").get(f"/communities/{community}/notices")["items"]
    assert told[0]["title"] == "有人申请加入您家"
    committee.post(f"/enrolment/applications/{fourth}/steps", 200, json={"verb": "approve"})
    assert story.phone("li").get("/me")["communities"][0]["memberships"][0]["room"] == "502室"


def talk_on_the_boards(story, community):
    """6. A post is checked, published, answered; its photo carries no place; a risky one stays hidden."""
    li, chen, committee = (story.phone(key) for key in ("li", "chen", "committee"))
    at = f"/communities/{community}"
    picture = li.post(
        f"{at}/uploads", data={"file": (BytesIO(world.photo()), "p.jpg")}, content_type="multipart/form-data"
    )
    ask = {
        "kind": "ask",
        "title": "三楼的灯坏了",
        "body": "晚上看不清台阶，老人不敢下楼。",
        "photos": [picture["id"]],
    }
    post = li.post(f"{at}/boards/nearby/posts", json=ask, key="the-same-tap-twice")["post"]["id"]
    again = li.post(f"{at}/boards/nearby/posts", json=ask, key="the-same-tap-twice")["post"]["id"]
    assert post == again
    assert chen.get(f"{at}/boards/nearby/posts")["items"] == [], "in check: the author alone sees it"
    risky = li.post(f"{at}/boards/nearby/posts", json={**ask, "photos": [], "body": "这里有个赌博网站"})[
        "post"
    ]["id"]
    story.deliver()
    seen = chen.get(f"{at}/boards/nearby/posts")["items"]
    assert [one["id"] for one in seen] == [post]
    stored = li.client.get(seen[0]["photos"][0]["url"]).data
    assert not Image.open(BytesIO(stored)).getexif()
    assert chen.call("GET", f"{at}/posts/{risky}").status_code == 404

    committee.post(f"{at}/posts/{post}/comments", json={"body": "物业今天下午来换，换好我再来说一声。"})
    story.deliver()
    chen.post(f"{at}/posts/{post}/reactions", 200, json={"kind": "thanks", "on": True})
    page = li.get(f"{at}/posts/{post}")
    assert page["comments"]["items"][0]["answer"]
    assert page["post"]["answered"]["by"]
    assert chen.get(f"{at}/posts/{post}")["mine"]["thanked"]
    titles = [one["title"] for one in li.get(f"{at}/notices")["items"]]
    assert any("回复了您" in title for title in titles)
    return post


def file_for_a_neighbour(story, community, estate):
    """6½. A 楼组长 files for somebody whose phone lies in a drawer; later he says that it was his word."""
    li, chen = (story.phone(key) for key in ("li", "chen"))
    head = story.appoint("head", Role.BUILDING_HEAD, Scope(community, int(estate)))
    at = f"/communities/{community}"
    roll = head.get(f"{at}/assistance/members?building=3&name=李")["items"]
    member = next(one for one in roll if one["relation_name"] == "业主")
    agreed = {"membership_id": member["id"], "consent": "spoken", "words": "上午在他家里当面说好的"}
    ask = {"kind": "ask", "title": "扶手松了", "body": "二楼转角的扶手一拉就晃。", "on_behalf_of": agreed}
    post = head.post(f"{at}/boards/nearby/assisted-posts", json=ask)["post"]["id"]
    story.deliver()
    assert chen.get(f"{at}/posts/{post}")["post"]["filed"]["line"] == "由楼组长代为提交，待本人确认"
    assert any("代您提交了身边事" in one["title"] for one in li.get(f"{at}/notices")["items"])
    li.post(f"{at}/posts/{post}/filing", 200, json={"verb": "confirm"})
    assert chen.get(f"{at}/posts/{post}")["post"]["filed"]["line"] == "由楼组长代为提交，本人已确认"


def decide_a_topic(story, community):
    """7. Three gates, a vote by home, a result nobody saw before the close, a ledger that verifies."""
    li, chen, wang, son, committee = (story.phone(key) for key in ("li", "chen", "wang", "son", "committee"))
    secretary = story.appoint("secretary", Role.SECRETARY, Scope(community))
    at = f"/communities/{community}"
    text = {"title": "车棚装充电桩", "body": "飞线充电不安全，建议在车棚统一装充电桩。", "stake": "light"}
    topic = li.post(f"{at}/topics", json={**text, "submit": True})["topic"]["id"]
    story.deliver()

    def step(who, verb, expect=200, **form):
        return who.post(f"{at}/topics/{topic}/steps", expect, json={"verb": verb, **form})

    assert step(committee, "admit", 403)["code"] == "forbidden"
    reason = "请补充大约多少户有电瓶车、打算装在车棚的哪一侧。"
    step(secretary, "return", 422, reason_code="incomplete", reason="短")
    codes = secretary.get(f"{at}/topics/{topic}")["mine"]["verbs"]
    code = next(one["codes"][0]["code"] for one in codes if one["verb"] == "return")
    step(secretary, "return", reason_code=code, reason=reason)
    step(li, "revise", title=text["title"], body=text["body"] + "约 40 户有电瓶车，装在东侧。")
    step(li, "submit")
    story.deliver()
    step(secretary, "admit")
    assert step(secretary, "admit", 409)["details"]["decision"]["action"] == "accept"
    step(committee, "plan", plan=plan())
    step(secretary, "open_discussion")
    story.wait(community, 2)
    chen.call("PUT", f"{at}/topics/{topic}/stance", json={"stance": "for"})
    wang.call("PUT", f"{at}/topics/{topic}/stance", json={"stance": "against"})
    chen.post(f"{at}/topics/{topic}/comments", json={"body": "支持，最好能扫码付费。"})
    story.wait(community, 7)
    story.wait_out_the_notice(community, step(committee, "summarise", summary=SUMMARY)["topic"])
    step(committee, "route", ballot=BALLOT)
    story.wait(community, 1)
    page = step(secretary, "open_ballot")
    poll = page["topic"]["poll"]["id"]

    def vote(who, label):
        opened = who.get(f"{at}/polls/{poll}")
        option = next(one["id"] for one in opened["poll"]["options"] if one["label"] == label)
        home = opened["mine"]["homes"][0]["home_id"]
        return who.call("PUT", f"{at}/polls/{poll}/ballot", json={"home_id": home, "option_id": option})

    assert vote(li, "赞成").status_code == 200
    second = vote(son, "反对")
    assert (second.status_code, second.json["code"]) == (409, "home_voted")
    assert "李**" in second.json["message"]
    assert vote(chen, "反对").status_code == 200
    assert vote(chen, "赞成").json["changed"]
    assert vote(wang, "反对").status_code == 200
    hidden = secretary.call("GET", f"{at}/polls/{poll}/result")
    assert (hidden.status_code, hidden.json["code"]) == (409, "poll_open")
    story.hand.shift += timedelta(days=6)
    assert vote(wang, "赞成").json["code"] == "poll_closed"
    story.wait(community, 0)
    result = wang.get(f"{at}/polls/{poll}/result")
    assert {one["label"]: one["votes"] for one in result["options"]} == {"赞成": 2, "反对": 1, "弃权": 0}
    assert (result["outcome"], bool(result["sentences"])) == ("passed", True)
    watch = story.appoint("watch", Role.WATCH, Scope(community))
    watch.post(f"{at}/polls/{poll}/confirmation", 200, json={"note": "票数与名册相符。"})
    story.wait_out_the_notice(community, watch.get(f"{at}/topics/{topic}")["topic"])
    assert step(secretary, "certify")["topic"]["state"] == "decided"
    ledger = wang.get(f"{at}/gate-ledger")["items"]
    assert [one["action"] for one in ledger] == ["certify", "open", "open", "accept", "return"]
    register(story.app)
    verified = story.app.test_cli_runner().invoke(story.app.cli.commands["ledger"], ["verify"])
    assert verified.exit_code == 0, verified.output


def pass_on_a_thing(story, community):
    """8. Two want it, one gets it, the other waits; handed over and thanked for."""
    li, chen, wang = (story.phone(key) for key in ("li", "chen", "wang"))
    at = f"/communities/{community}"
    item = {"kind": "give", "title": "儿童自行车", "body": "孩子大了骑不了，九成新，自取。"}
    refused = li.call("POST", f"{at}/items", json={**item, "body": "便宜卖，50元"})
    assert (refused.status_code, refused.json["code"]) == (422, "no_price")
    made = li.post(f"{at}/items", json=item)["item"]["id"]
    story.deliver()

    def step(who, verb, expect=200, **form):
        return who.post(f"{at}/items/{made}/steps", expect, json={"verb": verb, **form})

    step(chen, "request")
    step(wang, "request")
    assert wang.get(f"{at}/items/{made}")["mine"]["place_in_queue"] == 1
    step(wang, "hand_over", 403)
    step(li, "hand_over")
    step(chen, "receive")
    step(chen, "thank", note="孩子很喜欢，谢谢")
    story.deliver()
    assert li.get(f"{at}/items/{made}")["item"]["state"] == "received"


def look_from_outside(story, community, post, scene):
    """9. Neither another community's secretary nor somebody with a photo of the poster sees anything."""
    other = story.community(world.GUIHUA)
    outsider = story.appoint("outsider", Role.SECRETARY, Scope(other))
    for path in ("", "/boards", f"/posts/{post}", "/topics", "/items", "/home", "/gate-ledger", "/homes"):
        assert outsider.call("GET", f"/communities/{community}{path}").status_code == 404, path
    known = story.phone("passer_by").get(f"/enrolment/scenes/{scene}")
    assert known["community"] == {"name": "锦秋居委会", "kind": "neighbourhood"}
    village = story.community(world.CUNTOU)
    clerk = story.appoint("village", Role.COMMITTEE, Scope(village))
    assert clerk.get(f"/communities/{village}")["words"]["market"] == "爱心集市"


def test_from_a_spreadsheet_to_a_decided_topic_and_a_swapped_item(story):
    community = register_the_district(story)
    estate = next(
        one["id"]
        for one in story.appoint("clerk", Role.COMMITTEE, Scope(community)).get(
            f"/communities/{community}/estates"
        )["items"]
        if one["name"] == "锦秋花园"
    )
    scene = hang_the_poster(story, community, estate)
    move_in(story, scene, community)
    post = talk_on_the_boards(story, community)
    file_for_a_neighbour(story, community, estate)
    decide_a_topic(story, community)
    pass_on_a_thing(story, community)
    look_from_outside(story, community, post, scene)
