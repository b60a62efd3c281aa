"""Applications as their applicant and the committee see them."""

from collections.abc import Sequence
from typing import Any

from server.core.access import Actor
from server.identity import policy
from server.identity import queries as persons
from server.identity import queries_enrolment as queries
from server.identity.models import RELATION_NAMES, Assurance
from server.identity.models_enrolment import Application, ApplicationState, ApplicationStep, RollMatch
from server.places import doors
from server.places import queries as places

STATE_NAMES = {
    ApplicationState.APPLIED: "实名核对中",
    ApplicationState.VERIFIED: "待居委会审核",
    ApplicationState.APPROVED: "已通过",
    ApplicationState.RETURNED: "请补充后再提交",
    ApplicationState.REFUSED: "未通过",
    ApplicationState.WITHDRAWN: "已撤回",
}


ROLL_NAMES = {
    RollMatch.UNKNOWN: "名册里没有这一户或没有登记业主",
    RollMatch.MATCHED: "与名册登记的业主一致",
    RollMatch.DIFFERENT: "与名册登记的业主不一致",
}
ASSURANCE_NAMES = {
    Assurance.NONE: "尚未核对",
    Assurance.SELF_DECLARED: "只核对了号码格式，请查验证件",
    Assurance.ROLL: "与居委会名册一致",
    Assurance.PROVIDER: "核验机构确认姓名与号码一致",
}


def applications(rows: Sequence[Application], actor: Actor) -> list[dict[str, Any]]:
    """Each with its steps, and the verbs of this caller."""
    steps = queries.steps_of(rows)
    where = {row.community_id for row in rows}
    communities = {one.id: one.name for one in places.communities(where)}
    estates = {one.id: one.name for one in places.estates_of(where)}
    return [
        {
            **_plain(row),
            "verbs": policy.verbs(actor, row),
            "community": {"id": row.community_id, "name": communities[row.community_id]},
            "estate": estates[row.estate_id],
            "steps": [_step(step) for step in steps[row.id]],
        }
        for row in rows
    ]


def _plain(row: Application) -> dict[str, Any]:
    return {
        "id": row.id,
        "state": row.state.value,
        "state_name": STATE_NAMES[row.state],
        "relation_name": RELATION_NAMES[row.relation],
        "building": row.building,
        "room": row.room,
        "name": row.masked_name,
        "phone": row.masked_phone,
        "reason": row.reason,
        "created_at": row.created_at,
        "version": row.version,
    }


def _step(step: ApplicationStep) -> dict[str, Any]:
    return {
        "verb": step.verb,
        "by": step.by,
        "at": step.at,
        "reason": step.reason,
        "to_name": STATE_NAMES[step.to_state],
    }


def application(row: Application, actor: Actor) -> dict[str, Any]:
    return applications([row], actor)[0]


def reviews(rows: Sequence[Application], actor: Actor) -> list[dict[str, Any]]:
    """The same with what only the committee learns: roll, home, who lives there, a second account."""
    homes = {row.home_id for row in rows if row.home_id}
    doors = {door.id: door for door in places.home_doors(homes)}
    members: dict[int, list[dict[str, str]]] = {}
    for one in persons.members_of_homes(homes):
        members.setdefault(one.home_id, []).append(_member(one))
    return [
        {
            **shown,
            "roll": row.roll.value,
            "roll_name": ROLL_NAMES[row.roll],
            "assurance_name": ASSURANCE_NAMES[row.assurance],
            "duplicate": row.duplicate,
            "may_unmask": policy.may_unmask(actor, row),
            "home": _home(doors.get(row.home_id)),
            "home_members": members.get(row.home_id or 0, []),
        }
        for row, shown in zip(rows, applications(rows, actor), strict=True)
    ]


def review(row: Application, actor: Actor) -> dict[str, Any]:
    return reviews([row], actor)[0]


def home_members(home_id: int) -> list[dict[str, str]]:
    """Who lives behind a door now, masked."""
    return [_member(one) for one in persons.members_of_home(home_id)]


def _member(row: Any) -> dict[str, str]:
    return {"name": row.masked_name, "relation_name": RELATION_NAMES[row.relation]}


def _home(door: Any) -> dict[str, Any] | None:
    if door is None:
        return None
    return {
        "id": door.id,
        "label": doors.label(door.building, door.room),
        "area": doors.square_metres(door.area_cm),
    }
