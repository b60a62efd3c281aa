"""注销账号: one person leaves, and nothing of him is left but what has to be."""

from threading import Barrier

import pytest
from sqlalchemy import select

from server.core import tenancy
from server.core.access import Role
from server.core.audit import AuditEntry
from server.core.database import transaction
from server.core.feature import Feature
from server.extensions import db
from server.identity.models import Membership, Person, PersonVault, WechatAccount
from server.identity.models_closing import AccountClosing
from server.identity.models_enrolment import ApplicationVault
from server.identity.service import closing
from server.kit.errors import ConflictError
from tests import factories
from tests.identity import leaving, naive
from tests.identity.enrol import apply
from tests.identity.leaving import FORMER, PATH
from tests.identity.together import at_once


@pytest.fixture
def clerk(neighbour):
    return neighbour(Role.COMMITTEE)


@pytest.fixture
def leaver(community, clerk, deliver):
    return leaving.enrolled(community, clerk, deliver)


def rows_of(model, whose):
    with tenancy.across_communities(), transaction():
        return db.session.scalars(select(model).where(whose)).all()


def deeds(community):
    with tenancy.in_community(community.id), transaction():
        return db.session.scalars(select(AuditEntry.deed).order_by(AuditEntry.seq)).all()


def test_whoever_asks_is_told_the_day_and_what_goes_and_stays(leaver):
    before = leaver.get(PATH).json
    asked = leaver.post(PATH)

    assert (before["due_at"], before["verbs"], before["obstacles"]) == (None, ["ask"], [])
    assert before["goes"]
    assert all(one["what"] and one["why"] for one in before["stays"])
    assert (asked.status_code, asked.json["verbs"]) == (201, ["take_back"])
    assert leaver.get(PATH).json == asked.json
    row = db.session.get(AccountClosing, leaver.actor.person_id)
    assert (row.due_at - row.asked_at).days == before["cooling_off_days"] == 7


def test_asking_twice_does_not_put_the_day_off(leaver):
    first = leaver.post(PATH).json
    leaving.wait(1)

    assert leaver.post(PATH).json["due_at"] < first["due_at"]


def test_it_can_be_taken_back_until_the_day(leaver):
    leaver.post(PATH)
    answer = leaver.delete(PATH)

    assert (answer.status_code, answer.json["due_at"], answer.json["verbs"]) == (200, None, ["ask"])
    leaving.strike()
    assert leaver.get("/me").status_code == 200
    assert leaver.delete(PATH).status_code == 200, "twice is once"


def test_before_the_day_the_clock_does_nothing(leaver):
    leaver.post(PATH)
    leaving.wait(6)
    leaving.strike()

    assert leaver.get("/me").json["person"]["verified"] is True


def test_an_office_holder_is_told_to_leave_his_office_first(clerk):
    refused = clerk.post(PATH)

    assert (refused.status_code, refused.json["code"]) == (409, "closing_blocked")
    assert "居委" in refused.json["details"]["reasons"][0]
    assert clerk.get(PATH).json["verbs"] == []


def test_an_office_given_meanwhile_puts_it_off(leaver, community):
    leaver.post(PATH)
    with transaction():
        factories.grant_duty(leaver.actor.person_id, Role.WATCH, factories.Scope(community.id))
        factories.moved(leaver)
    leaving.wait()
    leaving.strike()

    shown = leaver.get(PATH).json
    assert len(shown["obstacles"]) == 1
    assert shown["verbs"] == ["take_back"]


def test_a_handing_over_under_way_stands_in_the_way_of_both_sides(leaver, neighbour, deliver):
    other = neighbour()
    item = leaver.post("items", json={"kind": "give", "title": "书柜", "body": "九成新"}).json["item"]["id"]
    deliver()
    assert leaver.get(PATH).json["obstacles"] == []
    assert other.post(f"items/{item}/steps", json={"verb": "request", "note": ""}).status_code == 200

    for side in (leaver, other):
        assert side.get(PATH).json["obstacles"] == [
            {"text": "闲置物品“书柜”的交接还没有办完", "link": f"item:{item}"}
        ]
        assert side.post(PATH).status_code == 409


def test_after_seven_days_his_token_is_dead_and_the_same_wechat_begins_anew(leaver, client):
    leaving.gone(leaver)
    again = factories.make_visitor("openid-leaver")

    assert leaver.get("/me").status_code == 401
    assert again.actor.person_id != leaver.actor.person_id
    me = again.get("/me").json
    assert (me["person"]["verified"], me["communities"], me["applications"]) == (False, [], [])


