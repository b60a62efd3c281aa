"""The committee's side: what it learns, what it decides, and what becomes of it."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from server.core import tenancy
from server.core.access import Role
from server.core.audit import AuditEntry
from server.core.database import transaction
from server.core.tenancy import across_communities
from server.identity import queries
from server.identity.handlers import PATIENCE, release_unchecked
from server.identity.models import Membership, Person, PersonVault, Relation
from server.identity.models_enrolment import Application, ApplicationStep, ApplicationVault
from server.identity.service.duties import Scope, grant_duty
from server.kit.db import utc_now
from tests import factories
from tests.identity.enrol import apply, form, step


@pytest.fixture
def community(session):
    return factories.make_community()


@pytest.fixture
def estate(community):
    return factories.make_estate(community, "锦秋花园")


@pytest.fixture
def home(estate):
    return factories.make_home(estate, "3号楼", "502室", owners=["李秀英", "王建国"])


@pytest.fixture
def committee(community):
    return factories.make_member(community, Role.COMMITTEE)


@pytest.fixture
def waits(estate, deliver):
    """Call it to have (applicant, application) in the committee's queue."""

    def make(visitor=None, **changes):
        visitor = visitor or factories.make_visitor()
        sent = apply(visitor, estate, **changes)
        deliver()
        return visitor, sent

    return make


@pytest.fixture
def waiting(home, waits):
    return waits()


def test_the_queue_shows_roll_home_and_who_lives_there(committee, community, home, waiting):
    factories.join(factories.make_person("王建国"), home, Relation.FAMILY)
    (shown,) = committee.get("applications").json["items"]
    assert (shown["roll"], shown["duplicate"]) == ("matched", False)
    assert shown["home"] == {"id": str(home.id), "label": "3号楼 502室", "area": "89.00"}
    assert shown["home_members"] == [{"name": "王**", "relation_name": "家庭成员"}]
    assert shown["verbs"] == ["approve", "return", "refuse"]
    assert shown["assurance_name"] == "与居委会名册一致"


@pytest.mark.parametrize(
    ("changes", "roll", "has_home"),
    [
        ({"name": "周海燕"}, "different", True),
        ({"building": "3幢", "room": "502"}, "matched", True),
        ({"room": "503室"}, "unknown", False),
    ],
)
@pytest.mark.usefixtures("home")
def test_the_roll_is_asked_for_the_door_however_it_is_written(committee, waits, changes, roll, has_home):
    waits(**changes)
    (shown,) = committee.get("applications").json["items"]
    assert (shown["roll"], shown["home"] is not None) == (roll, has_home)


def test_who_lives_behind_any_door_is_shown_to_the_desk_of_its_estate(committee, community, estate, home):
    factories.join(factories.make_person("王建国"), home, Relation.FAMILY)
    asked = f"homes/{home.id}/members"
    assert committee.get(asked).json["items"] == [{"name": "王**", "relation_name": "家庭成员"}]
    here = factories.make_member(community, Role.SOCIAL_WORKER, estate=estate)
    elsewhere = factories.make_member(community, Role.SOCIAL_WORKER, estate=factories.make_estate(community))
    others = [here, elsewhere, factories.make_member(community, home=home)]
    assert [one.get(asked).status_code for one in others] == [200, 403, 403]


def test_approval_makes_the_member_at_once(committee, waiting, home):
    visitor, sent = waiting
    assert step(committee, sent, "approve").json["state"] == "approved"
    me = visitor.get("/me").json
    assert me["person"]["name"] == "李女士"
    assert me["person"]["verified"]
    assert me["person"]["adult"]
    (membership,) = me["communities"][0]["memberships"]
    assert (membership["building"], membership["home_id"]) == ("3号楼", str(home.id))
    assert visitor.get(f"/enrolment/applications/{sent['id']}").json["verbs"] == []


