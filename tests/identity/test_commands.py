"""Offices and first codes from the command line."""

import pytest
from sqlalchemy import select

from server.cli import register
from server.core import tenancy
from server.core.access import Role
from server.core.database import transaction
from server.extensions import db
from server.identity.models import DutyRecord
from server.identity.service.duties import Scope, call_by, end_duty, grant_duty
from server.kit.errors import InvalidError
from server.places.models import CommunityKind
from tests import factories
from tests.identity import enrol

GRANT = ("duty", "grant", "--openid", "openid-zhang")


@pytest.fixture
def community(session):
    return factories.make_community(name="锦秋居委会")


@pytest.fixture
def run(app, session, community):
    if "duty" not in app.cli.commands:
        register(app)

    def call(*args):
        with transaction():
            """The test's own session must hold no lock meanwhile."""
        return app.test_cli_runner().invoke(args=[str(one) for one in args])

    return call


def test_an_office_is_given_and_counts_at_once(run, community):
    visitor = factories.make_visitor("openid-zhang")
    said = run(*GRANT, "--role", "secretary", "--code", community.region_code)
    assert "锦秋居委会 书记" in said.output
    assert "topic:gate" in visitor.get("/me").json["communities"][0]["permissions"]


def test_an_officer_is_named_by_the_number_he_reads_off_his_own_page(run, community):
    visitor = factories.make_visitor()
    number = visitor.get("/me").json["person"]["id"]
    words = ("--account", number, "--role", "committee", "--code", community.region_code)
    assert "锦秋居委会 居委" in run("duty", "grant", *words).output
    assert "周女士" in run("duty", "name", "--account", number, "周女士").output
    assert "application:review" in visitor.get("/me").json["communities"][0]["permissions"]


def test_a_resident_is_named_by_his_telephone_unless_he_shares_it(run, community, deliver):
    estate, clerk = factories.make_estate(community), factories.make_member(community, Role.COMMITTEE)
    for room in ("502室", "504室"):
        factories.make_home(estate, "3号楼", room)
    words = ("--phone", "13800001111", "--role", "delegate", "--code", community.region_code)
    answers = []
    for order in (None, 502, 504):
        if order is not None:
            number = factories.make_id_number(order=order)
            sent = enrol.apply(factories.make_visitor(), estate, room=f"{order}室", id_number=number)
            deliver()
            assert enrol.step(clerk, sent, "approve").status_code == 200
        answers.append(run("duty", "grant", *words).output)
    assert "没有人用这个手机号" in answers[0]
    assert "居民代表会议 居民代表" in answers[1]
    assert "有 2 个人用这个手机号" in answers[2]


@pytest.mark.parametrize(
    "who",
    [
        (),
        ("--account", "7"),
        ("--account", "周女士"),
        ("--account", "9" * 19),
        ("--account", "7", "--phone", "13800001111"),
    ],
)
def test_who_is_meant_must_be_said_once(run, community, who):
    said = run("duty", "grant", *who, "--role", "secretary", "--code", community.region_code)
    assert (said.exit_code, "先登录一次" in said.output or "中的一个" in said.output) == (1, True)


def test_an_office_for_one_estate_with_an_end(run, community):
    estate = factories.make_estate(community, "锦秋花园")
    visitor = factories.make_visitor("openid-zhang")
    words = [
        "--role",
        "deputy",
        "--code",
        community.region_code,
        "--estate",
        "锦秋花园",
        "--ends",
        "2099-01-01",
    ]
    assert run(*GRANT, *words).exit_code == 0
    (duty,) = visitor.get("/me").json["communities"][0]["duties"]
    assert (duty["estate_id"], duty["ends_at"]) == (str(estate.id), "2098-12-31T16:00:00Z")


@pytest.mark.parametrize(
    ("kind", "role", "body"),
    [
        (CommunityKind.NEIGHBOURHOOD, "watch", "居务监督委员会 监督委员会"),
        (CommunityKind.VILLAGE, "watch", "村务监督委员会 监督委员会"),
        (CommunityKind.NEIGHBOURHOOD, "delegate", "居民代表会议 居民代表"),
        (CommunityKind.VILLAGE, "delegate", "村民代表会议 居民代表"),
    ],
)
def test_who_watches_or_was_elected_sits_in_a_body_of_its_own(run, kind, role, body):
    visitor, where = factories.make_visitor("openid-zhang"), factories.make_community(kind)

    assert body in run(*GRANT, "--role", role, "--code", where.region_code).output
    granted = set(visitor.get("/me").json["communities"][0]["permissions"])
    assert not granted & {"topic:gate", "topic:host", "post:moderate", "application:review", "setting:change"}
    assert ("count:confirm" in granted) == (role == "watch")


