"""Drafting a covenant, its steps, its filing and its review. The topic's machine moves the topic."""

from typing import Any

from server.core import audit, database, settings
from server.core.access import Actor, Permission, enforce
from server.deliberation import queries as topics
from server.deliberation import service as topic_service
from server.deliberation.covenants import policy, queries
from server.deliberation.covenants.effects import months_later
from server.deliberation.covenants.models import Covenant, CovenantReview, CovenantVersion, VersionState
from server.deliberation.forms import Move
from server.deliberation.models import Topic
from server.deliberation.policy import Matter
from server.deliberation.workflow import Verb
from server.extensions import db
from server.kit.errors import ConflictError, GateClosedError, InvalidError, NotFoundError
from server.kit.ids import new_id
from server.kit.worktime import today

#: What a review found is said in so many characters.
LEAST_NOTE = 5
NOTHING_OPEN = "这个公约现在没有在拟订或表决的版本"
#: What the client calls them → the topic's steps.
MOVES = {
    "submit": Verb.SUBMIT_COVENANT,
    "convene": Verb.CONVENE,
    "open_vote": Verb.OPEN_COVENANT_VOTE,
    "adopt": Verb.ADOPT_COVENANT,
    "drop": Verb.DROP_COVENANT,
}


def draft(actor: Actor, topic_id: int, form: dict[str, Any]) -> CovenantVersion:
    """Begin a covenant, or a new version of one, out of this topic.

    form: covenant_id or title, preamble, articles [{title, body}], law_note. ConflictError when the topic
    is not there yet, or the covenant is being changed already.
    """
    topic = topic_service.advance(actor, topic_id, Move(Verb.DRAFT_COVENANT))
    covenant = _covenant(actor, topic, form)
    version = CovenantVersion(covenant_id=covenant.id, version=covenant.latest_version, topic_id=topic_id)
    version.drafted_name = actor.name
    _write(actor, version, form)
    db.session.add(version)
    db.session.flush()
    audit.record(actor, "covenant.draft", covenant.id, version=version.version, topic=topic_id)
    return version


def _covenant(actor: Actor, topic: Topic, form: dict[str, Any]) -> Covenant:
    if form["covenant_id"] is None:
        if not form["title"]:
            raise InvalidError("请填写公约的名称", code="title_required")
        covenant = Covenant(id=new_id(), estate_id=topic.estate_id, title=form["title"])
        db.session.add(covenant)
        db.session.flush()
        return covenant
    found = queries.lock(form["covenant_id"])
    if found is None or not policy.sees(actor, found):
        raise InvalidError("没有找到要修订的公约", code="bad_covenant")
    if found.estate_id != topic.estate_id:
        raise InvalidError("公约适用的范围和这个议题不同，不能在这里修订", code="another_scope")
    if queries.open_version(found.id) is not None:
        raise ConflictError("这个公约正在另一个议题里修订", code="already_open")
    found.latest_version += 1
    return found


def _write(actor: Actor, version: CovenantVersion, form: dict[str, Any]) -> None:
    version.preamble = form["preamble"]
    version.draft = [{"title": one["title"], "body": one["body"]} for one in form["articles"]]
    if form["law_note"] != version.law_note:
        moment, compared = database.now(), form["law_note"] is not None
        version.law_note = form["law_note"]
        version.law_checked_by = actor.person_id if compared else None
        version.law_checked_name = actor.name if compared else None
        version.law_checked_at = moment if compared else None


def revise(actor: Actor, covenant_id: int, form: dict[str, Any]) -> CovenantVersion:
    """Replace the draft's articles. ConflictError `stale` when somebody else saved meanwhile."""
    matter, version = _open(covenant_id)
    enforce(actor, Permission.TOPIC_HOST, matter)
    if version.state is not VersionState.DRAFT:
        raise ConflictError("条文已经交付表决，不能再改", code="articles_are_fixed")
    if matter.topic.at_gate:
        raise ConflictError("草案已经提交把关，退回以后才能改", code="at_the_gate")
    if form["edition"] != version.edition:
        words = "草案刚刚被别人改过，请看过最新内容再改"
        raise ConflictError(words, code="stale", edition=version.edition)
    _write(actor, version, form)
    db.session.flush()
    audit.record(actor, "covenant.revise", covenant_id, version=version.version)
    return version


