"""What waits for the caller himself: ballots of his homes, counts to confirm, and his desk in figures."""

from typing import Any

from server.ballots.policy import sees
from server.ballots.views import may_confirm
from server.boards import policy
from server.boards import queries as boards
from server.core.access import Actor, Permission
from server.deliberation import held_queries
from server.deliberation import inbox_queries as inboxes
from server.feed import queries
from server.identity import policy as enrolment
from server.kit.rest import stamp
from server.market import queries as market
from server.notices import queries as notices
from server.oversight import queries as oversight

MOST = 5
MOST_COUNTED = 100


def for_actor(actor: Actor) -> dict[str, Any]:
    """The overlay of the home page."""
    return {
        "waiting": [
            *(_ballots(actor) if Permission.POLL_VOTE in actor.permissions else ()),
            *(_counts(actor) if Permission.COUNT_CONFIRM in actor.permissions else ()),
        ],
        "todo": {
            "applications": queries.applications_waiting(enrolment.review_ground(actor), MOST_COUNTED)
            if Permission.APPLICATION_REVIEW in actor.permissions
            else 0,
            "held": _held(actor) if Permission.POST_MODERATE in actor.permissions else 0,
            "gates": len(inboxes.inbox(actor, None, MOST_COUNTED))
            if Permission.TOPIC_GATE in actor.permissions
            else 0,
            "second": len(inboxes.unsigned(actor))
            if Permission.TOPIC_COUNTERSIGN in actor.permissions
            else 0,
            "orders": len(oversight.waiting_for(actor)) if Permission.ORDER_READ in actor.permissions else 0,
        },
        "unread": notices.unread(actor.person_id) if Permission.INBOX in actor.permissions else 0,
    }


def _ballots(actor: Actor) -> list[dict[str, Any]]:
    """Open polls in which a home of the caller has not voted, the next to close first."""
    return [
        {
            "kind": "poll",
            "title": "请投票",
            "text": f"{row.question}（{row.label}）",
            "link": f"poll:{row.id}",
            "due_at": stamp(row.closes_at),
        }
        for row in queries.uncast(actor, MOST)
    ]


def _counts(actor: Actor) -> list[dict[str, Any]]:
    """Closed polls whose count the caller is to go through, the first to close first."""
    his = [poll for poll in queries.unconfirmed() if sees(actor, poll) and may_confirm(actor, poll)]
    return [
        {
            "kind": "count",
            "title": "计票待核对",
            "text": poll.question,
            "link": f"result:{poll.id}",
            "due_at": None,
        }
        for poll in his[:MOST]
    ]


def _held(actor: Actor) -> int:
    """Texts of every kind that wait for this clerk, counted up to MOST_COUNTED of each."""
    ground = policy.ground(actor)
    things = len(market.held(ground, None, MOST_COUNTED))
    return boards.desk_count(ground) + things + held_queries.count(ground, MOST_COUNTED)
