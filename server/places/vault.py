"""The vault of this deployment, and the owners of the committee's roll that lie in it."""

import base64
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask import current_app
from sqlalchemy import select

from server.config import Settings
from server.core.tenancy import bound_community
from server.extensions import db
from server.kit.ids import new_id
from server.kit.sealed import Vault, parse_keys
from server.places.models import HomeOwner

#: The purposes of blind indexes, the same wherever one is looked up.
NUMBER, PHONE = "id_number", "phone"
_TABLE = HomeOwner.__tablename__


def make_vault(settings: Settings) -> Vault:
    """The highest key id seals; all of them open."""
    keys = parse_keys(settings.pii_keys)
    return Vault(keys, max(keys), base64.b64decode(settings.pii_index_key))


def vault() -> Vault:
    found: Vault = current_app.extensions["vault"]
    return found


@dataclass(frozen=True, slots=True)
class Owner:
    """One owner as the roll names him. The number may be missing."""

    name: str
    number_index: bytes | None


def seal_owner(home_id: int, name: str, number: str | None) -> dict[str, Any]:
    """The columns of one `home_owner` row of the bound community."""
    owner_id, community = new_id(), bound_community() or 0

    def sealed(text: str, column: str) -> bytes:
        return vault().seal(text, table=_TABLE, column=column, row=owner_id, community=community)

    return {
        "community_id": community,
        "id": owner_id,
        "home_id": home_id,
        "name_sealed": sealed(name, "name_sealed"),
        "number_sealed": sealed(number, "number_sealed") if number else None,
        "number_index": vault().blind_index(NUMBER, number) if number else None,
    }


def owners_of(home_ids: Iterable[int]) -> dict[int, list[Owner]]:
    """home id → its owners on the roll, opened. Only verification and the import ask."""
    rows = db.session.execute(
        select(
            HomeOwner.id,
            HomeOwner.community_id,
            HomeOwner.home_id,
            HomeOwner.name_sealed,
            HomeOwner.number_index,
        ).where(HomeOwner.home_id.in_(list(home_ids)))
    )
    found: dict[int, list[Owner]] = {}
    for row in rows:
        name = vault().open(
            row.name_sealed, table=_TABLE, column="name_sealed", row=row.id, community=row.community_id
        )
        found.setdefault(row.home_id, []).append(Owner(name, row.number_index))
    return found
