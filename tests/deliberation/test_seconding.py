"""附议: a household once, the gate when enough, the committee when the law's share is reached."""

import threading

import pytest
from sqlalchemy import delete, func, select

from server.core import tenancy
from server.core.database import transaction
from server.core.safety import Suggest, Verdict
from server.core.setting_models import CommunitySetting
from server.deliberation import agenda_queries, followers, service
from server.deliberation.agenda_models import Second
from server.deliberation.models import Topic
from server.deliberation.workflow import Verb
from server.extensions import db
from server.identity.models import Person, Relation
from server.kit.db import utc_now
from tests.deliberation.scenes import TEXT
from tests.factories import join, make_estate, make_home, make_member


def rule(scene, key, value, cite=None):
    """As the community set it for itself."""
    with tenancy.in_community(scene.community.id), transaction():
        words = {"reason": "试行一年", "changed_by": 1, "changed_name": "王主任", "changed_at": utc_now()}
        db.session.execute(delete(CommunitySetting).where(CommunitySetting.key == key))
        db.session.add(CommunitySetting(key=key, value=value, cite=cite, law=cite is not None, **words))


class Doubts:
    """A content check that leaves every text to a moderator."""

    def check(self, _):
        return Verdict(Suggest.REVIEW, "需要看一看")


def home_of(caller):
    return str(caller.actor.members[0].home_id)


def second(caller, topic, home=None):
    return caller.post(f"topics/{topic}/second", json={"home_id": home or home_of(caller)})


def count(scene):
    with tenancy.in_community(scene.community.id):
        return db.session.scalar(select(func.count()).select_from(Second))


@pytest.fixture
def calling(scene):
    """A topic that seeks the support of three households."""
    rule(scene, "seconding.households", 3)
    return scene.submit()


def test_a_topic_that_seeks_support_is_read_by_everybody_it_concerns(scene, calling):
    page = scene.neighbours[0].get(f"topics/{calling}").json
    listed = scene.neighbours[0].get("topics").json["items"]

    assert (page["topic"]["state"], page["topic"]["body"]) == ("seconding", TEXT["body"])
    assert page["topic"]["seconding"] == {"count": 0, "needed": 3}
    assert page["mine"]["second"]["homes"][0]["seconded"] is False
    assert calling in [one["id"] for one in listed]


def test_before_the_check_nobody_but_the_author_sees_it(scene):
    rule(scene, "seconding.households", 3)
    topic = scene.author.post("topics", json={**TEXT, "submit": True}).json["topic"]["id"]

    assert scene.neighbours[0].get(f"topics/{topic}").status_code == 404
    assert second(scene.neighbours[0], topic).status_code == 404


def test_the_third_household_brings_it_to_the_gate_at_once(scene, calling):
    states = [second(who, calling).json["topic"]["state"] for who in scene.neighbours]

    assert states == ["seconding", "seconding", "gate1_pending"]
    page = scene.neighbours[0].get(f"topics/{calling}").json["topic"]
    assert page["seconding"]["count"] == 3
    assert page["body"] == TEXT["body"], "what everybody could read stays readable"


def test_a_household_counts_once_whoever_of_it_comes(scene, calling):
    one = scene.neighbours[0]
    home = one.actor.members[0].home_id
    with tenancy.in_community(scene.community.id):
        from server.places.models import Home

        door = db.session.scalars(select(Home).where(Home.id == home)).one()
    wife = make_member(scene.community, home=door)

    first, again, other = second(one, calling), second(one, calling), second(wife, calling)

    assert (first.status_code, again.status_code) == (200, 200)
    assert (other.status_code, other.json["code"]) == (409, "home_seconded")
    assert (again.json["topic"]["seconding"]["count"], count(scene)) == (1, 1)


