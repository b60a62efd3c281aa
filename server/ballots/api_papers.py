"""HTTP face of what a counted poll leaves on paper: the resolution, and all that verifies it."""

from typing import Any

from server.ballots import policy, publication, resolution
from server.ballots.api import shown_poll
from server.ballots.models import Poll
from server.ballots.schemas_papers import PublicationOut, ResolutionOut
from server.core.access import Permission, current_actor
from server.core.blueprint import Blueprint
from server.kit.errors import NotFoundError

blp = Blueprint(
    "poll_papers", __name__, url_prefix="/api/v1/communities/<int:community_id>/polls", description="表决公告"
)


@blp.get("/<int:poll_id>/resolution")
@blp.requires(Permission.POLL_READ, poll=shown_poll)
@blp.response(200, ResolutionOut)
def read_resolution(poll: Poll) -> dict[str, Any]:
    """决议公告：规则、算式、日期、谁核对、怎样核验。截止前：409 poll_open；没有通过的如实写明。"""
    return resolution.resolution(current_actor(), poll)


@blp.get("/<int:poll_id>/publication")
@blp.requires(Permission.POLL_READ, poll=shown_poll)
@blp.response(200, PublicationOut)
def read_publication(poll: Poll) -> dict[str, Any]:
    """可独立核验的公布材料：条款、名册、票箱、合计；用 scripts/verify_poll 复算。截止前：409 poll_open。"""
    if not policy.sees(current_actor(), poll):
        raise NotFoundError
    return publication.public(poll)
