"""Offering to help in one emergency, and stepping back."""

from collections.abc import Sequence

from server.core import authors
from server.core.access import Actor
from server.core.database import insert_into
from server.core.tenancy import bound_community
from server.emergency import need_queries
from server.emergency.models import EmergencyVolunteer
from server.emergency.service import still_on
from server.extensions import db
from server.kit.db import utc_now
from server.kit.errors import ConflictError, ForbiddenError
from server.kit.ids import new_id


def sign_on(actor: Actor, emergency_id: int, skills: Sequence[str]) -> None:
    """Sign on, or change what one can do. ForbiddenError: no grown-up member. ConflictError: it is over."""
    emergency = still_on(emergency_id)
    if not actor.members:
        raise ForbiddenError("志愿者由通过审核的居民报名")
    if not actor.adult:
        raise ForbiddenError("年满十八岁的居民才能报名做志愿者")
    signed = authors.stamp(actor, None, emergency.estate_id)
    what = {
        "name": signed["author_name"],
        "place": signed["author_place"],
        "skills": sorted(set(skills)),
        "signed_at": utc_now(),
        "left_at": None,
    }
    key = {"emergency_id": emergency.id, "person_id": actor.person_id}
    new = insert_into(EmergencyVolunteer).values(id=new_id(), community_id=bound_community(), **key, **what)
    db.session.execute(
        new.on_conflict_do_update(
            index_elements=["community_id", *key], set_={name: new.excluded[name] for name in what}
        )
    )


def sign_off(actor: Actor, emergency_id: int) -> None:
    """Step back. ConflictError while he still sees to something. Nothing to do for who is not signed on."""
    row = need_queries.volunteer_of(emergency_id, actor.person_id, lock=True)
    if row is None or row.left_at is not None:
        return
    if busy := need_queries.taken_by(row.id):
        raise ConflictError(f"您还有 {busy} 件没办完，请先办好或交回", code="still_busy")
    row.left_at = utc_now()
