"""Clerks and phones at once, with real commits: one sheet is one ballot, and the phone wins."""

from threading import Barrier

from sqlalchemy import func, select

from server.ballots import casting, paper, paper_entry, paper_queries, queries, serials
from server.ballots.models import Ballot, Channel
from server.ballots.paper_entry import Reading
from server.ballots.paper_models import PaperBallot, PaperState
from server.ballots.paper_queries import Wanted
from server.core import tenancy
from server.core.access import Role
from server.core.database import transaction
from server.core.outbox import OutboxMessage
from server.extensions import db
from server.kit.errors import AppError
from tests.ballots import naive
from tests.ballots.crowds import crowd
from tests.ballots.desk import Desk
from tests.ballots.scenes import open_voting
from tests.factories import make_member


def half_read(voting):
    """A sheet that one clerk has read in: its serial."""
    desk = Desk(voting)
    with tenancy.in_community(voting.community.id):
        serial = desk.serial()
        assert desk.enter(desk.one, serial).status_code == 200
    return serial


def clerks(voting, count):
    return [make_member(voting.community, Role.COMMITTEE).actor for _ in range(count)]


def counted(here, model):
    with tenancy.in_community(here):
        return db.session.scalar(select(func.count()).select_from(model))


def test_of_many_second_clerks_at_once_one_finishes_the_sheet(app, voting):
    serial, seconds = half_read(voting), clerks(voting, 8)
    option, here, poll_id = int(voting.option("赞成")), voting.community.id, voting.poll_id

    def read_in(index):
        with tenancy.in_community(here), transaction():
            return paper_entry.enter(seconds[index], queries.get_poll(poll_id), serial, Reading(option)).state

    answers = crowd(app, 8, read_in)

    assert {one.code for one in answers if isinstance(one, AppError)} == {"paper_entered"}
    assert answers.count(PaperState.ENTERED) == 1
    assert counted(here, Ballot) == 1
    with tenancy.in_community(here):
        told = db.session.scalars(select(OutboxMessage.topic)).all()
        assert told.count("ballots.paper_entered") == 1


def test_the_naive_desk_finishes_a_sheet_twice(app, voting):
    serial, seconds = serials.read(half_read(voting)), clerks(voting, 4)
    option, here, poll_id = int(voting.option("赞成")), voting.community.id, voting.poll_id
    together = Barrier(4)

    def read_in(index):
        with tenancy.in_community(here), transaction():
            poll = queries.get_poll(poll_id)
            return naive.enter_paper(seconds[index], poll, serial, option, pause=lambda: together.wait(20))

    assert crowd(app, 4, read_in).count("accepted") > 1


def test_a_second_clerk_and_the_home_itself_at_once_end_with_the_phone(app, community):
    voting = open_voting(community, homes=6)
    desk, here, poll_id = Desk(voting), community.id, voting.poll_id
    with tenancy.in_community(here):
        desk.issue(*range(6))
        sheets = [desk.sheet(door)["serial"] for door in range(6)]
        for serial in sheets:
            assert desk.enter(desk.one, serial).status_code == 200
    voters, clerk = [voting.member(door=door).actor for door in range(6)], desk.two.actor
    option, homes = int(voting.option("赞成")), [home.id for home in voting.homes]

    def act(index):
        door = index // 2
        with tenancy.in_community(here), transaction():
            poll = queries.get_poll(poll_id)
            if index % 2:
                return casting.cast(voters[door], poll, home_id=homes[door], option_id=option)
            return paper_entry.enter(clerk, poll, sheets[door], Reading(option)).state

    answers = crowd(app, 12, act)

    assert {one.code for one in answers if isinstance(one, AppError)} <= {"phone_wins"}
    with tenancy.in_community(here):
        assert set(db.session.scalars(select(Ballot.channel))) == {Channel.PHONE}
        assert set(db.session.scalars(select(PaperBallot.state))) == {PaperState.OVERTAKEN}
        assert counted(here, Ballot) == 6


def test_a_phone_that_votes_while_the_clerk_types_wins_and_the_sheet_says_so(community, monkeypatch):
    voting = open_voting(community, homes=1)
    desk, real, looked = Desk(voting), paper_queries.cast_for, []
    with tenancy.in_community(community.id):
        desk.issue(0)
        serial = desk.sheet(0)["serial"]
        assert desk.enter(desk.one, serial).status_code == 200
    assert voting.vote(voting.member()).status_code == 200

    def a_moment_early(poll_id, homes):
        looked.append(homes)
        return real(poll_id, homes) if len(looked) > 1 else None

    monkeypatch.setattr(paper_queries, "cast_for", a_moment_early)
    answer = desk.enter(desk.two, serial)

    assert (answer.status_code, answer.json["code"]) == (409, "phone_wins")
    with tenancy.in_community(community.id):
        assert set(db.session.scalars(select(PaperBallot.state))) == {PaperState.OVERTAKEN}
        assert set(db.session.scalars(select(Ballot.channel))) == {Channel.PHONE}


def test_two_clerks_who_issue_at_once_print_one_sheet_for_each_home(app, voting):
    desk, here, poll_id = clerks(voting, 4), voting.community.id, voting.poll_id
    homes = [home.id for home in voting.homes]

    def issue(index):
        with tenancy.in_community(here), transaction():
            return len(paper.issue(desk[index], queries.get_poll(poll_id), Wanted(homes), None)[0])

    answers = crowd(app, 4, issue)

    assert sorted(answers) == [0, 0, 0, 3]
    assert counted(here, PaperBallot) == 3
