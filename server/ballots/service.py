"""Opening, counting and certifying a poll. Casting a ballot is in casting.py."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert

from server.ballots import arithmetic, queries
from server.ballots.arithmetic import Option, Rule, Share, Verdict
from server.ballots.events import PollClosed
from server.ballots.models import Electorate, Poll, PollOption, RollEntry, Weight
from server.ballots.roll import roll_root, root, terms_hash
from server.ballots.workflow import WORKFLOW, Facts, Verb
from server.core import audit, outbox, versions
from server.core.access import Actor
from server.extensions import db
from server.kit.errors import ConflictError, InvalidError
from server.kit.ids import new_id, new_ids


@dataclass(frozen=True)
class Terms:
    """What is asked, of whom, and by which rule it is judged.

    subject_id: the object the poll decides on. estate_id: whose homes (None: the whole community).
    options: (label, weight) in the order shown. closes_at: aware.
    """

    subject_id: int
    estate_id: int | None
    question: str
    options: tuple[tuple[str, Weight], ...]
    who: Electorate
    quorum: Share
    majority: Share
    closes_at: datetime


def open_poll(actor: Actor, terms: Terms) -> Poll:
    """Freeze the roll and the terms and take ballots from now on. InvalidError when nobody could vote."""
    homes = queries.homes_of(terms.estate_id)
    if not homes:
        raise InvalidError("名册里还没有可以投票的房屋，请先导入房屋名册", code="empty_roll")
    poll_id, opens_at = new_id(), queries.now()
    if terms.closes_at <= opens_at:
        raise InvalidError("截止时间应在开始之后", code="closes_too_early")
    roll = [(home.id, f"{home.estate} {home.building} {home.room}", home.area_cm) for home in homes]
    option_ids = new_ids(len(terms.options))
    poll = _poll(poll_id, terms, opens_at)
    poll.roll_size, poll.roll_root = len(roll), roll_root(poll_id, roll)
    poll.terms_hash = terms_hash(terms_of(poll, _facts_of(option_ids, terms)))
    db.session.add(poll)
    db.session.flush()
    _write_options(poll, option_ids, terms)
    _write_roll(poll, roll)
    audit.record(actor, "poll.open", poll_id, subject=terms.subject_id, roll=len(roll))
    touch(poll)
    return poll


def terms_of(poll: Poll, options: list[list[Any]]) -> dict[str, Any]:
    """The entry whose hash the gate decision carries; rebuilt from the rows by the verifier."""
    return {
        "poll": poll.id,
        "subject": poll.subject_id,
        "estate": poll.estate_id,
        "question": poll.question,
        "options": options,
        "mode": poll.mode,
        "who": poll.who,
        "base": poll.base,
        "quorum": [poll.quorum_num, poll.quorum_den, poll.quorum_over],
        "pass": [poll.pass_num, poll.pass_den, poll.pass_over],
        "opens_at": poll.opens_at,
        "closes_at": poll.closes_at,
    }


def _facts_of(option_ids: list[int], terms: Terms) -> list[list[Any]]:
    return [[key, label, weight] for key, (label, weight) in zip(option_ids, terms.options, strict=True)]


def _poll(poll_id: int, terms: Terms, opens_at: datetime) -> Poll:
    return Poll(
        id=poll_id,
        subject_id=terms.subject_id,
        estate_id=terms.estate_id,
        question=terms.question,
        who=terms.who,
        quorum_num=terms.quorum.num,
        quorum_den=terms.quorum.den,
        quorum_over=terms.quorum.over,
        pass_num=terms.majority.num,
        pass_den=terms.majority.den,
        pass_over=terms.majority.over,
        mode="named",
        base="homes",
        opens_at=opens_at,
        closes_at=terms.closes_at,
    )


def _write_options(poll: Poll, option_ids: list[int], terms: Terms) -> None:
    db.session.add_all(
        PollOption(id=key, poll_id=poll.id, place=place, label=label, weight=weight)
        for place, (key, (label, weight)) in enumerate(zip(option_ids, terms.options, strict=True))
    )


def _write_roll(poll: Poll, roll: list[tuple[int, str, int]]) -> None:
    rows = [
        {
            "community_id": poll.community_id,
            "poll_id": poll.id,
            "home_id": home_id,
            "label": label,
            "area_cm": area,
        }
        for home_id, label, area in roll
    ]
    db.session.execute(insert(RollEntry), rows)


def close_due() -> None:
    """The clock's work: count every poll whose time is up, and say so."""
    for poll in queries.due_polls():
        target = WORKFLOW.step(Verb.CLOSE, poll.state).leave(poll.state, Facts())
        counted, moment = _count(poll), queries.now()
        poll.state, poll.closed_at, poll.counted = target, moment, counted
        outbox.emit(PollClosed(poll.id, poll.subject_id, counted["outcome"]))
        touch(poll)


def _count(poll: Poll) -> dict[str, Any]:
    votes = queries.votes(poll.id)
    verdict = judge(poll, votes)
    return {
        "votes": {str(option_id): count for option_id, count in sorted(votes.items())},
        "cast": verdict.cast,
        "outcome": verdict.outcome.value,
        "box_root": root(queries.box(poll.id)).hex(),
    }


def certify(actor: Actor, poll: Poll) -> None:
    """Confirm the count. It can be confirmed, never changed. The caller has checked the permission."""
    target = WORKFLOW.step(Verb.CERTIFY, poll.state).leave(poll.state, Facts())
    moment = queries.now()
    poll.state, poll.certified_at = target, moment
    db.session.flush()
    audit.record(actor, "poll.certify", poll.id, subject=poll.subject_id)
    touch(poll)


def rule_of(poll: Poll) -> Rule:
    return Rule(
        roll=poll.roll_size,
        quorum=Share(poll.quorum_num, poll.quorum_den, poll.quorum_over),
        majority=Share(poll.pass_num, poll.pass_den, poll.pass_over),
    )


def judge(poll: Poll, votes: Mapping[int, int]) -> Verdict:
    """The poll's own rule on this count."""
    options = [Option(one.id, one.label, one.weight) for one in queries.options(poll.id)]
    return arithmetic.judge(rule_of(poll), options, votes)


def result(poll: Poll) -> tuple[Verdict, dict[int, int]]:
    """The verdict and the votes as counted at the close. ConflictError while the poll is open."""
    if poll.counted is None:
        counting = queries.now() >= poll.closes_at
        words = "表决已截止，正在计票，一分钟内公布" if counting else "表决还没有结束，结果在截止后公布"
        raise ConflictError(words, code="poll_open")
    votes = {int(key): count for key, count in poll.counted["votes"].items()}
    return judge(poll, votes), votes


def touch(poll: Poll) -> None:
    """What was cached of this poll, or of lists that show how many took part, is made anew."""
    versions.touch(
        versions.key("poll", poll.community_id, poll.subject_id), versions.key("polls", poll.community_id)
    )
