"""From the poster to the committee's queue, as the applicant lives it."""

import pytest
from sqlalchemy import inspect, select, text

from server.core.access import Role
from server.core.database import transaction
from server.core.tenancy import across_communities
from server.extensions import db
from server.identity.models import Consent
from server.identity.models_enrolment import Application, ApplicationVault
from server.kit.frozen import FrozenError
from tests import factories
from tests.identity.enrol import agreed, apply, body, form, step, word_of


@pytest.fixture
def estate(session):
    return factories.make_estate(factories.make_community(name="锦秋居委会"), "锦秋花园")


def test_a_scan_shows_the_community_and_the_posters_serial_and_gives_nothing_else(estate):
    visitor = factories.make_visitor()
    shown = visitor.get(f"/enrolment/scenes/{word_of(estate)}").json
    assert shown["community"] == {"name": "锦秋居委会", "kind": "neighbourhood"}
    assert (shown["serial"] != "", "海报下方的编号" in shown["message"]) == (True, True)
    assert visitor.get("/me").json["communities"] == []
    assert visitor.get(f"/communities/{estate.community_id}").status_code == 404


def test_the_texts_are_shown_in_the_version_that_is_agreed_to(estate):
    texts = factories.make_visitor().get("/enrolment/consents").json["items"]
    assert [one["purpose"] for one in texts] == ["privacy", "id_number"]
    assert all(one["required"] and len(one["text"]) > 50 for one in texts)


def test_an_application_is_stored_and_followed_by_its_applicant_masked(estate):
    visitor = factories.make_visitor()
    sent = apply(visitor, estate)
    assert (sent["state"], sent["name"], sent["phone"]) == ("applied", "李**", "138****1111")
    assert sent["verbs"] == ["withdraw"]
    assert [one["verb"] for one in sent["steps"]] == ["submit"]
    path = f"/enrolment/applications/{sent['id']}"
    assert visitor.get(path).json == sent
    assert visitor.get("/enrolment/applications").json["items"] == [sent]
    assert visitor.get("/me").json["applications"] == [sent]


def test_the_applicants_answer_holds_nothing_that_only_the_committee_learns(estate):
    visitor = factories.make_visitor()
    factories.make_home(estate, "3号楼", "502室", owners=["李秀英"])
    shown = visitor.get(f"/enrolment/applications/{apply(visitor, estate)['id']}").json
    assert not shown.keys() & {"roll", "roll_name", "duplicate", "home", "home_members", "assurance_name"}


def test_the_answer_is_the_same_whether_number_and_home_are_known_or_not(estate, session):
    factories.make_home(estate, "3号楼", "502室", owners=["李秀英"])
    known = apply(factories.make_visitor(), estate)
    unknown = apply(
        factories.make_visitor(), estate, building="99号楼", id_number=factories.make_id_number("19800101")
    )
    varying = {"id", "building", "created_at", "steps"}
    assert {k: v for k, v in known.items() if k not in varying} == {
        k: v for k, v in unknown.items() if k not in varying
    }


@pytest.mark.parametrize("missing", ["privacy", "id_number"])
def test_nothing_is_stored_without_each_needed_consent(estate, session, missing):
    sent = body(estate) | {"consents": [one for one in agreed() if one["purpose"] != missing]}
    answer = factories.make_visitor().post("/enrolment/applications", json=sent)
    assert (answer.status_code, answer.json["code"]) == (422, "consent_needed")
    with across_communities():
        assert session.scalar(select(Application.id)) is None
    assert session.scalar(select(Consent.id)) is None


def test_consent_to_an_older_text_is_no_consent(estate):
    sent = body(estate) | {"consents": [{**one, "version": "2020-01"} for one in agreed()]}
    assert factories.make_visitor().post("/enrolment/applications", json=sent).status_code == 422


def test_what_was_agreed_to_is_kept_with_the_hash_of_its_text(estate, session):
    apply(factories.make_visitor(), estate)
    kept = session.scalars(select(Consent).order_by(Consent.purpose)).all()
    assert [(one.purpose, len(one.text_sha256)) for one in kept] == [("id_number", 32), ("privacy", 32)]


