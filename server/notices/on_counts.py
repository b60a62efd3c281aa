"""What those who confirm counts are told."""

from typing import Any

from server.ballots import counter_queries, policy
from server.ballots import queries as ballots
from server.ballots.models import PollState
from server.core.access import Role
from server.notices import queries
from server.notices.models import Kind
from server.notices.on_topics import adults_on_the_roll
from server.notices.service import Line, tell, tell_all


def poll_closed(event: dict[str, Any]) -> None:
    """The 监督委员会 of the community or of the poll's estate: a count waits for them, after every close."""
    poll = ballots.get_poll(event["poll_id"])
    if poll is None or poll.state is not PollState.CLOSED:
        return
    line = Line(Kind.POLL, "表决已截止，计票待您核对", poll.question, f"result:{poll.id}")
    people = queries.holders(Role.WATCH, poll.community_id, poll.estate_id)
    # An extended poll closes twice.
    tell_all(people, f"count:{poll.id}:{poll.closes_at:%Y%m%d%H%M}", line)


def rows_asked(event: dict[str, Any]) -> None:
    """The other body: one of it has to confirm before anybody sees the rows of a named poll."""
    poll, row = ballots.get_poll(event["poll_id"]), counter_queries.get(event["opening_id"])
    if poll is None or row is None or row.confirmed_at is not None:
        return
    line = Line(Kind.POLL, f"{row.asked_org}申请点票，等您这一方确认", poll.question, f"result:{poll.id}")
    for role, body in policy.BODIES.items():
        if body is not row.asked_body:
            people = queries.holders(role, poll.community_id, poll.estate_id)
            tell_all(people, f"rows_asked:{row.id}", line)


def rows_opened(event: dict[str, Any]) -> None:
    """Who asked may look now; everybody whose home was on the roll hears that it is looked at."""
    poll, row = ballots.get_poll(event["poll_id"]), counter_queries.get(event["opening_id"])
    if poll is None or row is None:
        return
    source, link = f"rows_opened:{row.id}", f"result:{poll.id}"
    opened = Line(Kind.POLL, "另一方已确认，可以查看各户的票", poll.question, link)
    tell(row.asked_by, source, opened)
    told = Line(Kind.POLL, "一次记名表决由两方点票人共同核对了票", poll.question, link)
    tell_all(set(adults_on_the_roll(poll.id)) - {row.asked_by}, source, told)
