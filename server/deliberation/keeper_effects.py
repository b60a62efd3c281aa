"""Effects around the gates: recusal, stand-ins, second signatures, refusals and appeals against them."""

from datetime import datetime
from typing import Any

from server.core import outbox, settings
from server.core.access import Actor, Permission
from server.core.calendar import add_working_days
from server.deliberation import grounds, keepers, petitions
from server.deliberation import keeper_queries as queries
from server.deliberation.effects import NOTHING, Effect, Effects
from server.deliberation.events import Appealed, RefusalReported
from server.deliberation.forms import Move
from server.deliberation.gate_models import Gate
from server.deliberation.keeper_models import (
    Appeal,
    AppealState,
    Countersign,
    CountersignState,
    Naming,
    Recusal,
)
from server.deliberation.policy import Matter, gate_duty
from server.deliberation.reasons import Reason
from server.deliberation.states import TopicState
from server.deliberation.workflow import Verb
from server.extensions import db
from server.kit.errors import ForbiddenError

OTHER_HAND = "第二签须由另一个人签，您已经签过第一签"
WITHDRAWN = "作者已撤回议题"
STOOD_BACK = "签第一签的人已回避"


def recuse(actor: Actor, matter: Matter, move: Move, moment: datetime) -> Effect:
    """Who stands back judges nothing here: what he signed first falls with him."""
    topic = matter.topic
    waiting = queries.open_countersign(topic.id)
    if waiting is not None and waiting.first_by == actor.person_id:
        _close(waiting, actor, CountersignState.WITHDRAWN, STOOD_BACK, moment)
    db.session.add(
        Recusal(topic_id=topic.id, person_id=actor.person_id, name=actor.name, reason=move.reason or "")
    )
    topic.recused = [*topic.recused, actor.person_id]
    keepers.tell_if_missing(matter)
    return NOTHING


def name_keeper(actor: Actor, matter: Matter, move: Move, moment: datetime) -> Effect:
    assert move.keeper_id is not None
    duty, chosen = keepers.appoint(actor, matter, move.keeper_id, moment)
    topic = matter.topic
    db.session.add(
        Naming(
            topic_id=topic.id,
            duty_id=duty.id,
            name=chosen.display_name,
            named_by=actor.person_id,
            named_by_name=actor.name,
            reason=move.reason or "",
        )
    )
    return Effect({"named": [*topic.named, duty.id]})


def refuse(_: Actor, matter: Matter, move: Move, __: datetime) -> Effect:
    """Whatever takes a topic off the agenda: declined, transferred, terminated."""
    petitions.refuse_expediency(matter.topic, move.verb, move.reason_code)
    _report(matter, move.reason_code)
    return NOTHING


def _report(matter: Matter, code: str | None) -> None:
    """「其他（须报街镇）」: a ground that stands in no list is looked at above, and changes nothing here."""
    if code == Reason.OTHER:
        outbox.emit(RefusalReported(matter.topic.id))


def decline_first(actor: Actor, matter: Matter, move: Move, moment: datetime) -> Effect:
    """The first of two signatures: nothing is decided until another hand signs."""
    petitions.refuse_expediency(matter.topic, move.verb, move.reason_code)
    duty = gate_duty(actor, matter)
    assert duty is not None
    minutes = grounds.keep(actor, matter, move, moment)
    db.session.add(
        Countersign(
            topic_id=matter.topic.id,
            reason_code=move.reason_code,
            reason=move.reason,
            rule_cited=grounds.rule_of(Gate.AGENDA, move, None),
            collective_minutes_id=minutes.id if minutes else None,
            first_by=actor.person_id,
            first_name=actor.name,
            first_role=duty.role.value,
            first_org=duty.organisation,
        )
    )
    return NOTHING


def _answer(actor: Actor, topic_id: int, state: CountersignState, move: Move, moment: datetime) -> Any:
    """The refusal that waited, answered by this actor. ForbiddenError for who signed it first."""
    waiting = queries.open_countersign(topic_id)
    assert waiting is not None
    if waiting.first_by == actor.person_id:
        raise ForbiddenError(OTHER_HAND, code="same_hand")
    _close(waiting, actor, state, move.reason, moment)
    return waiting


