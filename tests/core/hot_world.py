"""What the tests of the hot path share: public posts, a change as a service makes it, a door before Flask."""

import contextvars
import threading
from typing import Any

from sqlalchemy import update

from server.boards import service
from server.boards.models import Board, Kind, Post, State
from server.core import tenancy, versions
from server.core.database import transaction
from server.extensions import db


def publish(caller: Any, title: str = "楼道灯坏了", estate_id: int | None = None) -> int:
    """A public post of this caller's community; its id."""
    with tenancy.in_community(caller.actor.community_id), transaction():
        post = Post(
            board=Board.NEARBY,
            kind=Kind.ASK,
            title=title,
            body="晚上看不清台阶",
            estate_id=estate_id,
            author_id=caller.actor.person_id,
            author_name="李女士",
            state=State.PUBLISHED,
        )
        db.session.add(post)
        db.session.flush()
        versions.touch(service.board_key(post), service.post_key(post.community_id, post.id))
        return post.id


def retitle(community_id: int, post_id: int, title: str, *, told: bool = True) -> None:
    """Change a post the way services do. `told` False: the process died between the commit and the bump."""
    with tenancy.in_community(community_id), transaction():
        db.session.execute(update(Post).where(Post.id == post_id).values(title=title))
        if told:
            versions.touch(
                service.post_key(community_id, post_id), versions.key("board", community_id, "nearby")
            )


def elsewhere(app: Any, run: Any, *args: Any) -> None:
    """Run it as another request would: own thread, own context, own session; wait for its end."""

    def work() -> None:
        with app.app_context():
            run(*args)

    thread = threading.Thread(target=contextvars.Context().run, args=(work,))
    thread.start()
    thread.join(20)
    assert not thread.is_alive()


def title_of(answer: Any) -> str:
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return str(answer.json["post"]["title"])


class Gate:
    """Holds whoever comes through it until it is opened."""

    def __init__(self) -> None:
        self.reached, self.opened = threading.Event(), threading.Event()

    def pass_through(self) -> None:
        self.reached.set()
        assert self.opened.wait(20)