def test_approval_drops_the_form_and_keeps_the_person_sealed(committee, waiting, session):
    visitor, sent = waiting
    step(committee, sent, "approve")
    with across_communities():
        assert session.scalar(select(ApplicationVault.application_id)) is None
    assert session.scalar(select(PersonVault.person_id)) == visitor.actor.person_id


def test_who_holds_two_offices_approves_in_the_one_that_reviews(waiting, session, community):
    _, sent = waiting
    watch = factories.make_member(community, Role.WATCH).actor
    with transaction():
        grant_duty(watch.person_id, Role.COMMITTEE, Scope(community.id), organisation="锦秋居委会")
    step(factories.signed_in(queries.get_person(watch.person_id), community), sent, "approve")
    with tenancy.in_community(community.id):
        signed = session.scalars(select(ApplicationStep.by).where(ApplicationStep.verb == "approve"))
        assert signed.one() == "锦秋居委会居委"


def test_every_step_leaves_a_row_and_an_entry_in_the_audit_chain(committee, waiting, session, community):
    _, sent = waiting
    step(committee, sent, "approve")
    with tenancy.in_community(community.id):
        rows = session.scalars(select(ApplicationStep).order_by(ApplicationStep.id)).all()
        deeds = session.scalars(select(AuditEntry.deed)).all()
    assert [(row.verb, row.to_state) for row in rows] == [
        ("submit", "applied"),
        ("verify", "verified"),
        ("approve", "approved"),
    ]
    assert rows[2].by == f"{community.name}居委"
    assert deeds == ["application.approve"]


def test_a_youth_joins_and_is_no_adult(committee, estate, home, deliver):
    born = utc_now().date().replace(year=utc_now().year - 15, day=1)
    visitor = factories.make_visitor()
    sent = apply(visitor, estate, id_number=factories.make_id_number(f"{born:%Y%m%d}"), relation="family")
    deliver()
    step(committee, sent, "approve")
    assert visitor.get("/me").json["person"]["adult"] is False


def test_a_home_is_needed_and_must_stand_in_the_estate(committee, community, estate, deliver):
    sent = apply(factories.make_visitor(), estate)
    deliver()
    assert step(committee, sent, "approve").json["code"] == "gate_closed"
    elsewhere = factories.make_home(factories.make_estate(community))
    assert step(committee, sent, "approve", home_id=str(elsewhere.id)).json["code"] == "home_elsewhere"
    right = factories.make_home(estate)
    assert step(committee, sent, "approve", home_id=str(right.id)).status_code == 200


@pytest.mark.parametrize("verb", ["return", "refuse"])
@pytest.mark.parametrize("reason", [None, "不行"])
def test_sending_back_needs_a_reason(committee, waiting, verb, reason):
    answer = step(committee, waiting[1], verb, reason=reason)
    assert (answer.status_code, answer.json["code"]) == (422, "reason_needed")


def test_a_returned_form_is_corrected_checked_anew_and_approved(committee, waiting, deliver, home):
    visitor, sent = waiting
    step(committee, sent, "return", reason="请填写名册上的姓名")
    shown = visitor.get(f"/enrolment/applications/{sent['id']}").json
    assert (shown["reason"], shown["verbs"]) == ("请填写名册上的姓名", ["resubmit", "withdraw"])
    assert step(visitor, sent, "resubmit").json["code"] == "form_needed"
    corrected = form(name="王建国", relation="family")
    again = step(visitor, sent, "resubmit", form=corrected).json
    assert (again["state"], again["name"], again["reason"]) == ("applied", "王**", None)
    deliver()
    assert step(committee, sent, "approve").json["state"] == "approved"


def test_only_the_committee_of_this_community_decides(community, estate, waiting):
    visitor, sent = waiting
    for role in (Role.SECRETARY, Role.OBSERVER, Role.DISTRICT_OFFICE, None):
        answer = step(factories.make_member(community, role), sent, "approve")
        assert answer.status_code in {403, 404}, role
    assert step(visitor, sent, "approve").status_code == 403
    foreign = factories.make_member(factories.make_community(), Role.COMMITTEE)
    assert step(foreign, sent, "approve").status_code == 404


