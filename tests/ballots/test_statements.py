"""What a vote and the pages of a poll cost: the same at 10 and at 300 homes."""

import pytest

from server.ballots.arithmetic import Share
from server.ballots.models import Counted, Electorate, Mode
from server.core import tenancy
from server.core.database import transaction
from server.extensions import db
from server.places.models import Home
from tests.ballots.desk import Desk, upload
from tests.ballots.scenes import make_owned_home, open_voting
from tests.factories import make_estate, make_id_number
from tests.support.counting import statements


@pytest.fixture(params=[10, 300])
def homes(request, community):
    """So many homes of one estate, the first ones with owners whom the register knows."""
    estate = make_estate(community)
    first = [make_owned_home(estate, make_id_number(order=number)) for number in range(41, 53, 2)]
    with tenancy.in_community(community.id), transaction():
        here = {"estate_id": estate.id, "building_id": first[0].building_id, "area_cm": 9000}
        db.session.add_all(Home(room=f"{number}号", **here) for number in range(request.param))
    return first


def cost(ask, status=200):
    with statements() as sent:
        assert ask().status_code == status
    return len(sent)


@pytest.mark.parametrize(
    ("terms", "most"),
    [
        ({"mode": Mode.OPEN}, (3, 3, 7, 4)),
        ({"mode": Mode.NAMED}, (3, 3, 8, 4)),
        ({"mode": Mode.SECRET}, (4, 3, 8, 4)),
        ({"who": Electorate.OWNERS, "base": Counted.OWNERS}, (4, 4, 9, 4)),
    ],
    ids=["open", "named", "secret", "owners"],
)
def test_a_poll_costs(homes, community, terms, most):
    vote, page, result, participants = most
    voting = open_voting(community, homes, quorum=Share.usual(1, 1000), **terms)
    for door in range(1, 5):
        voting.vote(voting.member(door=door), door=door)
    who, ballot = voting.member(), voting.ballot()
    who.get(f"polls/{voting.poll_id}")

    assert cost(lambda: who.put(f"polls/{voting.poll_id}/ballot", json=ballot)) == vote
    assert cost(lambda: who.get(f"polls/{voting.poll_id}")) == page
    voting.close()
    assert cost(lambda: who.get(f"polls/{voting.poll_id}/result")) == result
    assert cost(lambda: who.get(f"polls/{voting.poll_id}/participants")) == participants


def test_a_secret_ballot_sent_again_costs_two_looks_more(homes, community):
    """One at the mark, one at the urn; and one at the clock. It writes nothing."""
    voting = open_voting(community, homes, mode=Mode.SECRET)
    who, ballot = voting.member(), voting.ballot()
    who.put(f"polls/{voting.poll_id}/ballot", json=ballot)

    assert cost(lambda: who.put(f"polls/{voting.poll_id}/ballot", json=ballot)) == 5


def test_whoever_has_no_letter_is_not_asked_for_one(homes, community):
    voting = open_voting(community, homes)
    agent, desk = voting.member(door=2), Desk(voting)
    page = f"polls/{voting.poll_id}"
    agent.get(page)

    assert cost(lambda: agent.get(page)) == 3
    letter = desk.lend(agent).json["items"][0]["id"]
    desk.step(desk.two, letter, "confirm")
    assert cost(lambda: agent.get(page)) == 4


def test_paper_costs(homes, community):
    voting = open_voting(community, homes)
    desk = Desk(voting)
    photos = [upload(desk.one), upload(desk.two)]
    option = voting.option("赞成")
    desk.two.get(desk.path)

    assert cost(lambda: desk.issue(0, 1), 201) <= 14
    serial = desk.sheet()["serial"]
    path = f"{desk.path}/{serial}"
    entries = [{"option_id": option, "upload_id": photo} for photo in photos]
    assert cost(lambda: desk.one.get(desk.path)) <= 4
    assert cost(lambda: desk.one.get(f"polls/{voting.poll_id}/paper-sheets")) <= 5
    assert cost(lambda: desk.one.post(f"{path}/entries", json=entries[0])) <= 23
    assert cost(lambda: desk.two.get(path)) <= 8
    assert cost(lambda: desk.two.post(f"{path}/entries", json=entries[1])) <= 26


def test_letters_cost_the_same_for_one_and_for_three(homes, community):
    voting = open_voting(community, homes)
    desk, agent = Desk(voting), voting.member(door=2)
    path = f"polls/{voting.poll_id}/proxies"
    desk.two.get(path)

    costs = set()
    for door in range(3):
        desk.lend(agent, door=door)
        costs.add(cost(lambda: desk.two.get(path)))

    assert max(costs) <= 4
    assert len(costs) == 1


def test_a_change_costs_one_more_to_overtake_paper(homes, community):
    voting = open_voting(community, homes)
    who = voting.member()
    voting.vote(who)
    ballot = voting.ballot("反对")

    assert cost(lambda: who.put(f"polls/{voting.poll_id}/ballot", json=ballot)) == 4
