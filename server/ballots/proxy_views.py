"""What desk and 监督委员会 see of the letters of authority of a poll."""

from typing import Any

from server.ballots import paper_queries, proxy_queries
from server.ballots.models import Channel, Mode, Poll, PollState
from server.ballots.paper_models import ProxyLetter
from server.core import uploads
from server.core.access import Actor, Permission, denial

STANDINGS = {"waiting": "等另一人确认", "confirmed": "已确认", "used": "受委托人已投票", "revoked": "已撤销"}


def letters(actor: Actor, poll: Poll) -> dict[str, Any]:
    rows = proxy_queries.letters(poll.id)
    photos = paper_queries.photos([row.ProxyLetter.photo for row in rows])
    clerks = paper_queries.names(
        {who for row in rows for who in (row.ProxyLetter.registered_by, row.ProxyLetter.confirmed_by)}
    )
    desk = poll.state is PollState.OPEN and denial(actor, Permission.POLL_DESK, poll) is None
    items = []
    for row in rows:
        letter, standing = row.ProxyLetter, _standing(row.ProxyLetter, row.channel)
        items.append(
            {
                **_words(letter, clerks),
                "label": row.label,
                "standing": standing,
                "standing_name": STANDINGS[standing],
                "photo": uploads.view(poll.community_id, [photos[letter.photo]])[0],
                "verbs": _verbs(actor, letter, standing) if desk else [],
            }
        )
    return {"may_register": desk and poll.mode is not Mode.SECRET, "items": items}


def _words(letter: ProxyLetter, clerks: dict[int, str]) -> dict[str, Any]:
    return {
        "id": letter.id,
        "home_id": letter.home_id,
        "agent": letter.agent_name,
        "reason": letter.reason,
        "registered_by": clerks.get(letter.registered_by, ""),
        "registered_at": letter.registered_at,
        "confirmed_by": clerks.get(letter.confirmed_by or 0),
        "confirmed_at": letter.confirmed_at,
        "revocation": letter.revocation,
    }


def _standing(letter: ProxyLetter, channel: Channel | None) -> str:
    if letter.revoked_at:
        return "revoked"
    if channel is Channel.PROXY:
        return "used"
    return "confirmed" if letter.confirmed_at else "waiting"


def _verbs(actor: Actor, letter: ProxyLetter, standing: str) -> list[str]:
    hands = (letter.registered_by, letter.agent_person_id)
    confirms = ["confirm"] if standing == "waiting" and actor.person_id not in hands else []
    return [*confirms, "revoke"] if standing in ("waiting", "confirmed") else []
