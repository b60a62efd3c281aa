"""Needs and helpers as JSON: the door and the words only for the home, who sees to it, and the desk."""

from typing import Any

from server.core.access import Actor, Permission
from server.emergency import need_queries, policy, vault
from server.emergency.models import Emergency, Skill
from server.emergency.need_queries import Reach
from server.emergency.needs import is_on
from server.emergency.policy import Case
from server.emergency.words import NEED_KINDS, NEED_STATES, SKILLS

Document = dict[str, Any]


def page(actor: Actor, emergency: Emergency) -> Document:
    """What the reader may know of: the desk all of its ground, a volunteer the open ones, a home its own."""
    volunteer = need_queries.volunteer_of(emergency.id, actor.person_id)
    running = is_on(emergency)
    signed_on = volunteer is not None and volunteer.left_at is None
    reach = Reach(
        homes=policy.own_homes(actor, emergency),
        estates=policy.ground(actor) if Permission.EMERGENCY_DESK in actor.permissions else frozenset(),
        volunteer_id=volunteer.id if volunteer else None,
        open_ones=running and signed_on,
    )
    rows = need_queries.page(emergency.id, reach)
    cases = {row[0].id: Case(row[0], row.estate_id, running, volunteer) for row in rows}
    readable = [key for key, case in cases.items() if policy.reads_words(actor, case)]
    words = vault.words_of(readable)
    return {"items": [_need(actor, row, cases[row[0].id], words.get(row[0].id)) for row in rows]}


def _need(actor: Actor, row: Any, case: Case, words: tuple[str, str] | None) -> Document:
    need, reads = case.need, policy.reads_words(actor, case)
    text, note = words or (None, None)
    return {
        **{name: getattr(need, name) for name in ("id", "kind", "state", "org", "created_at")},
        "kind_name": NEED_KINDS[need.kind],
        "state_name": NEED_STATES[need.state],
        "building": row.building,
        "room": row.room if reads else None,
        "name": need.name if reads else None,
        "text": text,
        "note": note,
        "taker": row.taker if reads else None,
        "own": need.home_id in actor.home_ids,
        "verbs": policy.need_verbs(actor, case),
    }


def volunteers(emergency: Emergency) -> Document:
    """Who is signed on, the first first."""
    return {
        "items": [
            {**row._asdict(), "skill_names": [SKILLS[Skill(one)] for one in row.skills]}
            for row in need_queries.volunteers(emergency.id)
        ]
    }
