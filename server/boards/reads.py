"""The two hot reads: a board's list (one statement on a miss) and a post's page (two); `mine` is one more.

Texts that are not public are on no shared page: their author and the clerks read them by `unpublished`
and `desk`, which are made afresh each time.
"""

from collections.abc import Sequence
from typing import Any

from server.boards import answers, page_queries, policy, queries, service
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
    after, limit = args["after"], args["limit"]
    above: Sequence[Any] = ()
    if after:
        found = page_queries.page(actor, board, after, limit)
    else:
        above, found = page_queries.first_page(actor, board, limit)
    rows, following = cut(found, limit)
    return None, {"items": [answers.card(row) for row in (*above, *rows)], "next": following}


def _list_mine(actor: Actor, args: Args, shared: Document) -> Document:
    shown = [int(card["id"]) for card in shared["items"]]
    pending, thanked = (
        ([], page_queries.thanked_among(actor, shown))
        if args["after"]
        else page_queries.mine_on_board(actor, Board(args["board"]), shown)
    )
    return {
        "thanked": [str(post_id) for post_id in thanked],
        "pending": [answers.card(row) for row in pending],
    }


def own(actor: Actor, board: Board, after: int | None, limit: int) -> Document:
    """What the actor himself wrote on this board, in whatever state; never kept. Nobody thanks himself."""
    rows, following = cut(page_queries.own(actor, board, after, limit), limit)
    return {
        "items": [answers.card(row) for row in rows],
        "next": following,
        "mine": {"thanked": [], "pending": []},
    }


def _page_versions(community_id: int, args: Args) -> tuple[str, ...]:
    return (service.post_key(community_id, args["post_id"]),)


def _page(_: Actor, args: Args) -> tuple[Audience, Document]:
    """The shared page. Of a post that is not public it says only that there is none (see `_page_mine`)."""
    row = page_queries.whole(args["post_id"])
    if row is None or row.state is not State.PUBLISHED:
        return None, {"post": None}
    return row.estate_id, _document(row)


def _document(row: Any) -> Document:
    said, following = cut(page_queries.comments(row.id, None, LIMIT), LIMIT)
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
    rows = page_queries.mine_on_page(actor, args["post_id"])
    first, own = rows[0], [row for row in rows if row.id]
    post = Post(
        author_id=first.post_author_id,
        filed_by=first.post_filed_by,
        estate_id=first.post_estate_id,
        state=first.post_state,
        reports=first.post_reports,
        pinned=first.post_pinned,
    )
    return {
        "thanked": bool(first.thanked),
        "reported": bool(first.reported),
        "verbs": policy.verbs(actor, post),
        "pending_comments": [
            answers.comment(one, first.answer_id) for one in reversed(own) if one.state is not State.PUBLISHED
        ],
        "comment_verbs": _comment_verbs(actor, post, own, shared),
    }


def _comment_verbs(actor: Actor, post: Post, own: Sequence[Any], shared: Document) -> dict[str, list[str]]:
    """Comment id → what the caller may do with it; comments that offer nothing are left out."""
    verbs = {str(one.id): _verbs(actor, post, one.author_id, one.state, one.reports) for one in own}
    if policy.judges(actor, post.estate_id):
        hide = _verbs(actor, post, 0, State.PUBLISHED, 0)
        verbs = {**{one["id"]: hide for one in shared["comments"]["items"]}, **verbs}
    return {ident: names for ident, names in verbs.items() if names}


def _verbs(actor: Actor, post: Post, author_id: int, state: State, reports: int) -> list[str]:
    comment = Comment(author_id=author_id, estate_id=post.estate_id, state=state, reports=reports)
    return policy.verbs(actor, comment)


def unpublished(actor: Actor, post: Post) -> Document:
    """The page of a post that is not public, made for the one who may see it; never kept."""
    document = _document(page_queries.whole(post.id))
    return {**document, "mine": _page_mine(actor, {"post_id": post.id}, document)}


def desk(actor: Actor, state: str, after: int | None, limit: int) -> Document:
    """Posts and comments together: what waits for the actor's judgement, oldest first; or what was hidden and
    he may show again, newest first."""
    ground, hidden = policy.ground(actor), state == "hidden"
    ask = queries.hidden if hidden else queries.desk
    found: list[Post | Comment] = [
        *ask(Post, ground, after, limit),
        *ask(Comment, ground, after, limit),
    ]
    rows, following = cut(sorted(found, key=lambda row: row.id, reverse=hidden), limit)
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
