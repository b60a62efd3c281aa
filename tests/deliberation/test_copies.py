"""What somebody takes away of deliberation: every word of his own, and none of whoever answered him."""

from typing import Any

import pytest

from server.core import tenancy
from server.core.database import transaction
from server.deliberation.agenda_models import Second
from server.deliberation.covenants.models import CitationKind, CovenantCitation, SubjectKind
from server.deliberation.discussion_models import Amendment, AmendmentState, Objection, ObjectionState, Stage
from server.deliberation.host_models import Ending, HostNaming
from server.deliberation.models import CommentState, Stance, StanceKind, TopicComment, TopicState
from server.deliberation.projects.evaluation_models import Evaluation
from server.deliberation.projects.models import NoteKind, Project, ProjectNote
from server.extensions import db
from server.kit.db import utc_now
from server.kit.worktime import today
from tests.deliberation.factories import put, put_covenant
from tests.deliberation.scenes import make_scene
from tests.identity.parcels import parts_of, text_of

ANOTHERS = "旁人的话"


@pytest.fixture
def scene(community, deliver):
    return make_scene(community, deliver)


def said_by(who: Any, topic: Any) -> list[Any]:
    """A row of each kind that one person leaves on a topic, with what others wrote beside his words."""
    person, name, now = who.actor.person_id, "李女士", utc_now()
    home = who.actor.members[0].home_id
    signed = {"author_id": person, "author_name": name}
    answered = {"answer": ANOTHERS, "answered_at": now}
    of = {"topic_id": topic.id, "person_id": person}
    return [
        TopicComment(topic_id=topic.id, body="发言甲", state=CommentState.PUBLISHED, **signed),
        Stance(stance=StanceKind.AGAINST, **of),
        Second(home_id=home, **of),
        Amendment(topic_id=topic.id, passage=ANOTHERS, proposal="改成乙", reason="理由丙", note=ANOTHERS,
                  state=AmendmentState.ACCEPTED, **answered, **signed),
        Objection(stage=Stage.TALLY, round=1, home_id=home, name=name, body="异议丁",
                  state=ObjectionState.ANSWERED, answered_by="王主任", **answered, **of),
        HostNaming(name=name, tag="五老", named_by=1, named_by_name="孙书记", reason=ANOTHERS,
                   ending=Ending.DISMISSED, ended_at=now, ended_by=1, end_reason=ANOTHERS, **of),
        Evaluation(home_id=home, rating=1, body="意见戊意见戊", state=CommentState.HELD, **of),
    ]  # fmt: skip


def project_of(topic: Any) -> Project:
    days = dict.fromkeys(("due_on", "first_due_on"), today(utc_now()))
    words = {"name": "雨棚", "summary": ANOTHERS, "department": "物业", "budget_cents": 0, "source": "none"}
    who = {"owner_kind": "committee", "owner_name": "居委会", "formed_by": 1, "formed_name": "王主任"}
    project = Project(topic_id=topic.id, **words, **who, **days)
    db.session.add(project)
    db.session.flush()
    return project


@pytest.fixture
def neighbour_who_took_part(scene):
    """Of somebody else's topic, which has come to a covenant and a project."""
    who = scene.neighbours[0]
    with tenancy.in_community(scene.community.id), transaction():
        topic = put(scene, TopicState.COVENANT_VOTE)
        topic.title, topic.body = f"{ANOTHERS}标题", f"{ANOTHERS}正文"
        covenant, project = put_covenant(topic), project_of(topic)
        note = {"author_id": who.actor.person_id, "author_name": "李女士", "state": CommentState.PUBLISHED}
        cited = {"subject_kind": SubjectKind.TOPIC, "subject_id": topic.id, "page_id": topic.id}
        db.session.add_all(
            [
                *said_by(who, topic),
                ProjectNote(project_id=project.id, kind=NoteKind.NOTE, body="何时开工己", **note),
                CovenantCitation(
                    covenant_id=covenant.id, version=1, number=1, kind=CitationKind.BREACH,
                    cited_by=who.actor.person_id, cited_name="李女士", **cited,
                ),
            ]
        )  # fmt: skip
    return who


def test_every_word_of_his_is_in_it_and_no_answer_to_it(scene, neighbour_who_took_part):
    parts, text = parts_of(neighbour_who_took_part), text_of(neighbour_who_took_part)

    words = ("发言甲", "反对", "改成乙", "理由丙", "异议丁", "五老", "意见戊", "何时开工己", "指出违反")
    assert [word for word in words if word not in text] == []
    assert [word for word in (ANOTHERS, "孙书记", "王主任") if word in text] == []
    ours = {"topic_comments", "stances", "seconds", "amendments", "objections", "hostings", "evaluations",
            "project_notes", "covenant_citations"}  # fmt: skip
    assert [name for name in sorted(ours) if len(parts[name]) != 1] == []
    assert parts["topics"] == []


def test_the_author_takes_his_topic_away_and_nothing_that_neighbours_said_of_it(
    scene, neighbour_who_took_part
):
    text = text_of(scene.author)

    assert f"{ANOTHERS}正文" in text
    assert [word for word in ("发言甲", "改成乙", "异议丁", "意见戊", "何时开工己") if word in text] == []
