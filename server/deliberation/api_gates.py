"""HTTP face of what stands around the gates: who holds them, second hands, petitions, and the rules."""

from typing import Any

from server.core.access import Permission, current_actor
from server.core.blueprint import Blueprint
from server.deliberation import gate_record, gate_rules, petition_answers, policy, queries
from server.deliberation.policy import Matter, Sight
from server.deliberation.schemas_gates import (
    GateRecordOut,
    GateRulesOut,
    KeepersOut,
    PetitionAnswerIn,
    UnsignedList,
)
from server.kit.errors import NotFoundError

PREFIX = "/api/v1/communities/<int:community_id>"
blp = Blueprint("keepers", __name__, url_prefix=PREFIX, description="把关人、第二签、申诉和规则")


def _whole(matter: Matter) -> Matter:
    if policy.sight(current_actor(), matter.topic) is not Sight.WHOLE:
        raise NotFoundError
    return matter


@blp.get("/topics/<int:topic_id>/gate-record")
@blp.requires(Permission.TOPIC_READ, topic=queries.get_matter)
@blp.response(200, GateRecordOut)
def read_gate_record(topic: Matter) -> dict[str, Any]:
    """把关决定以外的记录：回避、指定把关人、第二签、申诉、计票异议、联名答复。"""
    return gate_record.of_topic(current_actor(), _whole(topic))


@blp.get("/topics/<int:topic_id>/keepers")
@blp.requires(Permission.TOPIC_SUPERVISE, topic=queries.get_matter)
@blp.response(200, KeepersOut)
def list_keepers(topic: Matter) -> dict[str, Any]:
    """街镇可以指定为代理把关人的党组织负责人。"""
    return gate_record.candidates(current_actor(), _whole(topic))


@blp.post("/topics/<int:topic_id>/petition-answer")
@blp.requires(Permission.TOPIC_HOST, topic=queries.get_matter)
@blp.arguments(PetitionAnswerIn)
@blp.response(200, GateRecordOut)
def answer_petition(form: dict[str, Any], topic: Matter) -> dict[str, Any]:
    """居委会书面答复联名，在议题页公开；只能答复一次。"""
    actor = current_actor()
    petition_answers.answer(actor, topic.topic.id, form["text"])
    return gate_record.of_topic(actor, queries.lock_matter(topic.topic.id))


@blp.get("/countersigns")
@blp.requires(Permission.TOPIC_COUNTERSIGN)
@blp.response(200, UnsignedList)
def list_countersigns() -> dict[str, Any]:
    """等我第二签的不予立题：第一签写了什么，议题全文。"""
    return gate_record.unsigned(current_actor())


@blp.get("/gate-rules")
@blp.requires(Permission.LEDGER_READ)
@blp.response(200, GateRulesOut)
def read_gate_rules() -> dict[str, Any]:
    """为什么有把关：谁来把、把什么、多久、怎样申诉，和本社区自己的数字。"""
    return gate_rules.page()
