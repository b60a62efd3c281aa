"""Who said it, stamped on the row as neighbours may see it, so that no list needs a join to show it."""

from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from server.core.access import ROLE_NAMES, Actor, Member, Permission
from server.kit.classes import COMMUNITY


class Assisted:
    """Mixin of what may be filed for its author: by whom. How he agreed is kept by assistance."""

    filed_by: Mapped[int | None]


class Authored:
    """Mixin: the author as the board's display rule shows him; `author_id` is never sent out."""

    author_id: Mapped[int]
    author_name: Mapped[str] = mapped_column(String(32), info=COMMUNITY)
    author_place: Mapped[str] = mapped_column(String(48), default="", info=COMMUNITY)
    author_role: Mapped[str] = mapped_column(String(24), default="", info=COMMUNITY)


def stamp(
    actor: Actor, in_office: Permission | None = Permission.TOPIC_COMMENT, estate_id: int | None = None
) -> dict[str, Any]:
    """The author columns for this actor, who writes for `estate_id` (None: for the whole community).

    He signs with the office that grants `in_office`, whatever else he is; without one, or where
    staff speak as residents (`in_office` None), with his home.
    """
    office = actor.office_for(in_office, estate_id) if in_office else None
    home = _home(actor, estate_id)
    return {
        "author_id": actor.person_id,
        "author_name": actor.name,
        "author_place": office.organisation if office else (home.building if home else ""),
        "author_role": office.role.value if office else "",
    }


def filer(actor: Actor) -> int | None:
    """`filed_by` of what this actor writes: his helper, if it is one who files it."""
    return actor.helper.person_id if actor.helper else None


def _home(actor: Actor, estate_id: int | None) -> Member | None:
    """Of several homes the one in this estate."""
    return max(actor.members, key=lambda member: member.estate_id == estate_id, default=None)


def view(row: Any) -> dict[str, str]:
    """`author` of every answer: name, place and the role tag (empty for residents)."""
    role = row.author_role
    return {
        "name": row.author_name,
        "place": row.author_place,
        "role": ROLE_NAMES[role] if role else "",
    }
