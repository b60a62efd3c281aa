"""代录: paper ballots are issued, read in by two clerks, and give way to the phone."""

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import IntegrityError

from server.ballots import counting, serials
from server.ballots.models import Ballot, Channel, Counted, Electorate, Mode
from server.ballots.paper_models import PaperBallot, PaperState
from server.core import tenancy
from server.core.access import Role
from server.core.audit import AuditDetail, AuditEntry
from server.core.database import transaction
from server.core.idempotency import IdempotencyRecord
from server.core.outbox import OutboxMessage
from server.extensions import db
from server.identity.models import Relation
from tests.ballots.desk import Desk, upload
from tests.ballots.scenes import make_owned_home, open_voting
from tests.factories import make_estate, make_home, make_id_number, make_member


@pytest.fixture
def desk(voting):
    return Desk(voting)


def row():
    return db.session.scalars(select(PaperBallot).execution_options(populate_existing=True)).one()


def ballots():
    return db.session.scalars(select(Ballot).execution_options(populate_existing=True)).all()


class TestIssue:
    def test_each_home_gets_one_sheet_and_nobody_a_second_one_unasked(self, desk, inside):
        first = desk.issue(0, 1)
        again = desk.issue(0, 2)

        assert (first.status_code, first.json["issued"]) == (201, 2)
        assert again.json["home_ids"] == [str(desk.voting.homes[2].id)]
        assert "已发过一张" in again.json["skipped"][0]["why"]

    def test_homes_without_anybody_who_can_vote_by_phone(self, desk, inside):
        desk.voting.member(door=0)
        make_member(desk.voting.community, home=desk.voting.homes[1], adult=False)
        make_member(desk.voting.community, Role.AWAY, home=desk.voting.homes[2])

        issued = desk.issue(all_without_phone=True).json["home_ids"]

        assert issued == [str(home.id) for home in desk.voting.homes[1:]]

    def test_a_whole_building(self, community, inside):
        estate = make_estate(community)
        homes = [make_home(estate, building=f"{number}号楼") for number in (1, 1, 2)]
        desk = Desk(open_voting(community, homes))

        issued = desk.issue(building_id=str(homes[0].building_id)).json["home_ids"]

        assert issued == [str(homes[0].id), str(homes[1].id)]

    def test_a_new_sheet_for_a_reason_voids_the_old_one(self, desk, inside):
        old = desk.serial()

        assert desk.issue(0, reason="住户说丢了").json["issued"] == 1
        new = desk.sheet()["serial"]
        refused = desk.enter(desk.one, old)

        assert new != old
        assert (refused.status_code, refused.json["code"]) == (409, "paper_void")

    def test_a_home_that_voted_gets_none(self, desk, inside):
        desk.voting.vote(desk.voting.member())

        assert desk.issue(0).json["skipped"][0]["why"] == "这户已经投过票"

    def test_a_secret_poll_has_no_paper_and_says_why(self, community, inside):
        desk = Desk(open_voting(community, mode=Mode.SECRET))

        answer = desk.issue(0)
        page = desk.one.get(desk.path).json

        assert (answer.status_code, answer.json["code"]) == (409, "secret_no_paper")
        assert "无记名表决不用纸质票" in answer.json["message"]
        assert (page["may_issue"], page["items"]) == (False, [])

    @pytest.mark.parametrize(
        "form", [{}, {"home_ids": []}, {"all_without_phone": True, "building_id": "1"},
                 {"all_without_phone": True, "reason": "全部重发"}],
    )  # fmt: skip
    def test_it_must_be_said_for_whom(self, desk, form):
        assert desk.issue(**form).status_code == 422

    def test_a_home_off_the_roll(self, desk, inside):
        other = make_home(desk.voting.estate)

        assert desk.issue(home_ids=[str(other.id)]).json["code"] == "not_on_roll"

    def test_one_owner_of_several_homes_has_one_sheet(self, community, inside):
        estate = make_estate(community)
        number = make_id_number(order=51)
        homes = [make_owned_home(estate, number), make_owned_home(estate, number), make_owned_home(estate)]
        voting = open_voting(community, homes, who=Electorate.OWNERS, base=Counted.OWNERS)
        desk = Desk(voting)

        issued = desk.issue(0, 1, 2).json
        desk.both(desk.sheet()["serial"])
        sheets = desk.one.get(f"polls/{voting.poll_id}/paper-sheets").json["items"]

        assert (issued["issued"], "同一业主" in issued["skipped"][0]["why"]) == (2, True)
        assert len(ballots()) == 2
        assert {desk.sheet(door)["standing"] for door in (0, 1)} == {"entered"}
        assert [len(one["covers"]) for one in sheets] == [1]

    def test_residents_and_watchers_issue_nothing(self, desk, inside):
        form = {"home_ids": [str(desk.voting.homes[0].id)]}
        for who in (desk.voting.member(), make_member(desk.voting.community, Role.WATCH)):
            assert who.post(desk.path, json=form).status_code == 403


