"""The home page as a hot read: the stream is shared by everybody who sees the same estates."""

from typing import Any

from server.core import authors, uploads, versions
from server.core.access import Actor, Permission
from server.core.hot import Args, Audience, HotRead
from server.emergency.queries import running
from server.emergency.words import title
from server.feed import queries, waiting
from server.kit.pagination import cut
from server.kit.rest import stamp

BOARD_NAMES = {"notice": "社区公告", "nearby": "身边事", "hall": "议事厅", "market": "闲置物品"}


def _versions(community_id: int, _: Args) -> tuple[str, ...]:
    # The desk's key moves when a text is held, judged or reported: staff see the count on this page.
    return (versions.key("feed", community_id), versions.key("desk", community_id))


def _scope(actor: Actor, _: Args) -> str:
    estates = actor.visible_estates
    return "all" if estates is None else ",".join(map(str, sorted(estates)))


def _shared(actor: Actor, args: Args) -> tuple[Audience, dict[str, Any]]:
    rows = queries.stream(actor.visible_estates, **args)
    page, following = cut(rows, args["limit"], key="sort")
    assert actor.community_id is not None
    return None, {
        "items": [card(actor.community_id, row) for row in page],
        "next": following,
        "emergencies": [] if args["after"] else [_banner(one) for one in running(actor.visible_estates)],
    }


def _banner(emergency: Any) -> dict[str, Any]:
    return {
        "id": str(emergency.id),
        "title": title(emergency),
        "text": emergency.text,
        "is_drill": emergency.is_drill,
        "ends_at": stamp(emergency.ends_at),
    }


def card(community_id: int, row: Any) -> dict[str, Any]:
    """One card as FeedCardOut would dump it."""
    return {
        "kind": row.kind.value,
        "ref_id": str(row.ref_id),
        "board": row.board,
        "board_name": BOARD_NAMES[row.board],
        "title": row.title,
        "excerpt": row.excerpt,
        "photos": uploads.view(community_id, row.photos),
        "author": authors.view(row),
        "filed": row.filed,
        "estate": {"id": str(row.estate_id), "name": row.estate_name} if row.estate_id else None,
        "created_at": stamp(row.at),
        "badge": {"text": row.badge, "tone": row.tone} if row.badge else None,
    }


def _mine(actor: Actor, _: Args, __: dict[str, Any]) -> dict[str, Any]:
    return waiting.for_actor(actor)


HOME = HotRead("home", Permission.FEED_READ, _versions, _scope, _shared, _mine)
