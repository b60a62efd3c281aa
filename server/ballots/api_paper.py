"""HTTP face of votes without a phone: 代录 (paper ballots) and 委托 (letters of authority)."""

from typing import Any

from server.ballots import (
    paper,
    paper_entry,
    paper_views,
    policy,
    proxies,
    proxy_views,
    queries,
)
from server.ballots import (
    paper_schemas as wire,
)
from server.ballots.api_trespass import watched
from server.ballots.models import Poll
from server.ballots.paper_queries import Wanted
from server.core.access import Actor, Permission, current_actor
from server.core.blueprint import Blueprint
from server.kit.errors import NotFoundError

PREFIX = "/api/v1/communities/<int:community_id>/polls/<int:poll_id>"
blp = Blueprint("paper", __name__, url_prefix=PREFIX, description="纸质票与委托")


def _clerk(poll: Poll) -> Actor:
    """The caller, who must be of the poll's estate."""
    actor = current_actor()
    if not policy.sees(actor, poll):
        raise NotFoundError
    return actor


@blp.get("/paper-ballots")
@blp.requires(Permission.PAPER_READ, poll=queries.get_poll)
@blp.arguments(wire.DeskArgs, location="query")
@blp.response(200, wire.PaperPage)
def list_paper(args: dict[str, Any], poll: Poll) -> dict[str, Any]:
    """纸质票进度：全体、各楼栋，和一页住户（可按楼栋、状态筛选）"""
    return paper_views.desk_page(_clerk(poll), poll, args)


@blp.post("/paper-ballots")
@watched
@blp.requires(Permission.POLL_DESK, poll=queries.get_poll)
@blp.arguments(wire.PaperIssueIn)
@blp.response(201, wire.PaperIssuedOut)
def issue_paper(form: dict[str, Any], poll: Poll) -> dict[str, Any]:
    """发纸质票，每户一张；写明原因则作废旧票补发。无记名表决：409 secret_no_paper"""
    which = Wanted(form["home_ids"], form["building_id"], form["all_without_phone"])
    fresh, skipped = paper.issue(_clerk(poll), poll, which, form["reason"])
    return {"issued": len(fresh), "home_ids": fresh, "skipped": skipped}


@blp.get("/paper-sheets")
@watched
@blp.requires(Permission.POLL_DESK, poll=queries.get_poll)
@blp.arguments(wire.SheetArgs, location="query")
@blp.response(200, wire.PaperSheetsOut)
def print_sheets(args: dict[str, Any], poll: Poll) -> dict[str, Any]:
    """待打印的纸质票：已发、还没有录入的"""
    _clerk(poll)
    return paper_views.sheets(poll, args)


@blp.get("/paper-ballots/<serial>")
@blp.requires(Permission.PAPER_READ, poll=queries.get_poll)
@blp.arguments(wire.CodeArgs, location="query")
@blp.response(200, wire.PaperSheetPage)
def read_paper(args: dict[str, Any], poll: Poll, serial: str) -> dict[str, Any]:
    """一张票：哪一户、录到第几遍、照片。不含任何一遍录入的选项"""
    return paper_views.sheet_page(_clerk(poll), poll, serial, args["token"])


@blp.post("/paper-ballots/<serial>/entries")
@watched
@blp.requires(Permission.POLL_DESK, poll=queries.get_poll)
@blp.arguments(wire.PaperEntryIn)
@blp.response(200, wire.PaperSheetPage)
def enter_paper(form: dict[str, Any], poll: Poll, serial: str) -> dict[str, Any]:
    """录入一遍。两人各录一遍且一致才计票；手机已投：409 phone_wins；同一人录两遍：409 two_hands"""
    actor = _clerk(poll)
    paper_entry.enter(actor, poll, serial, paper_entry.Reading(**form))
    return paper_views.sheet_page(actor, poll, serial, None)


@blp.post("/paper-ballots/<serial>/steps")
@watched
@blp.requires(Permission.POLL_DESK, poll=queries.get_poll)
@blp.arguments(wire.PaperStepIn)
@blp.response(200, wire.PaperSheetPage)
def step_paper(form: dict[str, Any], poll: Poll, serial: str) -> dict[str, Any]:
    """作废一张票，写明原因"""
    actor = _clerk(poll)
    paper.void(actor, poll, serial, form["reason"])
    return paper_views.sheet_page(actor, poll, serial, None)


@blp.get("/proxies")
@blp.requires(Permission.PAPER_READ, poll=queries.get_poll)
@blp.response(200, wire.ProxyLettersOut)
def list_proxies(poll: Poll) -> dict[str, Any]:
    """登记的委托书"""
    return proxy_views.letters(_clerk(poll), poll)


@blp.post("/proxies")
@watched
@blp.requires(Permission.POLL_DESK, poll=queries.get_poll)
@blp.arguments(wire.ProxyLetterIn)
@blp.response(201, wire.ProxyLettersOut)
def register_proxy(form: dict[str, Any], poll: Poll) -> dict[str, Any]:
    """登记一份委托书；另一位工作人员确认后，受委托人才能代这户投票。无记名表决：409 secret_no_proxy"""
    actor = _clerk(poll)
    proxies.register(actor, poll, proxies.Letter(**form))
    return proxy_views.letters(actor, poll)


@blp.post("/proxies/<int:letter_id>/steps")
@watched
@blp.requires(Permission.POLL_DESK, poll=queries.get_poll)
@blp.arguments(wire.ProxyStepIn)
@blp.response(200, wire.ProxyLettersOut)
def step_proxy(form: dict[str, Any], poll: Poll, letter_id: int) -> dict[str, Any]:
    """确认（登记人以外的一位）或撤销（受委托人投票之前）一份委托"""
    actor = _clerk(poll)
    if form["verb"] == "confirm":
        proxies.confirm(actor, poll, letter_id)
    else:
        proxies.revoke(actor, poll, letter_id, form["reason"])
    return proxy_views.letters(actor, poll)
