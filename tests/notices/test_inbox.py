"""What people are told, once each, and only what is theirs."""

import pytest
from sqlalchemy import update

from server.core import tenancy
from server.core.access import Role
from server.core.database import transaction
from server.core.outbox import OutboxMessage
from server.deliberation.models import Topic
from server.extensions import db
from tests.deliberation.scenes import REASON, make_scene
from tests.factories import make_community, make_estate, make_home, make_member

ASK = {"kind": "ask", "title": "楼道灯坏了", "body": "三楼的灯不亮，晚上看不清台阶"}


def told(caller):
    return [(one["title"], one["link"].split(":")[0]) for one in caller.get("notices").json["items"]]


@pytest.fixture
def post(neighbour, deliver):
    author = neighbour()
    made = author.post("boards/nearby/posts", json=ASK).json["post"]["id"]
    deliver()
    return author, made


def test_the_author_hears_of_the_answer_and_the_one_replied_to_of_the_reply(post, neighbour, deliver):
    author, made = post
    clerk, other = neighbour(Role.COMMITTEE), neighbour()
    said = other.post(f"posts/{made}/comments", json={"body": "我家门口也是"}).json["id"]
    deliver()
    clerk.post(f"posts/{made}/comments", json={"body": "物业下午来换", "reply_to": said})
    deliver()

    assert told(author)[0][0].endswith("回复了您")
    assert told(other)[0][0].endswith("回复了您的评论")
    assert told(clerk) == []


def test_a_held_text_is_told_with_what_follows(neighbour, deliver):
    author = neighbour()
    author.post("boards/nearby/posts", json={**ASK, "body": "加微信领红包，先到先得"})
    deliver()

    assert told(author) == [("您的帖子已转人工查看，通过后就会公开", "post")]


def test_the_same_event_delivered_again_tells_nothing_new(post, neighbour, deliver, community):
    author, made = post
    neighbour(Role.COMMITTEE).post(f"posts/{made}/comments", json={"body": "物业下午来换"})
    deliver()
    with tenancy.in_community(community.id), transaction():
        db.session.execute(update(OutboxMessage).values(done_at=None, due_at=OutboxMessage.created_at))
    assert deliver() > 0

    assert len(told(author)) == 1


def test_the_author_of_a_topic_hears_each_step_others_take(community, deliver):
    scene = make_scene(community, deliver)
    topic = scene.submit()
    page = scene.secretary.get(f"topics/{topic}").json
    code = next(one["codes"][0]["code"] for one in page["mine"]["verbs"] if one["verb"] == "return")
    scene.step(scene.secretary, topic, "return", reason_code=code, reason=REASON)
    deliver()

    assert told(scene.author) == [("您的议题：退回补充", "topic")]


def test_a_step_back_is_called_by_its_name_and_who_wrote_the_paper_hears_that_it_came_back(
    community, deliver
):
    scene = make_scene(community, deliver)
    topic = scene.walk(scene.submit(), "admit", "plan")
    scene.step(scene.secretary, topic, "return_plan", reason_code="period", reason=REASON)
    deliver()

    assert ("您的议题：协商方案退回主持人修改", "topic") in told(scene.author)
    assert ("您提交的协商方案退回修改，理由见议题页", "topic") in told(scene.host)
    scene.walk(topic, "plan", "open_discussion", "summarise", "route")
    scene.step(scene.secretary, topic, "return_route", reason_code="question_unclear", reason=REASON)
    deliver()
    assert told(scene.author)[0] == ("您的议题：表决方案退回主持人修改", "topic")
    assert ("您提交的表决方案退回修改，理由见议题页", "topic") in told(scene.host)
    assert "您提交的" not in "".join(title for title, _ in told(scene.secretary))


def test_a_review_that_the_street_ordered_is_called_by_its_name(community, deliver):
    scene = make_scene(community, deliver)
    topic = scene.submit()
    scene.step(scene.secretary, topic, "decline", reason_code="not_ours", reason=REASON)
    scene.step(scene.author, topic, "appeal", reason="三十户都受影响，属于公共事务")
    scene.step(scene.supervisor, topic, "order_review", reason="涉及三十户，请重新把关")
    deliver()

    assert told(scene.author)[0] == ("您的议题：街镇责成复议，由社区党组织重新把关", "topic")


