"""The same story as test_http.py, in Chromium through the real client: by its buttons, in its words.

The tests build on each other: each begins where the one before it left the town.
"""

import pytest
from playwright.sync_api import expect

from tests.journeys import world
from tests.journeys.times import the_ballot_is_told, the_days_of_talk_pass, the_notice_passes, the_poll_ends

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TOPIC = "/features/deliberation/pages"
HOME = "/pages/home/index"
LI = ("李秀英", world.number("19780203", 120), "19900000001", "502", "owner")
CHEN = ("陈志强", world.number("19820304", 111), "19900000002", "503", "owner")
SON = ("李小明", world.number("20000506", 131), "19900000004", "502", "family")


def apply_to_move_in(hand, scene, person, wrong=""):
    """Scan the poster, pick oneself, fill in, agree, send; a wrong number is said at its field first."""
    name, number, phone, room, relation = person
    hand.open(f"/features/enrolment/pages/start?scene={scene}").sees("锦秋居委会", "海报编号").tap(
        "start-form"
    )
    hand.fill("enrol-name", name).fill("enrol-number", wrong or number).fill("enrol-phone", phone)
    hand.fill("enrol-building", "3号楼").fill("enrol-room", room).tap(f"relation-{relation}")
    hand.consent().tap("submit-application")
    if wrong:
        hand.sees("校验位不符").fill("enrol-number", number).tap("submit-application")
    return hand.comes_to_see("待居委会审核")


def approve(committee, masked):
    committee.open("/features/identity/pages/queue").comes_to_see(masked).choose("application-card", masked)
    committee.sees("与名册登记的业主一致" if masked != "李**" else "名册和实名").tap("verb-approve")
    return committee.agree("通过入住").sees("已通过")


def test_neighbours_move_in_by_the_poster(town):
    li, chen, committee = town.hand("li"), town.hand("chen"), town.hand("committee")
    apply_to_move_in(li, town.scene, LI, wrong=LI[1][:-1] + ("1" if LI[1][-1] != "1" else "2"))
    apply_to_move_in(chen, town.scene, CHEN)

    committee.open(HOME).sees("待办", "入住待审核").tap("todo-review").sees("李**", "陈**")
    committee.misses("李秀英")
    approve(committee, "李**")
    approve(committee, "陈**")

    li.page.reload()
    li.tap("enter-community").sees("锦秋花园", "随手拍")
    chen.open("/pages/mine/index").sees("陈先生", "已实名", "3号楼 503")

    son = apply_to_move_in(town.hand("son"), town.scene, SON)
    li.open("/features/notices/pages/list").comes_to_see("有人申请加入您家")
    approve(committee, "李**")
    son.page.reload()
    son.tap("enter-community").sees("锦秋花园")


def test_a_report_with_a_photo_is_answered(town):
    li, chen, committee = town.hand("li"), town.hand("chen"), town.hand("committee")
    li.open(HOME).tap("quick-report").photo(world.photo()).tap("kind-ask")
    li.fill("post-body", "三楼的灯坏了。晚上看不清台阶，老人不敢下楼。").tap("submit-post")
    li.sees("三楼的灯坏了").comes_to_see("等待居委会回复")
    town.left["post"] = li.where()

    chen.open("/pages/neighbours/index").comes_to_see("三楼的灯坏了").choose("post-card", "三楼的灯坏了")
    chen.sees_a_photo().tap("thank")
    committee.open(town.left["post"]).fill("comment-text", "物业今天下午来换，换好我再来说一声。").tap(
        "send-comment"
    )
    committee.comes_to_see("居委回复")

    li.open("/features/notices/pages/list").comes_to_see("锦秋居委会回复了您").words(
        "锦秋居委会回复了您"
    ).click()
    li.sees("居委已回复", "林女士", "物业今天下午来换")


def test_a_topic_is_returned_with_a_reason_and_comes_back_better(town):
    li, secretary = town.hand("li"), town.hand("secretary")
    li.open("/pages/hall/index").tap("propose-topic").fill("topic-title", "车棚装充电桩")
    li.fill("topic-body", "飞线充电不安全，建议在车棚统一装充电桩。")
    li.tap("submit-topic").tap("confirm").comes_to_see("党组织应在")
    town.left["topic"] = topic = li.where()

    secretary.open(HOME).comes_to_see("议题待把关").tap("todo-gates").choose("gate-item", "车棚装充电桩")
    secretary.tap("verb-return").page.locator('[data-testid^="reason-"]').first.click()
    reason = "请补充大约多少户有电瓶车、打算装在车棚的哪一侧。"
    secretary.fill("gate-reason", reason).tap("preview-decision").sees("居民会看到", reason).tap("confirm")
    secretary.sees("现在没有等您把关的议题")

    li.open(topic).sees("等作者补充", reason).tap("verb-revise").sees(reason)
    li.fill("topic-body", "飞线充电不安全，建议在车棚东侧统一装充电桩，约 40 户有电瓶车。")
    li.tap("submit-topic").tap("confirm").comes_to_see("待把关")


