"""An office's act on a poll that is refused to an officer is written down; a resident's try is not."""

import pytest
from sqlalchemy import select

from server.core import tenancy
from server.core.access import Role
from server.core.audit import AuditDetail, AuditEntry
from server.extensions import db
from tests.ballots.desk import Desk
from tests.ballots.scenes import open_voting
from tests.factories import make_estate, make_member


def trespasses(voting):
    """(who, what he tried) of each, the first first."""
    asked = (
        select(AuditEntry.person_id, AuditDetail.detail)
        .join(AuditDetail, AuditDetail.entry_id == AuditEntry.id)
        .where(AuditEntry.deed == "poll.trespass")
        .order_by(AuditEntry.seq)
    )
    with tenancy.in_community(voting.community.id):
        return [(person, detail["act"]) for person, detail in db.session.execute(asked)]


def confirm(voting, who):
    return who.post(f"polls/{voting.poll_id}/confirmation", json={"note": "核对无误"})


@pytest.mark.parametrize("role", [Role.SECRETARY, Role.COMMITTEE, Role.SUPERVISOR, Role.OBSERVER])
def test_another_office_that_confirms_the_count_leaves_its_name(voting, role):
    voting.counted("赞成", "赞成")
    officer = make_member(voting.community, role)
    answer = confirm(voting, officer)

    assert answer.status_code == 403
    assert trespasses(voting) == [(officer.actor.person_id, "confirm_count")]


def test_so_does_one_of_the_watch_of_another_estate(community):
    """He sees the vote, for he lives there; he does not watch it."""
    voting = open_voting(community).counted("赞成", "赞成")
    elsewhere = make_estate(community, "隔壁小区")
    officer = voting.officer(2, Role.WATCH, elsewhere)
    answer = confirm(voting, officer)

    assert answer.status_code == 403, answer.json
    assert trespasses(voting) == [(officer.actor.person_id, "confirm_count")]


def test_so_does_who_held_the_office_once(voting):
    voting.counted("赞成", "赞成")
    former = voting.retire(voting.officer(2, Role.WATCH))

    assert confirm(voting, former).status_code == 403
    assert trespasses(voting) == [(former.actor.person_id, "confirm_count")]


def test_a_resident_who_tries_is_only_refused(voting):
    voting.counted("赞成", "赞成")

    assert confirm(voting, voting.member(door=2)).status_code == 403
    assert trespasses(voting) == []


def test_what_is_refused_for_the_hour_is_no_trespass(voting):
    watch = make_member(voting.community, Role.WATCH)

    assert confirm(voting, watch).status_code == 409
    assert trespasses(voting) == []


def test_what_was_refused_changed_nothing(voting):
    voting.counted("赞成", "赞成")
    confirm(voting, voting.secretary)

    result = voting.secretary.get(f"polls/{voting.poll_id}/result").json
    assert result["record"]["confirmed_by"] is None
    assert confirm(voting, make_member(voting.community, Role.WATCH)).status_code == 200


def test_an_officer_at_the_paper_desk_who_is_no_clerk_leaves_his_name(voting):
    desk = Desk(voting)
    serial = desk.serial(0)
    watch = make_member(voting.community, Role.WATCH)
    entry = {"option_id": voting.option("赞成"), "upload_id": "1"}
    tries = [
        watch.post(desk.path, json={"all_without_phone": True}),
        watch.get(f"polls/{voting.poll_id}/paper-sheets"),
        watch.post(f"{desk.path}/{serial}/entries", json=entry),
        watch.post(f"{desk.path}/{serial}/steps", json={"verb": "void", "reason": "写错了要作废"}),
    ]

    assert [one.status_code for one in tries] == [403] * 4
    assert [act for _, act in trespasses(voting)] == [
        "issue_paper",
        "print_sheets",
        "enter_paper",
        "step_paper",
    ]


def test_a_clerk_who_would_be_both_readers_leaves_his_name(voting):
    desk = Desk(voting)
    serial = desk.serial(0)
    desk.enter(desk.one, serial)
    again = desk.enter(desk.one, serial)

    assert (again.status_code, again.json["code"]) == (409, "two_hands")
    assert trespasses(voting) == [(desk.one.actor.person_id, "enter_paper")]
    assert desk.enter(desk.two, serial).status_code == 200


def test_who_would_be_both_counters_leaves_his_name(voting):
    voting.counted("赞成", "赞成")
    one = make_member(voting.community, Role.COMMITTEE)
    path = f"polls/{voting.poll_id}/openings"
    asked = one.post(path, json={"ground": "count", "reason": "按监督委员会要求逐户点票。"}).json
    opening = asked["openings"]["mine"]["items"][0]["id"]
    answer = one.post(f"{path}/{opening}/confirmation")

    assert answer.status_code == 409
    assert trespasses(voting) == [(one.actor.person_id, "confirm_opening")]


def test_to_whom_the_vote_does_not_exist_nothing_is_noted_either(community):
    voting = open_voting(community).counted("赞成", "赞成")
    elsewhere = make_estate(community, "隔壁小区")
    officer = make_member(community, Role.WATCH, estate=elsewhere)

    assert confirm(voting, officer).status_code == 404
    assert trespasses(voting) == []