def _open(covenant_id: int) -> tuple[Matter, CovenantVersion]:
    """What is drafted or voted on. The topic is locked first, as every step of it does."""
    matter = topics.lock_matter(_topic_of(covenant_id))
    version = queries.of_topic(matter.topic.id)
    if version is None:
        raise ConflictError(NOTHING_OPEN, code="nothing_open")
    return matter, version


def _topic_of(covenant_id: int) -> int:
    topic = queries.drafting(covenant_id)
    if topic is None:
        raise ConflictError(NOTHING_OPEN, code="nothing_open")
    return topic.id


def move(actor: Actor, covenant_id: int, verb: str, ballot: dict[str, Any] | None) -> None:
    """A step of the topic: hand the draft in, call its meeting, put it to the vote, adopt, drop."""
    if verb == "submit" and ballot is None:
        raise InvalidError("请选择由谁、怎样表决", code="ballot_required", needs="ballot")
    if verb != "submit" and ballot is not None:
        raise InvalidError("由谁、怎样表决在提交把关时定，要改请退回草案", code="ballot_is_fixed")
    topic_service.advance(actor, _topic_of(covenant_id), Move(MOVES[verb], ballot=ballot))


def _in_force(actor: Actor, covenant_id: int) -> tuple[CovenantVersion, Topic]:
    version = queries.in_force(covenant_id)
    if version is None:
        raise ConflictError("这个公约还没有生效的版本", code="not_in_force")
    matter = topics.lock_matter(version.topic_id)
    enforce(actor, Permission.TOPIC_HOST, matter)
    return version, matter.topic


def file(actor: Actor, covenant_id: int, filing_no: str | None) -> None:
    """The 街镇 took it on file. Its number is written once."""
    version, topic = _in_force(actor, covenant_id)
    if not filing_no:
        raise InvalidError("请填写街镇给的备案号", code="filing_no_required", needs="filing_no")
    if version.filing_no is not None:
        raise ConflictError(f"已经备案，备案号 {version.filing_no}", code="already_filed")
    with db.session.no_autoflush:
        version.filing_no, version.filed_at, version.filed_name = filing_no, database.now(), actor.name
    db.session.flush()
    audit.record(actor, "covenant.file", covenant_id, version=version.version, filing_no=filing_no)
    topic_service.touch(topic)


def note_review(actor: Actor, covenant_id: int, text: str | None) -> None:
    """It was read again when it was due; the next day is set by the rules."""
    version, topic = _in_force(actor, covenant_id)
    if not text or len(text) < LEAST_NOTE:
        raise InvalidError(f"请写明复核的结论，至少 {LEAST_NOTE} 个字", code="text_required", needs="text")
    day, due_on = today(database.now()), version.review_on
    assert due_on is not None
    if day < due_on:
        words = f"复核日期是 {due_on.year}年{due_on.month}月{due_on.day}日，还没有到"
        raise GateClosedError(words, code="review_not_due")
    next_on = months_later(day, settings.value("covenant.review_months"))
    row = CovenantReview(covenant_id=covenant_id, version=version.version, due_on=due_on, next_on=next_on)
    row.body, row.reviewed_by, row.reviewed_name = text, actor.person_id, actor.name
    db.session.add(row)
    with db.session.no_autoflush:
        version.review_on, version.review_told_at = next_on, None
    db.session.flush()
    audit.record(actor, "covenant.review", covenant_id, version=version.version)
    topic_service.touch(topic)


def found(actor: Actor, covenant_id: int) -> Covenant:
    """The covenant, if the caller sees anything of it; NotFoundError otherwise."""
    covenant = queries.get(covenant_id)
    if covenant is None or not policy.sees(actor, covenant):
        raise NotFoundError
    if not policy.sees_draft(actor, queries.drafting(covenant_id)) and not queries.published(covenant_id):
        raise NotFoundError
    return covenant
