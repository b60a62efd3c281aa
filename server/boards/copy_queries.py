"""SELECTs of what one person wrote and did on the boards, public or not, for his own copy."""

from collections.abc import Sequence

from sqlalchemy import select

from server.boards.models import Comment, Post, Reaction, Report
from server.core.uploads import Upload
from server.extensions import db


def posts(person_id: int) -> Sequence[Post]:
    return db.session.scalars(select(Post).where(Post.author_id == person_id).order_by(Post.id)).all()


def comments(person_id: int) -> Sequence[Comment]:
    return db.session.scalars(
        select(Comment).where(Comment.author_id == person_id).order_by(Comment.id)
    ).all()


def thanks(person_id: int) -> Sequence[Reaction]:
    asked = select(Reaction).where(Reaction.person_id == person_id)
    return db.session.scalars(asked.order_by(Reaction.post_id)).all()


def reports(person_id: int) -> Sequence[Report]:
    return db.session.scalars(select(Report).where(Report.person_id == person_id).order_by(Report.id)).all()


def photos(person_id: int) -> Sequence[Upload]:
    return db.session.scalars(select(Upload).where(Upload.person_id == person_id).order_by(Upload.id)).all()
