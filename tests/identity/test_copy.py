"""个人信息保护法 第四十五条: everybody takes away what is held of him, all of it, and nothing of another."""

from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import select, update

from server.core import tenancy
from server.core.access import Role
from server.core.audit import AuditDetail, AuditEntry
from server.core.database import transaction
from server.extensions import db
from server.identity import queries
from server.identity.models import PersonCopy, Relation
from server.identity.service.copying import MOST_A_DAY
from server.kit.db import utc_now
from tests import factories
from tests.assistance.scenes import POST, behalf
from tests.ballots.scenes import make_owned_home
from tests.identity.enrol import apply, step
from tests.identity.naive import take_copies
from tests.identity.parcels import README, files_of, parts_of, text_of
from tests.identity.test_races import at_once

WORDS = {"kind": "ask", "title": "楼道灯坏了", "body": "三楼的灯不亮，晚上看不清台阶"}


def write(by, **form):
    answer = by.post("boards/nearby/posts", json={**WORDS, **form})
    assert answer.status_code == 201, answer.json
    return answer.json["post"]["id"]


@pytest.fixture
def mine(community):
    return factories.make_member(community, name="李秀英")


@pytest.fixture
def other(community):
    return factories.make_member(community, name="欧阳明")


def test_what_i_wrote_in_two_communities_is_in_it_under_the_name_of_each(mine, community, deliver):
    second = factories.make_community()
    home = factories.make_home(factories.make_estate(second))
    with transaction():
        person = queries.get_person(mine.actor.person_id)
    factories.join(person, home, Relation.TENANT)
    factories.moved(mine)
    write(mine, title="第一处的灯坏了")
    write(factories.signed_in(person, second), title="第二处的灯坏了")
    deliver()

    parts = parts_of(mine)
    assert {(row["社区"], row["标题"]) for row in parts["posts"]} == {
        (community.name, "第一处的灯坏了"),
        (second.name, "第二处的灯坏了"),
    }
    assert {row["身份"] for row in parts["memberships"]} == {"业主", "租客"}


def test_no_name_and_no_word_of_a_neighbour_is_in_it(mine, other, deliver):
    post, theirs = write(mine), write(other, title="旁人的标题", body="旁人写的正文，与我无关")
    item = mine.post("items", json={"kind": "give", "title": "儿童自行车", "body": "车况很好"})
    deliver()
    said = other.post(f"posts/{post}/comments", json={"body": "旁人的回复"}).json["id"]
    other.post(f"items/{item.json['item']['id']}/steps", json={"verb": "request", "note": "旁人的留言"})
    deliver()
    for under, words in ((post, {"body": "谢谢您", "reply_to": said}), (theirs, {"body": "我也看到了"})):
        assert mine.post(f"posts/{under}/comments", json=words).status_code == 201
    mine.post(f"posts/{theirs}/reactions", json={"kind": "thanks", "on": True})
    mine.post(f"posts/{theirs}/reports", json={"reason_code": "spam", "note": "像是广告"})
    deliver()

    text = text_of(mine)
    assert [word for word in ("旁人", "欧阳") if word in text] == []
    own = ("谢谢您", "我也看到了", "儿童自行车", "像是广告", WORDS["body"])
    assert [word for word in own if word not in text] == []
    assert "旁人的留言" in text_of(other)


def test_what_is_sealed_of_me_is_opened_for_me_alone(session, deliver):
    """The form while it waits, and after the approval the vault's name and phone."""
    community = factories.make_community()
    estate = factories.make_estate(community)
    factories.make_home(estate, "3号楼", "502室")
    visitor, number = factories.make_visitor(), factories.make_id_number()
    sent = apply(visitor, estate, id_number=number)
    deliver()
    (form,) = parts_of(visitor)["applications"]
    assert (form["填写的姓名"], form["填写的手机号"]) == ("李秀英", "13800001111")
    assert form["填写的身份证号码"] == number

    clerk = factories.make_member(community, Role.COMMITTEE)
    assert step(clerk, sent, "approve").status_code == 200
    parts = parts_of(visitor)
    (person,), (form,) = parts["person"], parts["applications"]
    assert (person["实名"], person["手机号"]) == ("李秀英", "13800001111")
    assert (form["填写的姓名"], form["填写的身份证号码"]) == ("李**", None)
    assert [one["到"] for one in form["经过"]][-1] == "已通过"
    assert {row["文本的 SHA-256"] for row in parts["consents"]}
    assert "李秀英" not in text_of(clerk)


