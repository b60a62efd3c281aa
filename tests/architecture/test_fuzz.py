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

#: Cases per operation, each said by every role; FUZZ_EXAMPLES=200 is the long run.
EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "3"))
ROLES = ("stranger", "visitor", "resident", "secretary", "committee", "observer", "district_office")
SHAPE = {"code", "message", "details"}


def say(case, ids, real, caller):
    """Send the case, on the world's own objects or on whatever was drawn. What is wrong with the answer."""
    if real:
        drawn = case.path_parameters or {}
        case.path_parameters = {name: ids.get(name, value) for name, value in drawn.items()}
    answer = case.call(headers={"Authorization": f"Bearer {caller.token}"} if caller else {})
    if answer.status_code >= 500:
        return f"{answer.status_code} for {case.as_curl_command()}"
    kind = answer.headers.get("content-type", [""])[0]
    if answer.status_code >= 400 and kind == "application/json" and set(answer.json()) != SHAPE:
        return f"another shape for {case.as_curl_command()}"
    return None


@pytest.mark.once
@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
def test_every_role_gets_a_proper_answer_to_everything(app, session, deliver, mode):
    made = world.build(session, deliver)
    callers = [made.callers.get(role) for role in ROLES]
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)
    wrong = []

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
            wrong.extend(found for one in callers if (found := say(case, made.ids, real, one)))

        # Some operations leave nothing that could be said wrongly.
        with suppress(Unsatisfiable):
            every_case()

    assert wrong == []
