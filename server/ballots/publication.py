"""What is published of a counted poll: everything its check needs, nothing that would betray a vote.

`scripts/verify_poll` recomputes hashes, sums, rule and outcome from it without this application. Of a
named poll the public sees who took part, never how; the court's copy carries every ballot. Without
quorum no copy carries a choice: nobody opened one, and the poll may yet be extended.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import orjson

from server.ballots import box_queries, counting, queries
from server.ballots.models import Mode, Poll
from server.ballots.statute import Outcome
from server.kit import chain

FORMAT = "shequtong-poll/1"
PUBLIC, COURT = "public", "court"
_IDS = ("poll", "subject", "estate", "building")


def public(poll: Poll) -> dict[str, Any]:
    """For everybody who sees the poll. ConflictError `poll_open` before the count."""
    return _published(poll, PUBLIC)


def court(poll: Poll) -> dict[str, Any]:
    """With every ballot of a poll that decided something. The caller has recorded who asked and why."""
    return _published(poll, COURT)


def _published(poll: Poll, scope: str) -> dict[str, Any]:
    counting.result(poll)
    assert poll.counted is not None
    assert poll.closed_at is not None
    opened = poll.counted["outcome"] != Outcome.NO_QUORUM
    return {
        "format": FORMAT,
        "scope": scope,
        "poll": str(poll.id),
        "state": poll.state.value,
        "terms": _terms(poll),
        "terms_hash": poll.terms_hash.hex(),
        "roll": _roll(poll, told=opened or poll.mode is not Mode.SECRET),
        "roll_root": poll.roll_root.hex(),
        "extension": _extension(poll),
        "closed_at": exact(poll.closed_at),
        "count": _count(poll, poll.counted, opened=opened),
        "receipts": [one.hex() for one in box_queries.receipts(poll)],
        "ballots": _ballots(poll, scope) if opened else None,
        "record": _record(poll),
    }


def exact(moment: datetime) -> str:
    """To the microsecond, as times are hashed."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def _terms(poll: Poll) -> dict[str, Any]:
    """As they were hashed, but for ids, which JSON carries as strings."""
    options = [[one.id, one.label, one.weight] for one in queries.options(poll.id)]
    terms: dict[str, Any] = orjson.loads(chain.canonical(counting.terms_of(poll, options)))
    ids = {name: None if terms[name] is None else str(terms[name]) for name in _IDS}
    return {**terms, **ids, "options": [[str(key), label, weight] for key, label, weight in terms["options"]]}


def _roll(poll: Poll, *, told: bool) -> list[dict[str, Any]]:
    came = set(box_queries.took_part(poll.id)) if told else set()
    return [
        {
            "home": str(row.home_id),
            "label": row.label,
            "area_cm": row.area_cm,
            "head": row.head,
            "took_part": row.home_id in came if told else None,
        }
        for row in box_queries.roll(poll.id)
    ]


def _extension(poll: Poll) -> dict[str, Any] | None:
    if poll.extended_at is None:
        return None
    return {
        "closes_at": exact(poll.closes_at),
        "extended_at": exact(poll.extended_at),
        "reason": poll.extension_reason,
    }


def _count(poll: Poll, counted: Mapping[str, Any], *, opened: bool) -> dict[str, Any]:
    """Only what the rule looks at: the area of each choice would tell a small poll's votes apart."""
    tallies = {key: _bases(poll, one) for key, one in counted["tallies"].items()}
    return {
        "took_part": _bases(poll, counted["participation"]),
        "tallies": tallies if opened else None,
        "outcome": counted["outcome"],
        "box_root": counted["box_root"],
        "channels": None if poll.mode is Mode.SECRET else counted["channels"],
    }


def _bases(poll: Poll, part: Mapping[str, int]) -> dict[str, int]:
    amounts = counting.amounts(counting.counted_part(part))
    return {base.value: amounts[base] for base in counting.rule_of(poll).bases}


def _ballots(poll: Poll, scope: str) -> list[dict[str, Any]] | None:
    if poll.mode is Mode.SECRET:
        return [
            {"receipt": row.receipt.hex(), "option": str(row.option_id)}
            for row in box_queries.opened(poll.id)
        ]
    return None if poll.mode is Mode.NAMED and scope == PUBLIC else _with_choices(poll)


def _with_choices(poll: Poll) -> list[dict[str, Any]]:
    found = []
    for row in box_queries.cast(poll.id):
        option, salt = counting.option_of(poll.id, row)
        ballot = {"home": str(row.home_id), "option": str(option), "salt": salt.hex()}
        found.append({**ballot, "receipt": row.receipt.hex(), "channel": row.channel.value})
    return found


def _record(poll: Poll) -> dict[str, Any]:
    """The latest count, and who of the 监督委员会 went through it."""
    found = box_queries.latest_round(poll.id)
    assert found is not None
    return {
        "round": found.round,
        "counted_at": exact(found.counted_at),
        "confirmed_by": found.confirmed_name,
        "confirmed_at": exact(found.confirmed_at) if found.confirmed_at else None,
        "note": found.note,
    }
