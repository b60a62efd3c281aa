"""Who may vote for which home, one relation at a time. No database."""

from dataclasses import replace
from types import SimpleNamespace

import pytest

from server.ballots import policy
from server.ballots.models import Electorate
from server.core.access import Actor, Member, Role

HOME, ESTATE = 11, 5
MEMBER = Member(1, 1, ESTATE, HOME, "3号楼", "101", "owner")
ACTOR = Actor(person_id=9, community_id=1, roles=frozenset({Role.RESIDENT}), adult=True, members=(MEMBER,))
POLL = SimpleNamespace(estate_id=ESTATE, who=Electorate.ADULTS)
OWNERS = SimpleNamespace(estate_id=ESTATE, who=Electorate.OWNERS)


def being(**changes):
    return replace(ACTOR, members=(replace(MEMBER, **changes),))


@pytest.mark.parametrize(
    ("actor", "poll", "reason"),
    [
        (ACTOR, POLL, None),
        (being(relation="tenant"), POLL, None),
        (being(relation="tenant"), OWNERS, policy.OWNERS_ONLY),
        (being(relation="family"), OWNERS, policy.OWNERS_ONLY),
        (ACTOR, OWNERS, None),
        (being(role=Role.AWAY, relation="away"), POLL, policy.AWAY),
        (replace(ACTOR, adult=False), POLL, policy.MINOR),
        (being(home_id=12), POLL, policy.NOT_YOUR_HOME),
    ],
)
def test_who_votes_for_a_home(actor, poll, reason):
    assert policy.votes_for(actor, poll, HOME) == reason


def test_one_good_membership_is_enough():
    both = replace(ACTOR, members=(replace(MEMBER, relation="tenant"), MEMBER))

    assert policy.votes_for(both, OWNERS, HOME) is None


def test_the_reason_of_a_poll_one_may_not_see_is_not_told():
    assert policy.votes_at_all(replace(ACTOR, adult=False), replace_estate(99)) is None
    assert policy.votes_at_all(replace(ACTOR, adult=False), POLL) == policy.MINOR
    assert policy.votes_at_all(replace(ACTOR, members=()), replace_estate(None)) == policy.NO_HOME


def replace_estate(estate_id):
    return SimpleNamespace(estate_id=estate_id, who=Electorate.ADULTS)
