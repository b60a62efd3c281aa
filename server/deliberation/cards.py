"""Topics as JSON, plain dicts ready to be cached: nothing of the reader is in here."""

from collections.abc import Iterable
from typing import Any

from server.assistance import words as assistance
from server.core import authors, uploads
from server.core.access import Actor
from server.deliberation import policy, words
from server.deliberation.models import CommentState
from server.deliberation.queries import EXCERPT
from server.deliberation.reasons import name_of
from server.deliberation.states import waits
from server.kit.rest import stamp

#: Before the gate neighbours read the title and the clock, not who asks.
SOMEBODY = {"name": "一位居民", "place": "", "role": ""}


def card(row: Any, *, whole: bool) -> dict[str, Any]:
    """`row`: of queries.shown. `whole` False: title and clock only."""
    return {
        "id": str(row.id),
        "title": row.title,
        "excerpt": row.body[:EXCERPT] if whole else "",
        "author": authors.view(row) if whole else SOMEBODY,
        "filed": assistance.shown(row) if whole else None,
        "estate": {"id": str(row.estate_id), "name": row.estate_name} if row.estate_id else None,
        "state": row.state.value,
        "state_name": words.state_name(row),
        "step": words.step_of(row),
        "next_sentence": words.next_sentence(row),
        "due_at": stamp(row.due_at) if row.due_at else None,
        "at_gate": waits(row),
        "created_at": stamp(row.created_at),
        "stances": {
            "for": row.stance_for,
            "against": row.stance_against,
            "neutral": row.stance_neutral,
        },
        "comments": row.comments_count,
        "poll": _poll(row) if row.poll_id else None,
    }


def _poll(row: Any) -> dict[str, Any]:
    return {
        "id": str(row.poll_id),
        "closes_at": stamp(row.poll_closes_at),
        "homes": row.poll_homes,
        "taken_part": row.taken_part,
        "state": row.poll_state.value,
        "outcome": row.poll_counted["outcome"] if row.poll_counted else None,
    }


def full(row: Any, decisions: list[dict[str, Any]], *, whole: bool) -> dict[str, Any]:
    """The `topic` of a topic page; `row` is of page_queries.whole."""
    return {
        **card(row, whole=whole),
        "next_sentence": words.page_sentence(row),
        "body": row.body if whole else "",
        "photos": uploads.view(row.community_id, row.photos) if whole else [],
        "stake": row.stake.value,
        "stake_name": words.STAKE_NAMES[row.stake],
        "version": row.version,
        "text_version": row.text_version,
        "text_hash": row.text_hash.hex(),
        "checking": row.text_check.value == "checking",
        "chain": words.chain(row),
        "plan": row.plan if whole else None,
        "summary": row.summary,
        "public_until": row.public_until.isoformat() if row.public_until else None,
        "extended_on": row.extended_on.isoformat() if row.extended_on else None,
        "gate_decisions": decisions if whole else [],
        "ballot_proposal": row.proposal,
        "merged_into": str(row.target_id) if row.target_id else None,
        "challenge": row.challenge,
        "petition": row.petition,
        "recusals": len(row.recused),
        "host": {"name": row.host_name, "tag": row.host_tag} if row.host_name else None,
    }


def note(decision: Any) -> dict[str, Any]:
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
        "second_by": decision.evidence.get("second_signer"),
        "rule": decision.rule_cited,
        "collective": decision.collective_minutes_id is not None,
        "convened": decision.evidence.get("convened"),
        "decided_at": stamp(decision.decided_at),
        "due_at": stamp(decision.due_at) if decision.due_at else None,
        "overdue_minutes": decision.overdue_minutes,
        "text_version": decision.text_version,
        "hash": decision.hash.hex(),
    }


def comment(row: Any) -> dict[str, Any]:
    return {
        "id": str(row.id),
        "topic_id": str(row.topic_id),
        "body": row.body,
        "photos": uploads.view(row.community_id, row.photos),
        "author": authors.view(row),
        "created_at": stamp(row.created_at),
        "state": row.state.value,
        "state_name": words.COMMENT_STATE_NAMES[row.state],
        "note": row.note,
        "reply_to": str(row.reply_to) if row.reply_to else None,
    }


def comment_verbs(actor: Actor, said: Iterable[dict[str, Any]]) -> dict[str, list[str]]:
    """Comment id → what the caller may do with it; comments that offer nothing are left out."""
    offered = {one["id"]: policy.comment_verbs(actor, CommentState(one["state"])) for one in said}
    return {ident: verbs for ident, verbs in offered.items() if verbs}
