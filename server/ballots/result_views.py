"""What is told after the count: the result (as it goes out, like the page), and who took part."""

from typing import Any

from server.ballots import box_queries, counter_views, counting, policy, queries
from server.ballots.arithmetic import percent
from server.ballots.box_queries import PAGE, Part
from server.ballots.models import Counted, Mode, Poll, PollState
from server.ballots.statute import Outcome, Verdict
from server.ballots.views import brief, may_confirm
from server.core.access import Actor
from server.kit.errors import ConflictError, NotFoundError
from server.kit.rest import stamp

OUTCOME_NAMES = {
    Outcome.PASSED: "表决通过",
    Outcome.NOT_PASSED: "表决未通过",
    Outcome.NO_QUORUM: "参与没有达到要求",
}


def result(actor: Actor, poll: Any) -> dict[str, Any]:
    """The count of a poll, as shown, and its arithmetic.

    ConflictError `poll_open` before the close, for everybody alike.
    """
    if not policy.sees(actor, poll):
        raise NotFoundError
    verdict, tallies = counting.result(poll)
    assert poll.counted is not None
    told = verdict.outcome is not Outcome.NO_QUORUM
    return {
        "poll": brief(poll),
        "options": [
            _option(poll, one, tallies.get(one.id, Part(0, 0, 0)) if told else None)
            for one in queries.options(poll.id)
        ],
        "bases": _bases(verdict),
        "quorum_reached": verdict.quorum_reached,
        "passed": verdict.outcome is Outcome.PASSED,
        "outcome": verdict.outcome,
        "outcome_name": OUTCOME_NAMES[verdict.outcome],
        "sentences": verdict.sentences,
        "record": _record(poll),
        **_settling(actor, poll),
        "box_root": poll.counted["box_root"],
        "receipts": [one.hex() for one in box_queries.receipts(poll)],
        "ballots": _opened(poll),
        "mine": [_receipt(poll, row) for row in _cast_by(actor, poll)],
    }


def _settling(actor: Actor, poll: Any) -> dict[str, Any]:
    """Who has to go through the count yet, who looked at its rows, and whether it is certified."""
    return {
        "may_confirm": may_confirm(actor, poll),
        "openings": counter_views.openings(actor, poll),
        "certified": poll.state is PollState.CERTIFIED,
    }


def _option(poll: Poll, option: Any, part: Part | None) -> dict[str, Any]:
    owners = poll.base is Counted.OWNERS
    cast = poll.counted["cast"] if poll.counted else 0
    return {
        "id": str(option.id),
        "label": option.label,
        "weight": option.weight,
        "votes": part.homes if part else None,
        "percent": (percent(part.homes, cast) if cast else "0.0%") if part else None,
        "area_cm": part.area_cm if part and owners else None,
        "heads": part.heads if part and owners else None,
    }


def _bases(verdict: Verdict) -> list[dict[str, Any]]:
    return [
        {
            "base": one.base,
            "total": one.total,
            "took_part": one.took_part,
            "quorum_needed": one.quorum_needed,
            "quorum_ok": one.quorum_reached,
            "approve": one.approve,
            "approve_needed": one.approve_needed,
            "approve_ok": one.approve_reached,
        }
        for one in verdict.findings
    ]


def _record(poll: Poll) -> dict[str, Any]:
    """The latest count: when, and who confirmed it."""
    found = box_queries.latest_round(poll.id)
    assert found is not None
    return {
        "round": found.round,
        "counted_at": stamp(found.counted_at),
        "confirmed_by": found.confirmed_name,
        "confirmed_at": stamp(found.confirmed_at) if found.confirmed_at else None,
        "note": found.note,
    }


def _opened(poll: Poll) -> list[dict[str, Any]]:
    """The published ballots of a secret poll: whoever has a token finds his."""
    rows = box_queries.opened(poll.id) if poll.mode is Mode.SECRET else ()
    return [{"receipt": row.receipt.hex(), "option_id": str(row.option_id)} for row in rows]


def _cast_by(actor: Actor, poll: Any) -> list[Any]:
    homes = actor.home_ids | (set(queries.agent_homes(poll.id, actor.person_id)) if poll.letters else set())
    return [row for row in queries.on_roll(poll.id, homes) if row.cast_by == actor.person_id]


def _receipt(poll: Poll, row: Any) -> dict[str, Any]:
    option, salt = counting.option_of(poll.id, row)
    return {
        "home_id": str(row.home_id),
        "label": row.label,
        "option_id": str(option),
        "receipt": row.receipt.hex(),
        "salt": salt.hex(),
    }


def participants(actor: Actor, poll: Poll, after: int | None) -> dict[str, Any]:
    """Who took part, and in an open poll with what choice: a page, in the order of the roll.

    ConflictError before the count; of a secret poll also when too few took part.
    """
    if not policy.sees(actor, poll):
        raise NotFoundError
    verdict, _ = counting.result(poll)
    if not may_name_homes(poll, verdict):
        raise ConflictError("无记名表决参与不足时，不公布哪些户投过票", code="participants_hidden")
    open_ = poll.mode is Mode.OPEN and verdict.quorum_reached
    labels = {one.id: one.label for one in queries.options(poll.id)}
    rows = box_queries.participants(poll.id, after)
    items = [
        {
            "home_id": row.home_id,
            "label": row.label,
            "channel": row.channel,
            "by": row.cast_name if open_ else None,
            "option": labels[row.option_id] if open_ else None,
        }
        for row in rows[:PAGE]
    ]
    return {"items": items, "next": str(rows[PAGE - 1].home_id) if len(rows) > PAGE else None}


def may_name_homes(poll: Poll, verdict: Verdict) -> bool:
    """Whether everybody may read which homes took part."""
    return poll.mode is not Mode.SECRET or verdict.quorum_reached