class TestSheets:
    def test_the_code_on_the_sheet_opens_the_entry_form_and_no_other_code_does(self, desk, inside):
        serial = desk.serial()
        (sheet,) = desk.one.get(f"polls/{desk.voting.poll_id}/paper-sheets").json["items"]
        token = serials.token(desk.voting.poll_id, desk.voting.homes[0].id, serials.read(serial))

        right = desk.one.get(f"{desk.path}/{serial}?token={token}")
        forged = desk.one.get(f"{desk.path}/{serial}?token={'A' * 20}")

        assert (sheet["serial"], "<svg" in sheet["code"]) == (serial, True)
        assert right.json["label"] == sheet["label"]
        assert (forged.status_code, forged.json["code"]) == (409, "foreign_code")

    def test_only_the_hash_of_the_code_is_kept(self, desk, inside):
        serial = desk.serial()
        token = serials.token(desk.voting.poll_id, desk.voting.homes[0].id, serials.read(serial))

        assert row().token_hash == serials.digest(token)

    def test_a_code_that_fits_no_more_is_not_printed(self, desk, inside):
        desk.serial()
        with transaction():
            changed = update(PaperBallot).values(token_hash=b"x" * 32)
            db.session.execute(changed.execution_options(synchronize_session=False))

        (sheet,) = desk.one.get(f"polls/{desk.voting.poll_id}/paper-sheets").json["items"]

        assert sheet["code"] is None

    def test_it_says_who_signs_and_where_it_is_handed_in(self, desk, inside):
        desk.serial()

        page = desk.one.get(f"polls/{desk.voting.poll_id}/paper-sheets").json

        assert "年满十八周岁" in page["who_signs"]
        assert page["hand_in"] == "居委会办公室"


