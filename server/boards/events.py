"""What the boards say. Ids and words only."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class PostWritten:
    topic: ClassVar[str] = "boards.post_written"
    post_id: int


@dataclass(frozen=True)
class CommentWritten:
    topic: ClassVar[str] = "boards.comment_written"
    comment_id: int


@dataclass(frozen=True)
class PostPublished:
    topic: ClassVar[str] = "boards.post_published"
    post_id: int
    board: str
    kind: str
    estate_id: int | None
    author_id: int


@dataclass(frozen=True)
class PostMoved:
    """Held, refused, hidden, restored, released or withdrawn: its author should know (if not himself).

    `step_id`: which move it was, since a text may be hidden twice.
    """

    topic: ClassVar[str] = "boards.post_moved"
    post_id: int
    step_id: int
    author_id: int
    verb: str
    state: str


@dataclass(frozen=True)
class CommentPublished:
    """`answer`: the committee's first word under an ask. `reply_to_author`: of the comment replied to."""

    topic: ClassVar[str] = "boards.comment_published"
    comment_id: int
    post_id: int
    author_id: int
    post_author_id: int
    reply_to_author: int | None
    answer: bool


@dataclass(frozen=True)
class CommentMoved:
    topic: ClassVar[str] = "boards.comment_moved"
    comment_id: int
    step_id: int
    post_id: int
    author_id: int
    verb: str
    state: str
