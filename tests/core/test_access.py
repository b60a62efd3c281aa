"""The permission table: who holds a gate, what a refusal says, what an estate's branch may see."""

from datetime import timedelta

import pytest

from server.core import access, sessions
from server.core.access import Actor, Duty, Member, Permission, Role
from server.kit.db import utc_now
from server.kit.errors import ForbiddenError


@pytest.fixture
def rules(monkeypatch):
    """The rules of the features put aside: what a test adds is gone afterwards."""
    monkeypatch.setattr(access, "_rules", {})


def actor(*roles, duties=(), members=()):
    granted = access.permissions_of(roles)
    return Actor(1, 7, frozenset(roles), duties=duties, members=members, permissions=granted)


def duty(estate_id=None):
    return Duty(1, Role.SECRETARY, "330203001001", 7, estate_id)


def member(estate_id, home_id=1):
    return Member(1, 7, estate_id, home_id, "3号楼", "502室", "owner")


def test_the_gates_belong_to_the_party_organisation_alone():
    holders = {role for role, granted in access.GRANTS.items() if Permission.TOPIC_GATE in granted}
    assert holders == {Role.SECRETARY, Role.DEPUTY, Role.ACTING}


def test_no_office_votes_by_being_an_office():
    holders = {role for role, granted in access.GRANTS.items() if Permission.POLL_VOTE in granted}
    assert holders == {Role.RESIDENT}


def test_every_role_has_a_grant_and_a_name():
    assert set(access.GRANTS) == set(access.ROLE_NAMES) == set(Role)


def test_a_refusal_says_whose_it_is():
    said = access.denial(actor(Role.RESIDENT), Permission.TOPIC_GATE)
    assert said == access.WHY[Permission.TOPIC_GATE]


def test_a_permission_without_a_sentence_of_its_own_is_refused_in_a_plain_one():
    assert access.denial(actor(Role.PERSON), Permission.BOARD_READ) == "您的身份不能进行此操作"


def test_without_a_subject_no_object_rule_is_asked(rules):
    access.add_rules({Permission.BOARD_READ: (lambda *_: "这条您看不到",)})
    assert access.denial(actor(Role.RESIDENT), Permission.BOARD_READ) is None


def test_the_first_rule_that_objects_is_the_answer(rules):
    access.add_rules({Permission.BOARD_READ: (lambda *_: None, lambda *_: "先", lambda *_: "后")})
    assert access.denial(actor(Role.RESIDENT), Permission.BOARD_READ, object()) == "先"
    with pytest.raises(ForbiddenError, match="先"):
        access.enforce(actor(Role.RESIDENT), Permission.BOARD_READ, object())


def test_rules_that_all_agree_let_it_pass(rules):
    access.add_rules({Permission.BOARD_READ: (lambda *_: None,)})
    access.enforce(actor(Role.RESIDENT), Permission.BOARD_READ, object())


def test_the_same_rule_plugged_twice_is_asked_once(rules):
    asked = []

    def rule(_, subject):
        asked.append(subject)

    for _ in range(2):
        access.add_rules({Permission.BOARD_READ: (rule,)})
    access.denial(actor(Role.RESIDENT), Permission.BOARD_READ, 5)
    assert asked == [5]


def test_an_office_of_the_whole_community_sees_every_estate():
    assert actor(Role.SECRETARY, duties=(duty(),)).visible_estates is None


def test_a_branch_sees_its_estate_and_a_resident_his():
    both = actor(Role.SECRETARY, Role.RESIDENT, duties=(duty(estate_id=3),), members=(member(4, home_id=9),))
    assert not both.sees_all_estates
    assert both.visible_estates == {3, 4}
    assert (both.estate_ids, both.home_ids) == ({4}, {9})


def test_an_act_is_signed_in_the_office_that_grants_it_and_of_this_community_first():
    watch = Duty(1, Role.WATCH, "330203001001", 7)
    elsewhere = Duty(2, Role.COMMITTEE, "330203001002", 8)
    branch = Duty(3, Role.COMMITTEE, "330203001001", 7, estate_id=4)
    whole = Duty(4, Role.COMMITTEE, "330203001001", 7)
    both = actor(Role.WATCH, Role.COMMITTEE, duties=(watch, elsewhere, branch, whole))

    assert both.office_for(Permission.TOPIC_HOST) == whole
    assert both.office_for(Permission.TOPIC_HOST, 4) == branch
    assert both.office_for(Permission.TOPIC_HOST, 5) == whole
    assert both.office_for(Permission.COUNT_CONFIRM) == watch
    assert both.office_for(Permission.TOPIC_GATE) is None


WHERE = sessions.Place(7, "330203001001", "neighbourhood", "锦秋居委会")


def snapshot(**words):
    return sessions.Snapshot(1, 2, "李女士", True, utc_now(), **words)


def test_an_office_reaches_its_subtree_and_no_other():
    above = Duty(1, Role.OBSERVER, "330203001000")
    beside = Duty(2, Role.OBSERVER, "330203002000")
    assert sessions.actor_in(snapshot(duties=(above,)), WHERE).roles == {Role.OBSERVER}
    assert sessions.actor_in(snapshot(duties=(beside,)), WHERE) is None


def test_an_office_of_a_sibling_community_is_nothing_here():
    elsewhere = Duty(1, Role.SECRETARY, "330203001001", community_id=8)
    assert sessions.actor_in(snapshot(duties=(elsewhere,)), WHERE) is None


def test_who_applied_here_stands_here_as_an_applicant_only():
    assert sessions.actor_in(snapshot(applied=frozenset({7})), WHERE).roles == {Role.APPLICANT}
    assert sessions.actor_in(snapshot(applied=frozenset({8})), WHERE) is None


def test_at_large_only_offices_above_the_communities_count():
    held = snapshot(duties=(Duty(1, Role.DISTRICT_OFFICE, "330203000000"), duty()), members=(member(3),))
    large = sessions.actor_at_large(held)
    assert large.roles == {Role.PERSON, Role.DISTRICT_OFFICE}
    assert large.members == ()


def test_a_snapshot_comes_back_from_redis_as_it_went():
    ends = utc_now() + timedelta(days=1)
    kept = snapshot(
        members=(member(3),),
        duties=(duty(), Duty(2, Role.OBSERVER, "330203001000", ends_at=ends)),
        applied=frozenset({8}),
        version="v",
    )
    assert sessions.decode(sessions.encode(kept)) == kept


def test_a_duty_that_ended_a_moment_ago_gives_nothing():
    over = Duty(1, Role.SECRETARY, "330203001001", 7, ends_at=utc_now() - timedelta(seconds=1))
    assert sessions.actor_in(snapshot(duties=(over,)), WHERE) is None


def test_a_delegate_is_a_neighbour_and_holds_no_office():
    elected = Duty(2, Role.DELEGATE, "330203001001", 7)
    caller = actor(Role.RESIDENT, Role.DELEGATE, duties=(elected,), members=(member(5),))
    assert caller.offices == ()
    assert caller.visible_estates == {5}