class TestEntry:
    def test_two_clerks_who_read_the_same_make_the_homes_ballot(self, desk, inside):
        serial = desk.serial()

        first = desk.enter(desk.one, serial, "反对")
        between = ballots()
        second = desk.enter(desk.two, serial, "反对")

        assert (first.json["standing"], first.json["may_enter"], between) == ("entered_once", False, [])
        assert (second.status_code, second.json["standing"]) == (200, "entered")
        (ballot,) = ballots()
        assert (ballot.channel, ballot.cast_by) == (Channel.PAPER, None)
        assert str(counting.option_of(ballot.poll_id, ballot)[0]) == desk.voting.option("反对")

    def test_one_clerk_is_not_two(self, desk, inside):
        serial = desk.serial()
        desk.enter(desk.one, serial)

        again = desk.enter(desk.one, serial)

        assert (again.status_code, again.json["code"]) == (409, "two_hands")
        assert ballots() == []

    def test_the_second_clerk_is_not_told_what_the_first_one_read(self, desk, inside):
        serial = desk.serial()
        desk.enter(desk.one, serial, "反对")

        page = desk.two.get(f"{desk.path}/{serial}").json
        sealed = row().first_option

        assert (page["may_enter"], page["reading"], page["first_by"]) == (True, 2, "陈女士")
        assert "option_id" not in page
        assert desk.voting.option("反对").encode() not in sealed

    def test_nothing_kept_besides_tells_the_choice(self, desk, inside):
        serial = desk.serial()
        desk.both(serial, "反对", "反对")
        option = desk.voting.option("反对")

        told = [repr(one.detail) for one in db.session.scalars(select(AuditDetail))]
        told += [repr(one.payload) for one in db.session.scalars(select(OutboxMessage))]
        told += [repr(one.answer) for one in db.session.scalars(select(IdempotencyRecord))
                 if b'"reading"' not in (one.answer or b"")]  # fmt: skip

        assert not [one for one in told if option in one]
        assert row().first_option is None

    def test_readings_that_differ_are_no_ballot_and_both_clerks_are_told(self, desk, inside, deliver):
        serial = desk.serial()

        second = desk.both(serial, "赞成", "反对")
        deliver()

        assert (second.status_code, second.json["standing"]) == (200, "mismatch")
        assert ballots() == []
        for clerk in (desk.one, desk.two):
            assert "两人录入的纸质票不一致" in clerk.get("notices").json["items"][0]["title"]

    def test_after_a_mismatch_two_read_it_anew(self, desk, inside):
        serial = desk.serial()
        desk.both(serial, "赞成", "反对")

        first = desk.enter(desk.two, serial, "赞成", upload_id=None)
        own = desk.enter(desk.two, serial, "赞成", upload_id=None)
        second = desk.enter(desk.one, serial, "赞成", upload_id=None)

        assert (first.status_code, own.json["code"], second.json["standing"]) == (200, "two_hands", "entered")
        assert len(ballots()) == 1

    def test_the_first_reading_brings_a_photo(self, desk, inside):
        serial = desk.serial()

        without = desk.enter(desk.one, serial, upload_id=None)
        anothers = desk.enter(desk.one, serial, upload_id=upload(desk.two))

        assert (without.status_code, without.json["code"]) == (422, "photo_needed")
        assert anothers.status_code == 422

    def test_desk_and_watch_see_the_photo_and_residents_do_not(self, desk, inside):
        serial = desk.serial()
        desk.enter(desk.one, serial)
        watch = make_member(desk.voting.community, Role.WATCH)

        seen = watch.get(f"{desk.path}/{serial}").json
        refused = desk.voting.member().get(f"{desk.path}/{serial}")

        assert seen["photo"]["url"].startswith("/api/v1/")
        assert (seen["may_enter"], refused.status_code) == (False, 403)
        assert desk.voting.secretary.get(f"{desk.path}/{serial}").status_code == 403

    def test_an_option_of_another_poll(self, desk, inside):
        other = open_voting(desk.voting.community, desk.voting.homes)
        serial = desk.serial()

        answer = desk.enter(desk.one, serial, option_id=other.option("赞成"))

        assert (answer.status_code, answer.json["code"]) == (422, "no_such_option")

    def test_serials_of_another_poll_of_nobody_and_with_a_slip(self, desk, inside):
        other = Desk(open_voting(desk.voting.community, desk.voting.homes))
        foreign, nobodys = other.serial(), serials.written(serials.fresh())
        slip = nobodys[:-1] + next(one for one in serials.SIGNS if one != nobodys[-1])

        codes = [desk.enter(desk.one, one).json["code"] for one in (foreign, nobodys, slip)]

        assert codes == ["other_poll", "unknown_serial", "bad_serial"]

    def test_a_sheet_that_is_in_the_box_is_not_read_again(self, desk, inside):
        serial = desk.serial()
        desk.both(serial)

        again = desk.enter(make_member(desk.voting.community, Role.COMMITTEE), serial, "反对")
        voided = desk.one.post(f"{desk.path}/{serial}/steps", json={"verb": "void", "reason": "想换一张"})

        assert again.json["code"] == voided.json["code"] == "paper_entered"

    def test_after_the_close_nothing_is_read_in(self, desk, inside):
        serial = desk.serial()
        desk.enter(desk.one, serial)
        desk.voting.shift(days=3)

        late = desk.enter(desk.two, serial)
        desk.voting.run_clock()
        later = desk.enter(desk.two, serial)

        assert [one.json["code"] for one in (late, later, desk.issue(1))] == ["poll_closed"] * 3
        assert ballots() == []

    def test_the_members_of_the_home_are_told_without_the_choice(self, desk, inside, deliver):
        wife = desk.voting.member(relation=Relation.FAMILY)
        desk.both(desk.serial())
        deliver()

        (line,) = [one for one in wife.get("notices").json["items"] if one["kind"] == "poll"]

        assert line["title"] == "您家的纸质票已录入（不显示选项），如有出入请联系居委会"
        assert "赞成" not in line["body"]

    def test_every_act_stands_in_the_audit_chain(self, desk, inside):
        serial = desk.serial()
        desk.issue(0, reason="住户说丢了")
        desk.both(desk.sheet()["serial"])

        deeds = [one for one in db.session.scalars(select(AuditEntry.deed)) if one.startswith("paper.")]

        assert sorted(deeds) == ["paper.first", "paper.issue", "paper.issue", "paper.second", "paper.void"]
        assert serial != desk.sheet()["serial"]


