"""What people are told of an emergency. A drill says 【演练】 first; no line says what a home wrote."""

from collections.abc import Iterable
from typing import Any, TypeAlias

from server.emergency import need_queries
from server.emergency import queries as emergencies
from server.emergency.models import Emergency, Verb
from server.emergency.need_models import EmergencyNeed
from server.emergency.words import NEED_KINDS, title
from server.identity import queries as identity
from server.notices import queries
from server.notices.models import Kind
from server.notices.service import Line, tell_all
from server.places import queries as places

Event: TypeAlias = dict[str, Any]
SWITCHED = {
    Verb.BEGIN: "已启动，请报平安",
    Verb.EXTEND: "已延长",
    Verb.END: "已结束",
    Verb.GIVE_WAY: "已中止",
    Verb.EXPIRE: "已结束",
}
DESK = {"ask": "有一户需要帮助"}
HOME = {
    "take": "有志愿者来帮您家了",
    "dispatch": "已派志愿者来帮您家",
    "release": "原来的志愿者来不了，正在另找人",
    "recall": "您家的需求正在另派人",
    "finish": "您家的需求已登记办好",
    "settle": "您家的需求已登记办好",
}
TAKER = {
    "dispatch": "请您去帮一户邻居",
    "recall": "您在办的需求已另派人，不用去了",
    "settle": "您在办的需求已登记办好",
    "cancel": "您在办的需求，邻居说不需要了",
}


def switched(event: Event) -> None:
    """Everybody who lives or works in what it is about."""
    emergency = emergencies.get_emergency(event["emergency_id"])
    step = emergencies.get_step(event["emergency_id"], event["seq"])
    if emergency is None or step is None:
        return
    said = f"{title(emergency)}：{SWITCHED[step.verb]}"
    line = Line(Kind.EMERGENCY, said, step.reason, f"emergency:{emergency.id}")
    people = {
        *queries.residents(emergency.estate_id),
        *queries.workers(emergency.community_id, emergency.estate_id),
    }
    tell_all(people, f"emergency:{emergency.id}:{step.seq}", line)


def need_moved(event: Event) -> None:
    """The desk of a new need; the home and the helper of what the other or the desk did."""
    need = need_queries.get_need(event["need_id"])
    emergency = emergencies.get_emergency(need.emergency_id) if need else None
    if need is None or emergency is None:
        return
    for words, people in ((DESK, _desk_of), (HOME, _home_of), (TAKER, _taker_of)):
        if said := words.get(event["verb"]):
            what, link = f"需求：{NEED_KINDS[need.kind]}", f"emergency_needs:{emergency.id}"
            line = Line(Kind.EMERGENCY, f"{title(emergency)}：{said}", what, link)
            others = set(people(emergency, need, event)) - {event["person_id"]}
            tell_all(others, f"need:{need.id}:{event['step_id']}", line)


def _desk_of(emergency: Emergency, need: EmergencyNeed, _: Event) -> Iterable[int]:
    home = places.get_home(need.home_id)
    return queries.workers(emergency.community_id, home.estate_id if home else None)


def _home_of(_: Emergency, need: EmergencyNeed, __: Event) -> Iterable[int]:
    return (one.person_id for one in identity.members_of_home(need.home_id))


def _taker_of(_: Emergency, __: EmergencyNeed, event: Event) -> Iterable[int]:
    taker = need_queries.person_of(event["taker_id"]) if event["taker_id"] else None
    return [taker] if taker else []
