"""How a neighbourhood begins, in Chromium: register, poster, review, the first announcement; an outsider."""

import pytest

from tests.journeys import world
from tests.journeys.test_browser import HOME, LI, apply_to_move_in, approve

pytestmark = [pytest.mark.browser, pytest.mark.slow]

QUEUE = "/features/identity/pages/queue"
WANG = ("王建国", world.number("19560712", 133), "19900000003", "101", "owner")
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: A home that the first register had forgotten.
LATE = (world.JINQIU, "锦秋花园", "5号楼", "102室", "66.5", "周海燕", None)


def choose_book(office, homes):
    with office.page.expect_file_chooser() as chooser:
        office.tap("choose-register")
    chooser.value.set_files({"name": "名册.xlsx", "mimeType": SHEET, "buffer": world.book(homes=homes)})
    return office


def test_a_register_with_a_wrong_line_is_refused_by_its_line_and_a_right_one_is_taken(town):
    office = town.hand("office").open("/features/places/pages/register")

    choose_book(office, [*world.HOMES, (*LATE[:4], "六十", *LATE[5:])])
    office.sees("要改什么", "房屋 第 8 行", "面积").misses("导入完成")

    choose_book(office, [*world.HOMES, LATE]).sees("检查通过，将导入").tap("apply-register")
    office.agree("导入名册").sees("导入完成")


def test_the_poster_is_exchanged_and_the_old_one_lets_nobody_in(town):
    committee = town.hand("committee").open("/features/places/pages/qr").sees("海报编号")
    before = committee.at("serial").inner_text()
    committee.tap("verb-rotate").fill("reason", "每半年定期更换")
    with committee.page.expect_response(lambda answer: answer.url.endswith("/qr/steps")) as exchanged:
        committee.tap("give-reason")
    town.left["scene"] = exchanged.value.json()["scene"]
    committee.sees("已换发")
    assert committee.at("serial").inner_text() != before

    with committee.page.expect_popup() as poster:
        committee.tap("open-poster")
    poster.value.get_by_text("锦秋花园").first.wait_for()
    poster.value.close()

    town.hand("li").open(f"/features/enrolment/pages/start?scene={town.scene}").sees("这张二维码已失效")


def test_an_application_is_sent_back_mended_and_approved_and_another_is_refused(town):
    li, wang, committee = (town.hand(key) for key in ("li", "wang", "committee"))
    apply_to_move_in(li, town.left["scene"], (*LI[:3], "205", LI[4]))
    committee.open(QUEUE).choose("application-card", "李**").tap("verb-return")
    committee.fill("reason", "名册上没有 205，请核对房号后重新填写").tap("give-reason").sees("请补充后再提交")

    li.comes_to_see("请核对房号后重新填写").tap("verb-resubmit")
    li.fill("enrol-name", LI[0]).fill("enrol-number", LI[1]).fill("enrol-phone", LI[2]).fill(
        "enrol-room", "502"
    )
    li.tap("submit-application").comes_to_see("待居委会审核")
    approve(committee, "李**")

    apply_to_move_in(wang, town.left["scene"], WANG)
    committee.open(QUEUE).choose("application-card", "王**").tap("verb-refuse")
    committee.fill("reason", "本人来电说明填错了小区，请重新扫码").tap("give-reason").sees("未通过")
    wang.comes_to_see("请重新扫码").misses("进入小区")


def test_an_announcement_of_the_committee_reaches_who_lives_there(town):
    committee, li = town.hand("committee"), town.hand("li")
    committee.open("/pages/mine/index").sees("发公告").words("发公告").click()
    committee.fill("post-title", "周六清洗水箱").fill(
        "post-body", "本周六 9 点到 12 点清洗 3 号楼水箱，请提前储水。"
    )
    committee.tap("submit-post").sees("周六清洗水箱")
    town.left["notice"] = committee.where()

    li.open(HOME).comes_to_see("周六清洗水箱").choose("feed-card", "周六清洗水箱").sees("请提前储水")


def test_who_lives_elsewhere_is_shown_nothing_of_it(town):
    chen = town.hand("chen").open(town.left["notice"])

    chen.sees("扫码入住").misses("周六清洗水箱").misses("请提前储水")
    chen.open(HOME).sees("扫码入住").misses("周六清洗水箱")
