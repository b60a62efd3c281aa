"""What every feature needs to forget a person who closed his account (identity/service/closing.py)."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import case, update

from server.core.access import Actor, Role
from server.core.tenancy import bound_community
from server.extensions import db

#: What stands where his name stood.
FORMER = "已注销居民"


@dataclass(frozen=True, slots=True)
class Obstacle:
    """What he has to settle first, as a sentence; `link` like `item:123` leads there."""

    text: str
    link: str = ""


def leaver(person_id: int) -> Actor:
    """Himself in the bound community, holding nothing there: whose act the closing is."""
    return Actor(person_id, bound_community(), frozenset({Role.PERSON}))


def unsign(model: Any, person_id: int, *returning: Any) -> set[Any]:
    """Take the name off every row that he wrote, and the place too where it is his home; the rest stays.

    The organisation under what he wrote in office stays: it is not about him. `returning`: one column,
    of whose values in these rows the set is answered.
    """
    place = case((model.author_role != "", model.author_place), else_="")
    signed = {"author_name": FORMER, "author_place": place}
    return rename(model, model.author_id == person_id, signed, *returning)


def rename(model: Any, whose: Any, values: dict[str, Any], *returning: Any) -> set[Any]:
    """UPDATE these rows; the values of the column `returning` in them, if it is asked for."""
    changed = update(model).where(whose).values(values).execution_options(synchronize_session=False)
    if not returning:
        db.session.execute(changed)
        return set()
    return set(db.session.scalars(changed.returning(*returning)))
