"""The content check of items and of takers' words: read, ask outside a transaction, store the verdict."""

from typing import Any

from server.core import safety
from server.core.feature import External
from server.core.safety import Scene, Submission, Verdict
from server.identity.queries import openid_of
from server.market import queries, service
from server.market.models import State


def item_text(payload: dict[str, Any]) -> Submission | None:
    item = queries.get_item(payload["item_id"])
    if item is None or item.state is not State.CHECKING:
        return None
    return Submission(f"{item.title}\n{item.body}\n{item.wants}", openid_of(item.author_id), Scene.FORUM)


def note_text(payload: dict[str, Any]) -> Submission | None:
    request = queries.request_of(payload["item_id"], payload["person_id"])
    if request is None or request.clear:
        return None
    return Submission(f"{request.note}\n{request.thanks}", openid_of(request.author_id), Scene.COMMENT)


def judge_item(payload: dict[str, Any], verdict: Verdict) -> None:
    service.judge(payload["item_id"], verdict)


def judge_note(payload: dict[str, Any], verdict: Verdict) -> None:
    service.judge_note(payload, verdict)


CHECK_ITEM = External(item_text, safety.check, judge_item)
CHECK_NOTE = External(note_text, safety.check, judge_note)