def test_one_open_application_for_one_door(estate):
    visitor = factories.make_visitor()
    first = apply(visitor, estate)
    again = visitor.post("/enrolment/applications", json=body(estate))
    assert (again.status_code, again.json["code"]) == (409, "already_applied")
    assert step(visitor, first, "withdraw").status_code == 200
    apply(visitor, estate)


def test_the_sixth_open_application_is_a_flood(estate):
    visitor = factories.make_visitor()
    for room in range(5):
        apply(visitor, estate, room=f"{room}01")
    assert visitor.post("/enrolment/applications", json=body(estate, room="901")).status_code == 429


def test_the_same_submission_twice_is_one_application(estate, session):
    visitor, sent = factories.make_visitor(), body(estate)
    first = visitor.post("/enrolment/applications", json=sent, key="one-submission")
    second = visitor.post("/enrolment/applications", json=sent, key="one-submission")
    assert first.json == second.json
    with across_communities():
        assert len(session.scalars(select(Application)).all()) == 1


def test_a_strangers_application_does_not_exist(estate):
    sent = apply(factories.make_visitor(), estate)
    stranger, fellow = factories.make_visitor(), factories.make_visitor()
    apply(fellow, estate)
    for caller in (stranger, fellow, factories.make_member(factories.make_community(), Role.COMMITTEE)):
        assert caller.get(f"/enrolment/applications/{sent['id']}").status_code == 404
        assert step(caller, sent, "withdraw").status_code == 404


def test_an_application_opens_no_board_to_its_applicant(estate):
    visitor = factories.make_visitor()
    apply(visitor, estate)
    assert visitor.get(f"/communities/{estate.community_id}").status_code == 404


def test_name_number_and_phone_are_nowhere_in_the_clear(estate, session, deliver):
    number = factories.make_id_number("19770909")
    sent = apply(factories.make_visitor(), estate, id_number=number)
    deliver()
    with db.engine.connect() as connection:
        rows = [
            row
            for name in inspect(connection).get_table_names()
            for row in connection.execute(text(f'SELECT * FROM "{name}"'))
        ]
    everything = "".join(repr(tuple(row)) for row in rows)
    assert sent["id"] in everything
    for word in (number, "13800001111", "李秀英"):
        assert word not in everything
        assert repr(word.encode())[2:-1] not in everything


def test_a_withdrawn_application_leaves_no_form_behind(estate, session):
    visitor = factories.make_visitor()
    assert step(visitor, apply(visitor, estate), "withdraw").json["state"] == "withdrawn"
    with across_communities():
        assert session.scalar(select(ApplicationVault.application_id)) is None


def test_a_member_cannot_apply_as_another_human(estate, session, deliver):
    visitor = factories.make_visitor()
    home = factories.make_home(estate, "3号楼", "502室")
    sent = apply(visitor, estate)
    deliver()
    committee = factories.make_member(factories.places.get_community(estate.community_id), Role.COMMITTEE)
    assert step(committee, sent, "approve", home_id=str(home.id)).status_code == 200
    other = body(estate, room="601室", id_number=factories.make_id_number("19600101"))
    answer = visitor.post("/enrolment/applications", json=other)
    assert (answer.status_code, answer.json["code"]) == (422, "account_of_other")


def test_an_unknown_field_is_refused(estate):
    answer = factories.make_visitor().post(
        "/enrolment/applications", json=body(estate) | {"state": "approved"}
    )
    assert answer.status_code == 422


def test_a_database_refuses_an_approval_without_a_home(estate, session):
    sent = apply(factories.make_visitor(), estate)
    with pytest.raises(Exception, match="approved_has_home"), across_communities(), transaction():
        session.execute(
            db.update(Application).where(Application.id == int(sent["id"])).values(state="approved")
        )


def test_the_form_is_what_the_schema_asks(estate):
    assert set(form()) == {"name", "id_number", "phone", "building", "room", "relation"}


def test_what_a_person_agreed_to_is_never_rewritten(session, estate):
    apply(factories.make_visitor(), estate)
    given = session.scalars(select(Consent)).first()
    given.version = "2099"
    with pytest.raises(FrozenError, match="version"):
        session.flush()
    session.rollback()
    session.delete(session.scalars(select(Consent)).first())
    with pytest.raises(FrozenError, match="delete"):
        session.flush()
    session.rollback()