def test_the_real_name_and_the_membership_are_gone(leaver, community):
    leaving.gone(leaver)
    his = leaver.actor.person_id

    assert rows_of(PersonVault, PersonVault.person_id == his) == []
    assert rows_of(WechatAccount, WechatAccount.person_id == his) == []
    [person] = rows_of(Person, Person.id == his)
    assert (person.display_name, person.masked_name, person.adult_on, person.verified_at) == (
        FORMER, "", None, None,
    )  # fmt: skip
    [home] = rows_of(Membership, Membership.person_id == his)
    assert home.ends_at is not None
    assert leaving.where(leaving.NAME) | leaving.where(leaving.PHONE) == set()
    assert leaving.where(leaving.MASKED) | leaving.where("139****5678") == set()


def test_a_running_application_is_withdrawn_with_its_sealed_form(leaver, deliver):
    other = factories.make_community()
    sent = apply(leaver, factories.make_estate(other), name=leaving.NAME, phone=leaving.PHONE)
    leaving.gone(leaver)

    assert rows_of(ApplicationVault, ApplicationVault.community_id == other.id) == []
    reviewer = factories.make_member(other, Role.COMMITTEE)
    seen = reviewer.get(f"/enrolment/applications/{sent['id']}").json
    assert (seen["state"], seen["name"], seen["phone"]) == ("withdrawn", "", "")
    assert deeds(other) == ["person.close"]


def test_the_same_human_may_enrol_anew(leaver, community, clerk, deliver):
    leaving.gone(leaver)
    again = leaving.enrolled(community, clerk, deliver)

    assert again.actor.person_id != leaver.actor.person_id
    assert again.get("/me").json["person"]["name"] == leaving.SHOWN


def test_a_second_run_changes_nothing(leaver, community):
    leaving.gone(leaver)
    leaving.settle()
    before = leaving.texts()
    leaving.strike()

    assert leaving.texts() == before
    assert deeds(community).count("person.close") == 1


def test_a_crash_between_two_communities_is_finished_by_the_next_run(app, leaver, community, monkeypatch):
    other = factories.make_community()
    apply(leaver, factories.make_estate(other), name=leaving.NAME, phone=leaving.PHONE)
    leaver.post(PATH)
    leaving.wait()
    leaving.strike()
    leaving.settle()
    last = max(community.id, other.id)

    def stumble(_):
        if tenancy.bound_community() == last:
            raise RuntimeError

    with monkeypatch.context() as broken:
        features = [*app.extensions["features"], Feature("test", forgets=(stumble,))]
        broken.setitem(app.extensions, "features", features)
        leaving.strike()
    row = db.session.get(AccountClosing, leaver.actor.person_id)
    assert (row.waiting, row.done_at) == ([last], None)

    leaving.strike()

    row = db.session.get(AccountClosing, leaver.actor.person_id)
    assert (row.waiting, row.done_at is not None) == ([], True)
    assert [deeds(one).count("person.close") for one in (community, other)] == [1, 1]


def test_it_cannot_be_taken_back_once_it_is_being_carried_out(leaver):
    """A request that was let in just before finds the account closed under it."""
    leaver.post(PATH)
    leaving.wait()
    leaving.strike()

    with pytest.raises(ConflictError, match="已经注销"), transaction():
        closing.take_back(leaver.actor)


def cleared_by_two(app, leaver, monkeypatch):
    """Two workers begin to clear at the same moment."""
    leaver.post(PATH)
    leaving.wait()
    leaving.strike()
    seen, left = Barrier(2), closing._left

    def both_have_seen(person_id):
        found = left(person_id)
        seen.wait(20)
        return found

    def work():
        with app.app_context():
            closing.clear(leaver.actor.person_id)

    monkeypatch.setattr(closing, "_left", both_have_seen)
    at_once(work, work)
    db.session.expire_all()


def test_two_workers_clear_a_community_once(app, leaver, community, monkeypatch):
    cleared_by_two(app, leaver, monkeypatch)

    assert deeds(community).count("person.close") == 1


def test_that_race_catches_one_who_does_not_look(app, leaver, community, monkeypatch):
    monkeypatch.setattr(closing, "_clear_here", naive.clear_here)
    cleared_by_two(app, leaver, monkeypatch)

    assert deeds(community).count("person.close") == 2


def test_one_persons_trouble_does_not_keep_the_others(app, leaver, neighbour, monkeypatch):
    stuck = neighbour()
    for one in (stuck, leaver):
        assert one.post(PATH).status_code == 201
    leaving.wait()

    def stumble(person_id):
        if person_id == stuck.actor.person_id:
            raise RuntimeError
        return ()

    features = [*app.extensions["features"], Feature("test", detains=(stumble,))]
    monkeypatch.setitem(app.extensions, "features", features)
    leaving.strike()

    assert leaver.get("/me").status_code == 401
    assert stuck.get("/me").status_code == 200
