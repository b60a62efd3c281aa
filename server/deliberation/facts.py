"""Fetches what the guards look at: of each state only what its rows ask."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from server.ballots import queries as ballots
from server.ballots.models import PollState
from server.ballots.opening import last_close
from server.core.access import Actor, Permission
from server.deliberation import agenda_queries, keeper_queries, keepers, kept_rules, plans, queries
from server.deliberation import discussion_queries as talk
from server.deliberation.discussion_models import PaperKind, Stage
from server.deliberation.guards import Facts
from server.deliberation.policy import Matter, convener_of
from server.deliberation.projects import queries as projects
from server.deliberation.states import KEPT, TopicState
from server.deliberation.workflow import JUDGES
from server.kit.worktime import today

S = TopicState


def of(actor: Actor, matter: Matter, moment: datetime) -> Facts:
    """What the guards look at for this caller, at this moment."""
    topic = matter.topic
    starts_on, ends_on = plans.days_of(topic)
    load = _LOADERS.get(topic.state)
    return Facts(
        today=today(moment),
        settings=kept_rules.of(topic),
        text_check=topic.text_check,
        returns=topic.returns,
        admitted=topic.admitted_at is not None,
        starts_on=starts_on,
        ends_on=ends_on,
        state_on=today(topic.state_at),
        public_until=topic.public_until,
        extended=topic.extended_on is not None,
        at_gate=topic.at_gate,
        route=topic.route,
        outcome=matter.outcome,
        challenged=topic.challenge is not None,
        seconds=topic.seconds,
        keepers=_keepers(actor, matter),
        party=_party(actor, topic),
        own_paper=Permission.TOPIC_GATE in actor.permissions and actor.person_id in keepers.writers(topic),
        **(load(actor, matter) if load else {}),
    )


def _keepers(actor: Actor, matter: Matter) -> int:
    """Asked for the 街镇 alone: nobody else's step depends on it."""
    asks = Permission.TOPIC_SUPERVISE in actor.permissions and matter.topic.state in KEPT
    return len(keepers.left(matter)) if asks else 0


def _party(actor: Actor, topic: Any) -> bool:
    """Asked of those who judge, and only where they live here too."""
    if not actor.home_ids or actor.permissions.isdisjoint(JUDGES):
        return False
    return bool(keeper_queries.parties(topic, [actor.person_id]))


def _authors(_: Actor, matter: Matter) -> dict[str, Any]:
    return {"open_topics": queries.open_topics(matter.topic.author_id, matter.topic.id)}


def _at_gate1(actor: Actor, matter: Matter) -> dict[str, Any]:
    topic = matter.topic
    waiting = keeper_queries.open_countersign(topic.id)
    gate = Permission.TOPIC_GATE in actor.permissions
    return {
        "households": agenda_queries.households(topic.estate_id),
        "countersign": waiting is not None,
        "first_hand": waiting is not None and gate and keepers.may_retract(actor, matter, waiting.first_by),
        "second_hand": gate and bool(keepers.second_hands(matter) - {actor.person_id}),
    }


def _withdrawn(actor: Actor, matter: Matter) -> dict[str, Any]:
    return {"supports": agenda_queries.stands_behind(matter.topic.id, actor.home_ids)}


def _declined(_: Actor, matter: Matter) -> dict[str, Any]:
    appeal = keeper_queries.appeal_of(matter.topic.id)
    return {"appeal": appeal.state.value if appeal else None}


def _summarised(_: Actor, matter: Matter) -> dict[str, Any]:
    return {"disputed": talk.summary_disputed(matter.topic.id)}


def _at_gate3(_: Actor, matter: Matter) -> dict[str, Any]:
    topic = matter.topic
    version = talk.latest_version(topic.id, PaperKind.PROPOSAL)
    if topic.route == "A":
        return {
            "households": agenda_queries.households(topic.estate_id),
            "objections": talk.objecting_homes(topic.id, Stage.ROUTE, version),
        }
    return _to_convene(topic, version)


def _drafted(_: Actor, matter: Matter) -> dict[str, Any]:
    topic = matter.topic
    return _to_convene(topic, talk.latest_version(topic.id, PaperKind.PROPOSAL)) if topic.at_gate else {}


def _to_convene(topic: Any, version: int) -> dict[str, Any]:
    convener = convener_of(topic)
    if convener is None or keeper_queries.convening(topic.id, version):
        return {}
    return {"to_convene": convener["name"]}


def _missed(actor: Actor, matter: Matter) -> dict[str, Any]:
    convener = convener_of(matter.topic)
    return {**_counted(actor, matter), "convener": convener["name"] if convener else None}


def _counted(_: Actor, matter: Matter) -> dict[str, Any]:
    topic: Any = matter.topic
    poll = ballots.get_poll(topic.covenant_poll_id or topic.poll_id)
    assert poll is not None
    return {
        "challenged_before": topic.state is not S.NO_QUORUM and keeper_queries.challenged_before(topic),
        "confirmed": poll.state in (PollState.CONFIRMED, PollState.CERTIFIED),
        "vote_extended": poll.extended_at is not None,
        "vote_until": today(last_close(poll.opens_at)),
    }


def _discussed(actor: Actor, matter: Matter) -> dict[str, Any]:
    hosts = Permission.TOPIC_HOST in actor.permissions
    return {"stands_back": hosts and keepers.order_duty(actor, matter) is None}


def _carried_out(_: Actor, matter: Matter) -> dict[str, Any]:
    return {"project_open": projects.open_milestones(matter.topic.id)}


_LOADERS: Mapping[TopicState, Callable[[Actor, Matter], dict[str, Any]]] = {
    S.DRAFT: _authors,
    S.RETURNED: _authors,
    S.GATE1_PENDING: _at_gate1,
    S.WITHDRAWN: _withdrawn,
    S.DECLINED: _declined,
    S.DISCUSSING: _discussed,
    S.PAUSED: _discussed,
    S.SUMMARISED: _summarised,
    S.GATE3_PENDING: _at_gate3,
    S.TALLIED: _counted,
    S.NO_QUORUM: _missed,
    S.COVENANT_DRAFT: _drafted,
    S.COVENANT_VOTE: _counted,
    S.IMPLEMENTING: _carried_out,
}
