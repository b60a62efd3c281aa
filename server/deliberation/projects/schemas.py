"""Projects on the wire."""

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from server.core.schemas import AuthorOut, EstateRef, PhotoOut
from server.deliberation.models import CommentState, TopicState
from server.deliberation.policy import MODERATION
from server.deliberation.projects.models import LEAST_EVIDENCE, FundSource, NoteKind, OwnerKind
from server.deliberation.schemas import one_of
from server.kit.pagination import PageArgs
from server.kit.rest import Id, Line

#: Ten thousand million yuan: more is a slip of the finger.
MOST_CENTS = 10**12


def cents(least: int = 0, **kwargs: object) -> fields.Integer:
    return fields.Integer(strict=True, validate=validate.Range(least, MOST_CENTS), **kwargs)  # type: ignore[arg-type]


def photo_ids(least: int = 0, most: int = 9) -> fields.List[int]:
    if least:
        return fields.List(
            Id(), required=True, validate=validate.Length(least, most, error="请至少附一张照片，最多九张")
        )
    return fields.List(Id(), load_default=list, validate=validate.Length(max=most))


class ProjectListArgs(PageArgs):
    state = fields.String(load_default="all", validate=validate.OneOf(["open", "done", "all"]))


class MilestoneIn(Schema):
    title = Line(60, least=2, required=True)
    due_on = fields.Date(required=True)


class ProjectIn(Schema):
    name = Line(60, least=4, required=True)
    summary = Line(2000, least=10, required=True, metadata={"description": "做什么，做到什么样"})
    owner_kind = fields.String(required=True, validate=one_of(OwnerKind))
    owner_name = Line(40, least=2, required=True, metadata={"description": "谁负责"})
    department = Line(60, least=2, required=True, metadata={"description": "责任部门或施工单位"})
    budget_cents = cents(required=True)
    source = fields.String(required=True, validate=one_of(FundSource))
    due_on = fields.Date(required=True)
    milestones = fields.List(
        fields.Nested(MilestoneIn),
        required=True,
        validate=validate.Length(2, 12, error="请写 2 到 12 个节点，按先后排列"),
    )


class MovedMilestoneIn(Schema):
    id = Id(required=True)
    due_on = fields.Date(required=True)


class ProjectStepIn(Schema):
    verb = fields.String(required=True, validate=validate.OneOf(["start", "finish", "note", "reschedule"]))
    text = Line(1000, least=0, load_default="", metadata={"description": "留言，或开始、完成的说明"})
    upload_ids = photo_ids()
    reason = Line(500, least=0, load_default="", metadata={"description": "为什么调整日期"})
    due_on = fields.Date(load_default=None, allow_none=True)
    milestones = fields.List(
        fields.Nested(MovedMilestoneIn), load_default=list, validate=validate.Length(max=12)
    )

    @validates_schema
    def check(self, data: dict[str, object], **_: object) -> None:
        """Each verb comes with its words."""
        least = {
            "finish": ("text", LEAST_EVIDENCE),
            "note": ("text", 1),
            "reschedule": ("reason", LEAST_EVIDENCE),
        }
        name, length = least.get(str(data["verb"]), ("text", 0))
        if len(str(data[name])) < length:
            raise ValidationError(f"请至少写 {length} 个字", field_name=name)


class MilestoneStepIn(Schema):
    verb = fields.String(required=True, validate=validate.OneOf(["done"]))
    text = Line(1000, least=LEAST_EVIDENCE, required=True, metadata={"description": "完成了什么"})
    upload_ids = photo_ids(1)
    spent_cents = cents(load_default=0)


class NoteModerationIn(Schema):
    verb = fields.String(required=True, validate=validate.OneOf(list(MODERATION)))
    reason = Line(120, least=4, required=True)


class ProgressOut(Schema):
    done = fields.Integer(required=True)
    total = fields.Integer(required=True)
    overdue = fields.Integer(required=True)


