"""The post a topic grew from: a matter seen next door, put to all neighbours."""

from server.boards import policy as posts
from server.boards import queries as boards
from server.boards.models import State
from server.core.access import Actor
from server.kit.errors import InvalidError


def checked(actor: Actor, post_id: int | None, estate_id: int | None) -> int | None:
    """The post's id, if the caller reads it and everybody whom the topic concerns may read it too."""
    if post_id is None:
        return None
    post = boards.get_post(post_id)
    if post is None or post.state is not State.PUBLISHED or not posts.sees(actor, post):
        raise InvalidError("您要转为议题的那条内容已经看不到了", code="bad_source")
    if post.estate_id not in (None, estate_id):
        raise InvalidError("那条内容只给本小区看，议题也请选本小区", code="source_of_an_estate")
    return post.id
