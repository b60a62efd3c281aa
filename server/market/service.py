"""Verbs of the market: offer an item, take a step, apply the content check."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from server.core import audit, authors, outbox, settings, uploads, versions
from server.core.access import Actor
from server.core.safety import Suggest, Verdict
from server.extensions import db
from server.kit.db import utc_now
from server.kit.errors import InvalidError, NotFoundError
from server.kit.ids import new_id
from server.market import policy, queries, wording
from server.market.events import ItemWritten, NoteKept
from server.market.models import Item, Kind, State
from server.market.passage import enter, market_key
from server.market.settings import SETTLED_DAYS
from server.market.workflow import ITEMS, LEAST_REASON, Party, Verb
from server.places import queries as places

Form = Mapping[str, Any]
UNEXPLAINED = "未通过内容检查"
VERDICTS = {
    Suggest.PASS: Verb.PASS,
    Suggest.REVIEW: Verb.HOLD,
    Suggest.DOWN: Verb.HOLD,
    Suggest.RISKY: Verb.REJECT,
}


def offer(actor: Actor, form: Form) -> Item:
    """A new item, waiting for the content check. `form`: kind, title, body, wants, estate_id, photos.

    InvalidError for a price, a phone number, a foreign estate, or a wish that is no swap's.
    """
    wording.check(form["title"], form["body"], form["wants"])
    if form["wants"] and form["kind"] is not Kind.SWAP:
        raise InvalidError("只有交换才填写想换什么")
    if not policy.may_address(actor, form["estate_id"]):
        raise InvalidError("只能发给自己所在的小区，或者整个社区")
    if actor.sees_all_estates and form["estate_id"] and places.get_estate(form["estate_id"]) is None:
        raise InvalidError("没有找到这个小区")
    item_id = new_id()
    item = Item(
        community_id=actor.community_id,
        id=item_id,
        **{name: form[name] for name in ("kind", "title", "body", "wants", "estate_id")},
        photos=uploads.claim(actor, form["photos"], item_id),
        **authors.stamp(actor, None, form["estate_id"]),
    )
    db.session.add(item)
    outbox.emit(ItemWritten(item_id))
    db.session.flush()
    versions.touch(versions.own_key(actor.community_id, actor.person_id))
    return item


def move(actor: Actor, item_id: int, verb: Verb, note: str = "") -> Item:
    """One step of a person. ConflictError from a wrong state, ForbiddenError for another party's step."""
    item = queries.locked(item_id)
    if item is None:
        raise NotFoundError
    step = ITEMS.step(verb, item.state)
    policy.enforce(actor, step, item)
    if verb is Verb.REFUSE and len(note) < LEAST_REASON:
        raise InvalidError(f"请写明原因，至少 {LEAST_REASON} 个字，主人会看到", code="reason_needed")
    if verb is Verb.THANK and not note:
        raise InvalidError("请写一句感谢的话", code="note_needed")
    wording.check(note)
    enter(item, step, note, actor)
    if step.who is Party.CLERK:
        audit.record(actor, f"item.{verb}", item.id, state=item.state.value)
    return item


def judge(item_id: int, verdict: Verdict) -> None:
    """Apply the content check's verdict, unless the item has moved on since."""
    item = queries.locked(item_id)
    if item is not None and item.state is State.CHECKING:
        enter(item, ITEMS.step(VERDICTS[verdict.suggest], item.state), verdict.note or UNEXPLAINED, None)


def judge_note(said: Mapping[str, int], verdict: Verdict) -> None:
    """Let the others read a taker's words, or tell him that they do not. `said`: a NoteWritten."""
    request = queries.request_of(said["item_id"], said["person_id"])
    if request is None:
        return
    if verdict.suggest is not Suggest.PASS:
        outbox.emit(NoteKept(said["item_id"], said["person_id"], said["note_id"]))
        return
    request.clear = True
    item = queries.get_item(said["item_id"])
    assert item is not None
    versions.touch(market_key(item.community_id), versions.own_key(item.community_id, item.author_id))


def settle_due() -> None:
    """The clock's work: what was handed over long ago and nobody objected to counts as received."""
    so_long = timedelta(days=settings.value(SETTLED_DAYS))
    for item in queries.handed_over_before(utc_now() - so_long):
        enter(item, ITEMS.step(Verb.SETTLE, item.state), "", None)
