"""HTTP face of polls."""

from typing import Any

from server.ballots import casting, policy, queries, views
from server.ballots.models import Poll
from server.ballots.schemas import BallotIn, BallotOut, PollPage, PollResultOut
from server.core.access import Permission, current_actor
from server.core.blueprint import Blueprint
from server.kit.errors import NotFoundError

blp = Blueprint(
    "polls", __name__, url_prefix="/api/v1/communities/<int:community_id>/polls", description="表决"
)


@blp.get("/<int:poll_id>")
@blp.requires(Permission.POLL_READ, poll=queries.get_poll)
@blp.response(200, PollPage)
def read_poll(poll: Poll) -> dict[str, Any]:
    """表决：题目、选项、规则、参与户数，和我家能否投票。截止前不显示任何选项的票数。"""
    return views.page(current_actor(), poll)


@blp.put("/<int:poll_id>/ballot")
@blp.requires(Permission.POLL_VOTE, poll=queries.get_poll)
@blp.arguments(BallotIn)
@blp.response(200, BallotOut)
def cast_ballot(form: dict[str, Any], poll: Poll) -> dict[str, Any]:
    """为一户投票，或在截止前由本人更改。同一户他人已投：409 home_voted；截止后：409 poll_closed。"""
    actor = current_actor()
    if not policy.sees(actor, poll):
        raise NotFoundError
    done = casting.cast(actor, poll, **form)
    return {
        "home_id": form["home_id"],
        "option_id": done.option_id,
        "cast_at": done.cast_at,
        "receipt": done.receipt.hex(),
        "changed": done.changed,
    }


@blp.get("/<int:poll_id>/result")
@blp.requires(Permission.POLL_READ, poll=queries.get_poll)
@blp.response(200, PollResultOut)
def read_result(poll: Poll) -> dict[str, Any]:
    """结果与算式；截止前对任何人都是 409 poll_open。"""
    return views.result(current_actor(), poll)