def test_an_office_for_one_estate_reviews_that_estate_only(community, waiting):
    other = factories.make_estate(community)
    clerk = factories.make_member(community, Role.COMMITTEE, estate=other)
    assert clerk.get("applications").json["items"] == []
    assert step(clerk, waiting[1], "approve").status_code == 403


def test_nobody_approves_himself(community, estate, home, deliver):
    clerk = factories.make_member(community, Role.COMMITTEE)
    sent = apply(clerk, estate)
    deliver()
    assert step(clerk, sent, "approve").status_code == 403
    assert step(factories.make_member(community, Role.COMMITTEE), sent, "approve").status_code == 200


def test_the_clocks_steps_are_nobodys(committee, estate, home):
    visitor = factories.make_visitor()
    sent = apply(visitor, estate)
    assert step(committee, sent, "verify").status_code == 403
    assert step(visitor, sent, "fail").status_code == 403
    assert step(visitor, sent, "celebrate").json["code"] == "unknown_verb"


def test_a_decision_on_what_somebody_moved_meanwhile_is_refused(committee, waiting):
    _, sent = waiting
    seen = committee.get("applications").json["items"][0]["version"]
    step(committee, sent, "return", reason="请补充楼栋房号")
    answer = step(committee, sent, "approve", version=seen)
    assert answer.status_code == 409


def test_a_second_account_of_one_human_is_shown_to_the_committee_and_stopped(
    committee, waiting, waits, session
):
    step(committee, waiting[1], "approve")
    second, sent = waits(relation="family")
    assert step(second, sent, "withdraw").json.keys() == waiting[1].keys()
    _, again = waits(second, relation="family")
    (shown,) = committee.get("applications").json["items"]
    assert shown["duplicate"] is True
    answer = step(committee, again, "approve")
    assert (answer.status_code, answer.json["code"]) == (409, "person_elsewhere")
    with across_communities():
        assert len(session.scalars(select(Membership)).all()) == 1


def test_who_comes_back_to_his_home_is_the_same_author(committee, waiting, estate, deliver, session):
    visitor, sent = waiting
    step(committee, sent, "approve")
    with across_communities(), transaction():
        session.execute(update(Membership).values(ends_at=utc_now()))
        before = session.scalar(select(Membership.id))
    again = apply(visitor, estate)
    deliver()
    assert step(committee, again, "approve").status_code == 200
    with across_communities():
        assert session.execute(select(Membership.id, Membership.ends_at)).all() == [(before, None)]


def test_the_queue_is_cut_into_pages_by_who_waits_longest(committee, estate, home, deliver):
    sent = [apply(factories.make_visitor(), estate, room=f"{n}01")["id"] for n in range(3)]
    deliver()
    first = committee.get("applications?limit=2").json
    second = committee.get(f"applications?limit=2&after={first['next']}").json
    assert [one["id"] for one in first["items"] + second["items"]] == sent
    assert second["next"] is None


def test_what_no_provider_answered_for_reaches_the_committee_after_an_hour(
    community, estate, home, committee, session
):
    apply(factories.make_visitor(), estate)
    for age, state in ((timedelta(), "applied"), (PATIENCE + timedelta(minutes=1), "verified")):
        with tenancy.in_community(community.id), transaction():
            session.execute(update(Application).values(submitted_at=utc_now() - age))
            release_unchecked()
        with across_communities():
            assert session.scalar(select(Application.state)) == state
    assert "请查验证件" in committee.get("applications").json["items"][0]["assurance_name"]


def test_a_verified_person_keeps_the_day_he_was_verified(committee, waiting, session):
    step(committee, waiting[1], "approve")
    person = session.scalar(select(Person).where(Person.id == waiting[0].actor.person_id))
    assert person.verified_at is not None
    assert person.assurance == "roll"
