"""The provider over real HTTP, against answers as Tencent Cloud gives them."""

import json
import threading
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from server.core.access import Role
from server.identity.models import Assurance
from server.identity.models_enrolment import RollMatch
from server.identity.verification import (
    Outcome,
    Question,
    RollVerifier,
    TencentVerifier,
    make_verifier,
)
from tests import factories
from tests.identity.enrol import apply

QUESTION = Question("李秀英", factories.make_id_number(), RollMatch.UNKNOWN)


class StandIn:
    """Answers IdCardVerification with `says`; keeps what it was asked."""

    def __init__(self):
        self.says, self.status, self.asked = {"Result": "0", "Description": "认证一致"}, 200, []
        #: What happens while the provider thinks.
        self.meanwhile = lambda: None
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                sent = self.rfile.read(int(self.headers["Content-Length"]))
                outer.asked.append((dict(self.headers), json.loads(sent)))
                outer.meanwhile()
                body = json.dumps({"Response": {**outer.says, "RequestId": "r-1"}}).encode()
                self.send_response(outer.status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                """Tests are quiet."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.origin = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def tencent():
    stand_in = StandIn()
    yield stand_in
    stand_in.close()


@pytest.fixture
def verifier(tencent):
    return TencentVerifier("an-id", "a-key", tencent.origin)


@pytest.mark.parametrize(
    ("result", "outcome", "assurance"),
    [
        ("0", Outcome.MATCH, Assurance.PROVIDER),
        ("-1", Outcome.NO_MATCH, Assurance.NONE),
        ("-2", Outcome.NO_MATCH, Assurance.NONE),
        ("-3", Outcome.NO_MATCH, Assurance.NONE),
        ("-4", Outcome.UNAVAILABLE, Assurance.NONE),
        ("-5", Outcome.NO_RECORD, Assurance.SELF_DECLARED),
        ("-6", Outcome.UNAVAILABLE, Assurance.NONE),
        ("-7", Outcome.UNAVAILABLE, Assurance.NONE),
        ("99", Outcome.UNAVAILABLE, Assurance.NONE),
    ],
)
def test_each_answer_means_what_the_provider_says_it_means(tencent, verifier, result, outcome, assurance):
    tencent.says = {"Result": result, "Description": ""}
    finding = verifier.verify(QUESTION)
    assert (finding.outcome, finding.assurance) == (outcome, assurance)


def test_the_call_is_signed_and_names_action_and_version(tencent, verifier):
    verifier.verify(QUESTION)
    ((headers, sent),) = tencent.asked
    assert sent == {"IdCard": QUESTION.number, "Name": "李秀英"}
    assert (headers["X-TC-Action"], headers["X-TC-Version"]) == ("IdCardVerification", "2018-03-01")
    assert headers["Authorization"].startswith("TC3-HMAC-SHA256 Credential=an-id/")


def test_a_refused_call_is_unavailable_and_says_nothing_of_the_person(tencent, verifier, caplog):
    caplog.set_level("DEBUG")
    tencent.says = {"Error": {"Code": "AuthFailure.SignatureFailure", "Message": QUESTION.number}}
    assert verifier.verify(QUESTION).outcome is Outcome.UNAVAILABLE
    assert QUESTION.number not in caplog.text
    assert "李秀英" not in caplog.text


def test_nobody_listening_is_unavailable():
    stand_in = StandIn()
    stand_in.close()
    assert TencentVerifier("i", "k", stand_in.origin).verify(QUESTION).outcome is Outcome.UNAVAILABLE


def test_without_a_provider_the_roll_decides_how_sure_a_name_is():
    assert RollVerifier().verify(QUESTION).assurance is Assurance.SELF_DECLARED
    matched = replace(QUESTION, roll=RollMatch.MATCHED)
    assert RollVerifier().verify(matched).assurance is Assurance.ROLL


def test_the_settings_choose_the_verifier(settings):
    assert isinstance(make_verifier(settings), RollVerifier)
    chosen = replace(settings, identity_provider="tencent", tencent_id="i", tencent_key="k")
    assert isinstance(make_verifier(chosen), TencentVerifier)


def test_a_question_does_not_show_in_a_traceback():
    assert QUESTION.number not in repr(QUESTION)
    assert "李秀英" not in repr(QUESTION)


@pytest.fixture
def asked_provider(app, verifier):
    usual, app.extensions["real_name"] = app.extensions["real_name"], verifier
    yield
    app.extensions["real_name"] = usual


def test_no_match_returns_the_form_to_the_applicant(session, tencent, asked_provider, deliver):
    estate = factories.make_estate(factories.make_community())
    visitor = factories.make_visitor()
    tencent.says = {"Result": "-1", "Description": ""}
    sent = apply(visitor, estate)
    deliver()
    shown = visitor.get(f"/enrolment/applications/{sent['id']}").json
    assert (shown["state"], shown["verbs"]) == ("returned", ["resubmit", "withdraw"])
    assert "核对不一致" in shown["reason"]


def test_while_the_provider_is_down_the_form_waits_and_is_asked_for_again(
    session, tencent, asked_provider, deliver
):
    from server.core.outbox import OutboxMessage
    from server.core.tenancy import across_communities
    from server.extensions import db

    community = factories.make_community()
    estate = factories.make_estate(community)
    tencent.says = {"Result": "-4", "Description": ""}
    visitor = factories.make_visitor()
    sent = apply(visitor, estate)
    deliver()
    assert visitor.get(f"/enrolment/applications/{sent['id']}").json["state"] == "applied"
    tencent.says = {"Result": "0", "Description": ""}
    with across_communities(), factories.transaction():
        session.execute(db.update(OutboxMessage).values(due_at=OutboxMessage.created_at))
    deliver()
    (shown,) = factories.make_member(community, Role.COMMITTEE).get("applications").json["items"]
    assert shown["assurance_name"] == "核验机构确认姓名与号码一致"


def test_a_form_withdrawn_while_it_is_checked_is_left_alone(session, tencent, asked_provider, deliver):
    from tests.identity.enrol import step

    estate = factories.make_estate(factories.make_community())
    visitor = factories.make_visitor()
    sent = apply(visitor, estate)
    step(visitor, sent, "withdraw")
    deliver()
    assert tencent.asked == []
    assert visitor.get(f"/enrolment/applications/{sent['id']}").json["state"] == "withdrawn"


def test_what_moved_while_the_provider_was_asked_is_left_as_it_is(session, tencent, asked_provider, deliver):
    from tests.identity.enrol import step

    estate = factories.make_estate(factories.make_community())
    visitor = factories.make_visitor()
    sent = apply(visitor, estate)
    tencent.meanwhile = lambda: step(visitor, sent, "withdraw")
    deliver()
    assert len(tencent.asked) == 1
    assert visitor.get(f"/enrolment/applications/{sent['id']}").json["state"] == "withdrawn"
