"""The chain to its end in Chromium: sent back, appealed, without quorum, extended, voted on paper and by
phone, built, judged, agreed. The tests build on each other, each by the buttons of the real client.
"""

import json
import sys

import pytest

from tests.journeys import world
from tests.journeys.conftest import H5, Town
from tests.journeys.test_browser import TOPIC, decide, number_of, vote
from tests.journeys.times import the_ballot_is_told, the_days_of_talk_pass, the_notice_passes, the_poll_ends
from tests.support import site

pytestmark = [pytest.mark.browser, pytest.mark.slow]
GATE = f"{TOPIC}/gate"
BODY = "飞线充电不安全，建议在车棚东侧统一装充电桩，约 40 户有电瓶车。"


@pytest.fixture(scope="module")
def town(browser, tmp_path_factory):
    if not H5.exists():
        pytest.skip("the client for the browser is not built: npm run build:h5 in miniprogram")
    folder = tmp_path_factory.mktemp("settled")
    out = folder / "settled.json"
    settling = (sys.executable, "-m", "tests.journeys.settled", str(out))
    with site.running(folder, site.MIGRATE, settling) as origin:
        town = Town(browser, origin, folder, **json.loads(out.read_text()))
        yield town
        for hand in town.hands.values():
            hand.context.close()
    assert {key: hand.errors for key, hand in town.hands.items() if hand.errors} == {}


def say_no(hand, town, verb, reason, then):
    """A gate's step with a reason from its list and in words."""
    hand.open(f"{GATE}?id={number_of(town.left['topic'])}").tap(f"verb-{verb}")
    hand.page.locator('[data-testid^="reason-"]').locator("visible=true").first.click()
    hand.fill("gate-reason", reason).tap("preview-decision").sees("居民会看到", reason).tap("confirm")
    return hand.sees(then)


def test_a_topic_is_sent_back_and_declined_and_the_street_has_it_looked_at_again(town):
    li, secretary, supervisor = (town.hand(key) for key in ("li", "secretary", "supervisor"))
    li.open("/pages/hall/index").tap("propose-topic").fill("topic-title", "车棚装充电桩")
    li.fill("topic-body", "飞线充电不安全，建议在车棚统一装充电桩。")
    li.tap("submit-topic").tap("confirm").comes_to_see("党组织应在")
    town.left["topic"] = topic = li.where()
    say_no(secretary, town, "return", "请补充大约多少户有电瓶车、打算装在哪一侧。", "等作者补充")
    li.open(topic).tap("verb-revise").fill("topic-body", BODY).tap("submit-topic").tap("confirm")
    li.comes_to_see("待把关")

    say_no(secretary, town, "decline", "只涉及几户人家自己的车，请先和物业商量解决。", "不予立题")
    li.open(topic).sees("不予立题").tap("verb-appeal")
    li.fill("host-reason", "四十户都有车，飞线是全楼的事。").tap("preview-step").tap("confirm").sees("申诉")
    supervisor.open(f"{GATE}?id={number_of(topic)}").tap("verb-order_review")
    supervisor.fill("gate-reason", "涉及全楼安全，请重新把关并写明理由。").tap("preview-decision").tap(
        "confirm"
    )
    decide(secretary, topic, "verb-admit", "居委会应在")


def test_it_is_talked_over_and_goes_to_the_vote(town):
    topic, committee, secretary = town.left["topic"], town.hand("committee"), town.hand("secretary")
    committee.open(topic).tap("verb-plan").fill("plan-scope", "全体居民")
    committee.fill("plan-parties", "有车的住户、物业").fill("plan-format", "线上发言，周六现场会")
    committee.tap("preview-step").tap("confirm").sees("协商方案待把关")
    decide(secretary, topic, "verb-open_discussion", "协商安排")
    the_days_of_talk_pass(town, number_of(topic))
    town.hand("chen").open(topic).tap("stance-for").sees("赞成 1")

    committee.open(topic).comes_to_tap("verb-summarise").fill("summary-agreed", "装在车棚东侧")
    committee.fill("summary-disputed", "费用怎样分摊").fill("summary-minority", "担心夜里噪音")
    committee.fill("summary-open", "无").tap("preview-step").tap("confirm")
    committee.at("verb-route").first.wait_for()
    the_notice_passes(town, number_of(topic))
    committee.open(topic).comes_to_tap("verb-route").fill("ballot-question", "是否同意在车棚东侧装充电桩？")
    committee.tap("preview-step").tap("confirm").sees("拟表决的内容")
    the_ballot_is_told(town, number_of(topic))
    decide(secretary, topic, "verb-open_ballot", "正在表决")


