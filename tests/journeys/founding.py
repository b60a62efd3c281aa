"""What the browser journeys start from, made in the same VAR_DIR before the server starts.

`python -m tests.journeys.founding FILE` imports the small register through the route, appoints the officers
as the operator does, hangs the poster of one estate, and writes down where that is.
"""

import json
import sys
from io import BytesIO
from pathlib import Path

from sqlalchemy import select

from server.app import create_app
from server.config import Settings
from server.core.access import Role
from server.core.database import transaction
from server.extensions import db
from server.identity import queries as identity
from server.identity.service.duties import Scope, call_by, grant_duty
from server.places.models import Community
from tests.factories import make_district
from tests.journeys import world
from tests.journeys.world import Phone

#: Who has opened the mini-program once; the sign-in page lists them.
RESIDENTS = ("li", "chen", "wang", "son")


def _appoint(phone: Phone, name: str, role: Role, scope: Scope) -> None:
    with transaction():
        person_id = identity.person_of_openid(phone.openid)
        assert person_id is not None
        call_by(person_id, name)
        grant_duty(person_id, role, scope)


def found() -> dict[str, str]:
    """The ids the journeys need: community, and the scene of the poster at 锦秋花园."""
    app = create_app(Settings.from_env())
    with app.app_context():
        make_district(code="990101000000", name="云湖区")
        office = Phone(app, "office")
        _appoint(office, "何女士", Role.DISTRICT_OFFICE, Scope(region="990101000000"))
        office.post(
            "/register/imports",
            200,
            data={"file": (BytesIO(world.book()), "名册.xlsx")},
            content_type="multipart/form-data",
        )
        with transaction():
            at = select(Community.id).where(Community.region_code == world.JINQIU)
            community = db.session.scalars(at).one()
        committee = Phone(app, "committee")
        _appoint(committee, "林女士", Role.COMMITTEE, Scope(community))
        _appoint(Phone(app, "secretary"), "周女士", Role.SECRETARY, Scope(community))
        _appoint(Phone(app, "watch"), "吴女士", Role.WATCH, Scope(community))
        estates = committee.get(f"/communities/{community}/estates")["items"]
        estate = next(one["id"] for one in estates if one["name"] == "锦秋花园")
        path = f"/communities/{community}/estates/{estate}/qr/steps"
        scene = committee.post(path, 200, json={"verb": "rotate"})["scene"]
        for key in RESIDENTS:
            Phone(app, key)
    return {"community": str(community), "scene": scene}


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(json.dumps(found()))
