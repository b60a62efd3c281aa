"""无法送达 and 电话告知: which homes a paper did not reach, and which heard that theirs was entered."""

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from server.ballots.paper_models import PaperBallot, PaperCall
from server.core.access import Role
from server.extensions import db
from server.kit.frozen import FrozenError
from tests.ballots.desk import Desk
from tests.ballots.scenes import open_voting
from tests.factories import make_estate, make_member

NOBODY = "三次上门无人应门，门上留了通知"


@pytest.fixture
def desk(voting):
    return Desk(voting)


def undeliver(desk, serial, clerk=None, reason=NOBODY):
    form = {"verb": "undelivered", "reason": reason}
    return (clerk or desk.one).post(f"{desk.path}/{serial}/steps", json=form)


def call(desk, serial, reached, remark="", clerk=None):
    form = {"reached": reached, "remark": remark}
    return (clerk or desk.one).post(f"{desk.path}/{serial}/calls", json=form)


def confirmed(desk):
    return {one["kind"]: one["sheets"] for one in desk.one.get(desk.path).json["confirmations"]}


def published(desk):
    """The homes named in the result and on the resolution, which say the same."""
    reader = desk.voting.secretary
    result, paper = (
        reader.get(f"polls/{desk.voting.poll_id}/{one}").json for one in ("result", "resolution")
    )
    assert result["undelivered"] == paper["undelivered"]
    return result["undelivered"]


class TestUndelivered:
    def test_it_is_said_for_a_reason_and_named_with_the_result(self, desk, inside):
        serial = desk.serial()
        bare = undeliver(desk, serial, reason="没人")
        done = undeliver(desk, serial)
        sheet = desk.sheet()
        desk.voting.close()

        assert bare.status_code == 422
        assert (done.status_code, done.json["standing_name"], done.json["reason"]) == (
            200,
            "无法送达",
            NOBODY,
        )
        assert (sheet["standing"], sheet["verbs"]) == ("undelivered", ["issue"])
        assert published(desk) == [sheet["label"]]

    def test_the_desk_counts_and_finds_them(self, desk, inside):
        undeliver(desk, desk.serial())
        desk.issue(1)

        page = desk.one.get(desk.path, query_string={"standing": "undelivered"}).json

        assert (page["counts"]["undelivered"], page["counts"]["issued"]) == (1, 1)
        assert [one["standing"] for one in page["items"]] == ["undelivered"]

    def test_a_home_that_voted_after_all_is_not_named(self, desk, inside):
        undeliver(desk, desk.serial())
        desk.voting.vote(desk.voting.member())
        desk.voting.close()

        assert published(desk) == []

    def test_a_sheet_taken_there_again_counts_and_one_that_failed_twice_is_named_once(self, desk, inside):
        for door in (0, 1):
            undeliver(desk, desk.serial(door))
            desk.issue(door)
        undeliver(desk, desk.sheet(1)["serial"])
        label = desk.sheet(1)["label"]
        desk.voting.close()

        assert published(desk) == [label]

    def test_a_sheet_that_was_read_in_was_delivered(self, desk, inside):
        serial = desk.serial()
        desk.enter(desk.one, serial)

        refused = undeliver(desk, serial)

        assert (refused.status_code, refused.json["code"]) == (409, "paper_delivered")
        assert "undelivered" not in desk.sheet()["verbs"]

    def test_a_sheet_that_is_void_for_another_reason_is_not_named(self, desk, inside):
        desk.one.post(f"{desk.path}/{desk.serial()}/steps", json={"verb": "void", "reason": "住户说丢了"})
        desk.voting.close()

        assert published(desk) == []

    def test_the_database_lets_only_a_void_sheet_be_undelivered(self, desk, inside):
        desk.serial()
        sheet = db.session.scalars(select(PaperBallot)).one()
        sheet.undelivered = True
        with pytest.raises(IntegrityError):
            db.session.flush()
        db.session.rollback()


