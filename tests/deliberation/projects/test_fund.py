"""微基金: what came in, what went out, what is left – and nobody spends what is not there."""

from threading import Barrier

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from server.core import tenancy
from server.core.access import Role
from server.core.database import transaction
from server.deliberation import verify
from server.deliberation.projects import fund, fund_verify
from server.deliberation.projects.fund_models import EntryKind, FundEntry
from server.extensions import db
from server.kit.frozen import FrozenError
from tests.ballots.crowds import crowd
from tests.deliberation.projects import naive
from tests.deliberation.projects.undertakings import photo, started
from tests.factories import make_community, make_member

GIFT = {"kind": "income", "amount_cents": 100_000, "memo": "住户募集的维修款", "party": "一位居民"}
BILL = {"kind": "expense", "memo": "买插座和电线", "party": "锦秋五金店"}


def spend(who, cents, **changes):
    return who.post("fund", json={**BILL, "amount_cents": cents, "upload_ids": [photo(who)], **changes})


def book(who, **query):
    return who.get("fund", query_string=query).json


@pytest.fixture
def funded(scene):
    assert scene.host.post("fund", json=GIFT).status_code == 201
    return scene


def test_everybody_reads_what_is_left_and_every_entry_with_its_invoice(funded):
    project = started(funded)

    answer = spend(funded.host, 30_050, project_id=project["id"])
    read = book(funded.neighbours[0])

    assert answer.status_code == 201, answer.json
    assert (read["balance_cents"], read["income_cents"], read["expense_cents"]) == (69_950, 100_000, 30_050)
    bill, gift = read["items"]
    assert (bill["seq"], bill["kind_name"], bill["amount_cents"], bill["balance_cents"]) == (
        2,
        "支出",
        -30_050,
        69_950,
    )
    assert (len(bill["photos"]), bill["project"]["name"]) == (1, "三号楼车棚充电桩")
    assert (gift["party"], gift["by"]) == ("一位居民", funded.host.actor.name)
    assert read["head_hash"] == bill["hash"]
    assert read["mine"]["may_keep"] is False
    spent = funded.neighbours[0].get(f"projects/{project['id']}").json["project"]["fund_spent_cents"]
    assert spent == 30_050


def test_what_is_not_there_is_not_spent(funded):
    exact = spend(funded.host, 100_000)
    more = spend(funded.host, 1)

    assert exact.status_code == 201
    assert (more.status_code, more.json["code"]) == (409, "not_enough")
    assert more.json["message"] == "微基金余额 0.00 元，不够支出 0.01 元"
    assert len(book(funded.host)["items"]) == 2


@pytest.mark.parametrize(
    "form",
    [
        {"amount_cents": 0}, {"amount_cents": -5}, {"amount_cents": 1.5}, {"amount_cents": 10**13},
        {"memo": "买"}, {"party": ""}, {"kind": "gift"}, {"upload_ids": []}, {"project_id": "12345"},
    ],
    ids=str,
)  # fmt: skip
def test_an_entry_says_what_for_whom_and_with_which_invoice(funded, form):
    assert spend(funded.host, 100, **form).status_code == 422
    assert len(book(funded.host)["items"]) == 1


def test_the_committee_of_the_community_alone_keeps_the_book(funded):
    branch = make_member(funded.community, Role.COMMITTEE, estate=funded.estate)
    elsewhere = make_member(make_community(), Role.COMMITTEE)
    path = f"/communities/{funded.community.id}/fund"

    for who in (funded.author, funded.secretary, funded.watch, funded.supervisor, branch):
        assert who.post("fund", json=GIFT).status_code == 403
        assert book(who)["mine"]["may_keep"] is False
    assert elsewhere.post(path, json=GIFT).status_code == 404
    assert elsewhere.get(path).status_code == 404
    assert book(funded.host)["mine"]["may_keep"] is True


def test_a_mistake_is_put_right_by_an_entry_that_names_it(funded):
    wrong = spend(funded.host, 30_000).json

    back = funded.host.post(f"fund/{wrong['id']}/reversal", json={"memo": "金额记错了，应为三百二十元"})
    again = funded.host.post(f"fund/{wrong['id']}/reversal", json={"memo": "再冲销一次"})
    of_it = funded.host.post(f"fund/{back.json['id']}/reversal", json={"memo": "冲销的冲销"})

    assert back.status_code == 201, back.json
    assert (back.json["kind_name"], back.json["amount_cents"], back.json["reverses_seq"]) == (
        "冲销支出",
        30_000,
        2,
    )
    assert (again.json["code"], of_it.json["code"]) == ("already_reversed", "is_a_reversal")
    read = book(funded.author)
    assert (read["balance_cents"], read["expense_cents"]) == (100_000, 0)
    assert [one["reversed_by_seq"] for one in read["items"]] == [None, 3, None]


def test_money_that_was_spent_cannot_be_taken_back_from_under_it(funded):
    gift = book(funded.host)["items"][0]
    spend(funded.host, 60_000)

    answer = funded.host.post(f"fund/{gift['id']}/reversal", json={"memo": "捐款人撤回了"})

    assert (answer.status_code, answer.json["code"]) == (409, "not_enough")