def _close(
    waiting: Countersign, actor: Actor, state: CountersignState, answer: str | None, moment: datetime
) -> None:
    waiting.state, waiting.answered_by, waiting.answered_name = state, actor.person_id, actor.name
    waiting.answer, waiting.answered_at = answer, moment


def countersign(actor: Actor, matter: Matter, move: Move, moment: datetime) -> Effect:
    """The decision is the first signer's, in his office and with his reason; the second stands beside.

    Households may have joined since the first signature: the reason has to hold now.
    """
    signed = _answer(actor, matter.topic.id, CountersignState.SIGNED, move, moment)
    petitions.refuse_expediency(matter.topic, move.verb, signed.reason_code)
    _report(matter, signed.reason_code)
    decision = {
        "reason_code": signed.reason_code,
        "reason_text": signed.reason,
        "rule_cited": signed.rule_cited,
        "collective_minutes_id": signed.collective_minutes_id,
        "decided_by": signed.first_by,
        "decided_name": signed.first_name,
        "acting_role": signed.first_role,
        "acting_org": signed.first_org,
        "second_signer": actor.person_id,
    }
    kept = grounds.evidence(queries.minutes_of(signed.collective_minutes_id))
    return Effect(evidence={"second_signer": actor.name, **kept}, decision=decision)


def refuse_countersign(actor: Actor, matter: Matter, move: Move, moment: datetime) -> Effect:
    _answer(actor, matter.topic.id, CountersignState.REFUSED, move, moment)
    return NOTHING


def retract_signature(actor: Actor, matter: Matter, move: Move, moment: datetime) -> Effect:
    """The gate is as it was before the first signature. The guard asked whose it is to take back."""
    waiting = queries.open_countersign(matter.topic.id)
    assert waiting is not None
    _close(waiting, actor, CountersignState.WITHDRAWN, move.reason, moment)
    return NOTHING


def withdraw(actor: Actor, matter: Matter, _: Move, moment: datetime) -> Effect:
    """A refusal that still waited for its second hand has nothing left to refuse."""
    topic = matter.topic
    if topic.state is TopicState.GATE1_PENDING and queries.open_countersign(topic.id):
        given_up = Move(Verb.WITHDRAW, reason=WITHDRAWN)
        _answer(actor, topic.id, CountersignState.REFUSED, given_up, moment)
    return NOTHING


def appeal(_: Actor, matter: Matter, move: Move, moment: datetime) -> Effect:
    topic = matter.topic
    due_at = add_working_days(moment, settings.value("appeal.answer_days"))
    db.session.add(Appeal(topic_id=topic.id, reason=move.reason or "", moves=topic.moves, due_at=due_at))
    outbox.emit(Appealed(topic.id))
    return NOTHING


def _answer_appeal(actor: Actor, matter: Matter, state: AppealState, move: Move, moment: datetime) -> Effect:
    row = queries.appeal_of(matter.topic.id)
    assert row is not None
    row.state, row.decided_by, row.decided_name = state, actor.person_id, actor.name
    duty = actor.office_for(Permission.TOPIC_SUPERVISE)
    assert duty is not None
    row.decided_org, row.answer, row.decided_at = duty.organisation, move.reason, moment
    return NOTHING


def order_review(actor: Actor, matter: Matter, move: Move, moment: datetime) -> Effect:
    return _answer_appeal(actor, matter, AppealState.REVIEW_ORDERED, move, moment)


def uphold(actor: Actor, matter: Matter, move: Move, moment: datetime) -> Effect:
    return _answer_appeal(actor, matter, AppealState.UPHELD, move, moment)


EFFECTS: Effects = {
    Verb.RECUSE: recuse,
    Verb.NAME_KEEPER: name_keeper,
    Verb.DECLINE: refuse,
    Verb.TRANSFER: refuse,
    Verb.TERMINATE: refuse,
    Verb.DECLINE_FIRST: decline_first,
    Verb.COUNTERSIGN: countersign,
    Verb.REFUSE_COUNTERSIGN: refuse_countersign,
    Verb.RETRACT_SIGNATURE: retract_signature,
    Verb.WITHDRAW: withdraw,
    Verb.APPEAL: appeal,
    Verb.ORDER_REVIEW: order_review,
    Verb.UPHOLD: uphold,
}
