"""Rows as the JSON that clients get: ids as strings, times as stamps."""

from collections.abc import Iterable
from typing import Any

from server.assistance import words as assistance
from server.boards.catalogue import BOARDS, KIND_NAMES, REASON_NAMES, STATE_NAMES
from server.boards.models import Comment, Post
from server.core import authors, uploads
from server.kit.rest import stamp

EXCERPT = 80


def card(row: Any) -> dict[str, Any]:
    """A post in a list. `row` has the columns of queries.CARD."""
    return {
        "id": str(row.id),
        "board": row.board.value,
        "board_name": BOARDS[row.board].name,
        "kind": row.kind.value,
        "kind_name": KIND_NAMES[row.kind],
        "title": row.title,
        "excerpt": excerpt(row.text),
        "photos": uploads.view(row.community_id, row.photos),
        "author": authors.view(row),
        "filed": assistance.shown(row),
        "estate": {"id": str(row.estate_id), "name": row.estate_name} if row.estate_id else None,
        "created_at": stamp(row.created_at),
        "comments": row.comments,
        "thanks": row.thanks,
        "pinned": row.pinned,
        "answered": _answered(row),
        **_state(row),
    }


def post(row: Any) -> dict[str, Any]:
    """A post on its own page: `row.text` is the whole body there."""
    return {**card(row), "body": row.text}


def comment(row: Any, answer_id: int | None) -> dict[str, Any]:
    """A comment; `row` is a Comment or has its columns. `answer_id` names the post's answer."""
    return {
        "id": str(row.id),
        "body": row.body,
        "photos": uploads.view(row.community_id, row.photos),
        "author": authors.view(row),
        "created_at": stamp(row.created_at),
        "reply_to": str(row.reply_to) if row.reply_to else None,
        "reply_to_name": row.reply_to_name,
        "answer": row.id == answer_id,
        **_state(row),
    }


def excerpt(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= EXCERPT else flat[: EXCERPT - 1] + "…"


def _answered(row: Any) -> dict[str, Any] | None:
    if row.answered_at is None:
        return None
    waited = int((row.answered_at - row.created_at).total_seconds() // 60)
    return {"by": row.answered_by, "at": stamp(row.answered_at), "after_minutes": max(waited, 0)}


def _state(row: Any) -> dict[str, Any]:
    return {"state": row.state.value, "state_name": STATE_NAMES[row.state], "reason": row.reason}


def desk_item(row: Post | Comment, reports: Iterable[Any], verbs: list[str]) -> dict[str, Any]:
    """One line of the moderation desk: a held or reported post or comment, with what is said against it."""
    post_id = row.post_id if isinstance(row, Comment) else row.id
    return {
        "id": str(row.id),
        "type": "comment" if isinstance(row, Comment) else "post",
        "post_id": str(post_id),
        "text": row.body if isinstance(row, Comment) else f"{row.title}\n{row.body}",
        "photos": uploads.view(row.community_id, row.photos),
        "author": authors.view(row),
        "created_at": stamp(row.created_at),
        "reports": [
            {"reason_name": REASON_NAMES[one.reason_code], "note": one.note, "at": stamp(one.at)}
            for one in reports
        ],
        "verbs": verbs,
        **_state(row),
    }