class ProjectCardOut(Schema):
    id = fields.String(required=True)
    topic_id = fields.String(required=True)
    topic_title = fields.String(required=True)
    name = fields.String(required=True)
    state = fields.String(required=True, validate=one_of(TopicState))
    state_name = fields.String(required=True)
    estate = fields.Nested(EstateRef, required=True, allow_none=True)
    owner_kind = fields.String(required=True, validate=one_of(OwnerKind))
    owner_kind_name = fields.String(required=True)
    owner_name = fields.String(required=True)
    budget_cents = fields.Integer(required=True)
    spent_cents = fields.Integer(required=True)
    source = fields.String(required=True, validate=one_of(FundSource))
    source_name = fields.String(required=True)
    due_on = fields.String(required=True)
    progress = fields.Nested(ProgressOut, required=True)


class ProjectListOut(Schema):
    items = fields.List(fields.Nested(ProjectCardOut), required=True)
    next = fields.String(required=True, allow_none=True)


class MilestoneOut(Schema):
    id = fields.String(required=True)
    place = fields.Integer(required=True)
    title = fields.String(required=True)
    due_on = fields.String(required=True)
    first_due_on = fields.String(required=True)
    days_late = fields.Integer(required=True)
    overdue = fields.Boolean(required=True)
    done_at = fields.String(required=True, allow_none=True)
    done_by = fields.String(required=True, allow_none=True)
    evidence = fields.String(required=True, allow_none=True)
    photos = fields.List(fields.Nested(PhotoOut), required=True)
    spent_cents = fields.Integer(required=True)


class ProjectOut(ProjectCardOut):
    summary = fields.String(required=True)
    department = fields.String(required=True)
    first_due_on = fields.String(required=True)
    reschedules = fields.Integer(required=True)
    formed_by = fields.String(required=True)
    formed_at = fields.String(required=True)
    started_at = fields.String(required=True, allow_none=True)
    finished_at = fields.String(required=True, allow_none=True)
    fund_spent_cents = fields.Integer(required=True, metadata={"description": "从微基金支出"})
    next_sentence = fields.String(required=True)
    milestones = fields.List(fields.Nested(MilestoneOut), required=True)


class MovedDayOut(Schema):
    title = fields.String(required=True)
    from_ = fields.String(required=True, data_key="from", attribute="from")
    to = fields.String(required=True)


class ProjectNoteOut(Schema):
    id = fields.String(required=True)
    project_id = fields.String(required=True)
    kind = fields.String(required=True, validate=one_of(NoteKind))
    kind_name = fields.String(required=True)
    text = fields.String(required=True)
    photos = fields.List(fields.Nested(PhotoOut), required=True)
    moved = fields.List(fields.Nested(MovedDayOut), required=True)
    author = fields.Nested(AuthorOut, required=True)
    created_at = fields.String(required=True)
    state = fields.String(required=True, validate=one_of(CommentState))
    state_name = fields.String(required=True)
    reason = fields.String(required=True)
    mine = fields.Boolean(required=True)
    verbs = fields.List(fields.String(), required=True)


class ProjectNoteList(Schema):
    items = fields.List(fields.Nested(ProjectNoteOut), required=True)
    next = fields.String(required=True, allow_none=True)


class ProjectVerbOut(Schema):
    verb = fields.String(required=True)
    name = fields.String(required=True)
    consequence = fields.String(required=True)
    needs = fields.List(fields.String(), required=True)
    shut = fields.String(required=True, allow_none=True)


class ProjectMine(Schema):
    verbs = fields.List(fields.Nested(ProjectVerbOut), required=True)
    may_reach = fields.Boolean(required=True, metadata={"description": "可以登记节点完成"})


class ProjectPage(Schema):
    project = fields.Nested(ProjectOut, required=True)
    notes = fields.Nested(ProjectNoteList, required=True)
    mine = fields.Nested(ProjectMine, required=True)
