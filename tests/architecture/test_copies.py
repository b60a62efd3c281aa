"""Whatever names a person is in his copy, or stands here with the reason why not (个人信息保护法 第四十五条).

What a copy covers is not declared: it is what is asked for by the person's id while one is made.
"""

import re

import pytest
from sqlalchemy import Integer, event

from server.extensions import db
from server.kit.db import Base
from tests.factories import make_community, make_member

#: How a column that holds a person's id is called. What ends in `_by` holds one too, if it is a number.
WHO = {
    "person_id", "author_id", "helper_id", "holder_id", "asker_id", "agent_person_id", "voter_id", "host_id",
    "by_person_id",
}  # fmt: skip
#: Numbers called `…_id` that no foreign key explains and that are no person's.
WHAT = {"object_id", "subject_id", "page_id", "home_id", "estate_id", "building_id", "ref_id", "duty_id",
        "answer_id", "community_id"}  # fmt: skip

#: Reason → columns that name a person and are no part of his copy.
EXCEPTIONS = {
    "an act of an office is the community's record, and is read where the community reads it": {
        "appeal.decided_by", "collective_minutes.recorded_by", "community_setting.changed_by",
        "setting_change.changed_by", "count_record.confirmed_by", "countersign.first_by",
        "countersign.answered_by", "covenant_review.reviewed_by", "covenant_version.law_checked_by",
        "emergency_step.person_id", "enrolment_scene.issued_by", "evaluation_remark.person_id",
        "fund_entry.recorded_by", "gate_decision.decided_by", "gate_naming.named_by",
        "gate_recusal.person_id", "host_naming.named_by", "milestone.done_by", "order_step.person_id",
        "paper_ballot.issued_by",
        "paper_ballot.first_by", "paper_ballot.second_by", "paper_ballot.voided_by", "paper_call.called_by",
        "project.formed_by", "proxy_letter.registered_by", "proxy_letter.confirmed_by",
        "proxy_letter.revoked_by", "rows_opening.asked_by", "rows_opening.confirmed_by",
        "supervision_order.issued_by", "topic_convening.person_id", "topic_paper.person_id",
        "unmasking.by_person_id",
    },
    "a step of what is copied with the state that it led to": {
        "application_step.person_id", "emergency_need_step.person_id", "host_naming.ended_by",
        "item_step.person_id", "post_step.person_id", "topic_step.person_id",
    },
    "the helper of what is the neighbour's: the filing is copied": {"post.filed_by", "topic.filed_by"},
    "a second row of what is copied": {"feed_entry.author_id", "topic.host_id"},
    "chained: no entry can be taken out, and each is about something that is copied": {
        "audit_entry.person_id"
    },
    "gone after two days, and an answer that was given to him already": {"idempotency_record.person_id"},
}  # fmt: skip
_ASKED = re.compile(r"\b(\w+)\.(\w+) = [?%:]")


def columns(tables):
    """Columns that hold a person's id, and numbers of which nothing says what they are."""
    people, unknown = set(), set()
    for name, column in ((table.name, column) for table in tables.values() for column in table.columns):
        if not isinstance(column.type, Integer):
            continue
        targets = {key.column.table.name for key in column.foreign_keys}
        if "person" in targets or column.name in WHO or column.name.endswith("_by"):
            people.add(f"{name}.{column.name}")
        elif column.name.endswith("_id") and not targets | ({column.name} & WHAT):
            unknown.add(f"{name}.{column.name}")
    return people, unknown


@pytest.fixture
def asked(session):
    """What one copy of a new neighbour asks for by an id."""
    found = set()

    def note(_c, _k, statement, _p, _x, _m):
        found.update(f"{table}.{column}" for table, column in _ASKED.findall(statement))

    caller = make_member(make_community())
    event.listen(db.engine, "before_cursor_execute", note)
    assert caller.get("/me/copy").status_code == 200
    event.remove(db.engine, "before_cursor_execute", note)
    return found


def test_every_column_that_names_a_person_is_copied_or_excepted_with_a_reason(migrated, asked):
    people, _ = columns(Base.metadata.tables)
    excepted = set().union(*EXCEPTIONS.values())

    assert people - asked - excepted == set(), "decide: a copy in the feature, or a reason here"
    assert excepted - people == set(), "named without need"
    assert excepted & (asked - {"audit_entry.person_id"}) == set(), "excepted, and yet asked for"


def test_every_other_number_that_might_name_a_person_is_known(migrated):
    assert columns(Base.metadata.tables)[1] == set()


def test_a_new_table_that_names_a_person_would_be_found():
    from sqlalchemy import BigInteger, Column, MetaData, Table

    there = MetaData()
    Table("diary", there, Column("writer_id", BigInteger), Column("read_by", BigInteger))

    assert columns(there.tables) == ({"diary.read_by"}, {"diary.writer_id"})


def test_no_two_files_of_a_copy_have_one_name(app):
    names = [copy.name for copy in app.extensions["copies"]]

    assert len(set(names)) == len(names) > 20
