"""Polls of owners by area and heads: who is one head, how his homes vote, and what the count adds up."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from server.ballots import counting, urn, verify
from server.ballots.arithmetic import Share
from server.ballots.models import Ballot, Counted, Electorate, Mode, RollEntry
from server.ballots.roll import receipt
from server.core import tenancy
from server.core.access import Role
from server.core.database import transaction
from server.extensions import db
from server.identity import queries as people
from server.identity.models import Relation
from server.identity.service.duties import Scope, grant_duty
from server.kit.db import utc_now
from server.kit.errors import InvalidError
from tests.ballots.scenes import make_owned_home, open_voting
from tests.factories import join, make_estate, make_home, make_id_number, make_person, signed_in

ANN, BOB, CAT = (make_id_number(order=number) for number in (11, 12, 13))
TWO_THIRDS, HALF = Share.usual(2, 3), Share.usual(1, 2)
BY_OWNERS = {"who": Electorate.OWNERS, "base": Counted.OWNERS, "quorum": TWO_THIRDS, "majority": HALF}


def heads(voting):
    with tenancy.in_community(voting.community.id):
        found = dict(
            db.session.execute(
                select(RollEntry.home_id, RollEntry.head).where(RollEntry.poll_id == voting.poll_id)
            ).all()
        )
    return [found[home.id] for home in voting.homes]


def choices():
    rows = db.session.scalars(select(Ballot).execution_options(populate_existing=True)).all()
    return {row.home_id: counting.option_of(row.poll_id, row)[0] for row in rows}


@pytest.fixture
def street(community):
    """Ann owns two homes, Ann and Bob one together, Cat one, an unknown owner one, a developer two."""
    estate = make_estate(community)
    homes = [
        make_owned_home(estate, ANN, area_cm=10_000),
        make_owned_home(estate, ANN, area_cm=8_000),
        make_owned_home(estate, ANN, BOB, area_cm=9_000),
        make_owned_home(estate, CAT, area_cm=7_001),
        make_owned_home(estate, None, area_cm=6_000),
        make_home(estate, area_cm=5_000, developer="锦秋置业"),
        make_home(estate, area_cm=5_000, developer="锦秋置业"),
    ]
    return open_voting(community, homes, **BY_OWNERS)


def test_one_owner_of_many_homes_is_one_head_and_so_is_a_developer(street, inside):
    assert heads(street) == [1, 1, 2, 3, 4, 5, 5]
    assert (street.poll().roll_heads, street.poll().roll_area, street.poll().roll_size) == (5, 50_001, 7)


def test_casting_for_one_home_casts_for_all_homes_of_the_same_owner(street, inside):
    ann = street.member(door=0)

    assert street.vote(ann, "反对").status_code == 200

    no = int(street.option("反对"))
    assert choices() == {street.homes[0].id: no, street.homes[1].id: no}
    assert verify.problems(street.poll()) == []


def test_a_change_changes_all_of_them(street, inside):
    ann = street.member(door=0)
    join(_person(ann), street.homes[1])
    ann = signed_in(_person(ann), street.community)
    street.vote(ann, "反对")

    street.vote(ann, "赞成", door=1)

    assert set(choices().values()) == {int(street.option("赞成"))}


def _person(caller):
    return people.get_person(caller.actor.person_id)


def test_a_co_owner_is_told_who_voted_for_any_home_of_their_head(community, inside):
    estate = make_estate(community)
    homes = [
        make_owned_home(estate, ANN, BOB),
        make_owned_home(estate, BOB, ANN),
        make_owned_home(estate, CAT),
    ]
    voting = open_voting(community, homes, **BY_OWNERS)
    voting.vote(voting.member(door=0, name="李秀英"))

    answer = voting.vote(voting.member(door=1), "反对", door=1)

    assert (answer.status_code, answer.json["code"]) == (409, "home_voted")
    assert answer.json["details"]["by"] == "李**"
    assert len(choices()) == 2


def test_a_tenant_has_no_vote_among_owners(street, inside):
    assert street.vote(street.member(door=3, relation=Relation.TENANT), door=3).status_code == 403


def test_while_open_everybody_reads_area_and_heads_and_what_is_missing(street, inside):
    street.vote(street.member(door=0))

    poll = street.secretary.get(f"polls/{street.poll_id}").json["poll"]

    assert poll["participation"] == {
        "homes": 2, "of_homes": 7, "area_cm": 18_000, "of_area_cm": 50_001, "heads": 1, "of_heads": 5,
    }  # fmt: skip
    assert poll["shortfall"] == {
        "homes": None, "area_cm": 15_334, "heads": 3, "text": "还差 3 位业主 / 154 ㎡",
    }  # fmt: skip
    assert poll["electorate_name"].endswith("7 户、5 位业主，业主按专有部分面积和人数两项分别计票")
    assert poll["channels"] is None


def test_both_sums_are_judged_each_for_itself(street, inside):
    for door, label in ((0, "赞成"), (2, "反对"), (3, "赞成"), (4, "反对")):
        street.vote(street.member(door=door), label, door=door)
    street.close()

    result = street.secretary.get(f"polls/{street.poll_id}/result").json

    area, number = result["bases"]
    assert (area["base"], area["took_part"], area["quorum_needed"], area["quorum_ok"]) == (
        "area", 40_001, 33_334, True,
    )  # fmt: skip
    assert (area["approve"], area["approve_needed"], area["approve_ok"]) == (25_001, 20_001, True)
    assert (number["took_part"], number["approve"], number["approve_needed"], number["approve_ok"]) == (
        4, 2, 3, False,
    )  # fmt: skip
    assert result["outcome"] == "not_passed"
    assert [(one["votes"], one["area_cm"], one["heads"]) for one in result["options"]] == [
        (3, 25_001, 2), (2, 15_000, 2), (0, 0, 0),
    ]  # fmt: skip
    assert not [one for one in verify.problems(street.poll()) if "题目" not in one]


def test_the_verifier_finds_an_owner_whose_homes_vote_two_ways(street, inside):
    street.vote(street.member(door=0))
    ballot = db.session.scalars(select(Ballot)).first()
    no, salt = int(street.option("反对")), b"s" * 16
    ballot.choice = urn.seal(ballot.poll_id, ballot.home_id, no, salt)
    ballot.receipt = receipt(ballot.poll_id, ballot.home_id, no, salt)
    db.session.flush()

    assert any("同一业主" in problem for problem in verify.problems(street.poll()))


def test_without_a_register_of_owners_no_owners_poll_is_opened(community, inside):
    estate = make_estate(community)
    homes = [make_home(estate) for _ in range(2)]

    with pytest.raises(InvalidError) as refused:
        open_voting(community, homes, **BY_OWNERS)

    assert refused.value.code == "no_owner_roll"


@pytest.mark.parametrize(
    ("terms", "code"),
    [
        ({"base": Counted.OWNERS}, "owners_count_by_owners"),
        ({"base": Counted.OWNERS, "who": Electorate.OWNERS, "mode": Mode.SECRET}, "area_is_never_secret"),
        ({"building_id": 1, "estate_id": None}, "building_without_estate"),
    ],
)
def test_terms_that_contradict_themselves_are_refused(community, inside, terms, code):
    with pytest.raises(InvalidError) as refused:
        open_voting(community, **terms)

    assert refused.value.code == code


class TestDelegates:
    @pytest.fixture
    def elected(self, community):
        """Two delegates with a home each, of four homes."""
        estate = make_estate(community)
        homes = [make_home(estate) for _ in range(4)]
        people = [make_person() for _ in range(2)]
        for person, home in zip(people, homes, strict=False):
            join(person, home)
            _elect(person, community)
        voting = open_voting(community, homes, who=Electorate.DELEGATES)
        voting.delegates = [signed_in(person, community) for person in people]
        return voting

    def test_the_roll_is_the_delegates_homes(self, elected, inside):
        page = elected.delegates[0].get(f"polls/{elected.poll_id}").json

        assert page["poll"]["electorate_name"].endswith("2 名代表，每位代表一票")
        assert page["mine"]["may_vote"] is True
        assert elected.poll().roll_size == 2

    def test_a_delegate_votes_and_his_wife_does_not(self, elected, inside):
        wife = elected.member(relation=Relation.FAMILY)

        refused = elected.vote(wife)
        page = wife.get(f"polls/{elected.poll_id}").json["mine"]
        done = elected.vote(elected.delegates[0])

        assert (refused.status_code, refused.json["code"]) == (403, "not_the_delegate")
        assert (page["may_vote"], page["why_not"]) == (False, "这次表决由居民代表投票，名册上的代表不是您")
        assert done.status_code == 200

    def test_a_ballot_waits_for_the_delegate_alone(self, elected, inside):
        wife = elected.member(relation=Relation.FAMILY)

        waiting = [len(who.get("home").json["mine"]["waiting"]) for who in (elected.delegates[0], wife)]

        assert waiting == [1, 0]

    def test_a_neighbour_who_is_no_delegate_is_on_no_roll(self, elected, inside):
        assert elected.vote(elected.member(door=3), door=3).json["code"] == "not_on_roll"

    def test_the_count_speaks_of_delegates(self, elected, inside):
        for door, who in enumerate(elected.delegates):
            elected.vote(who, door=door)
        elected.close()

        result = elected.secretary.get(f"polls/{elected.poll_id}/result").json

        assert result["bases"][0]["base"] == "delegates"
        assert result["sentences"][0].startswith("居民代表：总 2 名，参与 2 名")

    def test_without_delegates_there_is_no_roll(self, community, inside):
        with pytest.raises(InvalidError) as refused:
            open_voting(community, who=Electorate.DELEGATES)

        assert refused.value.code == "empty_roll"

    def test_two_delegates_of_one_home_are_sorted_out_first(self, community, inside):
        homes = [make_home(make_estate(community))]
        for _ in range(2):
            person = make_person()
            join(person, homes[0])
            _elect(person, community)

        with pytest.raises(InvalidError) as refused:
            open_voting(community, homes, who=Electorate.DELEGATES)

        assert refused.value.code == "delegates_share_a_home"

    def test_a_delegate_of_two_homes_votes_once(self, community, inside):
        estate = make_estate(community)
        homes = [make_home(estate) for _ in range(2)]
        both, one = make_person(), make_person()
        for home in homes:
            join(both, home)
        join(one, homes[0])
        for person in (both, one):
            _elect(person, community)

        voting = open_voting(community, homes, who=Electorate.DELEGATES)

        assert voting.poll().roll_size == 2


def _elect(person, community):
    with transaction():
        grant_duty(person.id, Role.DELEGATE, Scope(community.id, None))


def test_only_the_homes_of_the_building_vote(community, inside):
    estate = make_estate(community)
    inside_, outside = (make_home(estate, building=name) for name in ("3号楼", "5号楼"))
    voting = open_voting(community, [inside_, outside], building_id=inside_.building_id)

    assert voting.poll().roll_size == 1
    assert voting.vote(voting.member(door=1), door=1).json["code"] == "not_on_roll"
    name = voting.secretary.get(f"polls/{voting.poll_id}").json["poll"]["electorate_name"]
    assert name == f"{estate.name} 3号楼 1 户，每户一票，由成年住户投"


def test_a_poll_lasts_three_months_at_most(voting, inside):
    with pytest.raises(InvalidError) as refused:
        open_voting(voting.community, closes_at=utc_now() + timedelta(days=94))

    assert refused.value.code == "closes_too_late"
