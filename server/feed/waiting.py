"""What waits for the caller himself: ballots of his homes, and counted work on his desk."""

from typing import Any

from sqlalchemy import Select, func, select

from server.ballots import queries as ballots
from server.ballots.models import Ballot, Poll, PollState, RollEntry
from server.boards import policy
from server.boards import queries as boards
from server.core.access import Actor, Permission
from server.deliberation import queries as deliberation
from server.extensions import db
from server.identity.models_enrolment import Application, ApplicationState
from server.kit.db import db_now
from server.kit.rest import stamp
from server.market import queries as market
from server.notices import queries as notices

MOST = 5
MOST_COUNTED = 100


def for_actor(actor: Actor) -> dict[str, Any]:
    """The overlay of the home page."""
    return {
        "waiting": _ballots(actor) if Permission.POLL_VOTE in actor.permissions else [],
        "todo": {
            "applications": _applications() if Permission.APPLICATION_REVIEW in actor.permissions else 0,
            "held": _held(actor) if Permission.POST_MODERATE in actor.permissions else 0,
            "gates": len(deliberation.inbox(actor, None, MOST_COUNTED))
            if Permission.TOPIC_GATE in actor.permissions
            else 0,
        },
        "unread": notices.unread(actor.person_id) if Permission.INBOX in actor.permissions else 0,
    }


def _ballots(actor: Actor) -> list[dict[str, Any]]:
    """Open polls in which a home of the caller has not voted, the next to close first."""
    rows = db.session.execute(_uncast(actor)).all()
    return [
        {
            "kind": "poll",
            "title": "请投票",
            "text": f"{row.question}（{row.label}）",
            "link": f"poll:{row.id}",
            "due_at": stamp(row.closes_at),
        }
        for row in rows
    ]


def _uncast(actor: Actor) -> Select[*tuple[Any, ...]]:
    return (
        select(Poll.id, Poll.question, Poll.closes_at, RollEntry.label)
        .join(RollEntry, (RollEntry.community_id == Poll.community_id) & (RollEntry.poll_id == Poll.id))
        .outerjoin(
            Ballot,
            (Ballot.community_id == RollEntry.community_id)
            & (Ballot.poll_id == RollEntry.poll_id)
            & (Ballot.home_id == RollEntry.home_id),
        )
        .where(
            Poll.state == PollState.OPEN,
            Poll.closes_at > db_now(),
            ballots.castable(actor),
            Ballot.home_id.is_(None),
        )
        .order_by(Poll.closes_at)
        .limit(MOST)
    )


def _held(actor: Actor) -> int:
    """Texts of every kind that wait for this clerk, counted up to MOST_COUNTED of each."""
    ground = policy.ground(actor)
    things = len(market.held(ground, None, MOST_COUNTED))
    said = len(deliberation.held_comments(None, MOST_COUNTED))
    return boards.desk_count(ground) + things + said


def _applications() -> int:
    waiting = select(Application.id).where(Application.state == ApplicationState.VERIFIED).limit(MOST_COUNTED)
    return db.session.scalar(select(func.count()).select_from(waiting.subquery())) or 0