def test_the_book_pages_by_its_numbers(scene):
    for _ in range(5):
        scene.host.post("fund", json=GIFT)

    first = book(scene.author, limit=2)
    second = book(scene.author, limit=2, after=first["next"])
    third = book(scene.author, limit=2, after=second["next"])

    assert [one["seq"] for page in (first, second, third) for one in page["items"]] == [5, 4, 3, 2, 1]
    assert third["next"] is None


def test_a_tap_sent_twice_is_one_entry(scene):
    for _ in range(2):
        assert scene.host.post("fund", json=GIFT, key="one-tap-only").status_code == 201

    assert len(book(scene.author)["items"]) == 1


@pytest.mark.parametrize("round_", range(5))
def test_of_two_expenses_at_once_that_exceed_it_together_exactly_one_is_made(app, funded, round_):
    here, keeper, together = funded.community.id, funded.host.actor, Barrier(2)
    photos = [photo(funded.host) for _ in range(2)]

    def run(index):
        together.wait(20)
        form = {**BILL, "amount_cents": 60_000, "project_id": None, "upload_ids": [int(photos[index])]}
        with tenancy.in_community(here), transaction():
            return fund.record(keeper, form).balance_cents

    answers = crowd(app, 2, run)

    (lost,) = [one for one in answers if not isinstance(one, int)]
    assert 40_000 in answers
    assert lost.code == "not_enough"
    with tenancy.in_community(here):
        assert fund_verify.problems() == []


@pytest.mark.parametrize("round_", range(3))
def test_the_first_two_entries_at_once_both_stand_and_add_up(app, scene, round_):
    here, keeper, together = scene.community.id, scene.host.actor, Barrier(2)

    def run(_):
        together.wait(20)
        with tenancy.in_community(here), transaction():
            return fund.record(keeper, {**GIFT, "project_id": None, "upload_ids": []}).balance_cents

    assert sorted(crowd(app, 2, run)) == [100_000, 200_000]
    with tenancy.in_community(here):
        assert fund_verify.problems() == []


def test_the_naive_way_spends_it_twice(app, funded):
    here, together = funded.community.id, Barrier(2)

    def run(index):
        with tenancy.in_community(here), transaction():
            return naive.spend(10 + index, 60_000, lambda: together.wait(20))

    assert crowd(app, 2, run) == ["done", "done"]
    with tenancy.in_community(here):
        assert db.session.scalar(select(func.sum(FundEntry.amount_cents))) < 0
        assert fund_verify.problems() != []


TAMPERINGS = {
    "an amount": ("UPDATE fund_entry SET amount_cents = amount_cents - 1 WHERE seq = 2", "第 2 笔"),
    "a balance": ("UPDATE fund_entry SET balance_cents = 5 WHERE seq = 2", "余额"),
    "who was paid": ("UPDATE fund_entry SET party = '别人' WHERE seq = 1", "第 1 笔"),
    "what for": ("UPDATE fund_entry SET memo = '办公用品' WHERE seq = 2", "第 2 笔"),
    "the last one dropped": ("DELETE FROM fund_entry WHERE seq = 3", "末尾"),
    "one dropped": ("DELETE FROM fund_entry WHERE seq = 1", "序号不连续"),
    "a reversal of another amount": (
        "UPDATE fund_entry SET amount_cents = amount_cents + 1 WHERE seq = 3",
        "冲销的金额",
    ),
}


@pytest.mark.parametrize("name", TAMPERINGS)
def test_the_verifier_finds_a_changed(funded, inside, name):
    wrong = spend(funded.host, 30_000).json
    funded.host.post(f"fund/{wrong['id']}/reversal", json={"memo": "金额记错了"})
    statement, word = TAMPERINGS[name]
    assert fund_verify.problems() == []
    with tenancy.across_communities():
        db.session.execute(text(statement))
    db.session.expire_all()

    found = verify.problems()

    assert any(word in problem for problem in found), found


def test_the_database_refuses_an_entry_below_nothing_or_of_the_wrong_sign(funded, inside):
    for change, rule in (
        ("balance_cents = -1", "nothing_is_spent_twice"),
        ("kind = 'expense'", "sign_of_its_kind"),
        ("amount_cents = 0", "amount"),
        ("memo = ' '", "says_what_and_who"),
    ):
        with tenancy.across_communities(), pytest.raises(IntegrityError, match=rule):
            db.session.execute(text(f"UPDATE fund_entry SET {change}"))
        db.session.rollback()


def test_an_entry_is_never_rewritten_nor_deleted(funded, inside):
    row = db.session.scalars(select(FundEntry)).one()
    row.kind = EntryKind.EXPENSE
    with pytest.raises(FrozenError):
        db.session.flush()
    db.session.rollback()
    db.session.delete(db.session.scalars(select(FundEntry)).one())
    with pytest.raises(FrozenError):
        db.session.flush()
    db.session.rollback()
