"""What a voter takes away of his votes: never more than his own page of the poll shows him."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from server.ballots.models import Electorate, Mode
from server.core import tenancy
from server.core.access import Role
from server.core.database import transaction
from server.extensions import db
from server.identity.models import Membership
from server.kit.db import utc_now
from tests.ballots.desk import Desk
from tests.ballots.scenes import open_voting
from tests.factories import moved
from tests.identity.parcels import parts_of, text_of


def moves_out(voter):
    with tenancy.in_community(voter.actor.community_id), transaction():
        his = update(Membership).where(Membership.person_id == voter.actor.person_id)
        db.session.execute(his.values(ends_at=utc_now() - timedelta(seconds=1)))
        moved(voter)


def choices(voter):
    return [(row["怎么投的"], row["选择"]) for row in parts_of(voter)["votes"]]


@pytest.mark.parametrize(("mode", "afterwards"), [(Mode.OPEN, "反对"), (Mode.NAMED, "加密封存")])
def test_the_own_choice_is_told_and_a_sealed_one_no_longer_than_the_page_tells_it(
    community, mode, afterwards
):
    voting = open_voting(community, mode=mode)
    voter, housemate = voting.member(), voting.member()
    assert voting.vote(voter, "反对").status_code == 200

    assert choices(voter) == [("手机", "反对")]
    assert choices(housemate) == []
    moves_out(voter)
    assert choices(voter) == [("手机", afterwards)]


def test_of_a_secret_vote_it_says_that_the_home_took_part_and_no_more(community):
    voting = open_voting(community, mode=Mode.SECRET)
    voter = voting.member()
    assert voting.vote(voter, "反对").status_code == 200
    for closed in (False, True):
        (row,) = parts_of(voter)["votes"]
        assert (row["方式"], row["怎么投的"], row["选择"]) == ("无记名表决", None, "没有人能查到")
        if not closed:
            voting.close()
    assert "反对" not in text_of(voter)


def test_a_paper_ballot_is_the_homes_and_not_told_to_who_came_later(voting):
    desk = Desk(voting)
    owner = voting.member()
    desk.issue(0)
    assert desk.both(desk.serial(0), "反对", "反对").status_code == 200
    later = voting.member()

    assert choices(owner) == [("纸质票", "纸质票不记是谁填的")]
    assert choices(later) == []


def test_a_vote_by_letter_is_his_who_cast_it(voting):
    desk, agent = Desk(voting), voting.member(door=1)
    letter = desk.lend(agent).json["items"][0]["id"]
    desk.step(desk.two, letter, "confirm")
    assert voting.vote(agent, "反对").status_code == 200

    parts = parts_of(agent)
    assert [(row["怎么投的"], row["选择"]) for row in parts["votes"]] == [("受委托人", "反对")]
    assert [row["撤销"] for row in parts["letters_of_authority"]] == [None]


def test_a_delegate_finds_the_polls_whose_roll_names_him(community):
    others = open_voting(community)
    delegate = others.officer(0, Role.DELEGATE)
    words = {"question": "是否同意修订居民公约？", "who": Electorate.DELEGATES, "estate_id": None}
    open_voting(community, others.homes, **words)

    assert [row["表决"] for row in parts_of(delegate)["delegate_rolls"]] == [words["question"]]
