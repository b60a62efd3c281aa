"""The demo people: only the sandbox's application has their route (feature.py)."""

from collections.abc import Sequence
from typing import Any

from flask import current_app
from sqlalchemy import Row, select

from server.core.access import ROLE_NAMES, Role
from server.core.tenancy import across_communities
from server.extensions import db
from server.identity.models import RELATION_NAMES, DutyRecord, Membership, Person, WechatAccount
from server.identity.service.sessions import add_person
from server.places import queries as places

#: The stand-in for WeChat answers `demo:<key>` with this openid.
PREFIX = "demo-openid-"
#: `demo-openid-visitor-<community id>…`: nobody yet, standing before this community's poster.
VISITOR = "visitor-"


def add_demo_person(key: str, **columns: object) -> Person:
    """A person who signs in with the code `demo:<key>`."""
    return add_person(PREFIX + key, **columns)


def people() -> list[dict[str, Any]]:
    """code, name, community, role and a note for each, in the order they were made."""
    with across_communities():
        accounts = _accounts()
        ids = [row.id for row in accounts]
        standing = _residents(ids) | _officers(ids)
    names = {one.id: one.name for one in places.all_communities()}
    notes: dict[str, str] = current_app.extensions.get("sandbox_notes", {})
    shown = []
    for row in accounts:
        key = row.openid.removeprefix(PREFIX)
        place, role, note = standing.get(row.id) or _visitor(key)
        community = names.get(place, "") if isinstance(place, int) else place
        shown.append(
            {
                "code": f"demo:{key}",
                "name": row.display_name or "新来的访客",
                "community": community,
                "role": role,
                "note": notes.get(key, note),
            }
        )
    return shown


def _accounts() -> Sequence[Row[str, int, str]]:
    """(openid, person id, display name) of everybody the demo made."""
    return db.session.execute(
        select(WechatAccount.openid, Person.id, Person.display_name)
        .join(Person, Person.id == WechatAccount.person_id)
        .where(WechatAccount.openid.startswith(PREFIX))
        .order_by(Person.id)
    ).all()


Standing = tuple[int | str, str, str]


def _residents(ids: list[int]) -> dict[int, Standing]:
    rows = db.session.execute(
        select(Membership.person_id, Membership.community_id, Membership.building, Membership.relation)
        .where(Membership.person_id.in_(ids))
        .order_by(Membership.id.desc())
    )
    return {
        row.person_id: (row.community_id, RELATION_NAMES[row.relation], f"住{row.building}") for row in rows
    }


def _officers(ids: list[int]) -> dict[int, Standing]:
    rows = db.session.scalars(
        select(DutyRecord).where(DutyRecord.person_id.in_(ids)).order_by(DutyRecord.id.desc())
    )
    return {
        row.person_id: (row.community_id or row.organisation, ROLE_NAMES[Role(row.role)], row.organisation)
        for row in rows
    }


def _visitor(key: str) -> Standing:
    digits = key.removeprefix(VISITOR).split("-")[0]
    place: int | str = int(digits) if key.startswith(VISITOR) and digits.isdigit() else ""
    return place, "访客", "还没有实名，可以从扫码开始体验"
