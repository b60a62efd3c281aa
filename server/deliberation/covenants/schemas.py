"""What covenants and the one trace look like on the wire."""

from marshmallow import Schema, fields, validate

from server.ballots.models import Electorate, Mode
from server.core.schemas import EstateRef
from server.deliberation.covenants.effects import MATTERS
from server.deliberation.covenants.models import CitationKind, SubjectKind
from server.deliberation.matters import Route
from server.deliberation.schemas import one_of
from server.deliberation.schemas_gates import ConvenedOut, GateNoteOut
from server.deliberation.schemas_out import ChainStepOut, TopicVerbOut
from server.kit.rest import Id, Line, Stamp

#: A covenant that nobody would read to its end binds nobody.
MOST_ARTICLES = 60
_NUMBER = {"description": "第几条，从 1 起"}


class CovenantArticleIn(Schema):
    title = Line(40, least=0, load_default="")
    body = Line(800, least=4, required=True)


class WordingIn(Schema):
    preamble = Line(2000, least=0, load_default="")
    articles = fields.List(
        fields.Nested(CovenantArticleIn), required=True, validate=validate.Length(1, MOST_ARTICLES)
    )
    law_note = Line(
        500,
        least=5,
        load_default=None,
        allow_none=True,
        metadata={"description": "与法律法规的比对情况；提交把关前必须写"},
    )


class CovenantIn(WordingIn):
    """从这个议题拟订公约：写 title 是新订，写 covenant_id 是修订。"""

    covenant_id = Id(load_default=None, allow_none=True)
    title = Line(60, least=4, load_default=None, allow_none=True)


class RevisionIn(WordingIn):
    edition = fields.Integer(required=True, metadata={"description": "我看到的是第几稿"})


class CovenantBallotIn(Schema):
    matter = fields.String(required=True, validate=validate.OneOf([one.value for one in MATTERS]))
    route = fields.String(required=True, validate=one_of(Route))
    days = fields.Integer(required=True, validate=validate.Range(1, 30))
    who = fields.String(load_default=None, allow_none=True, validate=one_of(Electorate))
    mode = fields.String(load_default=None, allow_none=True, validate=one_of(Mode))


class CovenantStepIn(Schema):
    verb = fields.String(
        required=True,
        validate=validate.OneOf(["submit", "convene", "open_vote", "adopt", "drop", "file", "note_review"]),
    )
    ballot = fields.Nested(
        CovenantBallotIn, load_default=None, allow_none=True, metadata={"description": "提交把关时写"}
    )
    filing_no = Line(60, load_default=None, allow_none=True)
    text = Line(500, load_default=None, allow_none=True)


class CitationIn(Schema):
    article = fields.Integer(required=True, validate=validate.Range(1, MOST_ARTICLES), metadata=_NUMBER)
    subject_kind = fields.String(required=True, validate=one_of(SubjectKind))
    subject_id = Id(required=True)
    kind = fields.String(load_default=CitationKind.CITED.value, validate=one_of(CitationKind))


class CitationsArgs(Schema):
    post = Id(load_default=None)
    topic = Id(load_default=None)


class VersionArgs(Schema):
    version = fields.Integer(load_default=None, validate=validate.Range(1, 32000))


class OpenVersionOut(Schema):
    version = fields.Integer(required=True)
    state = fields.String(required=True)
    state_name = fields.String(required=True)
    topic_id = Id(required=True)


class CovenantCardOut(Schema):
    id = Id(required=True)
    title = fields.String(required=True)
    estate = fields.Nested(EstateRef, required=True, allow_none=True)
    version = fields.Integer(required=True, allow_none=True, metadata={"description": "生效的是第几版"})
    articles = fields.Integer(required=True)
    in_force_from = fields.Date(required=True, allow_none=True)
    filing_no = fields.String(required=True, allow_none=True)
    review_on = fields.Date(required=True, allow_none=True)
    review_due = fields.Boolean(required=True, metadata={"description": "已到复核日期"})
    open = fields.Nested(OpenVersionOut, required=True, allow_none=True)


class CovenantListOut(Schema):
    items = fields.List(fields.Nested(CovenantCardOut), required=True)


class VersionLineOut(Schema):
    version = fields.Integer(required=True)
    state = fields.String(required=True)
    state_name = fields.String(required=True)
    in_force_from = fields.Date(required=True, allow_none=True)


class PlainArticleOut(Schema):
    number = fields.Integer(required=True)
    title = fields.String(required=True)
    body = fields.String(required=True)


class CovenantArticleOut(PlainArticleOut):
    change = fields.String(
        required=True, allow_none=True, validate=validate.OneOf(["same", "added", "changed"])
    )
    before = fields.Nested(PlainArticleOut, required=True, allow_none=True)
    citations = fields.Integer(required=True)
    breaches = fields.Integer(required=True, metadata={"description": "按条文计，不涉及任何一户"})


