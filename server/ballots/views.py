"""What one caller sees of a poll: the poll, and his homes on its roll. The result: result_views.py.

As it goes out (ids and times as strings): everybody reads this page before he votes, and a schema's dump
would take as long as two statements. A test holds it against the schema.
"""

from datetime import datetime
from typing import Any

from server.ballots import box_queries, counting, policy, queries
from server.ballots.arithmetic import Share
from server.ballots.box_queries import Part
from server.ballots.casting import home_voted
from server.ballots.models import Channel, Counted, Electorate, Mode, Poll, PollState
from server.ballots.quantities import Base
from server.ballots.secret import marked
from server.ballots.statute import Rule, shortfall
from server.core.access import Actor, Permission, denial
from server.kit.errors import NotFoundError
from server.kit.rest import stamp

MODE_NAMES = {
    Mode.OPEN: "公开表决：截止后公布谁选了什么",
    Mode.NAMED: "记名表决：截止后公布哪些户参加了表决和各选项合计，每户的选择加密保存、不公布",
    Mode.SECRET: "无记名表决：没有人能看到谁选了什么，投出后不能更改",
}
WHO_NAMES = {
    Electorate.ADULTS: "每户一票，由成年住户投",
    Electorate.OWNERS: "每户一票，由业主投",
    Electorate.DELEGATES: "每位代表一票",
}
BY_OWNERS = "业主按专有部分面积和人数两项分别计票"
NOT_ON_ROLL = "您的房屋不在这次表决的名册上"


def page(actor: Actor, poll: Any) -> dict[str, Any]:
    """The poll, as shown to the caller, and his own homes. NotFoundError outside the poll's estate."""
    if not policy.sees(actor, poll):
        raise NotFoundError
    homes = _homes(actor, poll)
    why_not = _why_not(actor, poll, homes)
    return {
        "poll": brief(poll),
        "mine": {
            "homes": homes,
            "may_vote": why_not is None,
            "why_not": why_not,
            "may_confirm": may_confirm(actor, poll),
            "may_see_paper": poll.mode is not Mode.SECRET
            and denial(actor, Permission.PAPER_READ, poll) is None,
        },
    }


def may_confirm(actor: Actor, poll: Poll) -> bool:
    return poll.state is PollState.CLOSED and denial(actor, Permission.COUNT_CONFIRM, poll) is None


def brief(poll: Any) -> dict[str, Any]:
    """What everybody may know of a poll as shown: never a running count of any option."""
    rule = counting.rule_of(poll)
    part = _part(poll)
    return {
        "id": str(poll.id),
        "question": poll.question,
        "options": [
            {"id": str(one.id), "label": one.label, "weight": one.weight} for one in queries.options(poll.id)
        ],
        "mode": poll.mode,
        "mode_name": MODE_NAMES[poll.mode],
        "base": poll.base,
        "rule": poll.rule,
        "who": poll.who,
        "electorate_name": electorate(poll),
        "homes": poll.roll_size,
        "taken_part": part.homes,
        "participation": _participation(poll, part),
        "shortfall": _shortfall(rule, poll, part),
        "channels": poll.counted["channels"] if poll.counted else None,
        **_standing_of(poll),
        **_asked(rule, poll, part),
        "roll_root": poll.roll_root.hex(),
        "terms_hash": poll.terms_hash.hex(),
    }


def _standing_of(poll: Poll) -> dict[str, Any]:
    """From when to when, and what became of it."""
    return {
        "opens_at": stamp(poll.opens_at),
        "first_closes_at": stamp(poll.first_closes_at),
        "closes_at": stamp(poll.closes_at),
        "extended": poll.extended_at is not None,
        "extension_reason": poll.extension_reason,
        "annulment": poll.annulment,
        "state": poll.state,
    }


def _part(poll: Any) -> Part:
    """Where homes count they came with the poll; the owners' sums are asked for."""
    return Part(poll.taken_part, 0, 0) if poll.base is Counted.HOMES else box_queries.participation(poll)


