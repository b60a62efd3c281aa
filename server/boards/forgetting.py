"""What the boards do when somebody closed his account: his words stay, his name goes."""

from server.boards import queries
from server.boards.models import Board, Comment, Post
from server.boards.service import desk_key, post_key
from server.core import leaving, versions
from server.core.tenancy import bound_community


def forget(person_id: int) -> None:
    """Off his posts and comments, and off what others replied to him."""
    here = bound_community()
    assert here is not None
    posts = leaving.unsign(Post, person_id, Post.id) | leaving.unsign(Comment, person_id, Comment.post_id)
    replied = {"reply_to_name": leaving.FORMER}
    posts |= leaving.rename(Comment, queries.replies_to(person_id), replied, Comment.post_id)
    boards = (versions.key("board", here, board.value) for board in Board)
    versions.touch(desk_key(here), *boards, *(post_key(here, post_id) for post_id in posts))