class AdoptionOut(Schema):
    poll_id = Id(required=True)
    question = fields.String(required=True)
    state = fields.String(required=True)
    outcome = fields.String(required=True, allow_none=True)
    homes = fields.Integer(required=True, allow_none=True)
    of_homes = fields.Integer(required=True)
    rule = fields.Dict(required=True)
    closes_at = Stamp(required=True)


class CovenantReviewOut(Schema):
    due_on = fields.Date(required=True)
    next_on = fields.Date(required=True)
    text = fields.String(required=True)
    by = fields.String(required=True)
    at = Stamp(required=True)


class CovenantTopicOut(Schema):
    id = Id(required=True)
    title = fields.String(required=True)


class CovenantAskedOut(Schema):
    """交哪个会议表决，由谁召集，召集了没有。"""

    route_title = fields.String(required=True)
    days = fields.Integer(required=True)
    convener = fields.String(required=True)
    convened = fields.Nested(ConvenedOut, required=True, allow_none=True)


class CovenantNowOut(Schema):
    state_name = fields.String(required=True)
    next_sentence = fields.String(required=True)
    due_at = Stamp(required=True, allow_none=True)
    at_gate = fields.Boolean(required=True, metadata={"description": "现在等党组织把关"})
    asked = fields.Nested(CovenantAskedOut, required=True, allow_none=True)
    sent_back = fields.Nested(
        GateNoteOut, required=True, allow_none=True, metadata={"description": "草案被退回的那次决定"}
    )


class CovenantMineOut(Schema):
    verbs = fields.List(fields.Nested(TopicVerbOut), required=True)
    edition = fields.Integer(required=True, allow_none=True)
    may_edit = fields.Boolean(required=True)
    may_file = fields.Boolean(required=True)
    may_review = fields.Boolean(required=True)
    may_cite = fields.Boolean(required=True)
    may_note_breach = fields.Boolean(required=True)


class CovenantPage(VersionLineOut):
    id = Id(required=True)
    title = fields.String(required=True)
    estate = fields.Nested(EstateRef, required=True, allow_none=True)
    version_in_force = fields.Integer(required=True, allow_none=True)
    versions = fields.List(fields.Nested(VersionLineOut), required=True)
    preamble = fields.String(required=True)
    hash = fields.String(required=True, allow_none=True)
    law_note = fields.String(required=True, allow_none=True)
    law_checked_by = fields.String(required=True, allow_none=True)
    law_checked_at = Stamp(required=True, allow_none=True)
    drafted_by = fields.String(required=True)
    adopted_at = Stamp(required=True, allow_none=True)
    filing_no = fields.String(required=True, allow_none=True)
    filed_at = Stamp(required=True, allow_none=True)
    review_on = fields.Date(required=True, allow_none=True)
    review_due = fields.Boolean(required=True)
    compared_with = fields.Integer(required=True, allow_none=True)
    articles = fields.List(fields.Nested(CovenantArticleOut), required=True)
    removed = fields.List(fields.Nested(PlainArticleOut), required=True)
    adoption = fields.Nested(AdoptionOut, required=True, allow_none=True)
    topic = fields.Nested(CovenantTopicOut, required=True)
    now = fields.Nested(CovenantNowOut, required=True, allow_none=True)
    reviews = fields.List(fields.Nested(CovenantReviewOut), required=True)
    mine = fields.Nested(CovenantMineOut, required=True)


class CitationOut(Schema):
    covenant_id = Id(required=True)
    covenant = fields.String(required=True)
    version = fields.Integer(required=True)
    article = fields.Integer(required=True, metadata=_NUMBER)
    title = fields.String(required=True)
    subject_kind = fields.String(required=True, validate=one_of(SubjectKind))
    subject_id = Id(required=True)


class CitationListOut(Schema):
    items = fields.List(fields.Nested(CitationOut), required=True)


class TraceNodeOut(Schema):
    kind = fields.String(required=True)
    title = fields.String(required=True)
    state = fields.String(required=True)
    at = fields.String(required=True)
    link = fields.String(required=True, allow_none=True, metadata={"description": "如 topic:123、poll:123"})
    text = fields.String(required=True)


class TraceNowOut(Schema):
    state = fields.String(required=True)
    state_name = fields.String(required=True)
    next_sentence = fields.String(required=True)
    due_at = Stamp(required=True, allow_none=True)
    ended = fields.Boolean(required=True)


class TraceOut(Schema):
    topic_id = Id(required=True, allow_none=True)
    now = fields.Nested(TraceNowOut, required=True, allow_none=True)
    nodes = fields.List(fields.Nested(TraceNodeOut), required=True)
    steps = fields.List(fields.Nested(ChainStepOut), required=True)
