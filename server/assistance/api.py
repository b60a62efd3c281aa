"""HTTP face of assistance: whom one may file for, and what was filed. To file is the boards' and topics'."""

from typing import Any

from server.assistance import policy, queries, views
from server.assistance.models import Filing
from server.assistance.schemas import FilingList, FilingOut, FilingsArgs, MembersArgs, MembersPage
from server.core.access import Permission, current_actor
from server.core.blueprint import Blueprint
from server.kit.pagination import cut

blp = Blueprint(
    "assistance", __name__, url_prefix="/api/v1/communities/<int:community_id>", description="代为提交"
)


def visible_filing(filing_id: int) -> Filing | None:
    """The filing, if the caller may read how it came about."""
    filing = queries.get(filing_id)
    return filing if filing and policy.sees(current_actor(), filing) else None


@blp.get("/assistance/members")
@blp.requires(Permission.ASSIST)
@blp.arguments(MembersArgs, location="query")
@blp.response(200, MembersPage)
def list_members(args: dict[str, Any]) -> dict[str, Any]:
    """可以代他提交的邻居：自己负责的小区或楼栋的住户，按楼栋或姓氏找，姓名打码"""
    actor = current_actor()
    found = queries.members(actor, policy.ground(actor), args, args["limit"])
    page, following = cut(found, args["limit"])
    return {"items": [views.member(row) for row in page], "next": following}


@blp.get("/filings")
@blp.requires(Permission.INBOX)
@blp.arguments(FilingsArgs, location="query")
@blp.response(200, FilingList)
def list_filings(args: dict[str, Any]) -> dict[str, Any]:
    """我代邻居提交的，或别人代我提交的，最新的在前"""
    actor = current_actor()
    page, following = cut(queries.filed(actor, **args), args["limit"])
    return {"items": [views.filing(row, actor) for row in page], "next": following}


@blp.get("/filings/<int:filing_id>")
@blp.requires(Permission.INBOX, filing=visible_filing)
@blp.response(200, FilingOut)
def show_filing(filing: Filing) -> dict[str, Any]:
    """一次代为提交：谁代办、本人怎样同意、本人有没有确认"""
    return views.filing(filing, current_actor())
