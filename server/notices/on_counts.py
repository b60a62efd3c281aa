"""What those who confirm counts are told."""

from typing import Any

from server.ballots import queries as ballots
from server.ballots.models import PollState
from server.core.access import Role
from server.notices import queries
from server.notices.models import Kind
from server.notices.service import Line, tell_all


def poll_closed(event: dict[str, Any]) -> None:
    """The 监督委员会 of the community or of the poll's estate: a count waits for them, after every close."""
    poll = ballots.get_poll(event["poll_id"])
    if poll is None or poll.state is not PollState.CLOSED:
        return
    line = Line(Kind.POLL, "表决已截止，计票待您核对", poll.question, f"result:{poll.id}")
    people = queries.holders(Role.WATCH, poll.community_id, poll.estate_id)
    # An extended poll closes twice.
    tell_all(people, f"count:{poll.id}:{poll.closes_at:%Y%m%d%H%M}", line)
