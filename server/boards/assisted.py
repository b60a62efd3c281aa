"""Posts that a helper files for a neighbour, and the neighbour's answer."""

from collections.abc import Mapping

from server.assistance import service as assistance
from server.assistance.models import FilingKind, FilingState
from server.assistance.service import Subject
from server.boards import desk, policy, service
from server.boards.catalogue import BoardInfo
from server.boards.models import Post
from server.boards.service import Form, board_key, post_key
from server.boards.workflow import Verb
from server.core import versions
from server.core.access import Actor


def write_post(helper: Actor, info: BoardInfo, form: Form) -> Post:
    """A post of the neighbour whom `form["on_behalf_of"]` names: the rules of posts are asked of him."""
    neighbour = assistance.neighbour(helper, form["on_behalf_of"]["membership_id"])
    post = service.write_post(neighbour, info, form)
    assistance.keep(neighbour, Subject(FilingKind.POST, post.id, post.title), form["on_behalf_of"])
    return post


def answer(actor: Actor, post: Post, said: Mapping[str, str]) -> None:
    """It was his word, or it was not: what he disowns leaves the board at once, wherever it stood on it."""
    filing = assistance.answer(actor, FilingKind.POST, post.id, said)
    if filing.state is FilingState.DISOWNED and Verb.WITHDRAW in policy.verbs(actor, post):
        desk.move(actor, post, Verb.WITHDRAW)
    versions.touch(board_key(post), post_key(post.community_id, post.id))
