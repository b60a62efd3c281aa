"""The audit chain: nothing is changed, dropped or slipped in unseen, and details can be erased."""

import hashlib
from contextlib import suppress

import pytest
from sqlalchemy import delete, select, update

from server.core import audit, chains, tenancy
from server.core.access import Role
from server.core.audit import AuditDetail, AuditEntry
from server.core.database import transaction
from server.kit import chain
from tests.ballots.crowds import crowd
from tests.factories import make_community, make_member, make_visitor


@pytest.fixture
def clerk(neighbour):
    return neighbour(Role.COMMITTEE).actor


def note(community, actor, *deeds):
    for object_id, deed in enumerate(deeds, start=1):
        with tenancy.in_community(community.id), transaction():
            audit.record(actor, deed, object_id, reason="请补充材料")


def seqs(session):
    return session.scalars(select(AuditEntry.seq).order_by(AuditEntry.seq)).all()


def broken_at(session, community):
    session.expire_all()
    with tenancy.in_community(community.id), transaction():
        return audit.first_break()


def test_every_deed_is_one_link_in_order(session, community, clerk):
    note(community, clerk, "post.hide", "post.restore", "application.approve")

    with tenancy.in_community(community.id):
        kept = session.scalars(select(AuditEntry).order_by(AuditEntry.seq)).all()
        assert [(row.seq, row.deed) for row in kept] == [
            (1, "post.hide"),
            (2, "post.restore"),
            (3, "application.approve"),
        ]
    assert broken_at(session, community) is None


def test_the_head_of_a_chain_without_deeds_is_the_genesis(session, community):
    with tenancy.in_community(community.id):
        assert chains.head_of(audit.CHAIN) == chain.GENESIS


@pytest.mark.parametrize(
    ("tamper", "at"),
    [
        (lambda: update(AuditEntry).where(AuditEntry.seq == 2).values(person_id=99), 2),
        (lambda: update(AuditEntry).where(AuditEntry.seq == 2).values(object_id=99), 2),
        (lambda: update(AuditEntry).where(AuditEntry.seq == 1).values(commitment=bytes(32)), 1),
    ],
)
def test_a_changed_entry_is_found_where_it_stands(session, community, clerk, tamper, at):
    note(community, clerk, "a.one", "a.two", "a.three")
    with tenancy.in_community(community.id), transaction():
        session.execute(tamper().execution_options(synchronize_session=False))

    assert broken_at(session, community) == at


def test_the_last_entry_cannot_be_cut_off(session, community, clerk):
    note(community, clerk, "a.one", "a.two", "a.three")
    with tenancy.in_community(community.id), transaction():
        session.execute(delete(AuditDetail))
        session.execute(delete(AuditEntry).where(AuditEntry.seq == 3))

    assert broken_at(session, community) == 3


def test_the_chain_commits_to_the_details_and_outlives_their_erasure(session, community, clerk):
    note(community, clerk, "post.hide")
    with tenancy.in_community(community.id), transaction():
        entry, detail = session.scalars(select(AuditEntry)).one(), session.scalars(select(AuditDetail)).one()
        committed = hashlib.sha256(detail.salt + chain.canonical(detail.detail)).digest()
        assert (committed, detail.detail) == (entry.commitment, {"reason": "请补充材料"})
        session.delete(detail)

    assert broken_at(session, community) is None


def test_equal_details_do_not_have_equal_commitments(session, community, clerk):
    note(community, clerk, "post.hide", "post.hide")
    with tenancy.in_community(community.id):
        assert len(set(session.scalars(select(AuditEntry.commitment)))) == 2


def test_two_communities_have_two_chains(session, community, clerk):
    other = make_community()
    note(community, clerk, "a.one", "a.two")
    note(other, make_member(other, Role.COMMITTEE).actor, "a.one")

    with tenancy.in_community(other.id):
        assert seqs(session) == [1]
    assert [broken_at(session, one) for one in (community, other)] == [None, None]


def test_what_is_rolled_back_leaves_no_link(session, community, clerk):
    with suppress(ZeroDivisionError), tenancy.in_community(community.id), transaction():
        audit.record(clerk, "a.one", 1)
        raise ZeroDivisionError
    note(community, clerk, "a.two")

    with tenancy.in_community(community.id):
        assert seqs(session) == [1]


def test_an_office_holder_acts_in_office_and_a_visitor_as_himself(session, community, neighbour):
    assert audit.acting_role(neighbour(Role.SECRETARY).actor) == "secretary"
    assert audit.acting_role(neighbour().actor) == "resident"
    assert audit.acting_role(neighbour(Role.AWAY).actor) == "away"


def test_a_person_at_large_acts_as_a_person(session):
    assert audit.acting_role(make_visitor().actor) == "person"


def test_many_first_deeds_at_once_make_one_chain(app, session, community, clerk):
    community_id = community.id

    def deed(object_id):
        with tenancy.in_community(community_id), transaction():
            audit.record(clerk, "a.one", object_id)

    assert crowd(app, 8, deed) == [None] * 8
    with tenancy.in_community(community.id):
        assert seqs(session) == list(range(1, 9))
    assert broken_at(session, community) is None
