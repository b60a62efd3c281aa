"""The two hot reads: a board's list (two statements on a miss) and a post's page (two).

Texts that are not public are on no shared page: their author and the clerks read them by `unpublished`
and `desk`, which are made afresh each time.
"""

from typing import Any

from server.boards import answers, policy, queries, service
from server.boards.models import Board, Comment, Post, State
from server.core import versions
from server.core.access import Actor, Permission
from server.core.hot import Args, Audience, HotRead
from server.kit.errors import NotFoundError
from server.kit.pagination import LIMIT, cut

Document = dict[str, Any]


def _reach(actor: Actor, _: Args) -> str:
    """Whose view of a list it is: readers of the same estates see the same."""
    visible = actor.visible_estates
    return "*" if visible is None else ".".join(str(estate) for estate in sorted(visible))


def _everybody(_: Actor, __: Args) -> str:
    return "public"


def _list_versions(community_id: int, args: Args) -> tuple[str, ...]:
    return (versions.key("board", community_id, args["board"]),)


def _list(actor: Actor, args: Args) -> tuple[Audience, Document]:
    board = Board(args["board"])
    rows, following = cut(queries.page(actor, board, args["after"], args["limit"]), args["limit"])
    above = [] if args["after"] else queries.pinned(actor, board)
    return None, {"items": [answers.card(row) for row in (*above, *rows)], "next": following}


def _list_mine(actor: Actor, args: Args, shared: Document) -> Document:
    shown = [int(card["id"]) for card in shared["items"]]
    pending = [] if args["after"] else queries.pending(actor, Board(args["board"]))
    return {
        "thanked": [str(post_id) for post_id in queries.thanked_among(actor, shown)] if shown else [],
        "pending": [answers.card(row) for row in pending],
    }


def _page_versions(community_id: int, args: Args) -> tuple[str, ...]:
    return (service.post_key(community_id, args["post_id"]),)


def _page(_: Actor, args: Args) -> tuple[Audience, Document]:
    """The shared page. Of a post that is not public it says only that there is none (see `_page_mine`)."""
    row = queries.whole(args["post_id"])
    if row is None or row.state is not State.PUBLISHED:
        return None, {"post": None}
    return row.estate_id, _document(row)


def _document(row: Any) -> Document:
    said, following = cut(queries.comments(row.id, None, LIMIT), LIMIT)
    return {
        "post": answers.post(row),
        "comments": {
            "items": [answers.comment(one, row.answer_id) for one in said],
            "next": following,
        },
    }


def _page_mine(actor: Actor, args: Args, shared: Document) -> Document:
    # Raised here and not while filling: the empty page is kept, so that asking again costs nobody a lock.
    if shared["post"] is None:
        raise NotFoundError
    post, thanked, reported = queries.with_my_marks(actor, args["post_id"])
    own = queries.my_comments(actor, post.id)
    return {
        "thanked": thanked,
        "reported": reported,
        "verbs": policy.verbs(actor, post),
        "pending_comments": [
            answers.comment(one, post.answer_id) for one in reversed(own) if one.state is not State.PUBLISHED
        ],
        "comment_verbs": _comment_verbs(actor, post, own, shared),
    }


def _comment_verbs(actor: Actor, post: Post, own: Any, shared: Document) -> dict[str, list[str]]:
    """Comment id → what the caller may do with it; comments that offer nothing are left out."""
    verbs = {str(one.id): policy.verbs(actor, one) for one in own}
    if policy.judges(actor, post.estate_id):
        foreign = Comment(author_id=0, estate_id=post.estate_id, state=State.PUBLISHED, reports=0)
        hide = policy.verbs(actor, foreign)
        verbs = {**{one["id"]: hide for one in shared["comments"]["items"]}, **verbs}
    return {ident: names for ident, names in verbs.items() if names}


def unpublished(actor: Actor, post: Post) -> Document:
    """The page of a post that is not public, made for the one who may see it; never kept."""
    document = _document(queries.whole(post.id))
    return {**document, "mine": _page_mine(actor, {"post_id": post.id}, document)}


def desk(actor: Actor, after: int | None, limit: int) -> Document:
    """What waits for the actor's judgement: posts and comments together, oldest first."""
    ground = policy.ground(actor)
    waiting: list[Post | Comment] = [
        *queries.desk(Post, ground, after, limit),
        *queries.desk(Comment, ground, after, limit),
    ]
    rows, following = cut(sorted(waiting, key=lambda row: row.id), limit)
    said = queries.open_reports([row.id for row in rows])
    return {
        "items": [
            answers.desk_item(row, [one for one in said if one.object_id == row.id], policy.verbs(actor, row))
            for row in rows
        ],
        "next": following,
    }


BOARD_LIST = HotRead(
    name="board_list",
    permission=Permission.BOARD_READ,
    versions=_list_versions,
    scope=_reach,
    shared=_list,
    mine=_list_mine,
)
POST_PAGE = HotRead(
    name="post_page",
    permission=Permission.BOARD_READ,
    versions=_page_versions,
    scope=_everybody,
    shared=_page,
    mine=_page_mine,
)
