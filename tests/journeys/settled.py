"""The same small town with its neighbours moved in and every office held, for the journey along the chain.

`python -m tests.journeys.settled FILE`, as tests/journeys/founding.py, in the same VAR_DIR.
"""

import json
import sys
from pathlib import Path
from typing import Any

from server.app import create_app
from server.config import Settings
from server.core import worker
from server.core.access import Role
from server.identity.service.duties import Scope
from tests.deliberation.covenants.agreements import LAW
from tests.journeys import world
from tests.journeys.founding import _appoint, found
from tests.journeys.world import Phone

NEIGHBOURS = {
    "li": ("李秀英", world.number("19780203", 120), "19900000001", "502室"),
    "chen": ("陈志强", world.number("19820304", 111), "19900000002", "503室"),
}


def settle() -> dict[str, str]:
    made = found()
    app = create_app(Settings.from_env())
    with app.app_context():
        here, street = Scope(int(made["community"])), Scope(region=world.STREET)
        _appoint(Phone(app, "worker"), "孙先生", Role.SOCIAL_WORKER, here)
        _appoint(Phone(app, "supervisor"), "赵先生", Role.SUPERVISOR, street)
        for key in NEIGHBOURS:
            _move_in(app, key, made["scene"])
        _fill_the_law(Phone(app, "office"), made["community"])
    return made


def _move_in(app: Any, key: str, scene: str) -> None:
    name, number, phone, room = NEIGHBOURS[key]
    caller = Phone(app, key)
    asked = caller.get("/enrolment/consents")["items"]
    consents = [{"purpose": one["purpose"], "version": one["version"]} for one in asked]
    home = {"building": "3号楼", "room": room, "relation": "owner"}
    form = {"scene": scene, "consents": consents, "name": name, "phone": phone, "id_number": number, **home}
    made = caller.post("/enrolment/applications", json=form)
    worker.drain()  # the roll is asked
    steps, approve = f"/enrolment/applications/{made['id']}/steps", {"verb": "approve"}
    Phone(app, "committee").post(steps, 200, json=approve, key=f"settled-{key}-approved")


def _fill_the_law(office: Phone, community: str) -> None:
    for key in ("participation", "approval"):
        path = f"/communities/{community}/settings/route.C.{key}/law"
        answer = office.call("PUT", path, json={"value": {"num": 1, "den": 2, "over": True}, **LAW})
        assert answer.status_code == 200, answer.json


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(json.dumps(settle()))
