"""HTTP face of 点票. Looking is a PUT: it leaves an entry, and no answer with choices is kept under a key."""

from typing import Any

from flask import Response, jsonify

from server.ballots import counters, policy, queries, result_views
from server.ballots.api import shown_poll
from server.ballots.api_trespass import watched
from server.ballots.counter_models import Ground
from server.ballots.models import Poll
from server.ballots.schemas_counters import BallotRowsOut, LookIn, OpeningIn
from server.ballots.schemas_result import PollResultOut
from server.core.access import Actor, Permission, current_actor
from server.core.blueprint import Blueprint
from server.kit.errors import NotFoundError

blp = Blueprint(
    "counters",
    __name__,
    url_prefix="/api/v1/communities/<int:community_id>/polls/<int:poll_id>/openings",
    description="点票",
)


def _counter(poll: Poll) -> Actor:
    actor = current_actor()
    if not policy.sees(actor, poll):
        raise NotFoundError
    return actor


def _result(poll: Poll) -> Response:
    return jsonify(result_views.result(current_actor(), shown_poll(poll.id)))


@blp.post("")
@watched
@blp.requires(Permission.COUNT_OPEN, poll=queries.get_poll)
@blp.arguments(OpeningIn)
@blp.response(200, PollResultOut)
def ask_for_rows(form: dict[str, Any], poll: Poll) -> Response:
    """申请点票：记名表决计票后，居委会（村委会、业委会）或监督委员会的一人申请，另一方的一人确认。"""
    counters.ask(_counter(poll), poll, Ground(form["ground"]), form["reason"])
    return _result(poll)


@blp.post("/<int:opening_id>/confirmation")
@watched
@blp.requires(Permission.COUNT_OPEN, poll=queries.get_poll)
@blp.response(200, PollResultOut)
def confirm_opening(poll: Poll, opening_id: int) -> Response:
    """确认点票。同一人：409 two_hands；同一方：403 one_body；同一户：403 one_home。此后两人可以查看。"""
    counters.confirm(_counter(poll), poll, opening_id)
    return _result(poll)


@blp.put("/<int:opening_id>/look")
@watched
@blp.requires(Permission.COUNT_OPEN, poll=queries.get_poll)
@blp.arguments(LookIn)
@blp.response(200, BallotRowsOut)
def look_at_rows(form: dict[str, Any], poll: Poll, opening_id: int) -> dict[str, Any]:
    """查看一页各户的选择，只对共同打开的两位；每看一次都记入审计链。期限已过：409 opening_over"""
    return counters.look(_counter(poll), poll, opening_id, form["after"])


@blp.put("/<int:opening_id>/export")
@watched
@blp.requires(Permission.COUNT_OPEN, poll=queries.get_poll)
@blp.response(200, content_type="text/csv")
def export_rows(poll: Poll, opening_id: int) -> Response:
    """导出供法院核对的表格（CSV），抬头写明表决、题目和公布的哈希。依据不是司法调取：409 not_for_court"""
    text = counters.export(_counter(poll), poll, opening_id)
    headers = {"Content-Disposition": f"attachment; filename=poll-{poll.id}.csv", "Cache-Control": "no-store"}
    return Response(text, mimetype="text/csv", headers=headers)
