"""Who may call what: every route by everybody, against the reviewed docs/access.csv.

It fails on more access and on less. `ok` means: past the guard (the empty body may still be refused).
After a wanted change run this file with UPDATE_ACCESS=1 and read the difference before committing it.
"""

import csv
import io
import os
import re

import pytest
from sqlalchemy import event

from server.extensions import db
from tests.architecture import world
from tests.architecture.test_every_route_is_guarded import OPEN_TO_ANYBODY
from tests.architecture.tree import ROOT

FILE = ROOT / "docs" / "access.csv"
WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE)", re.IGNORECASE)
#: That an office was abused is written down although the act is refused.
NOTES = re.compile(r"\b(chain_head|audit_entry|audit_detail)\b")
DENIED = (401, 403, 404)


def routes(app):
    """(method, rule) of every guarded route; signing out comes last, because it ends the session."""
    found = [
        (method, rule)
        for rule in app.url_map.iter_rules()
        if rule.endpoint not in OPEN_TO_ANYBODY
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
    ]
    return sorted(found, key=lambda one: (one[0] == "DELETE", one[1].rule, one[0]))


def url_of(rule, ids):
    return rule.build({name: ids[name] for name in rule.arguments}, append_unknown=False)[1]


@pytest.fixture
def written(app):
    """Statements that changed rows."""
    seen = []

    def note(_c, _k, statement, _p, _x, _m):
        if WRITES.match(statement):
            seen.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    yield seen
    event.remove(engine, "before_cursor_execute", note)


def standing(app, made, written, client):
    """Rows of the matrix: [method, path, permission, one word per subject]."""
    subjects = {"stranger": None, **made.callers}
    for method, rule in routes(app):
        permission = app.view_functions[rule.endpoint]._apidoc["guard"]["permission"]
        row = [method, rule.rule, permission.value]
        for name, caller in subjects.items():
            headers = {"Authorization": f"Bearer {caller.token}"} if caller else {}
            written.clear()
            answer = client.open(url_of(rule, made.ids), method=method, headers=headers, json={})
            row.append(str(answer.status_code) if answer.status_code in DENIED else "ok")
            assert answer.status_code < 500, (name, method, rule)
            if answer.status_code in DENIED:
                changed = [one for one in written if not NOTES.search(one)]
                assert changed == [], f"{name} was denied {method} {rule}, and yet rows were written"
        yield row
    written.clear()


def test_everybody_may_do_what_the_reviewed_table_says_and_nothing_else(
    app, session, deliver, client, written
):
    made = world.build(session, deliver)
    head = ["method", "path", "permission", "stranger", *made.callers]
    rows = list(standing(app, made, written, client))
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([head, *rows])

    if os.environ.get("UPDATE_ACCESS"):
        FILE.write_text(text.getvalue(), encoding="utf-8")
    assert FILE.read_text(encoding="utf-8").splitlines() == text.getvalue().splitlines()


def test_the_gates_stand_open_to_the_party_organisation_alone():
    from server.core.access import GRANTS, Permission, Role

    holders = {role for role, granted in GRANTS.items() if Permission.TOPIC_GATE in granted}
    # Who stands in holds a party duty too, and deliberation narrows it to the topics it was given for.
    assert holders == {Role.SECRETARY, Role.DEPUTY, Role.ACTING}


def test_observers_have_no_verb_that_writes_and_supervisors_only_their_orders():
    from server.core.access import GRANTS, Permission, Role

    def writing(role):
        return {one for one in GRANTS[role] if not one.value.endswith(":read")}

    assert writing(Role.OBSERVER) == set()
    assert writing(Role.SUPERVISOR) == {Permission.TOPIC_SUPERVISE, Permission.ORDER_ISSUE, Permission.INBOX}


def test_who_was_given_one_task_can_do_that_and_no_more():
    from server.core.access import GRANTS, Permission, Role

    own = {
        Role.ACTING: {
            Permission.TOPIC_GATE,
            Permission.INBOX,
            Permission.ORDER_READ,
            Permission.ORDER_ANSWER,
        },
        Role.WATCH: {
            Permission.COUNT_CONFIRM,
            Permission.COUNT_OPEN,
            Permission.PAPER_READ,
            Permission.INBOX,
        },
        Role.DELEGATE: set(),
    }
    for role, task in own.items():
        assert GRANTS[role] - GRANTS[Role.OBSERVER] == task, role