class TestPhoneWins:
    def test_paper_of_a_home_that_voted_by_phone_is_refused_and_overtaken(self, desk, inside):
        serial = desk.serial()
        desk.voting.vote(desk.voting.member(), "反对")

        refused = desk.enter(desk.one, serial, "赞成")
        again = desk.enter(desk.one, serial, "赞成")

        assert (refused.status_code, refused.json["code"]) == (409, "phone_wins")
        assert row().state is PaperState.OVERTAKEN
        assert again.json["code"] == "paper_overtaken"
        assert [one.channel for one in ballots()] == [Channel.PHONE]

    def test_a_phone_vote_between_the_two_readings(self, desk, inside):
        serial = desk.serial()
        desk.enter(desk.one, serial, "赞成")
        desk.voting.vote(desk.voting.member(), "反对")

        refused = desk.enter(desk.two, serial, "赞成")

        assert refused.json["code"] == "phone_wins"
        assert (row().state, row().first_option) == (PaperState.OVERTAKEN, None)

    @pytest.mark.parametrize("account", ["before the entry, and so told of it", "only afterwards"])
    def test_a_phone_vote_after_paper_replaces_it(self, desk, inside, account):
        who = desk.voting.member() if account.startswith("before") else None
        desk.both(desk.serial(), "赞成", "赞成")
        assert row().told is (who is not None)

        assert desk.voting.vote(who or desk.voting.member(), "反对").status_code == 200
        assert desk.sheet()["standing"] == "phone"
        assert row().state is PaperState.OVERTAKEN


@pytest.mark.parametrize(
    ("rule", "change"),
    [
        ("two_people", "second_by = first_by, second_at = first_at"),
        ("entered_twice", "state = 'entered'"),
        ("voided_by_somebody|void_for_a_reason", "state = 'void'"),
        ("void_for_a_reason", "reason = '丢了'"),
        ("first_entry_sealed", "first_option = NULL"),
        ("serial_from_one", "serial = 0"),
        ("token_is_sha256", "token_hash = substr(token_hash, 1, 4)"),
        ("state", "state = 'lost'"),
    ],
)
def test_the_database_refuses(desk, rule, change):
    with tenancy.in_community(desk.voting.community.id):
        desk.enter(desk.one, desk.serial())
    with tenancy.across_communities(), transaction():
        statement = text(f"UPDATE paper_ballot SET {change} WHERE poll_id = {desk.voting.poll_id}")
        with pytest.raises(IntegrityError, match=rule):
            db.session.execute(statement)
        db.session.rollback()
