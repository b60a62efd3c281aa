"""What a gate decision rests on: the rule it cites, and the minutes of the party organisation's own talk."""

import hashlib
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from server.core.access import Actor
from server.deliberation.forms import Move
from server.deliberation.gate_models import Gate
from server.deliberation.keeper_models import CollectiveMinutes
from server.deliberation.policy import Matter, gate_duty
from server.deliberation.workflow import BARE, JUDGES, Verb, permission_of
from server.extensions import db
from server.kit import chain
from server.kit.errors import InvalidError
from server.kit.ids import new_id
from server.kit.rest import stamp
from server.kit.worktime import today

#: 中共中央办公厅、国务院办公厅《关于加强城乡社区协商的意见》 (2015) is the frame of the whole chain.
USUAL = "《关于加强城乡社区协商的意见》（中办发〔2015〕41号）；本社区议事规则"
MOST_RULE = 300
#: The second hand signs what the first one wrote; standing back decides nothing.
_BARE = BARE | {Verb.COUNTERSIGN, Verb.REFUSE_COUNTERSIGN}


def taken(verb: Verb) -> bool:
    """Whether this step is a decision of the party organisation, which may say what it rests on."""
    return permission_of(verb) in JUDGES and verb not in _BARE


def check(move: Move) -> None:
    """InvalidError when grounds come with a step that is no decision of the party organisation."""
    given = move.rule is not None or move.collective is not None
    if given and not taken(move.verb):
        raise InvalidError("只有党组织的把关决定才写依据和集体研究记录", code="no_decision")


def rule_of(gate: Gate, move: Move, rule: Mapping[str, Any] | None) -> str:
    """The gatekeeper's own citation; else the rule of the route, with its version, or the usual frame.

    rule: of how the topic, or its covenant, is decided.
    """
    if move.rule is not None:
        return move.rule
    if gate in (Gate.DECISION, Gate.COVENANT) and rule is not None:
        return f"{rule['cite']}（{rule['version']}）"[:MOST_RULE]
    return USUAL


def keep(actor: Actor, matter: Matter, move: Move, moment: datetime) -> CollectiveMinutes | None:
    """Store the minutes that came with a decision. InvalidError: the talk lies in the future."""
    form = move.collective
    if form is None:
        return None
    if form["held_on"] > today(moment):
        raise InvalidError("集体研究的日期不能晚于今天", code="minutes_ahead")
    duty = gate_duty(actor, matter)
    assert duty is not None
    row = CollectiveMinutes(id=new_id(), topic_id=matter.topic.id, sha256=digest(**form), **form)
    row.recorded_by, row.recorded_name, row.org = actor.person_id, actor.name, duty.organisation
    db.session.add(row)
    db.session.flush()
    return row


def evidence(minutes: CollectiveMinutes | None) -> dict[str, str]:
    """What the decision's hash holds of the minutes beside their id: nobody rewords them afterwards."""
    return {"minutes_hash": minutes.sha256.hex()} if minutes else {}


def digest(held_on: date, present: int, body: str) -> bytes:
    """SHA-256 of the minutes as everybody reads them."""
    entry = {"held_on": held_on.isoformat(), "present": present, "body": body}
    return hashlib.sha256(chain.canonical(entry)).digest()


def shown(row: CollectiveMinutes) -> dict[str, Any]:
    return {
        "id": str(row.id),
        "held_on": row.held_on.isoformat(),
        "present": row.present,
        "body": row.body,
        "org": row.org,
        "recorded_name": row.recorded_name,
        "at": stamp(row.at),
    }
