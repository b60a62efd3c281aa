"""Looking at what is masked: with a reason, written down, capped, and told to the person."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import insert, select, update

from server.core import database, tenancy
from server.core.access import Role
from server.core.audit import AuditDetail, AuditEntry
from server.core.database import transaction
from server.core.idempotency import IdempotencyRecord
from server.core.outbox import OutboxMessage
from server.core.tenancy import across_communities
from server.identity.models import Membership, PersonVault
from server.identity.models_enrolment import Application, ApplicationState
from server.identity.models_unmasking import Field, Ground, SubjectKind, Unmasking
from server.identity.service.unmasking import MOST_A_DAY
from server.kit.frozen import FrozenError
from server.kit.ids import new_id
from tests import factories
from tests.identity.enrol import apply, step

NUMBER = factories.make_id_number()
PLAIN = {"name": "李秀英", "phone": "13800001111", "id_number": NUMBER}
REASON = "电话里核对房产证上的姓名"


def look(caller, subject, *fields, ground="contact", reason=REASON):
    body = {"fields": list(fields or ("phone",)), "reason_code": ground, "reason": reason}
    return caller.put(f"{subject}/unmasking", json=body)


def rows_of(session):
    with across_communities():
        return session.scalars(select(Unmasking).order_by(Unmasking.id)).all()


@pytest.fixture
def estate(community):
    return factories.make_estate(community, "锦秋花园")


@pytest.fixture
def clerk(community):
    return factories.make_member(community, Role.COMMITTEE)


@pytest.fixture
def waiting(estate, deliver):
    """(applicant, application) in the committee's queue."""
    factories.make_home(estate, "3号楼", "502室")
    visitor = factories.make_visitor()
    sent = apply(visitor, estate, **PLAIN)
    deliver()
    return visitor, sent


@pytest.fixture
def form(waiting):
    return f"applications/{waiting[1]['id']}"


@pytest.fixture
def member(clerk, waiting, session):
    """The path of the approved applicant as a member."""
    assert step(clerk, waiting[1], "approve").status_code == 200
    with across_communities():
        return f"members/{session.scalar(select(Membership.id))}"


class TestWhatIsAnswered:
    def test_only_what_was_asked_for_is_opened_and_no_store_keeps_it(self, clerk, form):
        answer = look(clerk, form, "phone")
        assert (answer.status_code, answer.json) == (200, {"phone": PLAIN["phone"]})
        assert answer.headers["Cache-Control"] == "no-store"
        assert look(clerk, form, "name", "phone", "id_number").json == PLAIN

    def test_a_member_is_opened_from_his_own_vault(self, clerk, member):
        assert look(clerk, member, "name", "phone", "id_number").json == PLAIN

    def test_an_approved_application_is_read_as_its_member(self, clerk, form, member, session):
        assert look(clerk, form, "name").json == {"name": PLAIN["name"]}
        assert rows_of(session)[0].subject_kind is SubjectKind.MEMBER

    def test_a_number_that_is_not_kept_is_null(self, clerk, member, session):
        with transaction():
            session.execute(update(PersonVault).values(number_sealed=None))
        assert look(clerk, member, "id_number", "phone").json == {"id_number": None, "phone": PLAIN["phone"]}

    @pytest.mark.parametrize("verb", ["refuse", "withdraw"])
    def test_a_form_that_was_dropped_is_said_to_be_gone(self, clerk, waiting, form, verb, session):
        who = clerk if verb == "refuse" else waiting[0]
        assert step(who, waiting[1], verb, reason="请带证件到居委会办理").status_code == 200
        answer = look(clerk, form)
        assert (answer.status_code, answer.json["code"]) == (409, "nothing_kept")
        assert "已删除" in answer.json["message"]
        assert rows_of(session) == []

    def test_who_has_moved_out_is_opened_no_more(self, clerk, form, member, session):
        with across_communities(), transaction():
            session.execute(update(Membership).values(ends_at=datetime(2026, 1, 1, tzinfo=UTC)))
        assert look(clerk, member).status_code == 404
        assert look(clerk, form).json["code"] == "nothing_kept"

    @pytest.mark.parametrize(
        "changes",
        [
            {"fields": []},
            {"fields": ["address"]},
            {"reason_code": "curious"},
            {"reason": "看看"},
            {"reason": " " * 9},
            {"reason": "长" * 201},
        ],
    )
    def test_without_a_field_a_ground_and_words_nothing_is_opened(self, clerk, form, changes, session):
        body = {"fields": ["name"], "reason_code": "contact", "reason": REASON, **changes}
        assert clerk.put(f"{form}/unmasking", json=body).status_code == 422
        assert rows_of(session) == []

    def test_the_review_says_whether_there_is_something_to_open(self, clerk, waiting):
        def offered():
            return clerk.get(f"/enrolment/applications/{waiting[1]['id']}").json["may_unmask"]

        assert offered() is True
        step(clerk, waiting[1], "refuse", reason="请带证件到居委会办理")
        assert offered() is False

    def test_the_applicant_is_not_told_of_the_offer(self, waiting):
        assert "may_unmask" not in waiting[0].get(f"/enrolment/applications/{waiting[1]['id']}").json


