"""Applications as their applicant and the committee see them."""

from collections.abc import Sequence
from typing import Any

from server.identity import queries
from server.identity.models import RELATION_NAMES, Application, ApplicationState, ApplicationStep
from server.places import queries as places

STATE_NAMES = {
    ApplicationState.APPLIED: "实名核对中",
    ApplicationState.VERIFIED: "待居委会审核",
    ApplicationState.APPROVED: "已通过",
    ApplicationState.RETURNED: "请补充后再提交",
    ApplicationState.REFUSED: "未通过",
    ApplicationState.WITHDRAWN: "已撤回",
}


def applications(rows: Sequence[Application]) -> list[dict[str, Any]]:
    """Each with its steps; `verbs` is for the caller to fill where he may act."""
    steps = queries.steps_of(rows)
    where = {row.community_id for row in rows}
    communities = {one.id: one.name for one in places.communities(where)}
    estates = {one.id: one.name for one in places.estates_of(where)}
    return [
        {
            **_plain(row),
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
        "verbs": [],
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
