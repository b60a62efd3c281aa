"""Opening a poll, and what people decide about it after the count. The count itself: counting.py."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import insert

from server.ballots import opening
from server.ballots.arithmetic import Share
from server.ballots.box_queries import latest_round
from server.ballots.counting import close_due, terms_of, touch
from server.ballots.events import CountConfirmed
from server.ballots.models import Counted, Electorate, Mode, Poll, PollOption, RollEntry, Weight
from server.ballots.roll import roll_root, terms_hash
from server.ballots.statute import Outcome
from server.ballots.workflow import WORKFLOW, Facts, Verb
from server.core import audit, database, outbox
from server.core.access import Actor
from server.extensions import db
from server.kit.errors import ConflictError, InvalidError
from server.kit.ids import new_id, new_ids

__all__ = ["Terms", "annul", "certify", "close_due", "confirm", "extend", "open_poll"]


@dataclass(frozen=True)
class Terms:
    """What is asked, of whom, and by which rule it is judged.

    subject_id: the object the poll decides on. estate_id: whose homes (None: the whole community);
    building_id: only those of this building. options: (label, weight) in the order shown. closes_at:
    aware. rule: for people – route, title, cite, version.
    """

    subject_id: int
    estate_id: int | None
    question: str
    options: tuple[tuple[str, Weight], ...]
    who: Electorate
    quorum: Share
    majority: Share
    closes_at: datetime
    building_id: int | None = None
    mode: Mode = Mode.NAMED
    base: Counted = Counted.HOMES
    rule: Mapping[str, Any] = field(default_factory=dict)


def open_poll(actor: Actor, terms: Terms) -> Poll:
    """Freeze the roll and the terms and take ballots from now on.

    InvalidError: nobody could vote, the roll cannot say whose the homes are, it is too short to hide who
    chose what in a secret poll, or the terms contradict themselves.
    """
    _check(terms)
    roll = opening.places(terms.estate_id, terms.building_id, terms.who, terms.base)
    poll_id, opens_at = new_id(), database.now()
    if terms.closes_at <= opens_at:
        raise InvalidError("截止时间应在开始之后", code="closes_too_early")
    if terms.closes_at > opening.last_close(opens_at):
        raise InvalidError(f"表决最长 {opening.LONGEST_MONTHS} 个月", code="closes_too_late")
    option_ids = new_ids(len(terms.options))
    poll = _poll(poll_id, terms, opens_at)
    opening.check_hides(roll, poll.least_voters)
    poll.roll_size, poll.roll_heads = len(roll), max(place.head for place in roll)
    poll.roll_area = sum(place.area_cm for place in roll)
    poll.roll_root = roll_root(poll_id, [(one.home_id, one.label, one.area_cm, one.head) for one in roll])
    poll.terms_hash = terms_hash(terms_of(poll, _facts_of(option_ids, terms)))
    db.session.add(poll)
    db.session.flush()
    _write_options(poll, option_ids, terms)
    _write_roll(poll, roll)
    audit.record(actor, "poll.open", poll_id, subject=terms.subject_id, roll=len(roll))
    touch(poll)
    return poll


def _check(terms: Terms) -> None:
    if terms.base is Counted.OWNERS and terms.who is not Electorate.OWNERS:
        raise InvalidError("按面积和人数计票的表决由业主投票", code="owners_count_by_owners")
    if terms.base is Counted.OWNERS and terms.mode is Mode.SECRET:
        words = "按面积计票的表决不能无记名：从面积就能认出是哪一户"
        raise InvalidError(words, code="area_is_never_secret")
    if terms.building_id is not None and terms.estate_id is None:
        raise InvalidError("请先选择楼栋所在的小区", code="building_without_estate")


def _facts_of(option_ids: list[int], terms: Terms) -> list[list[Any]]:
    return [[key, label, weight] for key, (label, weight) in zip(option_ids, terms.options, strict=True)]


def _poll(poll_id: int, terms: Terms, opens_at: datetime) -> Poll:
    return Poll(
        id=poll_id,
        subject_id=terms.subject_id,
        estate_id=terms.estate_id,
        building_id=terms.building_id,
        question=terms.question,
        mode=terms.mode,
        base=terms.base,
        who=terms.who,
        rule=dict(terms.rule),
        quorum_num=terms.quorum.num,
        quorum_den=terms.quorum.den,
        quorum_over=terms.quorum.over,
        pass_num=terms.majority.num,
        pass_den=terms.majority.den,
        pass_over=terms.majority.over,
        opens_at=opens_at,
        first_closes_at=terms.closes_at,
        closes_at=terms.closes_at,
        least_voters=opening.least_voters(terms.mode),
    )


def _write_options(poll: Poll, option_ids: list[int], terms: Terms) -> None:
    db.session.add_all(
        PollOption(id=key, poll_id=poll.id, place=place, label=label, weight=weight)
        for place, (key, (label, weight)) in enumerate(zip(option_ids, terms.options, strict=True))
    )


def _write_roll(poll: Poll, roll: list[opening.Place]) -> None:
    here = {"community_id": poll.community_id, "poll_id": poll.id}
    rows = [
        {
            **here,
            "home_id": place.home_id,
            "label": place.label,
            "area_cm": place.area_cm,
            "head": place.head,
            "voter_id": place.voter_id,
        }
        for place in roll
    ]
    db.session.execute(insert(RollEntry), rows)


def confirm(actor: Actor, poll: Poll, note: str | None = None) -> None:
    """监督委员会: the count is as it should be. It can be confirmed, never changed."""
    target = WORKFLOW.step(Verb.CONFIRM, poll.state).leave(poll.state, Facts())
    record, moment = latest_round(poll.id), database.now()
    assert record is not None
    record.confirmed_by, record.confirmed_name = actor.person_id, actor.name
    record.confirmed_at, record.note = moment, note
    poll.state = target
    db.session.flush()
    audit.record(actor, "poll.confirm", poll.id, subject=poll.subject_id, round=record.round)
    outbox.emit(CountConfirmed(poll.id, poll.subject_id))
    touch(poll)


def certify(actor: Actor, poll: Poll) -> dict[str, Any]:
    """The party organisation's word on a confirmed count. The caller has checked the permission.

    Answers what its record holds of the count: the box's root binds every ballot with its salt, so sums that
    would tell a small poll's votes apart need not stand there.
    """
    target = WORKFLOW.step(Verb.CERTIFY, poll.state).leave(poll.state, Facts())
    assert poll.counted is not None
    moment = database.now()
    poll.state, poll.certified_at = target, moment
    db.session.flush()
    audit.record(actor, "poll.certify", poll.id, subject=poll.subject_id)
    touch(poll)
    return {"poll": poll.id, **{key: poll.counted[key] for key in ("outcome", "cast", "box_root")}}


def annul(actor: Actor, poll: Poll, reason: str) -> None:
    """The count stands in the records and decides nothing. The caller has checked the permission."""
    target = WORKFLOW.step(Verb.ANNUL, poll.state).leave(poll.state, Facts())
    moment = database.now()
    poll.state, poll.annulled_at, poll.annulment = target, moment, reason
    db.session.flush()
    audit.record(actor, "poll.annul", poll.id, subject=poll.subject_id, reason=reason)
    touch(poll)


def extend(actor: Actor, poll: Poll, closes_at: datetime, reason: str) -> None:
    """Take ballots again, once, after too few took part; those cast stay. The caller checked the permission.

    ConflictError: it had enough, or was extended before. InvalidError: past, or beyond three months.
    """
    counted = poll.counted or {}
    facts = Facts(counted.get("outcome") == Outcome.NO_QUORUM, poll.extended_at is not None)
    step = WORKFLOW.step(Verb.EXTEND, poll.state)
    if problem := step.shut(facts):
        raise ConflictError(problem, code="not_extendable")
    moment = database.now()
    if closes_at <= moment or closes_at > opening.last_close(poll.opens_at):
        words = f"新的截止时间应在现在之后，且距表决开始不超过 {opening.LONGEST_MONTHS} 个月"
        raise InvalidError(words, code="bad_extension")
    poll.state, poll.closed_at, poll.counted = step.leave(poll.state, facts), None, None
    poll.certified_at = None
    poll.closes_at, poll.extended_at, poll.extension_reason = closes_at, moment, reason
    db.session.flush()
    audit.record(actor, "poll.extend", poll.id, subject=poll.subject_id, reason=reason)
    touch(poll)