def test_nobody_seconds_for_another_home_or_for_an_estate_he_does_not_live_in(scene):
    topic = scene.submit(estate_id=str(scene.estate.id))
    scene.walk(topic, "admit")
    elsewhere = make_member(scene.community, home=make_home(make_estate(scene.community, "另一个小区")))

    foreign = second(scene.neighbours[0], topic, home_of(scene.neighbours[1]))
    outside = second(elsewhere, topic)
    staff = second(scene.host, topic, home_of(scene.neighbours[1]))

    assert (foreign.status_code, outside.status_code, staff.status_code) == (403, 403, 403)


def test_who_is_under_age_seconds_for_no_home(scene, calling):
    child = make_member(scene.community, estate=scene.estate, adult=False)

    answer = second(child, calling)

    assert (answer.status_code, answer.json["message"]) == (403, "附议需年满十八周岁")


def test_support_may_be_taken_back_by_who_gave_it(scene, calling):
    rule(scene, "petition.share", {"num": 9, "den": 10, "over": False}, "第十条")
    one, two = scene.neighbours[:2]
    second(one, calling)

    theirs = two.delete(f"topics/{calling}/second/{home_of(one)}")
    back = one.delete(f"topics/{calling}/second/{home_of(one)}")
    again = one.delete(f"topics/{calling}/second/{home_of(one)}")

    assert theirs.status_code == 403
    assert back.json["topic"]["seconding"]["count"] == 0
    assert (again.status_code, again.json["code"]) == (409, "not_seconded")


def test_when_the_discussion_has_begun_support_is_no_longer_counted(scene):
    topic = scene.discussing()

    assert second(scene.neighbours[0], topic).json["code"] == "not_secondable"


def test_a_petition_is_said_once_and_no_support_is_taken_back_then(scene):
    rule(scene, "petition.share", {"num": 1, "den": 2, "over": False}, "第十条")
    topic = scene.submit()
    for who in scene.neighbours[:3]:
        assert second(who, topic).status_code == 200
    scene.deliver()

    with tenancy.in_community(scene.community.id):
        petition = db.session.scalars(select(Topic.petition).where(Topic.id == int(topic))).one()
    back = scene.neighbours[0].delete(f"topics/{topic}/second/{home_of(scene.neighbours[0])}")

    assert petition["seconds"] in (2, 3)
    assert (back.status_code, back.json["code"]) == (409, "petition_reached")


