"""Effects of the discussion: its plan, its opening, its end."""

import hashlib
from datetime import datetime

from server.core.access import ROLE_NAMES, Actor
from server.deliberation import forms
from server.deliberation.effects import Effect, Effects
from server.deliberation.forms import Move
from server.deliberation.policy import Matter
from server.deliberation.workflow import Verb
from server.kit import chain


def plan(actor: Actor, matter: Matter, move: Move, moment: datetime) -> Effect:
    assert move.plan is not None
    role = ROLE_NAMES[actor.duties[0].role]
    host = {"name": actor.name, "place": actor.duties[0].organisation, "role": role}
    return Effect({"plan": forms.plan_of(matter.topic, move.plan, host, moment)})


def open_discussion(_: Actor, matter: Matter, __: Move, ___: datetime) -> Effect:
    assert matter.topic.plan is not None
    return Effect(evidence={"plan_hash": hashlib.sha256(chain.canonical(matter.topic.plan)).hexdigest()})


def summarise(_: Actor, __: Matter, move: Move, ___: datetime) -> Effect:
    return Effect({"summary": move.summary})


EFFECTS: Effects = {
    Verb.PLAN: plan,
    Verb.OPEN_DISCUSSION: open_discussion,
    Verb.SUMMARISE: summarise,
}
