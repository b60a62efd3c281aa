"""What one caller sees of a poll: the poll, his homes on its roll, and after the close the result."""

from typing import Any

from server.ballots import policy, queries, service
from server.ballots.arithmetic import Outcome, Share, percent
from server.ballots.casting import home_voted
from server.ballots.models import Electorate, Mode, Poll, PollState, Weight
from server.core.access import Actor, Permission
from server.kit.errors import NotFoundError

MODE_NAMES = {Mode.NAMED: "记名表决：截止后公布参与户数和各选项票数"}
WHO_NAMES = {Electorate.ADULTS: "每户一票，由成年住户投", Electorate.OWNERS: "每户一票，由业主投"}
OUTCOME_NAMES = {
    Outcome.PASSED: "表决通过",
    Outcome.NOT_PASSED: "表决未通过",
    Outcome.NO_QUORUM: "参与户数不够",
}
NOT_ON_ROLL = "您的房屋不在这次表决的名册上"


def page(actor: Actor, poll: Poll) -> dict[str, Any]:
    """The poll and the caller's own homes. NotFoundError outside the poll's estate."""
    if not policy.sees(actor, poll):
        raise NotFoundError
    homes = _homes(actor, poll)
    why_not = _why_not(actor, poll, homes)
    return {
        "poll": brief(poll),
        "mine": {"homes": homes, "may_vote": why_not is None, "why_not": why_not},
    }


def brief(poll: Poll) -> dict[str, Any]:
    """What everybody may know: never a running count of any option."""
    where = queries.estate_name(poll.estate_id) if poll.estate_id else "全社区"
    rule = service.rule_of(poll)
    return {
        "id": poll.id,
        "question": poll.question,
        "options": queries.options(poll.id),
        "mode_name": MODE_NAMES[poll.mode],
        "who": poll.who,
        "electorate_name": f"{where} {poll.roll_size} 户，{WHO_NAMES[poll.who]}",
        "homes": poll.roll_size,
        "taken_part": queries.taken_part(poll.id),
        "opens_at": poll.opens_at,
        "closes_at": poll.closes_at,
        "state": poll.state,
        "quorum": _share(rule.quorum, poll.roll_size),
        "majority": _share(rule.majority, poll.counted["cast"] if poll.counted else None),
        "roll_root": poll.roll_root.hex(),
        "terms_hash": poll.terms_hash.hex(),
    }


def _share(share: Share, base: int | None) -> dict[str, Any]:
    return {
        "num": share.num,
        "den": share.den,
        "over": share.over,
        "text": share.text,
        "needed": None if base is None else share.needed(base),
    }


def _homes(actor: Actor, poll: Poll) -> list[dict[str, Any]]:
    homes = []
    for row in queries.on_roll(poll.id, actor.home_ids):
        why_not = policy.votes_for(actor, poll, row.home_id) or _taken(actor, row)
        homes.append(
            {
                "home_id": row.home_id,
                "label": row.label,
                "ballot": _own(actor, row) if row.cast_by else None,
                "may_vote": why_not is None,
                "why_not": why_not,
            }
        )
    return homes


def _taken(actor: Actor, row: Any) -> str | None:
    """The home's one ballot is another member's: only he may change it."""
    return home_voted(row, queries.now()) if row.cast_by not in (None, actor.person_id) else None


def _own(actor: Actor, row: Any) -> dict[str, Any]:
    mine = row.cast_by == actor.person_id
    return {
        "option_id": row.option_id if mine else None,
        "cast_at": row.cast_at,
        "by": row.cast_name,
        "mine": mine,
    }


def _why_not(actor: Actor, poll: Poll, homes: list[dict[str, Any]]) -> str | None:
    if poll.state is not PollState.OPEN:
        return "表决已经截止"
    if Permission.POLL_VOTE not in actor.permissions:
        return policy.NO_HOME
    if reason := policy.votes_at_all(actor, poll):
        return reason
    if not homes:
        return NOT_ON_ROLL
    return None if any(home["may_vote"] for home in homes) else homes[0]["why_not"]


def result(actor: Actor, poll: Poll) -> dict[str, Any]:
    """The count and its arithmetic. ConflictError `poll_open` before the close, for everybody alike."""
    if not policy.sees(actor, poll):
        raise NotFoundError
    verdict, votes = service.result(poll)
    assert poll.counted is not None
    return {
        "poll": brief(poll),
        "options": [_counted(one, votes.get(one.id, 0), verdict.cast) for one in queries.options(poll.id)],
        "quorum_reached": verdict.quorum_reached,
        "passed": verdict.outcome is Outcome.PASSED,
        "outcome": verdict.outcome,
        "outcome_name": OUTCOME_NAMES[verdict.outcome],
        "sentences": verdict.sentences,
        "certified": poll.state is PollState.CERTIFIED,
        "box_root": poll.counted["box_root"],
        "receipts": [one.hex() for one in queries.box(poll.id)],
        "mine": [_receipt(row) for row in _cast_by(actor, poll)],
    }


def _counted(option: Any, votes: int, cast: int) -> dict[str, Any]:
    share = percent(votes, cast) if cast else "0.0%"
    weight: Weight = option.weight
    return {"id": option.id, "label": option.label, "weight": weight, "votes": votes, "percent": share}


def _cast_by(actor: Actor, poll: Poll) -> list[Any]:
    return [row for row in queries.on_roll(poll.id, actor.home_ids) if row.cast_by == actor.person_id]


def _receipt(row: Any) -> dict[str, Any]:
    return {
        "home_id": row.home_id,
        "label": row.label,
        "option_id": row.option_id,
        "receipt": row.receipt.hex(),
        "salt": row.salt.hex(),
    }
