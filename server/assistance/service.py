"""Filing for a neighbour, and his answer. Its owner writes what is filed, for `neighbour` as author."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from server.assistance import policy, queries
from server.assistance.events import Answered, Filed
from server.assistance.models import Filing, FilingKind, FilingState
from server.core import audit, outbox, uploads, versions
from server.core.access import Actor, Member, Permission, permissions_of
from server.extensions import db
from server.identity.standing import member_of
from server.kit.db import utc_now
from server.kit.errors import ConflictError, ForbiddenError, InvalidError, NotFoundError
from server.kit.ids import new_id
from server.places import queries as places

ANSWERS = {"confirm": FilingState.CONFIRMED, "disown": FilingState.DISOWNED}


@dataclass(frozen=True)
class Subject:
    """What was filed."""

    kind: FilingKind
    id: int
    title: str


def neighbour(helper: Actor, membership_id: int) -> Actor:
    """The neighbour, standing as the member of this one home, with the helper's hand: his own rules are asked
    of him as of everybody. What offices he may hold besides lend him nothing here.

    NotFoundError for who is no member here now, ForbiddenError where the helper's office does not reach.
    """
    found = queries.member(membership_id)
    if found is None:
        raise NotFoundError("没有找到这位邻居，只能代本社区的住户提交")
    if found.person_id == helper.person_id:
        raise InvalidError("您自己的事请直接提交，不用代办", code="not_another")
    if policy.office(helper, Permission.ASSIST, found.estate_id, found.building_id) is None:
        raise ForbiddenError("只能代您负责的小区或楼栋的住户提交")
    member = member_of(found)
    return Actor(
        person_id=found.person_id,
        community_id=helper.community_id,
        roles=frozenset({member.role}),
        name=found.display_name,
        adult=found.adult_on is not None and found.adult_on <= utc_now(),
        members=(member,),
        permissions=permissions_of({member.role}),
        helper=helper,
    )


def keep(author: Actor, subject: Subject, consent: Mapping[str, Any]) -> None:
    """Who filed it for `author` (of `neighbour`), and how he agreed: consent, words, photos."""
    helper, (home,) = author.hand, author.members
    filing_id = new_id()
    filing = Filing(
        id=filing_id,
        kind=subject.kind,
        subject_id=subject.id,
        title=subject.title,
        person_id=author.person_id,
        membership_id=home.membership_id,
        estate_id=home.estate_id,
        person_name=author.name,
        consent=consent["consent"],
        consent_words=consent["words"],
        photos=uploads.claim(helper, consent["photos"], filing_id),
        **_signature(helper, home),
    )
    db.session.add(filing)
    db.session.flush()
    detail = {"filing": str(filing_id), "membership": str(home.membership_id), "kind": subject.kind.value}
    audit.record(helper, "assistance.file", subject.id, **detail, consent=filing.consent.value)
    outbox.emit(Filed(filing_id))


def _signature(helper: Actor, member: Member) -> dict[str, Any]:
    """The helper as he signs now, in the office that reaches this neighbour."""
    home = places.get_home(member.home_id)
    assert home is not None
    duty = policy.office(helper, Permission.ASSIST, member.estate_id, home.building_id)
    assert duty is not None
    return {
        "helper_id": helper.person_id,
        "helper_name": helper.name,
        "helper_role": duty.role.value,
        "helper_place": duty.organisation,
    }


def answer(actor: Actor, kind: FilingKind, subject_id: int, said: Mapping[str, str]) -> Filing:
    """The neighbour's own word, said once: verb (confirm, disown) and reason. What follows from it for the
    post or topic is its owner's. ForbiddenError for anybody else, ConflictError for a second answer."""
    filing = queries.locked(kind, subject_id)
    if filing is None:
        raise NotFoundError
    if filing.person_id != actor.person_id:
        raise ForbiddenError("代为提交的内容由本人确认")
    if filing.state is not FilingState.WAITING:
        raise ConflictError("您已经答复过了，不用再确认", code="already_answered", state=filing.state.value)
    filing.state, filing.answered_at = ANSWERS[said["verb"]], utc_now()
    filing.reason = said["reason"] if filing.state is FilingState.DISOWNED else ""
    db.session.flush()
    audit.record(actor, f"assistance.{said['verb']}", subject_id, filing=str(filing.id), kind=kind.value)
    outbox.emit(Answered(filing.id, filing.state.value))
    versions.touch(versions.own_key(filing.community_id, actor.person_id))
    return filing
