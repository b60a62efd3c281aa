"""Signing in, signing out, and what the caller is told about himself."""

from datetime import timedelta

import pytest

from server.config import Settings
from server.core.access import Role
from server.core.database import transaction
from server.extensions import db
from server.identity.models import DutyRecord, LoginSession, Membership
from server.kit.db import utc_now
from tests import factories


def sign_in(client, code):
    return client.post("/api/v1/sessions", json={"code": code})


def test_a_first_sign_in_makes_a_person_who_belongs_nowhere(client):
    answer = sign_in(client, "demo:newcomer")
    assert answer.status_code == 201
    me = answer.json["me"]
    assert me["communities"] == []
    assert me["applications"] == []
    assert me["person"] == {"id": me["person"]["id"], "name": "", "verified": False, "adult": False}
    assert me["sandbox"] is True


def test_the_same_wechat_account_is_the_same_person(client):
    first, second = sign_in(client, "demo:same"), sign_in(client, "demo:same")
    assert first.json["me"]["person"]["id"] == second.json["me"]["person"]["id"]
    assert first.json["token"] != second.json["token"]


def test_a_code_that_wechat_does_not_know_signs_nobody_in(client, session):
    answer = sign_in(client, "made-up")
    assert 400 <= answer.status_code < 500
    assert session.scalar(db.select(LoginSession.id)) is None


def test_only_the_hash_of_a_token_is_stored(client, session):
    token = sign_in(client, "demo:hash").json["token"]
    assert token.encode() not in session.scalar(db.select(LoginSession.digest))


def test_a_token_is_worth_nothing_after_signing_out(session):
    caller = factories.make_visitor()
    assert caller.get("/me").status_code == 200
    assert caller.delete("/sessions/current").status_code == 204
    assert caller.get("/me").status_code == 401


def test_a_session_that_ran_out_is_refused(session):
    caller = factories.make_visitor()
    with transaction():
        session.execute(db.update(LoginSession).values(expires_at=utc_now() - timedelta(seconds=1)))
    assert caller.get("/me").status_code == 401


def test_a_resident_sees_his_home_and_what_he_may(session):
    community = factories.make_community()
    estate = factories.make_estate(community, "锦秋花园")
    factories.make_estate(community, "锦秋新村")
    home = factories.make_home(estate, "3号楼", "502")
    me = factories.make_member(community, home=home).get("/me").json
    (here,) = me["communities"]
    assert (here["id"], here["kind_name"]) == (str(community.id), "居委")
    (membership,) = here["memberships"]
    assert (membership["estate"]["name"], membership["room"], membership["relation_name"]) == (
        "锦秋花园",
        "502",
        "业主",
    )
    assert "topic:discuss" in here["permissions"]
    assert "topic:gate" not in here["permissions"]
    assert [one["name"] for one in here["estates"]] == ["锦秋花园"]


def test_an_officer_sees_every_estate_and_his_office(session):
    community = factories.make_community()
    factories.make_estate(community)
    factories.make_estate(community)
    (here,) = factories.make_member(community, Role.SECRETARY).get("/me").json["communities"]
    assert len(here["estates"]) == 2
    assert here["duties"][0]["role_name"] == "书记"
    assert "topic:gate" in here["permissions"]


def test_a_district_office_stands_in_every_community_below_it(session):
    first = factories.make_community()
    factories.make_community(subdistrict=2)
    me = factories.make_member(first, Role.DISTRICT_OFFICE).get("/me").json
    assert len(me["communities"]) == 2


@pytest.mark.parametrize("table", [Membership, DutyRecord])
def test_what_has_ended_is_gone_on_the_next_request(session, table):
    community = factories.make_community()
    role = Role.COMMITTEE if table is DutyRecord else None
    caller = factories.make_member(community, role)
    assert len(caller.get("/me").json["communities"]) == 1
    with factories.across_communities(), transaction():
        session.execute(db.update(table).values(ends_at=utc_now()))
        factories.moved(caller)
    assert caller.get("/me").json["communities"] == []


def test_the_demo_people_are_listed_with_codes_that_sign_in(client, session):
    from server.identity.sandbox import add_demo_person

    community = factories.make_community(name="锦秋居委会")
    with transaction():
        resident = add_demo_person("li", display_name="李女士", masked_name="李**")
        add_demo_person(f"visitor-{community.id}")
    factories.join(resident, factories.make_home(factories.make_estate(community)))
    people = client.get("/api/v1/sandbox/people").json["items"]
    assert [(one["name"], one["community"], one["role"]) for one in people] == [
        ("李女士", "锦秋居委会", "业主"),
        ("新来的访客", "锦秋居委会", "访客"),
    ]
    assert sign_in(client, people[0]["code"]).json["me"]["person"]["name"] == "李女士"


def test_production_has_no_route_to_the_demo_people(tmp_path, settings):
    from dataclasses import replace

    from server.app import create_app

    real = Settings(
        production=True,
        var_dir=tmp_path,
        database_url=settings.database_url,
        secret_key=settings.secret_key,
        pii_keys=settings.pii_keys,
        pii_index_key=settings.pii_index_key,
        ledger_keys=settings.ledger_keys,
    )
    paths = [rule.rule for rule in create_app(real).url_map.iter_rules()]
    assert "/api/v1/sandbox/people" not in paths
    assert "/api/v1/sandbox/people" in [
        rule.rule for rule in create_app(replace(real, production=False)).url_map.iter_rules()
    ]
