"""Many at once, with real commits: one home has one ballot, and no vote in time is lost.

Threads are given plain ids: an object of the test's session would load itself through that session
and leave its transaction open.
"""

import time
from threading import Barrier

from sqlalchemy import func, select

from server.ballots import casting, counting, queries, verify
from server.ballots.casting import Vote
from server.ballots.models import Ballot, Channel, Counted, Electorate
from server.core import tenancy
from server.core.database import transaction
from server.extensions import db
from server.identity.models import Relation
from server.kit.errors import AppError, ConflictError
from tests.ballots import naive
from tests.ballots.crowds import crowd
from tests.ballots.scenes import make_owned_home, open_voting
from tests.factories import make_estate, make_id_number

MANY = 100


def test_a_hundred_votes_of_one_home_are_one(app, voting):
    members = [voting.member(relation=Relation.FAMILY).actor for _ in range(MANY)]
    home, option, here = voting.homes[0].id, int(voting.option("赞成")), voting.community.id

    def vote(index):
        with tenancy.in_community(here), transaction():
            poll = queries.held(voting.poll_id)
            return casting.cast(members[index], poll, home_id=home, option_id=option)

    answers = crowd(app, MANY, vote)

    refused = [one for one in answers if isinstance(one, ConflictError)]
    assert len(refused) == MANY - 1
    assert {one.code for one in refused} == {"home_voted"}
    with tenancy.in_community(voting.community.id):
        assert db.session.scalar(select(func.count()).select_from(Ballot)) == 1


def test_the_naive_way_accepts_more_than_one(app, voting):
    members = [voting.member(relation=Relation.FAMILY).actor for _ in range(4)]
    home, option, here = voting.homes[0].id, int(voting.option("赞成")), voting.community.id
    together = Barrier(4)

    def vote(index):
        with tenancy.in_community(here), transaction():
            poll = queries.get_poll(voting.poll_id)
            naive.cast(members[index], poll, home_id=home, option_id=option, pause=lambda: together.wait(20))
        return "accepted"

    answers = crowd(app, 4, vote)

    assert answers.count("accepted") > 1


def test_co_owners_of_one_head_at_once_are_one_vote_for_all_its_homes(app, community):
    estate = make_estate(community)
    owners = [make_id_number(order=number) for number in (21, 23)]
    homes = [make_owned_home(estate, *owners) for _ in range(4)] + [make_owned_home(estate, owners[0])]
    voting = open_voting(community, homes, who=Electorate.OWNERS, base=Counted.OWNERS)
    # Each begins with another home of the same head.
    voters = [voting.member(door=number % 4).actor for number in range(24)]
    options, here = [int(voting.option(label)) for label in ("赞成", "反对")], community.id
    doors = [home.id for home in homes]

    def vote(index):
        with tenancy.in_community(here), transaction():
            poll = queries.held(voting.poll_id)
            return casting.cast(voters[index], poll, home_id=doors[index % 4], option_id=options[index % 2])

    answers = crowd(app, 24, vote)

    assert {one.code for one in answers if isinstance(one, AppError)} == {"home_voted"}
    assert sum(not isinstance(one, AppError) for one in answers) == 1
    with tenancy.in_community(here):
        ballots = db.session.scalars(select(Ballot)).all()
        assert len(ballots) == 4
        assert len({one.cast_by for one in ballots}) == 1
        assert not [one for one in verify.problems(voting.poll()) if "同一业主" in one]


def test_paper_and_phone_at_once_end_with_the_phone(app, community):
    voting = open_voting(community, homes=8)
    voters = [voting.member(door=door).actor for door in range(8)]
    option, here = int(voting.option("赞成")), community.id
    doors = [home.id for home in voting.homes]

    def vote(index):
        home = doors[index // 2]
        with tenancy.in_community(here), transaction():
            if index % 2:
                poll = queries.held(voting.poll_id)
                return casting.cast(voters[index // 2], poll, home_id=home, option_id=option)
            poll = queries.lock_poll(voting.poll_id)
            return casting.enter(Vote(poll, home, option, Channel.PAPER, None))

    answers = crowd(app, 16, vote)

    assert not [one for one in answers if isinstance(one, AppError)]
    with tenancy.in_community(here):
        assert set(db.session.scalars(select(Ballot.channel))) == {Channel.PHONE}
        assert counts(here, Ballot) == 8


def counts(here, model):
    with tenancy.in_community(here):
        return db.session.scalar(select(func.count()).select_from(model))


def test_what_was_acknowledged_before_the_close_is_counted(app, community):
    voting = open_voting(community, homes=12, seconds=1)
    voters = [voting.member(door=door) for door in range(12)]
    option, here = int(voting.option("赞成")), community.id
    homes = [home.id for home in voting.homes]

    def vote(index):
        with tenancy.in_community(here), transaction():
            if index % 4 == 3:
                return counting.close_due()
            poll = queries.held(voting.poll_id)
            return casting.cast(voters[index].actor, poll, home_id=homes[index], option_id=option)

    answers = crowd(app, 12, vote)
    accepted = sum(1 for one in answers if one is not None and not isinstance(one, AppError))
    time.sleep(1.3)
    voting.run_clock()

    with tenancy.in_community(community.id):
        assert voting.poll().counted["cast"] == accepted
        assert db.session.scalar(select(func.count()).select_from(Ballot)) == accepted
