"""The hot list of items (one statement on a miss) and an item's page."""

from typing import Any

from server.core.access import Actor, Permission
from server.core.hot import Args, Audience, HotRead
from server.kit.pagination import cut
from server.market import answers, policy, queries
from server.market.models import Item, ItemRequest, RequestState, State
from server.market.passage import market_key

Document = dict[str, Any]


def _reach(actor: Actor, _: Args) -> str:
    visible = actor.visible_estates
    return "*" if visible is None else ".".join(str(estate) for estate in sorted(visible))


def _versions(community_id: int, _: Args) -> tuple[str, ...]:
    return (market_key(community_id),)


def _list(actor: Actor, args: Args) -> tuple[Audience, Document]:
    rows, following = cut(queries.page(actor, args), args["limit"])
    return None, {"items": [answers.card(row) for row in rows], "next": following}


def _mine(actor: Actor, args: Args, _: Document) -> Document:
    pending = [] if args["after"] else queries.pending(actor)
    return {"pending": [answers.card(row) for row in pending]}


def own(actor: Actor, kind: str | None, after: int | None, limit: int) -> Document:
    """What the actor himself offered, in whatever state; never kept."""
    rows, following = cut(queries.own(actor, kind, after, limit), limit)
    return {"items": [answers.card(row) for row in rows], "next": following, "mine": {"pending": []}}


def item_page(actor: Actor, item: Item) -> Document:
    """One item: the queue for its giver only, the caller's own place, and what he may do now."""
    own = queries.request_of(item.id, actor.person_id)
    thanks = queries.taken_by(item.id) if item.state is State.RECEIVED else None
    giver = item.author_id == actor.person_id
    return {
        "item": answers.item(queries.whole(item.id), thanks),
        "requests": answers.requests(queries.live_requests(item.id)) if giver else [],
        "mine": {
            "verbs": policy.verbs(actor, item, own),
            "place_in_queue": _place(item, own),
            "giver": giver,
        },
    }


def _place(item: Item, own: ItemRequest | None) -> int | None:
    """0: it is kept for the caller; 1: he is next; None: he does not wait."""
    if own is None or own.state not in (RequestState.WAITING, RequestState.HOLDING):
        return None
    return 0 if own.state is RequestState.HOLDING else queries.waiting_up_to(item.id, own.place)


def desk(actor: Actor, after: int | None, limit: int) -> Document:
    """Items that wait for the actor's judgement, oldest first."""
    rows, following = cut(queries.held(policy.ground(actor), after, limit), limit)
    return {"items": [answers.card(row) for row in rows], "next": following}


ITEM_LIST = HotRead(
    name="item_list",
    permission=Permission.ITEM_READ,
    versions=_versions,
    scope=_reach,
    shared=_list,
    mine=_mine,
)