class TestCalls:
    def test_a_home_without_an_account_is_called_until_somebody_is_reached(self, desk, inside):
        serial = desk.serial()
        desk.both(serial)
        first = desk.sheet()
        missed = call(desk, serial, reached=False, remark="响了没人接")
        second = desk.sheet()
        reached = call(desk, serial, reached=True, remark="老人的女儿接的", clerk=desk.two)
        third = desk.sheet()

        assert (first["confirmation"], first["verbs"], first["calls"]) == ("还没有告知", ["call"], 0)
        assert (missed.status_code, second["confirmation"], second["calls"]) == (201, "还没有告知", 1)
        assert (third["confirmation"], third["verbs"], third["calls"]) == ("已电话告知", [], 2)
        told = [(one["by"], one["reached"], one["remark"]) for one in reached.json["calls"]]
        assert told == [
            (desk.one.actor.name, False, "响了没人接"),
            (desk.two.actor.name, True, "老人的女儿接的"),
        ]
        assert confirmed(desk) == {"notice": 0, "telephone": 1, "open": 0}

    def test_a_home_with_an_account_was_told_and_is_not_called(self, desk, inside):
        desk.voting.member()
        serial = desk.serial()
        desk.both(serial)

        refused = call(desk, serial, reached=True)

        assert (refused.status_code, refused.json["code"]) == (409, "home_told")
        assert (desk.sheet()["confirmation"], desk.sheet()["verbs"]) == ("已发通知", [])
        assert confirmed(desk) == {"notice": 1, "telephone": 0, "open": 0}

    def test_before_both_read_it_there_is_nothing_to_tell(self, desk, inside):
        serial = desk.serial()
        desk.enter(desk.one, serial)

        assert call(desk, serial, reached=True).json["code"] == "paper_not_entered"
        assert desk.sheet()["confirmation"] is None

    def test_a_home_may_be_called_after_the_close(self, desk, inside):
        serial = desk.serial()
        desk.both(serial)
        desk.voting.close()

        assert desk.sheet()["verbs"] == ["call"]
        assert call(desk, serial, reached=True).status_code == 201
        assert desk.sheet()["confirmation"] == "已电话告知"

    def test_a_home_that_votes_by_phone_since_needs_no_call(self, desk, inside):
        desk.both(desk.serial())
        desk.voting.vote(desk.voting.member())

        assert (desk.sheet()["standing"], desk.sheet()["verbs"]) == ("phone", [])

    @pytest.mark.parametrize(
        "remark", ["打的13800138000", "１３８ ００１３ ８０００", "座机 5678-1234", "分机5678123"]
    )
    def test_a_number_is_not_written_down(self, desk, inside, remark):
        serial = desk.serial()
        desk.both(serial)

        assert call(desk, serial, reached=True, remark=remark).status_code == 422
        assert call(desk, serial, reached=True, remark="3号楼501，晚上7点打的").status_code == 201

    def test_only_the_clerks_of_its_estate_write_calls(self, desk, inside):
        serial = desk.serial()
        desk.both(serial)
        community = desk.voting.community
        watch, resident = make_member(community, Role.WATCH), desk.voting.member(door=1)
        elsewhere = make_member(community, Role.COMMITTEE, estate=make_estate(community))

        answers = [call(desk, serial, reached=True, clerk=one) for one in (watch, resident, elsewhere)]

        assert [one.status_code for one in answers] == [403, 403, 404]
        assert watch.get(desk.path).json["items"][0]["verbs"] == []

    def test_what_was_written_down_stays(self, desk, inside):
        serial = desk.serial()
        desk.both(serial)
        call(desk, serial, reached=False)
        row = db.session.scalars(select(PaperCall)).one()
        row.reached = True
        with pytest.raises(FrozenError):
            db.session.flush()
        db.session.rollback()


def test_the_desk_asks_no_more_for_many_homes(community, inside):
    from tests.support.counting import statements

    found = []
    for homes in (5, 40):
        desk = Desk(open_voting(community, homes))
        desk.issue(all_without_phone=True)
        desk.one.get(desk.path)
        with statements() as asked:
            desk.one.get(desk.path)
        found.append(len(asked))

    assert found[0] == found[1]