def test_a_refusal_that_waits_for_a_second_hand_is_told_to_those_who_may_sign(community, deliver):
    scene = make_scene(community, deliver)
    chair = make_member(community, Role.CHAIR, estate=None)
    for _ in range(60):
        make_home(scene.estate)
    topic = scene.submit()
    with tenancy.in_community(community.id), transaction():
        db.session.execute(update(Topic).values(seconds=10))
    first = scene.step(scene.secretary, topic, "decline", reason_code="not_ours", reason=REASON)
    deliver()

    assert first.json["topic"]["state"] == "gate1_pending", first.json
    waits = ("一件不予立题等第二签，请签字或退签", "topic")
    assert [waits in told(one) for one in (scene.deputy, chair, scene.secretary, scene.author)] == [
        True, True, False, False,
    ]  # fmt: skip


def test_every_home_on_the_roll_hears_that_it_may_vote(community, deliver):
    scene = make_scene(community, deliver)
    scene.voting()
    deliver()

    for person in (scene.author, *scene.neighbours):
        assert ("有一项表决等您家投票", "poll") in told(person)
    assert ("有一项表决等您家投票", "poll") not in told(scene.secretary)


def test_the_watch_hears_that_a_count_waits(community, deliver):
    scene = make_scene(community, deliver)
    ours = make_member(community, Role.WATCH, estate=scene.estate)
    others = make_member(community, Role.WATCH, estate=make_estate(community))
    scene.close(scene.voting(estate_id=str(scene.estate.id)))

    waits = ("表决已截止，计票待您核对", "result")
    assert [waits in told(one) for one in (scene.watch, ours, others, scene.author)] == [
        True, True, False, False,
    ]  # fmt: skip


def test_giver_and_takers_hear_of_each_other(neighbour, deliver):
    giver, first, second = neighbour(), neighbour(), neighbour()
    item = giver.post("items", json={"kind": "give", "title": "书桌", "body": "九成新，自取"}).json["item"][
        "id"
    ]
    deliver()
    first.post(f"items/{item}/steps", json={"verb": "request"})
    second.post(f"items/{item}/steps", json={"verb": "request"})
    first.post(f"items/{item}/steps", json={"verb": "cancel"})
    deliver()

    assert ("有邻居预约了您的物品", "item") in told(giver)
    assert ("轮到您了：物品已为您保留", "item") in told(second)
    assert told(first) == []


GIFT = {"kind": "give", "title": "书桌", "body": "九成新，自取"}


@pytest.fixture
def queue(neighbour, deliver):
    """An item, its giver, who holds it, who waits, and a way to take a step on it."""
    giver, first, second = neighbour(), neighbour(), neighbour()
    item = giver.post("items", json=GIFT).json["item"]["id"]
    deliver()

    def step(by, verb, note=""):
        answer = by.post(f"items/{item}/steps", json={"verb": verb, "note": note})
        assert answer.status_code == 200, answer.json
        deliver()

    step(first, "request")
    step(second, "request")
    return giver, first, second, step


def titles(caller):
    return [title for title, _ in told(caller)]


def test_what_happens_twice_is_told_twice(queue):
    giver, first, second, step = queue
    for by, verb in ((first, "cancel"), (first, "request"), (second, "cancel"), (first, "cancel")):
        step(by, verb)
    step(second, "request")
    step(first, "request")
    step(second, "cancel")

    assert titles(giver).count("有邻居预约了您的物品") == 5
    assert titles(first).count("轮到您了：物品已为您保留") == 2


@pytest.mark.parametrize(
    ("verb", "holder", "waiting"),
    [
        ("withdraw", "您预约的物品被主人收回了", "您排队的物品被主人收回了"),
        ("hand_over", "对方说已经交给您了，请确认收到", "您排队的物品已经给了别的邻居"),
        ("refuse", "您预约的物品没有通过审核，已下架", "您排队的物品没有通过审核，已下架"),
    ],
)
def test_who_holds_an_item_and_who_waits_hear_that_it_is_gone(queue, neighbour, verb, holder, waiting):
    giver, first, second, step = queue
    step(neighbour(Role.COMMITTEE) if verb == "refuse" else giver, verb, "药品不能转让")

    assert (titles(first), titles(second)) == ([holder], [waiting])
    assert "药品" not in str([one.get("notices").json["items"] for one in (first, second)])