class TestWhoMay:
    @pytest.mark.parametrize("role", [Role.COMMITTEE, Role.SOCIAL_WORKER])
    def test_those_who_review_applications(self, community, form, role):
        assert look(factories.make_member(community, role), form).status_code == 200

    @pytest.mark.parametrize(
        "role", [Role.SECRETARY, Role.DEPUTY, Role.CHAIR, Role.OBSERVER, Role.BUILDING_HEAD, None]
    )
    def test_nobody_else(self, community, form, role, session):
        answer = look(factories.make_member(community, role), form)
        assert answer.status_code == 403
        assert rows_of(session) == []

    def test_an_office_of_one_estate_opens_that_estate_only(self, community, estate, form):
        here = factories.make_member(community, Role.SOCIAL_WORKER, estate=estate)
        other = factories.make_estate(community)
        elsewhere = factories.make_member(community, Role.SOCIAL_WORKER, estate=other)
        assert [look(one, form).status_code for one in (here, elsewhere)] == [200, 403]

    def test_no_other_community_finds_it(self, form):
        sibling = factories.make_member(factories.make_community(), Role.COMMITTEE)
        assert look(sibling, form).status_code == 404

    def test_not_oneself(self, clerk, estate, deliver):
        sent = apply(clerk, estate)
        deliver()
        answer = look(clerk, f"applications/{sent['id']}")
        assert (answer.status_code, "您自己" in answer.json["message"]) == (403, True)


class TestWhatIsLeft:
    def test_the_row_says_whose_what_why_and_in_which_office(self, clerk, waiting, form, session, community):
        look(clerk, form, "phone", "id_number", ground="check_documents")
        (row,) = rows_of(session)
        assert (row.person_id, row.subject_id) == (waiting[0].actor.person_id, int(waiting[1]["id"]))
        assert (row.opened, row.ground, row.reason) == (
            [Field.PHONE, Field.ID_NUMBER],
            Ground.CHECK_DOCUMENTS,
            REASON,
        )
        assert (row.by_person_id, row.by_role, row.by_unit) == (
            clerk.actor.person_id,
            Role.COMMITTEE,
            community.name,
        )

    def test_the_row_is_never_changed(self, clerk, form, session, community):
        look(clerk, form)
        with tenancy.in_community(community.id), pytest.raises(FrozenError), transaction():
            session.scalars(select(Unmasking)).one().reason = "没有看过"

    def test_the_audit_entry_names_fields_and_holds_no_value(self, clerk, form, session):
        look(clerk, form, "name", "phone", "id_number")
        with across_communities():
            entry = session.scalars(select(AuditEntry)).one()
            detail = session.scalars(select(AuditDetail.detail)).one()
            row = session.scalars(select(Unmasking)).one()
        assert (entry.deed, entry.role) == ("application.unmask", "committee")
        assert detail == {
            "unmasking": row.id,
            "opens": ["name", "phone", "id_number"],
            "ground": "contact",
        }

    def test_no_key_makes_the_store_keep_the_answer(self, clerk, form, session):
        body = {"fields": ["phone"], "reason_code": "contact", "reason": REASON}
        headers = {"Idempotency-Key": "0123456789abcdef"}
        answers = [clerk.put(f"{form}/unmasking", json=body, headers=headers) for _ in range(2)]
        assert [one.json for one in answers] == [{"phone": PLAIN["phone"]}] * 2
        kept = select(IdempotencyRecord.key).where(IdempotencyRecord.person_id == clerk.actor.person_id)
        assert session.scalars(kept).all() == []
        assert len(rows_of(session)) == 2

    def test_the_message_carries_ids_alone(self, clerk, waiting, form, session):
        look(clerk, form, "name")
        with across_communities():
            said = select(OutboxMessage.payload).where(OutboxMessage.topic == "identity.unmasked")
            payload = session.scalars(said).one()
        assert payload == {
            "unmasking_id": rows_of(session)[0].id,
            "person_id": waiting[0].actor.person_id,
        }


