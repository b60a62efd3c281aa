"""SELECTs on who holds a gate: recusals, namings, second signatures, appeals, and the party offices."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Row, and_, exists, or_, select, union

from server.core.access import GRANTS, Permission, Role
from server.deliberation.agenda_models import Second
from server.deliberation.gate_models import GateAction, GateDecision
from server.deliberation.keeper_models import (
    Appeal,
    CollectiveMinutes,
    Convening,
    Countersign,
    CountersignState,
    Naming,
    Recusal,
)
from server.deliberation.models import Topic, TopicStep
from server.extensions import db
from server.identity.models import DutyRecord, Membership, Person
from server.kit.db import unended

PARTY = (Role.SECRETARY, Role.DEPUTY)
SECOND_HANDS = tuple(role for role in Role if Permission.TOPIC_COUNTERSIGN in GRANTS[role])


def open_countersign(topic_id: int) -> Countersign | None:
    """The refusal that waits for its second hand."""
    return db.session.scalar(
        select(Countersign).where(
            Countersign.topic_id == topic_id, Countersign.state == CountersignState.OPEN
        )
    )


def countersigns(topic_id: int) -> Sequence[Countersign]:
    """Every refusal that was put to a second hand, the oldest first."""
    asked = select(Countersign).where(Countersign.topic_id == topic_id)
    return db.session.scalars(asked.order_by(Countersign.at, Countersign.id)).all()


def appeal_of(topic_id: int) -> Appeal | None:
    return db.session.scalar(select(Appeal).where(Appeal.topic_id == topic_id))


def last_taken_by(topic_id: int, verb: str) -> int | None:
    """Who took this step of the topic last."""
    asked = select(TopicStep.person_id).where(TopicStep.topic_id == topic_id, TopicStep.verb == verb)
    return db.session.scalar(asked.order_by(TopicStep.move.desc()).limit(1))


def recusals(topic_id: int) -> Sequence[Recusal]:
    return db.session.scalars(select(Recusal).where(Recusal.topic_id == topic_id).order_by(Recusal.at)).all()


def namings(topic_id: int) -> Sequence[Naming]:
    return db.session.scalars(select(Naming).where(Naming.topic_id == topic_id).order_by(Naming.at)).all()


def convening(topic_id: int, version: int) -> Convening | None:
    """The convener's agreement to this version of the proposal."""
    return db.session.scalar(
        select(Convening).where(Convening.topic_id == topic_id, Convening.version == version)
    )


def minutes(topic_id: int) -> Sequence[CollectiveMinutes]:
    """What the party organisation talked over of this topic, the oldest first."""
    asked = select(CollectiveMinutes).where(CollectiveMinutes.topic_id == topic_id)
    return db.session.scalars(asked.order_by(CollectiveMinutes.id)).all()


def minutes_of(minutes_id: int | None) -> CollectiveMinutes | None:
    if minutes_id is None:
        return None
    return db.session.scalar(select(CollectiveMinutes).where(CollectiveMinutes.id == minutes_id))


def owners_sit(community_id: int, estate_id: int | None) -> bool:
    """Whether somebody sits on this estate's owners' committee today; a whole community has none."""
    if estate_id is None:
        return False
    asked = exists(DutyRecord.id).where(
        DutyRecord.community_id == community_id,
        DutyRecord.estate_id == estate_id,
        DutyRecord.role == Role.OWNERS_COMMITTEE,
        unended(DutyRecord.ends_at),
    )
    return bool(db.session.scalar(select(asked)))


def challenged_before(topic: Topic) -> bool:
    """Whether the party organisation objected in this very notice of the count already."""
    asked = exists(GateDecision.id).where(
        GateDecision.topic_id == topic.id,
        GateDecision.action == GateAction.CHALLENGE,
        GateDecision.pending_since == topic.state_at,
    )
    return bool(db.session.scalar(select(asked)))


def keepers(topic: Topic, gate_estate: int | None) -> Sequence[int]:
    """Persons who hold a party office for this topic's gates today, its author and the recused included."""
    of_this_unit = and_(
        DutyRecord.community_id == topic.community_id,
        DutyRecord.estate_id == gate_estate if gate_estate else DutyRecord.estate_id.is_(None),
        DutyRecord.role.in_(PARTY),
    )
    named = DutyRecord.id.in_([int(one) for one in topic.named])
    return db.session.scalars(
        select(DutyRecord.person_id).distinct().where(unended(DutyRecord.ends_at), or_(of_this_unit, named))
    ).all()


def second_hands(topic: Topic) -> Sequence[int]:
    """Persons whose office signs second for this topic's unit today, its author and the recused included."""
    of_this_unit = or_(DutyRecord.estate_id.is_(None), DutyRecord.estate_id == topic.estate_id)
    asked = select(DutyRecord.person_id).distinct().where(
        DutyRecord.community_id == topic.community_id, of_this_unit,
        DutyRecord.role.in_(SECOND_HANDS), unended(DutyRecord.ends_at),
    )  # fmt: skip
    return db.session.scalars(asked).all()


_OFFICE = (
    DutyRecord.id, DutyRecord.person_id, Person.display_name, DutyRecord.role, DutyRecord.organisation,
)  # fmt: skip


def offices_below(prefixes: Iterable[str]) -> Sequence[Row[*tuple[Any, ...]]]:
    """(id, person_id, display_name, role, organisation) of party offices in these subtrees of regions."""
    below = [DutyRecord.region_code.startswith(prefix, autoescape=True) for prefix in prefixes]
    return db.session.execute(
        select(*_OFFICE)
        .join(Person, Person.id == DutyRecord.person_id)
        .where(unended(DutyRecord.ends_at), DutyRecord.role.in_(PARTY), or_(*below))
        .order_by(DutyRecord.organisation, DutyRecord.id)
        .limit(200)
    ).all()


def parties(topic: Topic, among: Iterable[int]) -> set[int]:
    """Who of these persons lives with the topic's author, or in a home that seconds it."""
    lives_there = unended(Membership.ends_at)
    its_homes = union(
        select(Membership.home_id).where(Membership.person_id == topic.author_id, lives_there),
        select(Second.home_id).where(Second.topic_id == topic.id),
    )
    asked = select(Membership.person_id).where(
        Membership.person_id.in_(list(among)), lives_there, Membership.home_id.in_(its_homes)
    )
    return set(db.session.scalars(asked))


def party_organisation(community_id: int, gate_estate: int | None) -> str | None:
    """What the party organisation of this unit is called, by its latest office."""
    return db.session.scalar(
        select(DutyRecord.organisation)
        .where(
            DutyRecord.community_id == community_id,
            DutyRecord.estate_id == gate_estate if gate_estate else DutyRecord.estate_id.is_(None),
            DutyRecord.role.in_(PARTY),
        )
        .order_by(DutyRecord.starts_at.desc(), DutyRecord.id.desc())
        .limit(1)
    )
