"""What an applicant sends, for the tests of enrolment."""

from typing import Any

from server.core.database import transaction
from server.identity import consents
from server.identity.service import scenes
from server.places.models import Estate
from tests import factories
from tests.support.callers import Caller


def word_of(estate: Estate) -> str:
    """The running scene of this estate."""
    with transaction():
        return scenes.revive_first(estate, 1).scene


def form(**changes: Any) -> dict[str, Any]:
    """A form that could be true: 李秀英, an adult, 3号楼 502室."""
    return {
        "name": "李秀英",
        "id_number": factories.make_id_number(),
        "phone": "13800001111",
        "building": "3号楼",
        "room": "502室",
        "relation": "owner",
        **changes,
    }


def agreed() -> list[dict[str, str]]:
    return [{"purpose": one.purpose, "version": one.version} for one in consents.texts("roll")]


def body(estate: Estate, **changes: Any) -> dict[str, Any]:
    return {"scene": word_of(estate), "consents": agreed(), **form(**changes)}


def apply(caller: Caller, estate: Estate, **changes: Any) -> dict[str, Any]:
    """A stored application, as its applicant sees it."""
    answer = caller.post("/enrolment/applications", json=body(estate, **changes))
    assert answer.status_code == 201, answer.json
    return answer.json


def step(caller: Caller, application: dict[str, Any], verb: str, **words: Any) -> Any:
    return caller.post(f"/enrolment/applications/{application['id']}/steps", json={"verb": verb, **words})