def electorate(poll: Any) -> str:
    """Who votes, in words. `poll`: as shown."""
    where = poll.estate or "全社区"
    if poll.building:
        where = f"{where} {poll.building}"
    if poll.base is Counted.OWNERS:
        return f"{where} {poll.roll_size} 户、{poll.roll_heads} 位业主，{BY_OWNERS}"
    count = f"{poll.roll_size} 名代表" if poll.who is Electorate.DELEGATES else f"{poll.roll_size} 户"
    return f"{where} {count}，{WHO_NAMES[poll.who]}"


def _participation(poll: Poll, part: Part) -> dict[str, int | None]:
    """Area and heads only where the rule counts them."""
    owners = poll.base is Counted.OWNERS
    return {
        "homes": part.homes,
        "of_homes": poll.roll_size,
        "area_cm": part.area_cm if owners else None,
        "of_area_cm": poll.roll_area if owners else None,
        "heads": part.heads if owners else None,
        "of_heads": poll.roll_heads if owners else None,
    }


def _shortfall(rule: Rule, poll: Poll, part: Part) -> dict[str, Any]:
    found = shortfall(rule, counting.totals(poll), counting.amounts(part))
    missing = found.missing
    return {
        "homes": missing.get(Base.HOMES, missing.get(Base.DELEGATES)),
        "area_cm": missing.get(Base.AREA),
        "heads": missing.get(Base.HEADS),
        "text": found.text,
    }


def _asked(rule: Rule, poll: Poll, part: Part) -> dict[str, Any]:
    """How many it takes; of owners' two sums the result tells."""
    homes = poll.base is Counted.HOMES
    return {
        "quorum": _share(rule.quorum, rule.quorum_needed(poll.roll_size) if homes else None),
        "pass": _share(rule.majority, rule.majority.needed(part.homes) if homes and poll.counted else None),
        "least_voters": poll.least_voters,
    }


def _share(share: Share, needed: int | None) -> dict[str, Any]:
    return {
        "num": share.num,
        "den": share.den,
        "over": share.over,
        "text": share.text,
        "needed": needed,
    }


def _homes(actor: Actor, poll: Any) -> list[dict[str, Any]]:
    lent = set(queries.agent_homes(poll.id, actor.person_id)) if poll.letters and actor.adult else set()
    homes = []
    for row in queries.on_roll(poll.id, actor.home_ids | lent):
        why_not = _standing(actor, poll, row, lent) or _taken(actor, row, poll.now)
        homes.append(
            {
                "home_id": str(row.home_id),
                "label": row.label,
                "area_cm": row.area_cm if poll.base is Counted.OWNERS else None,
                "by_letter": row.home_id in lent and row.home_id not in actor.home_ids,
                "ballot": _own(actor, poll, row) if row.cast_at or row.marked_at else None,
                "may_vote": why_not is None,
                "why_not": why_not,
            }
        )
    return homes


def _standing(actor: Actor, poll: Poll, row: Any, lent: set[int]) -> str | None:
    if row.home_id in lent:
        return None
    return policy.votes_for(actor, poll, row.home_id) or policy.delegate_of(actor, row.voter_id)


def _taken(actor: Actor, row: Any, now: datetime) -> str | None:
    """The home's one ballot is another member's: only he may change it. Paper gives way to a phone."""
    if row.marked_at:
        return marked(row, now)
    if row.cast_by in (None, actor.person_id):
        return None
    own_right = row.channel is Channel.PROXY and row.home_id in actor.home_ids
    return None if own_right else home_voted(row, now)


def _own(actor: Actor, poll: Poll, row: Any) -> dict[str, Any]:
    """The choice only to whoever cast it; of a secret ballot nothing is known but that it was cast."""
    mine = row.cast_by == actor.person_id
    return {
        "option_id": str(counting.option_of(poll.id, row)[0]) if mine else None,
        "cast_at": stamp(row.cast_at or row.marked_at),
        "by": row.cast_name or "",
        "channel": row.channel or Channel.PHONE,
        "mine": mine,
    }


def _why_not(actor: Actor, poll: Poll, homes: list[dict[str, Any]]) -> str | None:
    if poll.state is not PollState.OPEN:
        return "表决已经截止"
    if Permission.POLL_VOTE not in actor.permissions:
        return policy.NO_HOME
    if any(home["may_vote"] for home in homes):
        return None
    if reason := policy.votes_at_all(actor, poll):
        return reason
    return homes[0]["why_not"] if homes else NOT_ON_ROLL
