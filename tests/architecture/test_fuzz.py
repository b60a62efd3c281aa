"""Whatever the document allows, and what it forbids, said by everybody: never a 500, always the one shape."""

import os
from contextlib import suppress

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis.generation import GenerationMode

from tests.architecture import world

#: Examples per operation and role; FUZZ_EXAMPLES=200 is the long run.
EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "4"))
ROLES = ("stranger", "visitor", "resident", "secretary", "committee", "observer", "district_office")
SHAPE = {"code", "message", "details"}


def say(case, ids, real, caller):
    """Send the case, on the world's own objects or on whatever was drawn."""
    if real:
        case.path_parameters = {
            name: ids.get(name, drawn) for name, drawn in (case.path_parameters or {}).items()
        }
    headers = {"Authorization": f"Bearer {caller.token}"} if caller else {}
    return case.call(headers=headers)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
@pytest.mark.parametrize("role", ROLES)
def test_no_answer_is_a_500(app, session, deliver, role, mode):
    made = world.build(session, deliver)
    caller = made.callers.get(role)
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)

    for found in schema.get_all_operations():
        operation = found.ok()
        if operation.label == "DELETE /api/v1/sessions/current":
            continue

        @settings(
            max_examples=EXAMPLES, deadline=None, database=None, derandomize=True,
            suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        @given(case=operation.as_strategy(generation_mode=mode), real=st.booleans())
        def every_case(case, real):
            answer = say(case, made.ids, real, caller)
            assert answer.status_code < 500, f"{case.as_curl_command()}\n{answer.text}"
            if (
                answer.status_code >= 400
                and answer.headers.get("content-type", [""])[0] == "application/json"
            ):
                assert set(answer.json()) == SHAPE

        # Some operations leave nothing that could be said wrongly.
        with suppress(Unsatisfiable):
            every_case()
