"""What is told of filing for a neighbour: he is asked for his word, his helper hears it."""

from typing import Any

from server.assistance import queries as filings
from server.assistance.models import Filing, FilingKind, FilingState
from server.assistance.words import KIND_NAMES
from server.core.access import ROLE_NAMES
from server.notices.models import Kind
from server.notices.service import Line, tell


def filed(event: dict[str, Any]) -> None:
    row = filings.get(event["filing_id"])
    if row is None or row.state is not FilingState.WAITING:
        return
    who = f"{row.helper_name}（{ROLE_NAMES[row.helper_role]}）"  # type: ignore[index]
    title = f"{who}代您提交了{KIND_NAMES[row.kind]}，请确认"
    tell(row.person_id, f"filing:{row.id}", _line(row, title, row.title))


def answered(event: dict[str, Any]) -> None:
    row = filings.get(event["filing_id"])
    if row is None or row.state != event["state"]:
        return
    confirmed = row.state is FilingState.CONFIRMED
    said = "已确认您代为提交的内容" if confirmed else "表示您代为提交的不是自己的意思"
    because = f"{row.title}。{row.reason}" if row.reason else row.title
    tell(row.helper_id, f"filing:{row.id}:{row.state}", _line(row, f"{row.person_name}{said}", because))


def _line(row: Filing, title: str, body: str) -> Line:
    of_post = row.kind is FilingKind.POST
    link = f"post:{row.subject_id}" if of_post else f"topic:{row.subject_id}"
    return Line(Kind.POST if of_post else Kind.TOPIC, title, body, link)