class TestWhatThePersonLearns:
    def test_a_notice_names_unit_fields_and_reason_and_opens_the_list(
        self, clerk, waiting, member, deliver, community
    ):
        look(clerk, member, "phone", "id_number")
        deliver()
        resident = factories.signed_in(factories.queries.get_person(waiting[0].actor.person_id), community)
        (told,) = [one for one in resident.get("notices").json["items"] if one["kind"] == "privacy"]
        assert told["title"] == "有工作人员查看了您的手机号、身份证号码"
        assert told["body"] == f"{community.name}（居委），联系本人：{REASON}"
        assert told["link"] == "seen"
        assert clerk.actor.name not in str(told)

    def test_the_list_tells_unit_office_fields_and_reason_but_no_name(self, clerk, waiting, form, community):
        look(clerk, form, "name", "phone")
        (seen,) = waiting[0].get("/me/unmaskings").json["items"]
        assert {**seen, "id": "", "at": ""} == {
            "id": "",
            "at": "",
            "community": community.name,
            "unit": community.name,
            "role_name": "居委",
            "subject_name": "入住申请",
            "opened": ["姓名", "手机号"],
            "ground_name": "联系本人",
            "reason": REASON,
        }

    def test_the_list_gathers_all_communities_page_by_page_and_only_ones_own(
        self, clerk, waiting, form, deliver
    ):
        elsewhere = factories.make_community()
        sent = apply(waiting[0], factories.make_estate(elsewhere), **PLAIN)
        deliver()
        other = factories.make_member(elsewhere, Role.SOCIAL_WORKER)
        for who, path in ((clerk, form), (other, f"applications/{sent['id']}"), (clerk, form)):
            assert look(who, path).status_code == 200
        first = waiting[0].get("/me/unmaskings?limit=2").json
        second = waiting[0].get(f"/me/unmaskings?limit=2&after={first['next']}").json
        units = [one["unit"] for one in first["items"] + second["items"]]
        assert units == [
            clerk.actor.duties[0].organisation,
            elsewhere.name,
            clerk.actor.duties[0].organisation,
        ]
        assert second["next"] is None
        assert clerk.get("/me/unmaskings").json == {"items": [], "next": None}


def looked(session, clerk, times, *, ago=timedelta()):
    """So many looks of this clerk, at one moment."""
    here = clerk.actor.community_id
    with tenancy.in_community(here), transaction():
        at = database.now() - ago
        words = {
            "subject_kind": SubjectKind.MEMBER,
            "subject_id": 1,
            "ground": Ground.CONTACT,
            "reason": REASON,
        }
        flags = {"with_name": True, "with_phone": False, "with_id_number": False}
        by = {"by_person_id": clerk.actor.person_id, "by_role": Role.COMMITTEE, "by_unit": "锦秋居委会"}
        session.execute(
            insert(Unmasking),
            [
                {"community_id": here, "id": new_id(), "person_id": 1, "at": at, **words, **flags, **by}
                for _ in range(times)
            ],
        )


class TestTheCap:
    def test_the_thirtieth_look_of_a_day_is_the_last(self, clerk, form, session):
        looked(session, clerk, MOST_A_DAY - 1)
        assert look(clerk, form).status_code == 200
        answer = look(clerk, form)
        assert (answer.status_code, answer.json["code"]) == (429, "unmasking_cap")
        assert "30 次" in answer.json["message"]
        assert len(rows_of(session)) == MOST_A_DAY

    def test_every_clerk_and_every_day_has_its_own(self, clerk, community, form, session):
        looked(session, clerk, MOST_A_DAY, ago=timedelta(days=1))
        assert look(clerk, form).status_code == 200
        looked(session, clerk, MOST_A_DAY - 1)
        assert look(clerk, form).status_code == 429
        assert look(factories.make_member(community, Role.SOCIAL_WORKER), form).status_code == 200

    def test_the_day_begins_at_midnight_in_shanghai(self, clerk, form, session, monkeypatch):
        """Half past midnight there is still the day before in UTC."""
        late = datetime(2026, 11, 28, 15, 59, tzinfo=UTC)
        monkeypatch.setattr(database, "now", lambda: late)
        looked(session, clerk, MOST_A_DAY)
        assert look(clerk, form).status_code == 429
        monkeypatch.setattr(database, "now", lambda: late + timedelta(minutes=1))
        assert look(clerk, form).status_code == 200

    def test_a_look_at_what_is_gone_counts_for_nothing(self, clerk, waiting, form, session):
        step(waiting[0], waiting[1], "withdraw")
        look(clerk, form)
        assert rows_of(session) == []


def test_a_form_is_opened_in_every_state_that_keeps_it(clerk, form, session, community):
    """The offer on the review page and the answer do not contradict each other."""
    for state in (ApplicationState.APPLIED, ApplicationState.VERIFIED, ApplicationState.RETURNED):
        with tenancy.in_community(community.id), transaction():
            session.execute(update(Application).values(state=state, reason="请补充"))
        assert clerk.get(f"/enrolment/{form}").json["may_unmask"] is True
        assert look(clerk, form).status_code == 200