def test_who_stands_in_for_the_gatekeeper_does_so_until_a_day(run, community):
    visitor = factories.make_visitor("openid-zhang")
    words = (*GRANT, "--role", "acting", "--code", community.region_code)

    refused = run(*words)
    assert (refused.exit_code, "--ends" in refused.output) == (1, True)
    assert "锦秋居委会 代理把关人" in run(*words, "--ends", "2099-01-01").output
    (duty,) = visitor.get("/me").json["communities"][0]["duties"]
    assert duty["ends_at"] == "2098-12-31T16:00:00Z"


def test_an_officer_without_a_home_here_gets_a_name(run):
    visitor, resident = factories.make_visitor("openid-zhang"), factories.make_person()
    assert "周女士" in run("duty", "name", "--openid", "openid-zhang", "周女士").output
    assert visitor.get("/me").json["person"]["name"] == "周女士"
    with transaction():
        assert call_by(resident.id, "别的名字") == resident.display_name, "the papers' name stays"
    assert "先登录一次" in run("duty", "name", "--openid", "nobody", "周女士").output


def test_an_office_above_the_communities(run, community):
    visitor = factories.make_visitor("openid-zhang")
    code = factories.DISTRICT
    assert run(*GRANT, "--role", "supervisor", "--code", code).exit_code == 0
    assert len(visitor.get("/me").json["communities"]) == 1


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["--openid", "nobody", "--role", "secretary", "--code", "330203000000"], "先登录一次"),
        (["--openid", "openid-zhang", "--role", "secretary", "--code", "330203999999"], "没有这个社区"),
        (["--openid", "openid-zhang", "--role", "observer", "--code", "110000000000"], "没有这个区划代码"),
    ],
)
def test_what_cannot_be_given_is_said(run, words, reason):
    factories.make_visitor("openid-zhang")
    said = run("duty", "grant", *words)
    assert (said.exit_code, reason in said.output) == (1, True)


def test_an_unknown_estate_is_said(run, community):
    factories.make_visitor("openid-zhang")
    words = ["--role", "deputy", "--code", community.region_code, "--estate", "没有"]
    assert "没有这个小区" in run(*GRANT, *words).output


def test_a_building_head_is_given_his_building_in_any_spelling(run, community):
    factories.make_visitor("openid-zhang")
    estate = factories.make_estate(community, "锦秋花园")
    home = factories.make_home(estate, building="3号楼")
    words = ["--role", "building_head", "--code", community.region_code]

    assert "没有这栋楼" in run(*GRANT, *words, "--estate", "锦秋花园", "--building", "9号楼").output
    assert "--estate" in run(*GRANT, *words, "--building", "3号楼").output
    assert run(*GRANT, *words, "--estate", "锦秋花园", "--building", "3幢").exit_code == 0
    with tenancy.across_communities():
        duties = db.session.execute(select(DutyRecord.estate_id, DutyRecord.building_id)).all()
    assert duties == [(estate.id, home.building_id)]


@pytest.mark.parametrize(
    ("role", "scope"),
    [
        (Role.SECRETARY, Scope(region="330203000000")),
        (Role.OBSERVER, Scope(community_id=1)),
        (Role.SECRETARY, Scope(community_id=31999)),
        (Role.RESIDENT, Scope(community_id=1)),
        (Role.SECRETARY, Scope(community_id=1, estate_id=1, building_id=1)),
        (Role.BUILDING_HEAD, Scope(community_id=1, building_id=1)),
    ],
)
def test_role_and_scope_must_fit_each_other(session, role, scope):
    person = factories.make_person()
    with pytest.raises(InvalidError), transaction():
        grant_duty(person.id, role, scope)


def test_an_ended_office_is_gone_on_the_next_request(community):
    caller = factories.make_visitor()
    with transaction():
        duty = grant_duty(caller.actor.person_id, Role.COMMITTEE, Scope(community.id))
    assert caller.get("/me").json["communities"]
    with transaction():
        end_duty(duty)
    assert caller.get("/me").json["communities"] == []


def test_the_first_code_of_an_estate_is_issued_once(run, community):
    factories.make_estate(community, "锦秋花园")
    words = ["scene", "issue", "--code", community.region_code, "--estate", "锦秋花园"]
    first, second = run(*words).output, run(*words).output
    assert first == second
    assert "#/features/enrolment/pages/start?scene=" in first
    assert "没有这个小区" in run(*words[:-1], "没有").output
    assert "没有这个社区" in run("scene", "issue", "--code", "1", "--estate", "锦秋花园").output
