"""Topics as JSON, plain dicts ready to be cached: nothing of the reader is in here."""

from typing import Any

from server.core import authors, uploads
from server.deliberation import words
from server.deliberation.gate_models import GateDecision
from server.deliberation.models import Topic, TopicComment
from server.deliberation.reasons import name_of
from server.kit.rest import stamp

EXCERPT = 80
#: Before the gate neighbours read the title and the clock, not who asks.
SOMEBODY = {"name": "一位居民", "place": "", "role": ""}


def card(row: Any, *, whole: bool) -> dict[str, Any]:
    """`row`: (Topic, estate_name, Poll, taken_part). `whole` False: title and clock only."""
    topic: Topic = row[0]
    return {
        "id": str(topic.id),
        "title": topic.title,
        "excerpt": topic.body[:EXCERPT] if whole else "",
        "author": authors.view(topic) if whole else SOMEBODY,
        "estate": {"id": str(topic.estate_id), "name": row[1]} if topic.estate_id else None,
        "state": topic.state.value,
        "state_name": words.STATE_NAMES[topic.state],
        "step": words.step_of(topic),
        "next_sentence": words.next_sentence(topic),
        "due_at": stamp(topic.due_at) if topic.due_at else None,
        "created_at": stamp(topic.created_at),
        "stances": {
            "for": topic.stance_for,
            "against": topic.stance_against,
            "neutral": topic.stance_neutral,
        },
        "comments": topic.comments_count,
        "poll": _poll(row[2], row[3]) if row[2] else None,
    }


def _poll(poll: Any, taken_part: int) -> dict[str, Any]:
    return {
        "id": str(poll.id),
        "closes_at": stamp(poll.closes_at),
        "homes": poll.roll_size,
        "taken_part": taken_part,
        "state": poll.state.value,
        "outcome": poll.counted["outcome"] if poll.counted else None,
    }


def full(row: Any, decisions: list[dict[str, Any]], *, whole: bool) -> dict[str, Any]:
    """The `topic` of a topic page."""
    topic: Topic = row[0]
    return {
        **card(row, whole=whole),
        "body": topic.body if whole else "",
        "photos": uploads.view(topic.community_id, topic.photos) if whole else [],
        "stake": topic.stake.value,
        "stake_name": words.STAKE_NAMES[topic.stake],
        "version": topic.version,
        "text_version": topic.text_version,
        "text_hash": topic.text_hash.hex(),
        "checking": topic.text_check.value == "checking",
        "chain": words.chain(topic),
        "plan": topic.plan if whole else None,
        "summary": topic.summary,
        "gate_decisions": decisions if whole else [],
        "ballot_proposal": topic.proposal,
        "merged_into": str(topic.target_id) if topic.target_id else None,
    }


def note(decision: GateDecision) -> dict[str, Any]:
    """A gate decision as a signed note under the topic."""
    return {
        "id": str(decision.id),
        "seq": decision.seq,
        "gate": decision.gate.value,
        "gate_name": words.GATE_NAMES[decision.gate],
        "action": decision.action.value,
        "action_name": words.ACTION_NAMES[decision.gate, decision.action],
        "reason_code": decision.reason_code,
        "reason_name": name_of(decision.reason_code),
        "reason": decision.reason_text,
        "acting_org": decision.acting_org,
        "acting_role": words.ROLES[decision.acting_role],
        "by": decision.decided_name,
        "decided_at": stamp(decision.decided_at),
        "due_at": stamp(decision.due_at) if decision.due_at else None,
        "overdue_minutes": decision.overdue_minutes,
        "text_version": decision.text_version,
        "hash": decision.hash.hex(),
    }


def comment(row: TopicComment) -> dict[str, Any]:
    return {
        "id": str(row.id),
        "body": row.body,
        "photos": uploads.view(row.community_id, row.photos),
        "author": authors.view(row),
        "created_at": stamp(row.created_at),
        "state": row.state.value,
        "state_name": words.COMMENT_STATE_NAMES[row.state],
        "note": row.note,
        "reply_to": str(row.reply_to) if row.reply_to else None,
    }