def test_two_households_at_once_are_two(app, scene, calling):
    begin = threading.Barrier(2)

    def run(who):
        begin.wait()
        second(who, calling)

    threads = [threading.Thread(target=run, args=(who,)) for who in scene.neighbours[:2]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    page = scene.author.get(f"topics/{calling}").json["topic"]
    assert (page["seconding"]["count"], count(scene)) == (2, 2)


def test_a_supporter_takes_a_withdrawn_topic_over_and_others_do_not(scene, calling):
    heir, stranger = scene.neighbours[:2]
    second(heir, calling)
    scene.step(scene.author, calling, "withdraw")

    refused = scene.step(stranger, calling, "adopt")
    page = scene.step(heir, calling, "adopt")

    assert (refused.status_code, refused.json["message"]) == (409, "只有附议过这个议题的住户可以接手")
    assert (page.status_code, page.json["topic"]["state"]) == (200, "gate1_pending")
    assert page.json["mine"]["is_author"]
    scene.deliver()  # its words are checked anew
    assert not scene.author.get(f"topics/{calling}").json["mine"]["is_author"]


def test_a_topic_taken_over_waits_for_its_words_to_be_checked_again(scene, calling):
    heir = scene.neighbours[0]
    second(heir, calling)
    scene.step(scene.author, calling, "withdraw")
    scene.step(heir, calling, "adopt")

    early = scene.step(scene.secretary, calling, "admit")
    scene.deliver()

    assert (early.status_code, early.json["message"]) == (409, "文字正在做内容检查，请稍后再办")
    assert scene.step(scene.secretary, calling, "admit").status_code == 200


def test_a_topic_that_has_its_seconds_goes_straight_to_the_gate(scene, calling):
    for who in scene.neighbours[:2]:
        second(who, calling)
    with tenancy.in_community(scene.community.id), transaction():
        service.advance_by_clock(int(calling), Verb.BOUNCE, "文字需要修改")
    rule(scene, "seconding.households", 2)

    page = scene.step(scene.author, calling, "submit")

    assert page.json["topic"]["state"] == "gate1_pending"


def test_merging_counts_nobody_over_but_names_whom_to_ask(scene, calling):
    for who in scene.neighbours:
        second(who, calling)
    rule(scene, "seconding.households", 0)
    # As many are no petition yet: that would have to be answered, not merged.
    rule(scene, "petition.share", {"num": 9, "den": 10, "over": False}, "第十条")
    target = scene.walk(scene.submit(title="车棚统一装充电桩"), "admit")

    merged = scene.step(scene.secretary, calling, "merge", target_id=target, reason="两个议题说的是同一件事")
    page = scene.author.get(f"topics/{target}").json["topic"]

    assert merged.status_code == 200, merged.json
    assert page["seconding"]["count"] == 0
    assert page["merged_topics"] == [{"id": calling, "title": TEXT["title"], "seconds": 3}]
    with tenancy.in_community(scene.community.id):
        asked = agenda_queries.seconders(int(calling))
    assert sorted(row.person_id for row in asked) == sorted(one.actor.person_id for one in scene.neighbours)


def test_neither_an_estates_topic_nor_a_held_one_is_named_to_others_after_the_merge(scene, app, monkeypatch):
    target = scene.walk(scene.submit(title="车棚统一装充电桩"), "admit")
    own = scene.submit(title="三号楼某户占用车棚", estate_id=str(scene.estate.id))
    monkeypatch.setitem(app.extensions, "checker", Doubts())
    held = scene.submit(title="文字存疑的一个议题")
    for topic in (own, held):
        done = scene.step(scene.secretary, topic, "merge", target_id=target, reason="说的是同一件事")
        assert done.status_code == 200, done.json
    elsewhere = make_member(scene.community, home=make_home(make_estate(scene.community, "另一个小区")))

    assert elsewhere.get(f"topics/{own}").status_code == 404
    assert elsewhere.get(f"topics/{target}").json["topic"]["merged_topics"] == []


def test_who_is_away_from_a_home_seconds_for_the_one_he_lives_in_alone(scene):
    there = make_estate(scene.community, "老家小区")
    left = make_home(there)
    one = scene.neighbours[0]
    with tenancy.in_community(scene.community.id):
        person = db.session.get(Person, one.actor.person_id)
    join(person, left, Relation.AWAY)
    topic = scene.walk(scene.submit(), "admit")
    theirs = seconded_in(scene, there)

    assert second(one, topic, str(left.id)).status_code == 403
    assert second(one, theirs, str(left.id)).status_code == 403
    offered = one.get(f"topics/{topic}").json["mine"]["second"]["homes"]
    assert [home["id"] for home in offered] == [home_of(one)]
    assert second(one, topic).status_code == 200


def seconded_in(scene, estate):
    """A topic of this estate alone, on the agenda."""
    author = make_member(scene.community, estate=estate)
    form = {**TEXT, "submit": True, "estate_id": str(estate.id)}
    topic = author.post("topics", json=form).json["topic"]["id"]
    scene.deliver()
    return scene.walk(topic, "admit")


def test_followers_are_author_supporters_speakers_and_voters_each_once(scene, calling):
    one, two, three = scene.neighbours
    for who in (one, two, three):
        second(who, calling)
    topic = scene.walk(calling, "admit", "plan", "open_discussion")
    one.put(f"topics/{topic}/stance", json={"stance": "for"})
    speaker, refused = (make_member(scene.community, estate=scene.estate) for _ in range(2))
    assert speaker.post(f"topics/{topic}/comments", json={"body": "费用怎么分摊"}).status_code == 201
    assert refused.post(f"topics/{topic}/comments", json={"body": "加微信领红包"}).status_code == 201
    scene.deliver()

    with tenancy.in_community(scene.community.id):
        found = followers.of(int(topic))

    assert found == {who.actor.person_id for who in (scene.author, one, two, three, speaker)}
