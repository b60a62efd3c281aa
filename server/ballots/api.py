"""HTTP face of polls."""

from typing import Any

from flask import Response, jsonify

from server.ballots import casting, policy, queries, result_views, secret, service, views
from server.ballots.api_trespass import watched
from server.ballots.models import Poll
from server.ballots.schemas import BallotIn, BallotOut, ConfirmationIn, PollPage
from server.ballots.schemas_result import ParticipantPage, PollResultOut
from server.core.access import Permission, current_actor
from server.core.blueprint import Blueprint
from server.kit.errors import NotFoundError
from server.kit.pagination import PageArgs

blp = Blueprint(
    "polls", __name__, url_prefix="/api/v1/communities/<int:community_id>/polls", description="表决"
)


def shown_poll(poll_id: int) -> Any:
    """The poll as its pages tell it to the caller."""
    return queries.shown(poll_id, current_actor().person_id)


@blp.get("/<int:poll_id>")
@blp.requires(Permission.POLL_READ, poll=shown_poll)
@blp.response(200, PollPage)
def read_poll(poll: Any) -> Response:
    """表决：题目、选项、规则、参与情况和还差多少，和我家能否投票。截止前不显示任何选项的票数。"""
    return jsonify(views.page(current_actor(), poll))


@blp.put("/<int:poll_id>/ballot")
@blp.requires(Permission.POLL_VOTE, poll=queries.held)
@blp.arguments(BallotIn)
@blp.response(200, BallotOut)
def cast_ballot(form: dict[str, Any], poll: Poll) -> dict[str, Any]:
    """为一户投票，或在截止前由本人更改。他人已投 409 home_voted，截止后 409 poll_closed。

    无记名票不能改，要附上手机生成的 receipt；没有收到回音时原样再发一次，回答与第一次相同，不会多一张票。
    """
    actor = current_actor()
    if not policy.sees(actor, poll):
        raise NotFoundError
    receipt = secret.checked(poll, form.pop("receipt"))
    if receipt is not None:
        cast_at = secret.cast(actor, poll, receipt=receipt, **form)
        return form | {"option_id": None, "cast_at": cast_at, "receipt": receipt.hex(), "changed": 0}
    done = casting.cast(actor, poll, **form)
    return form | {"cast_at": done.cast_at, "receipt": done.receipt.hex(), "changed": done.changed}


@blp.get("/<int:poll_id>/result")
@blp.requires(Permission.POLL_READ, poll=shown_poll)
@blp.response(200, PollResultOut)
def read_result(poll: Any) -> Response:
    """结果与算式；截止前对任何人都是 409 poll_open。参与不足时不公布任何选项的票数。"""
    return jsonify(result_views.result(current_actor(), poll))


@blp.get("/<int:poll_id>/participants")
@blp.requires(Permission.POLL_READ, poll=shown_poll)
@blp.arguments(PageArgs, location="query")
@blp.response(200, ParticipantPage)
def list_participants(args: dict[str, Any], poll: Poll) -> dict[str, Any]:
    """哪些户参加了表决；公开表决还有各户的选择。截止前：409 poll_open。"""
    return result_views.participants(current_actor(), poll, args["after"])


@blp.post("/<int:poll_id>/confirmation")
@watched
@blp.requires(Permission.COUNT_CONFIRM, poll=queries.get_poll)
@blp.arguments(ConfirmationIn)
@blp.response(200, PollPage)
def confirm_count(form: dict[str, Any], poll: Poll) -> Response:
    """监督委员会成员核对并确认计票。只能确认，不能更改。"""
    actor = current_actor()
    if not policy.sees(actor, poll):
        raise NotFoundError
    locked = queries.lock_poll(poll.id) or poll
    service.confirm(actor, locked, form["note"])
    return jsonify(views.page(actor, shown_poll(poll.id)))
