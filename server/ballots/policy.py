"""Who may see a poll, and who may vote for which home. Pure."""

from collections.abc import Mapping
from typing import Any

from server.ballots.counter_models import Body
from server.ballots.models import Electorate, Poll
from server.core.access import GRANTS, Actor, Duty, Member, Permission, Role, Rule, Rules

MINOR = "投票需年满十八周岁"
NO_HOME = "只有本小区住户可以投票，您在这里还没有通过审核的房屋"
NOT_YOUR_HOME = "您不是这户的住户，不能代这户投票"
AWAY = "离乡村民不代表住户投票，由住在这户的家人投"
OWNERS_ONLY = "这次表决由业主投票，您在这户的身份不是业主"
ANOTHER_UNIT = "这次表决不在您负责的小区，由社区或该小区的工作人员办理"
DELEGATES_ONLY = "这次表决由居民代表投票，名册上的代表不是您"


def sees(actor: Actor, poll: Poll) -> bool:
    """A poll of one estate is that estate's; whoever may not see it gets 404."""
    visible = actor.visible_estates
    return poll.estate_id is None or visible is None or poll.estate_id in visible


def votes_for(actor: Actor, poll: Poll, home_id: int) -> str | None:
    """Why the actor may not vote for this home in this poll by his own standing; None when he may.

    Which delegate votes where is on the roll alone (`delegate_of`).
    """
    if not actor.adult:
        return MINOR
    here = [member for member in actor.members if member.home_id == home_id]
    if not here:
        return NOT_YOUR_HOME
    reasons = [_stands_for(member, poll.who) for member in here]
    return None if None in reasons else reasons[0]


def delegate_of(actor: Actor, voter_id: int | None) -> str | None:
    """Why this place on the roll is not the actor's; None when it is, or is no delegate's at all."""
    return DELEGATES_ONLY if voter_id not in (None, actor.person_id) else None


def homes_for(actor: Actor, who: Electorate) -> list[int]:
    """The homes whose ballot the actor may cast when `who` is asked."""
    if not actor.adult:
        return []
    return sorted({member.home_id for member in actor.members if _stands_for(member, who) is None})


def votes_at_all(actor: Actor, poll: Poll) -> str | None:
    """Why the actor has no vote in this poll for any home of his own."""
    if not sees(actor, poll):
        return None  # a reason would tell that the poll exists; the route answers 404
    if not actor.members:
        return NO_HOME
    reasons = [votes_for(actor, poll, home_id) for home_id in sorted(actor.home_ids)]
    return None if None in reasons else reasons[0]


def may_vote(actor: Actor, poll: Poll) -> str | None:
    """What no letter of authority heals. The rest is asked with the home (casting.py)."""
    if not sees(actor, poll):
        return None
    return None if actor.adult else MINOR


def _stands_for(member: Member, who: Electorate) -> str | None:
    if member.role is not Role.RESIDENT:
        return AWAY
    if who is Electorate.OWNERS and member.relation != "owner":
        return OWNERS_ONLY
    return None


def _in_an_office_that(permission: Permission) -> Rule:
    """The office that grants it must be of the whole community or of the poll's estate."""

    def rule(actor: Actor, poll: Poll) -> str | None:
        if not sees(actor, poll):
            return None  # as above: 404
        near = {duty.estate_id for duty in actor.offices if permission in GRANTS[duty.role]}
        return None if near & {None, poll.estate_id} else ANOTHER_UNIT

    return rule


#: 点票人: of which body each of the two is. That of the homes' own meeting, and that which watches it.
BODIES: Mapping[Role, Body] = {
    Role.COMMITTEE: Body.COMMITTEE,
    Role.CHAIR: Body.COMMITTEE,
    Role.OWNERS_COMMITTEE: Body.COMMITTEE,
    Role.WATCH: Body.WATCH,
}


def counter_office(actor: Actor, poll: Any, besides: Body | None = None) -> Duty | None:
    """The office in which the actor looks at this poll's rows, of another body than `besides`; or none."""
    for duty in actor.offices:
        body = BODIES.get(duty.role)
        if body and body is not besides and duty.estate_id in (None, poll.estate_id):
            return duty
    return None


_OF_OFFICE = (Permission.COUNT_CONFIRM, Permission.COUNT_OPEN, Permission.POLL_DESK, Permission.PAPER_READ)
RULES: Rules = {
    Permission.POLL_VOTE: (may_vote,),
    **{permission: (_in_an_office_that(permission),) for permission in _OF_OFFICE},
}
