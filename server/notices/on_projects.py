"""What people are told about projects: those who follow the topic, and those who wrote something."""

from datetime import date
from typing import Any

from server.deliberation import followers
from server.deliberation.guards import day_words
from server.deliberation.projects import evaluation_queries
from server.deliberation.projects import queries as projects
from server.notices.models import Kind
from server.notices.service import Line, tell, tell_all

JUDGED = {"held": "已转人工查看", "refused": "没有通过审核", "hidden": "已被隐藏"}


def milestone_done(event: dict[str, Any]) -> None:
    _tell_followers(event, "项目完成了一个节点", f"milestone:{event['milestone_id']}:done")


def milestone_overdue(event: dict[str, Any]) -> None:
    """Told once for each day it was promised for: who is late says why, or moves it in public."""
    due = day_words(date.fromisoformat(event["due_on"]))
    source = f"milestone:{event['milestone_id']}:late:{event['due_on']}"
    _tell_followers(event, "项目节点过了计划日期", source, f"计划 {due} 完成")


def _tell_followers(event: dict[str, Any], title: str, source: str, words: str = "") -> None:
    held, stone = projects.undertaking(event["project_id"]), projects.milestone(event["milestone_id"])
    if held is None or stone is None:
        return
    body = "，".join(filter(None, (f"{held.project.name}：{stone.title}", words)))
    line = Line(Kind.TOPIC, title, body, f"project:{held.project.id}")
    tell_all(_audience(held), source, line)


def _audience(held: projects.Undertaking) -> frozenset[int]:
    said = projects.note_writers(held.project.id)
    return followers.of(held.project.topic_id) | said | {held.project.formed_by}


def rescheduled(event: dict[str, Any]) -> None:
    held, note = projects.undertaking(event["project_id"]), projects.note(event["note_id"])
    if held is None or note is None:
        return
    line = Line(
        Kind.TOPIC, "项目日期有调整", f"{held.project.name}：{note.body}", f"project:{held.project.id}"
    )
    tell_all(_audience(held), f"project_note:{note.id}", line)


def note_judged(event: dict[str, Any]) -> None:
    row = projects.note(event["note_id"])
    if row is None or event["state"] not in JUDGED:
        return
    line = Line(Kind.TOPIC, f"您的项目留言{JUDGED[event['state']]}", row.body, f"project:{row.project_id}")
    tell(row.author_id, f"project_note:{row.id}:{event['judgement']}", line)


def evaluation_judged(event: dict[str, Any]) -> None:
    row = evaluation_queries.given(event["topic_id"], event["home_id"])
    if row is None or event["state"] not in JUDGED:
        return
    title = f"您家的评价文字{JUDGED[event['state']]}，评价照样计入"
    source = f"evaluation:{row.topic_id}:{row.home_id}:{event['times']}:{event['state']}"
    tell(row.person_id, source, Line(Kind.TOPIC, title, row.body, f"evaluation:{row.topic_id}"))