def test_a_topic_passes_two_gates_and_is_talked_about(town):
    chen, committee, secretary = (town.hand(key) for key in ("chen", "committee", "secretary"))
    topic = town.left["topic"]
    decide(secretary, topic, "verb-admit", "居委会应在")
    committee.open(topic).sees("约 40 户有电瓶车").tap("verb-plan")
    committee.fill("plan-scope", "全体居民").fill("plan-parties", "有车的住户、物业")
    committee.fill("plan-format", "线上发言，周六现场会").tap("preview-step").tap("confirm")
    committee.sees("协商方案待把关")
    decide(secretary, topic, "verb-open_discussion", "协商安排")
    the_days_of_talk_pass(town, number_of(topic))

    chen.open(topic).tap("stance-for").sees("赞成 1").tap("write-comment")
    chen.fill("comment-text", "支持，最好能扫码付费。").tap("send-comment").comes_to_see("1 条发言")
    town.hand("son").open(topic).tap("stance-against").sees("赞成 1", "反对 1")


def decide(secretary, topic, verb, then):
    """At the gate: the choice, what residents will see, the act."""
    secretary.open(f"{TOPIC}/gate?id={number_of(topic)}").tap(verb).tap("preview-decision")
    return secretary.sees("居民会看到").tap("confirm").sees(then)


def test_what_was_said_becomes_a_question(town):
    committee, secretary = town.hand("committee"), town.hand("secretary")
    committee.open(town.left["topic"]).comes_to_tap("verb-summarise").fill("summary-agreed", "装在车棚东侧")
    committee.fill("summary-disputed", "费用怎样分摊").fill("summary-minority", "担心夜里噪音").fill(
        "summary-open", "无"
    )
    committee.tap("preview-step").tap("confirm")
    committee.at("verb-route").first.wait_for()
    the_notice_passes(town, number_of(town.left["topic"]))
    committee.open(town.left["topic"]).comes_to_tap("verb-route").fill(
        "ballot-question", "是否同意在车棚东侧装充电桩？"
    ).tap("preview-step").tap("confirm")
    committee.sees("拟表决的内容")
    the_ballot_is_told(town, number_of(town.left["topic"]))
    decide(secretary, town.left["topic"], "verb-open_ballot", "正在表决")


def test_each_home_votes_once_and_may_change_its_mind(town):
    li, son, chen, secretary = (town.hand(key) for key in ("li", "son", "chen", "secretary"))
    li.open(HOME).comes_to_see("请投票").at("waiting").locator('[role="link"]').first.click()
    vote(li.sees("您代表"), "投「赞成」", "赞成")
    town.left["poll"] = li.where()

    son.open(town.left["poll"]).sees("这户已由李**在")
    vote(chen.open(town.left["poll"]), "投「反对」", "反对")
    vote(chen, "改投「赞成」", "赞成").sees("2 户，共 3 户")
    secretary.open(town.left["poll"]).sees("2 户，共 3 户", "截止前，各选项的票数对所有人保密")
    the_poll_ends(town)


def vote(hand, act, option):
    """The button says what will be cast; the page says that it was."""
    hand.choose("ballot-option", option).sees(act).tap("cast-ballot").tap("confirm")
    expect(hand.at("ballot-option").filter(has_text="现在的选择")).to_contain_text(option)
    return hand


def test_a_thing_goes_to_who_asked_first(town):
    li, chen, son = (town.hand(key) for key in ("li", "chen", "son"))
    chen.open("/pages/neighbours/index").tap("segment-market").tap("begin").fill("item-title", "儿童自行车")
    chen.fill("item-body", "便宜卖，50元").tap("submit-item").sees("请去掉价格")
    chen.fill("item-body", "孩子大了骑不了，九成新，自取。").tap("submit-item").comes_to_see("可以申请")
    item = chen.where()
    li.open(item).tap("verb-request").fill("reason", "家里正好需要").tap("give-reason").comes_to_see(
        "给您留着"
    )
    son.open(item).sees("已有人预约").tap("verb-request").tap("give-reason").sees("第 1 位")
    chen.open(item).sees("想要的邻居", "李女士").tap("verb-hand_over").agree("已交出")
    li.open(item).tap("verb-receive").agree("收到了").tap("verb-thank").fill("reason", "孩子很喜欢，谢谢")
    li.tap("give-reason")
    chen.open(item).comes_to_see("孩子很喜欢")


def test_the_result_is_public_with_its_arithmetic_and_certified(town):
    secretary, chen = town.hand("secretary"), town.hand("chen")
    topic = town.left["topic"]
    chen.open(town.left["poll"]).comes_to_see("看计票").tap("open-result").sees(
        "表决通过", "户数：总 3 户，参与 2 户"
    )
    chen.tap("check-ballot").sees("已计入，是票箱里的第")
    town.hand("watch").open(topic).tap("open-result").tap("confirm-count").tap("confirm").sees("吴女士")
    the_notice_passes(town, number_of(topic))
    secretary.open(topic).comes_to_see("计票结果公示中").tap("open-gate").tap("verb-certify")
    secretary.tap("preview-decision").tap("confirm").sees("已形成决议")
    chen.open(f"{TOPIC}/ledger").sees("确认计票结果", "退回补充", "第 5 条", "车棚装充电桩")


def number_of(topic):
    return topic.split("id=")[1]
