"""Issuing, answering and closing orders. Nothing here touches a topic."""

from dataclasses import dataclass
from datetime import datetime

from server.core import audit, database, outbox, sessions, settings, versions
from server.core.access import Actor, Permission, enforce
from server.core.calendar import add_working_days
from server.core.tenancy import bound_community
from server.deliberation import queries as topics
from server.extensions import db
from server.kit.errors import InvalidError
from server.oversight import queries
from server.oversight.events import OrderMoved
from server.oversight.models import Addressee, OrderKind, OrderState, OrderStep, OrderVerb, SupervisionOrder
from server.oversight.policy import Asked
from server.oversight.workflow import NAMES, WORKFLOW

SYSTEM = Actor(person_id=0, community_id=None, roles=frozenset(), name="系统")
LEAST = 10


@dataclass(frozen=True)
class Draft:
    """What an order says, before it has a day. estate_id: whose branch, None the community's."""

    kind: OrderKind
    source: str
    addressed_to: Addressee
    text: str
    topic_id: int | None = None
    estate_id: int | None = None


def issue_manual(actor: Actor, form: dict[str, object], topic_id: int | None) -> SupervisionOrder:
    """督查员 asks the unit; `form`: text, days (working days to answer in). InvalidError: unknown topic."""
    text = str(form["text"])
    if len(text) < LEAST:
        raise InvalidError(f"请写明督查事项，至少 {LEAST} 个字", code="text_required")
    matter = topics.get_matter(topic_id) if topic_id else None
    if topic_id and matter is None:
        raise InvalidError("没有这个议题", code="bad_topic")
    moment = database.now()
    draft = Draft(
        OrderKind.MANUAL,
        f"manual:{actor.person_id}:{moment.isoformat()}",
        Addressee.GATE,
        text,
        topic_id,
        matter.gate_estate if matter else None,
    )
    order = _write(actor, draft, add_working_days(moment, int(str(form["days"]))))
    audit.record(actor, "order.issue", order.id, topic=topic_id)
    return order


def issue(draft: Draft, due_at: datetime | None = None) -> None:
    """The system's own order; once per source. Without `due_at` the community's `order.days` run."""
    if queries.issued(draft.source):
        return
    _write(SYSTEM, draft, due_at or add_working_days(database.now(), settings.value("order.days")))


def _write(actor: Actor, draft: Draft, due_at: datetime) -> SupervisionOrder:
    order = SupervisionOrder(
        kind=draft.kind,
        source=draft.source,
        topic_id=draft.topic_id,
        estate_id=draft.estate_id,
        addressed_to=draft.addressed_to,
        text=draft.text,
        issued_by=None if actor is SYSTEM else actor.person_id,
        issued_name=actor.name,
        issued_org=_org(actor, OrderVerb.ISSUE, draft.estate_id),
        issued_at=database.now(),
        due_at=due_at,
    )
    db.session.add(order)
    db.session.flush()
    _note(actor, order, OrderVerb.ISSUE, draft.text)
    return order


def advance(actor: Actor, order_id: int, verb: OrderVerb, text: str) -> SupervisionOrder:
    """Answer or close. ForbiddenError, ConflictError when it is closed, InvalidError without words."""
    order = queries.lock_order(order_id)
    step = WORKFLOW.step(verb, order.state)
    enforce(actor, step.who, Asked(order, queries.named_for(order.topic_id)))  # type: ignore[arg-type]
    if len(text) < LEAST:
        raise InvalidError(f"请写明内容，至少 {LEAST} 个字", code="text_required")
    _enter(actor, order, verb, text)
    audit.record(actor, f"order.{verb}", order.id)
    return order


def settle(topic_id: int, kind: OrderKind, why: str) -> None:
    """The deed that the order asked of the 街镇 has been done: nothing is owed any more."""
    for order_id in queries.live_on(topic_id, kind):
        _enter(SYSTEM, queries.lock_order(order_id), OrderVerb.SETTLE, why)


def _enter(actor: Actor, order: SupervisionOrder, verb: OrderVerb, text: str) -> None:
    target, moment = WORKFLOW.step(verb, order.state).leave(order.state, None), database.now()
    order.state, order.closed_at = target, moment if target is OrderState.CLOSED else None
    db.session.flush()
    _note(actor, order, verb, text)


def _note(actor: Actor, order: SupervisionOrder, verb: OrderVerb, text: str) -> None:
    seq = queries.last_step(order.id) + 1
    person_id = None if actor is SYSTEM else actor.person_id
    org = _org(actor, verb, order.estate_id)
    said = {"text": text, "person_id": person_id, "name": actor.name, "org": org}
    db.session.add(OrderStep(order_id=order.id, seq=seq, verb=verb, **said))
    db.session.flush()
    concerned = _concerned(order)
    # What waits on a home page is counted there.
    versions.touch(*(versions.own_key(order.community_id, one) for one in concerned))
    people = sorted(concerned - {actor.person_id})
    outbox.emit(OrderMoved(order.id, seq, verb, f"督查：{NAMES[verb]}", text[:200], people))


def tell_overdue() -> None:
    """The clock's work: an order nobody answered in time is said once, to both sides."""
    for order in queries.overdue():
        order.overdue_told_at = database.now()
        seq = queries.last_step(order.id)
        people = sorted(_concerned(order))
        outbox.emit(OrderMoved(order.id, seq, "overdue", "督查超时未答复", order.text[:200], people))


def _concerned(order: SupervisionOrder) -> set[int]:
    here = sessions.place(bound_community() or 0)
    assert here is not None
    street = set(queries.supervisors_of(here.region))
    if order.addressed_to is Addressee.STREET:
        return street
    unit = {*queries.officers_of(here.community_id, order.estate_id), *queries.stand_ins(order.topic_id)}
    return street | unit


def _org(actor: Actor, verb: OrderVerb, estate_id: int | None) -> str:
    if actor is SYSTEM:
        return "系统"
    may = Permission.ORDER_ANSWER if verb is OrderVerb.ANSWER else Permission.ORDER_ISSUE
    duty = actor.office_for(may, estate_id)
    assert duty is not None
    return duty.organisation