def test_too_few_vote_and_the_vote_is_extended_once(town):
    topic, committee = town.left["topic"], town.hand("committee")
    the_poll_ends(town)
    watch = town.hand("watch").open(topic).comes_to_see("计票结果公示中").tap("open-result")
    watch.sees("参与没有达到要求").tap("confirm-count").tap("confirm").sees("吴女士")
    the_notice_passes(town, number_of(topic))
    decide(town.hand("secretary"), topic, "verb-certify", "参与户数不够")
    committee.open(topic).comes_to_tap("verb-extend_vote").pick_the_first_day("host-until")
    committee.fill("host-reason", "两户老人没有手机，改送纸质票。").tap("preview-step").tap("confirm")
    committee.sees("正在表决")


def test_a_home_without_a_phone_votes_on_paper_read_in_by_two(town):
    li, chen = town.hand("li"), town.hand("chen")
    li.open(town.left["topic"]).tap("open-ballot")
    town.left["poll"] = li.where()
    vote(li, "投「赞成」", "赞成")
    vote(chen.open(town.left["poll"]), "投「反对」", "反对")
    desk = f"{TOPIC}/paper?id={number_of(town.left['poll'])}"
    town.hand("committee").open(desk).tap("issue-paper").sees("编号")
    for key in ("committee", "worker"):
        clerk = town.hand(key).open(desk)
        clerk.tap("paper-enter").photo(world.photo()).choose("ballot-option", "赞成")
        clerk.tap("enter-paper").tap("confirm").at("entry-done").wait_for()


def test_the_count_is_confirmed_and_decided(town):
    topic = town.left["topic"]
    the_poll_ends(town)
    watch = town.hand("watch").open(topic).comes_to_see("计票结果公示中").tap("open-result")
    watch.sees("表决通过").tap("confirm-count").tap("confirm").sees("吴女士")
    the_notice_passes(town, number_of(topic))
    decide(town.hand("secretary"), topic, "verb-certify", "已形成决议")
    town.hand("li").open(f"{TOPIC}/resolution?id={number_of(town.left['poll'])}").sees("表决通过")


def test_it_is_built_and_every_home_says_whether_it_helped(town):
    topic, committee = town.left["topic"], town.hand("committee")
    committee.open(topic).comes_to_tap("verb-form_project").fill("project-name", "车棚充电桩")
    committee.fill("project-summary", "在车棚东侧装八个充电桩，拆除飞线。").fill(
        "project-owner", "锦秋居委会"
    )
    committee.fill("project-department", "东方物业")
    committee.fill("project-budget", "24000").fill("milestone-1", "选定施工单位").fill(
        "milestone-2", "装好验收"
    )
    committee.tap("form-project").agree("形成项目").tap("verb-start").agree("开始实施")
    for place in ("1", "2"):
        committee.tap(f"reach-{place}").fill("step-text", "做好了，居委和两位住户一起看过。")
        committee.photo(world.photo()).tap("send-step").sees("登记于")
    committee.tap("verb-finish").fill("step-text", "充电桩全部通电，飞线已经拆除。").tap("send-step").sees(
        "大家评"
    )
    li = town.hand("li").open(f"/features/projects/pages/evaluate?topic={number_of(topic)}")
    li.tap("rate-3").tap("send-rating").sees("您家评的是")


def test_what_was_learned_becomes_a_covenant_in_force(town):
    topic, committee, secretary = town.left["topic"], town.hand("committee"), town.hand("secretary")
    the_notice_passes(town, number_of(topic))
    committee.open(topic).comes_to_tap("verb-draft_covenant").fill("covenant-title", "锦秋花园充电公约")
    committee.fill("article-title", "安全充电").fill("article-body", "电动车在车棚充电，不拉飞线，不进楼道。")
    committee.fill("law-note", "已与消防法和本市规定比对，没有抵触。").tap("save-draft").sees("安全充电")
    committee.tap("verb-submit").tap("hand-in-covenant").sees("把公约草案交付表决或退回").sees("已同意召集")
    town.left["covenant"] = covenant = f"/features/covenants/pages/covenant?topic={number_of(topic)}"
    secretary.open("/features/deliberation/pages/inbox").tap("gate-item").tap("verb-open_covenant_vote").tap(
        "go-paper"
    )
    secretary.tap("verb-open_vote").agree("交付表决").sees("公约正在表决")
    for key in ("li", "chen"):
        vote(town.hand(key).open(covenant).tap("go-vote"), "投「赞成」", "赞成")
    the_poll_ends(town)
    town.hand("watch").open(covenant).comes_to_see("看表决结果").tap("go-result").tap("confirm-count").tap(
        "confirm"
    )
    secretary.open(covenant).comes_to_see("公约计票结果公示中").sees("公示到")
    the_notice_passes(town, number_of(topic))
    secretary.open(covenant).comes_to_tap("verb-adopt").agree("公约生效").sees("已生效")
