"""Many at once, with real commits: one home has one ballot, and no vote in time is lost.

Threads are given plain ids: an object of the test's session would load itself through that session
and leave its transaction open.
"""

import time
from threading import Barrier

from sqlalchemy import func, select

from server.ballots import casting, queries, service
from server.ballots.models import Ballot
from server.core import tenancy
from server.core.database import transaction
from server.extensions import db
from server.identity.models import Relation
from server.kit.errors import AppError, ConflictError
from tests.ballots import naive
from tests.ballots.crowds import crowd
from tests.ballots.scenes import open_voting

MANY = 100


def test_a_hundred_votes_of_one_home_are_one(app, voting):
    members = [voting.member(relation=Relation.FAMILY).actor for _ in range(MANY)]
    home, option, here = voting.homes[0].id, int(voting.option("赞成")), voting.community.id

    def vote(index):
        with tenancy.in_community(here), transaction():
            poll = queries.get_poll(voting.poll_id)
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


def test_what_was_acknowledged_before_the_close_is_counted(app, community):
    voting = open_voting(community, homes=12, seconds=1)
    voters = [voting.member(door=door) for door in range(12)]
    option, here = int(voting.option("赞成")), community.id
    homes = [home.id for home in voting.homes]

    def vote(index):
        with tenancy.in_community(here), transaction():
            if index % 4 == 3:
                return service.close_due()
            poll = queries.get_poll(voting.poll_id)
            return casting.cast(voters[index].actor, poll, home_id=homes[index], option_id=option)

    answers = crowd(app, 12, vote)
    accepted = sum(1 for one in answers if one is not None and not isinstance(one, AppError))
    time.sleep(1.3)
    voting.run_clock()

    with tenancy.in_community(community.id):
        assert voting.poll().counted["cast"] == accepted
        assert db.session.scalar(select(func.count()).select_from(Ballot)) == accepted