def test_a_taker_hears_that_nobody_reads_his_words(queue, neighbour):
    giver, _, _, step = queue
    for taker, words in ((neighbour(), "六合彩"), (neighbour(), "加微信领红包")):
        step(taker, "request", words)
        (line,) = taker.get("notices").json["items"]
        assert (line["title"], line["body"]) == (
            "您留的话没有通过内容检查，别人看不到",
            "书桌（不影响您的预约）",
        )
    assert "您留的话没有通过内容检查，别人看不到" not in titles(giver)


def test_an_author_hears_each_time_his_words_are_hidden(post, neighbour, deliver):
    author, made = post
    clerk = neighbour(Role.COMMITTEE)
    said = author.post(f"posts/{made}/comments", json={"body": "我家门口也是"}).json["id"]
    deliver()
    for path in (f"posts/{made}", f"comments/{said}"):
        for verb in ("hide", "restore", "hide", "restore"):
            done = clerk.post(f"{path}/steps", json={"verb": verb, "reason": "写了邻居的门牌"})
            assert done.status_code == 200, done.json
            deliver()

    for thing in ("帖子", "评论"):
        assert titles(author).count(f"您的{thing}已被居委会隐藏") == 2
        assert titles(author).count(f"您的{thing}已经公开") == 2


def test_a_speaker_hears_each_time_his_words_are_hidden(community, deliver):
    scene = make_scene(community, deliver)
    topic = scene.discussing()
    said = scene.neighbours[0].post(f"topics/{topic}/comments", json={"body": "建议装在东侧"}).json["id"]
    deliver()
    for verb in ("hide", "restore", "hide"):
        form = {"verb": verb, "reason": "写了邻居的门牌"}
        assert scene.host.post(f"topic-comments/{said}/steps", json=form).status_code == 200
        deliver()

    assert titles(scene.neighbours[0]).count("您的发言已被隐藏") == 2


def test_reading_marks_what_was_named_or_everything(post, neighbour, deliver):
    author, made = post
    clerk = neighbour(Role.COMMITTEE)
    for body in ("物业下午来换", "已经换好了"):
        clerk.post(f"posts/{made}/comments", json={"body": body})
        deliver()
    other = author.post("boards/nearby/posts", json={**ASK, "body": "扫码领红包"}).json
    deliver()
    page = author.get("notices").json

    assert (page["unread"], other["post"]["state"]) == (len(page["items"]), "checking")
    left = author.post("notices/read", json={"ids": [page["items"][0]["id"]]}).json["unread"]
    assert left == page["unread"] - 1
    assert author.post("notices/read", json={}).json == {"unread": 0}
    assert author.get("home").json["mine"]["unread"] == 0


def test_nobody_reads_or_marks_what_is_anothers(post, neighbour, deliver):
    author, made = post
    neighbour(Role.COMMITTEE).post(f"posts/{made}/comments", json={"body": "物业下午来换"})
    deliver()
    line = author.get("notices").json["items"][0]["id"]
    stranger = neighbour()
    stranger.post("notices/read", json={"ids": [line]})

    assert told(stranger) == []
    assert author.get("notices").json["unread"] == 1


def test_a_new_member_of_the_home_is_announced_to_the_others(session, deliver):
    from tests.identity import enrol

    community = make_community()
    estate = make_estate(community)
    door = make_home(estate, building="3号楼", room="502室")
    member = make_member(community, home=door)
    from tests.factories import make_visitor

    enrol.apply(make_visitor(), estate, relation="family")
    deliver()

    assert told(member)[0] == ("有人申请加入您家", "mine")


def test_the_home_the_committee_picked_by_hand_hears_who_joined_it(session, deliver):
    from tests.factories import make_visitor
    from tests.identity import enrol

    community = make_community()
    estate = make_estate(community)
    named, picked = (make_home(estate, building="3号楼", room=room) for room in ("502室", "503室"))
    before, housemate = (make_member(community, home=home) for home in (named, picked))
    visitor = make_visitor()
    sent = enrol.apply(visitor, estate, relation="family")
    deliver()
    clerk = make_member(community, Role.COMMITTEE)
    assert enrol.step(clerk, sent, "approve", home_id=str(picked.id)).status_code == 200
    deliver()

    assert told(housemate) == [("您家有了新成员", "mine")]
    assert housemate.get("notices").json["items"][0]["body"].startswith("李**以家庭成员身份加入您家")
    assert told(before) == [("有人申请加入您家", "mine")]
    assert told(make_member(community, home=picked)) == []