def test_a_home_that_the_roll_knows_by_my_number_is_in_it_and_its_other_owner_is_not(session, deliver):
    community = factories.make_community()
    estate, number = factories.make_estate(community), factories.make_id_number()
    make_owned_home(estate, number, None, building="3号楼", room="502室")
    make_owned_home(estate, factories.make_id_number(order=246), building="3号楼", room="503室")
    visitor = factories.make_visitor()
    sent = apply(visitor, estate, id_number=number, relation="family")
    deliver()
    assert parts_of(visitor)["owned_homes"] == []

    step(factories.make_member(community, Role.COMMITTEE), sent, "approve")
    assert [row["房屋"] for row in parts_of(visitor)["owned_homes"]] == ["3号楼 502室"]
    assert "王建国" not in text_of(visitor)


def test_the_helper_is_named_by_his_office_and_takes_nothing_of_the_neighbour_away(mine, community, deliver):
    clerk = factories.make_member(community, Role.COMMITTEE, name="欧阳明")
    filed = {**POST, "title": "扶手松了", **behalf(mine, words="在她家里当面说好的")}
    assert clerk.post("boards/nearby/assisted-posts", json=filed).status_code == 201
    deliver()

    (row,) = parts_of(mine)["filings"]
    assert (row["标题"], row["记下的同意的话"]) == ("扶手松了", "在她家里当面说好的")
    assert "居委" in row["谁提交的"]
    assert "欧阳" not in text_of(mine)
    (row,) = parts_of(clerk)["filings"]
    assert row["谁提交的"] == "您代邻居提交"
    text = text_of(clerk)
    assert [word for word in ("扶手松了", "当面说好", "李女士") if word in text] == []


def test_a_visitor_gets_the_little_that_is_held_of_him(session):
    visitor = factories.make_visitor()
    parts = parts_of(visitor)

    assert {name for name, rows in parts.items() if rows} == {"person", "sessions", "copies"}
    assert parts["person"][0]["实名"] is None


def test_it_comes_as_a_file_that_nobody_keeps_and_says_what_is_not_in_it(mine):
    answer = mine.get("/me/copy")

    assert answer.mimetype == "application/zip"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    readme = files_of(answer.data)[README]
    assert [
        word for word in ("第四十五条", "无记名表决", "审计日志", "posts.json") if word not in readme
    ] == []


def test_the_making_is_written_down_in_each_community_without_what_was_in_it(mine, community):
    text_of(mine)

    with tenancy.in_community(community.id):
        (entry,) = db.session.scalars(select(AuditEntry).where(AuditEntry.deed == "person.copy")).all()
        detail = db.session.scalars(select(AuditDetail.detail).where(AuditDetail.entry_id == entry.id)).one()
    assert (entry.person_id, detail) == (mine.actor.person_id, {})


def test_three_a_day_and_the_fourth_is_told_to_wait_till_tomorrow(mine, other):
    for _ in range(MOST_A_DAY):
        text_of(mine)
    refused = mine.get("/me/copy")
    assert (refused.status_code, refused.json["code"]) == (429, "copies_today")
    assert "明天" in refused.json["message"]
    text_of(other)

    with transaction():
        db.session.execute(update(PersonCopy).values(made_at=utc_now() - timedelta(days=1)))
    assert len(parts_of(mine)["copies"]) == MOST_A_DAY + 1, "the refused one was none"


def test_of_taps_at_once_only_three_get_one(mine):
    answers = at_once(*(lambda: mine.get("/me/copy").status_code for _ in range(MOST_A_DAY + 2)))

    assert sorted(answers) == [200] * MOST_A_DAY + [429, 429]


def test_a_count_that_holds_nothing_lets_them_all_through(app, mine):
    """The naive twin, which reads in one transaction and writes in the next."""
    start, person = Barrier(MOST_A_DAY + 2), mine.actor.person_id

    def tap():
        with app.app_context():
            take_copies(person, lambda: start.wait(5))

    at_once(*[tap] * (MOST_A_DAY + 2))

    assert len(db.session.scalars(select(PersonCopy.id)).all()) > MOST_A_DAY
