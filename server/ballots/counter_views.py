"""What the result page says of openings: to everybody that they were made, to counters what is theirs."""

from collections.abc import Sequence
from typing import Any

from server.ballots import counter_queries, counters, policy
from server.ballots.counter_models import Ground, RowsOpening
from server.ballots.counter_rows import GROUND_NAMES
from server.ballots.models import Mode
from server.core import database
from server.core.access import Actor, Permission, denial
from server.kit.rest import stamp


def openings(actor: Actor, poll: Any) -> dict[str, Any] | None:
    """Of a counted named poll; of every other mode there is nothing to say."""
    if poll.mode is not Mode.NAMED:
        return None
    known = counter_queries.openings(poll.id)
    return {
        "made": [_public(one) for one in known if one.confirmed_at is not None],
        "mine": _mine(actor, poll, known) if _counts(actor, poll) else None,
    }


def _counts(actor: Actor, poll: Any) -> bool:
    return denial(actor, Permission.COUNT_OPEN, poll) is None


def _public(row: RowsOpening) -> dict[str, Any]:
    """Who, when and what for. Not the words: a case may name somebody."""
    assert row.confirmed_at is not None
    asked = {"name": row.asked_name, "org": row.asked_org}
    confirmed = {"name": row.confirmed_name, "org": row.confirmed_org}
    ends = {"at": stamp(row.confirmed_at), "ends_at": stamp(row.ends_at)}
    return {"ground_name": GROUND_NAMES[row.ground], "asked": asked, "confirmed": confirmed, **ends}


def _mine(actor: Actor, poll: Any, known: Sequence[RowsOpening]) -> dict[str, Any]:
    moment, problem = database.now(), counters.shut(poll)
    current = [one for one in known if one.ends_at > moment]
    waits = any(one.confirmed_at is None and one.asked_by == actor.person_id for one in current)
    return {
        "may_ask": problem is None and not waits,
        "why_not": problem.message if problem else None,
        "grounds": [{"code": ground.value, "name": name} for ground, name in GROUND_NAMES.items()],
        "items": [_own(actor, poll, one) for one in current if _concerns(actor, one)],
    }


def _concerns(actor: Actor, row: RowsOpening) -> bool:
    """What waits for somebody, and what is open to him."""
    return row.confirmed_at is None or actor.person_id in (row.asked_by, row.confirmed_by)


def _own(actor: Actor, poll: Any, row: RowsOpening) -> dict[str, Any]:
    waits, asked = row.confirmed_at is None, row.asked_by == actor.person_id
    other = policy.counter_office(actor, poll, besides=row.asked_body) is not None
    return {
        "id": str(row.id),
        "ground": row.ground.value,
        "ground_name": GROUND_NAMES[row.ground],
        "reason": row.reason,
        "asked": {"name": row.asked_name, "org": row.asked_org},
        "asked_at": stamp(row.asked_at),
        "ends_at": stamp(row.ends_at),
        "may_confirm": waits and not asked and other,
        "may_look": not waits,
        "may_export": not waits and row.ground is Ground.COURT,
    }
