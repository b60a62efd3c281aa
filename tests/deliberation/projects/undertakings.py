"""A project carried to where a test begins, by the people and the requests that would carry it there."""

import io
from datetime import timedelta
from typing import Any

from PIL import Image
from sqlalchemy import update

from server.core import tenancy
from server.core.database import transaction
from server.deliberation.models import Topic, TopicState
from server.deliberation.projects.models import Milestone, Project
from server.extensions import db
from server.kit.db import utc_now
from server.kit.worktime import today
from tests.deliberation.factories import put

DONE = "桩位已经装好，物业和两位住户代表一起看过。"


def day(ahead: int) -> str:
    return (today(utc_now()) + timedelta(days=ahead)).isoformat()


def paper(**changes: Any) -> dict[str, Any]:
    """A project as the host hands it in: two milestones, a month."""
    return {
        "name": "三号楼车棚充电桩",
        "summary": "在东侧车棚装八个充电桩，飞线全部拆除。",
        "owner_kind": "committee",
        "owner_name": "锦秋社区居委会",
        "department": "街道管理办",
        "budget_cents": 2_400_000,
        "source": "earmarked",
        "due_on": day(30),
        "milestones": [
            {"title": "选定施工单位", "due_on": day(10)},
            {"title": "装好并验收", "due_on": day(30)},
        ],
        **changes,
    }


def photo(who: Any) -> str:
    data = io.BytesIO()
    Image.new("RGB", (16, 12), "green").save(data, "PNG")
    sent = who.post("uploads", data={"file": (io.BytesIO(data.getvalue()), "现场.png")})
    assert sent.status_code == 201, sent.json
    return str(sent.json["id"])


def decided(scene: Any, **columns: Any) -> str:
    """A topic that was voted through, as rows."""
    with tenancy.in_community(scene.community.id), transaction():
        return str(put(scene, TopicState.DECIDED, **columns).id)


def formed(scene: Any, **columns: Any) -> dict[str, Any]:
    answer = scene.host.post(f"topics/{decided(scene, **columns)}/project", json=paper())
    assert answer.status_code == 201, answer.json
    return dict(answer.json["project"])


def step(who: Any, project: Any, verb: str, **form: Any) -> Any:
    return who.post(f"projects/{project['id']}/steps", json={"verb": verb, **form})


def reach(who: Any, project: Any, place: int, **form: Any) -> Any:
    """The `place`th milestone is reported done, with a photo unless the form says otherwise."""
    said = {"verb": "done", "text": DONE, "spent_cents": 100, **form}
    if "upload_ids" not in said:
        said["upload_ids"] = [photo(who)]
    stone = project["milestones"][place - 1]["id"]
    return who.post(f"projects/{project['id']}/milestones/{stone}/steps", json=said)


def started(scene: Any, **columns: Any) -> dict[str, Any]:
    project = formed(scene, **columns)
    assert step(scene.host, project, "start").status_code == 200
    return project


def evaluating(scene: Any, **columns: Any) -> dict[str, Any]:
    """Everything is done and the households are asked."""
    project = started(scene, **columns)
    for place in (1, 2):
        assert reach(scene.host, project, place).status_code == 200
    finished = step(scene.host, project, "finish", text="充电桩全部通电，飞线已经拆除。")
    assert finished.status_code == 200, finished.json
    return project


def days_pass(scene: Any, project: Any, days: int) -> None:
    """All its days move back, as waiting would have moved the clock on."""
    back = timedelta(days=days)
    with tenancy.in_community(scene.community.id), transaction():
        for row in db.session.query(Milestone).filter(Milestone.project_id == int(project["id"])):
            moved = {"due_on": row.due_on - back, "first_due_on": row.first_due_on - back}
            db.session.execute(update(Milestone).where(Milestone.id == row.id).values(**moved))
        held = db.session.query(Project).filter(Project.id == int(project["id"])).one()
        moved = {"due_on": held.due_on - back, "first_due_on": held.first_due_on - back}
        db.session.execute(update(Project).where(Project.id == held.id).values(**moved))


def evaluation_ends(scene: Any, topic: str) -> None:
    with tenancy.in_community(scene.community.id), transaction():
        over = today(utc_now()) - timedelta(days=1)
        db.session.execute(update(Topic).where(Topic.id == int(topic)).values(public_until=over))
