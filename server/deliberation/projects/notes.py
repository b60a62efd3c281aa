"""Remarks on a project by everybody whom it concerns, and what becomes of them."""

from typing import Any

from server.core import audit, authors, database, outbox, uploads, versions
from server.core.access import Actor, Permission, enforce
from server.core.safety import Suggest
from server.deliberation import policy
from server.deliberation.models import CommentState
from server.deliberation.projects import queries as projects
from server.deliberation.projects.events import ProjectNoteJudged, ProjectNoteWritten
from server.deliberation.projects.models import NoteKind, ProjectNote
from server.deliberation.projects.queries import Undertaking
from server.deliberation.states import TopicState
from server.extensions import db
from server.kit.errors import ConflictError, NotFoundError
from server.kit.ids import new_id

C, S = CommentState, TopicState
#: While there is something to say about it.
OPEN = (*projects.UNDER_WAY, S.EVALUATING)
JUDGED = {Suggest.PASS: C.PUBLISHED, Suggest.REVIEW: C.HELD, Suggest.DOWN: C.HELD, Suggest.RISKY: C.REFUSED}


def write(actor: Actor, held: Undertaking, form: dict[str, Any]) -> ProjectNote:
    """`form`: text, upload_ids. Words of an office are public at once, a neighbour's after the check."""
    enforce(actor, Permission.TOPIC_COMMENT, held.matter)
    if held.matter.topic.state not in OPEN:
        raise ConflictError("项目已经办结，不能再留言", code="project_over")
    note_id, author = new_id(), authors.stamp(actor, estate_id=held.matter.topic.estate_id)
    row = ProjectNote(
        id=note_id,
        project_id=held.project.id,
        kind=NoteKind.NOTE,
        body=form["text"],
        photos=uploads.claim(actor, form["upload_ids"], note_id),
        state=C.PUBLISHED if author["author_role"] else C.CHECKING,
        created_at=database.now(),
        **author,
    )
    db.session.add(row)
    db.session.flush()
    if row.state is C.CHECKING:
        outbox.emit(ProjectNoteWritten(note_id))
    return row


def apply_verdict(note_id: int, suggest: Suggest, reason: str) -> None:
    """What the check said, once: a remark judged meanwhile stays as it is."""
    row = projects.lock_note(note_id)
    if row is not None and row.state is C.CHECKING:
        _settle(row, JUDGED[suggest], reason)


def moderate(actor: Actor, held: Undertaking, note_id: int, form: dict[str, str]) -> ProjectNote:
    """A moderator's act on a remark, with a reason its author reads. What an office logged stays."""
    row, project_id = projects.lock_note(note_id), held.project.id
    if row is None or row.project_id != project_id or row.kind is not NoteKind.NOTE:
        raise NotFoundError
    policy.check_judge(actor, held.matter.topic, row.author_id)
    sources, target = policy.MODERATION[form["verb"]]
    if row.state not in sources:
        raise ConflictError("这条留言已经处理过了，请刷新后再看", state=row.state)
    _settle(row, target, form["reason"])
    audit.record(actor, f"project_note.{form['verb']}", note_id, project=project_id)
    return row


def _settle(row: ProjectNote, state: CommentState, reason: str) -> None:
    row.state, row.reason = state, reason[:120]
    versions.touch(versions.own_key(row.community_id, row.author_id))
    outbox.emit(ProjectNoteJudged(row.id, new_id(), state))
