"""HTTP face of the inbox."""

from typing import Any

from server.core.access import Permission, current_actor
from server.core.blueprint import Blueprint
from server.kit.pagination import PageArgs, cut
from server.notices import queries, service
from server.notices.schemas import NoticePage, NoticeReadIn, UnreadOut

PREFIX = "/api/v1/communities/<int:community_id>/notices"
blp = Blueprint("notices", __name__, url_prefix=PREFIX, description="消息")


@blp.get("")
@blp.requires(Permission.INBOX)
@blp.arguments(PageArgs, location="query")
@blp.response(200, NoticePage)
def list_notices(args: dict[str, Any]) -> dict[str, Any]:
    """我在这个社区的消息，最新的在前"""
    person_id = current_actor().person_id
    rows, following = cut(queries.inbox(person_id, **args), args["limit"])
    return {"items": rows, "next": following, "unread": queries.unread(person_id)}


@blp.post("/read")
@blp.requires(Permission.INBOX)
@blp.arguments(NoticeReadIn)
@blp.response(200, UnreadOut)
def read_notices(form: dict[str, Any]) -> dict[str, int]:
    """标为已读"""
    return {"unread": service.mark_read(current_actor(), form["ids"])}
