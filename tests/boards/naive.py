"""A verb as one would write it without thinking of a second caller. The race must catch it."""

from threading import Barrier

from sqlalchemy import select

from server.boards.models import Post, Reaction
from server.core import tenancy
from server.core.database import transaction
from server.extensions import db


def thank(actor, post_id, together: Barrier):
    """Read the counter, add one, write it back."""
    with tenancy.in_community(actor.community_id):
        with transaction():
            post = db.session.scalars(select(Post).where(Post.id == post_id)).one()
            thanks = post.thanks
        together.wait()
        with transaction():
            db.session.add(Reaction(post_id=post_id, person_id=actor.person_id))
            post = db.session.scalars(select(Post).where(Post.id == post_id)).one()
            post.thanks = thanks + 1
