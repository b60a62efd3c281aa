"""Many taps at once in a secret poll, with real commits: one home drops one ballot."""

from threading import Barrier

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from server.ballots import queries, secret
from server.ballots.box_models import SealedBallot, VoterMark
from server.ballots.models import Mode
from server.ballots.roll import secret_receipt
from server.core import tenancy
from server.core.database import transaction
from server.extensions import db
from server.identity.models import Relation
from server.kit.errors import AppError
from tests.ballots import naive
from tests.ballots.crowds import crowd
from tests.ballots.scenes import open_voting


def tapping(app, community, count, receipt_of):
    """What each of so many members of one home was answered, who vote at once under these receipts."""
    voting = open_voting(community, mode=Mode.SECRET)
    members = [voting.member(relation=Relation.FAMILY).actor for _ in range(count)]
    ballot = {"home_id": voting.homes[0].id, "option_id": int(voting.option("赞成"))}
    here, poll_id = community.id, voting.poll_id

    def vote(index):
        with tenancy.in_community(here), transaction():
            poll, receipt = queries.held(poll_id), receipt_of(poll_id, index)
            return secret.cast(members[index], poll, receipt=receipt, **ballot)

    return crowd(app, count, vote)


def counts(here, model):
    with tenancy.in_community(here):
        return db.session.scalar(select(func.count()).select_from(model))


def test_a_home_drops_one_ballot_however_often_it_taps(app, community):
    answers = tapping(app, community, 20, lambda poll, index: secret_receipt(poll, f"{index:032x}"))

    refused = [one for one in answers if isinstance(one, AppError)]
    assert (len(refused), {one.code for one in refused}) == (19, {"home_voted"})
    assert counts(community.id, VoterMark) == counts(community.id, SealedBallot) == 1


def test_the_same_ballot_sent_many_times_at_once_is_one_and_everybody_hears_the_same(app, community):
    answers = tapping(app, community, 20, lambda poll, _: secret_receipt(poll, "ab" * 16))

    assert not [one for one in answers if isinstance(one, AppError)]
    assert len(set(answers)) == 1
    assert counts(community.id, VoterMark) == counts(community.id, SealedBallot) == 1


def naively(app, community, token_of):
    voting = open_voting(community, mode=Mode.SECRET)
    home, option, here = voting.homes[0].id, int(voting.option("赞成")), community.id
    together = Barrier(4)

    def vote(index):
        with tenancy.in_community(here), transaction():
            poll = queries.get_poll(voting.poll_id)
            naive.drop(poll, token_of(index), home_id=home, option_id=option, pause=lambda: together.wait(20))

    def tap(index):
        try:
            vote(index)
        except IntegrityError:
            return "broken"
        return "accepted"

    return crowd(app, 4, tap)


def test_the_naive_way_drops_more_than_one(app, community):
    answers = naively(app, community, lambda index: f"{index:032x}")

    assert answers.count("accepted") > 1
    assert counts(community.id, SealedBallot) > counts(community.id, VoterMark) == 1


def test_the_naive_way_breaks_down_over_the_same_ballot(app, community):
    """It looks before it writes, so the twins find nothing, and all but one run into the key."""
    answers = naively(app, community, lambda _: "ab" * 16)

    assert "broken" in answers
