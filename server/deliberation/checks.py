"""The content check of what is written in a discussion beside comments. Idempotent."""

from typing import Any

from server.core import safety
from server.core.feature import External
from server.core.safety import Scene, Submission, Verdict
from server.deliberation import amendments, discussion_queries, objections
from server.deliberation.discussion_models import AmendmentState, ObjectionState, Stage
from server.deliberation.objections import Key
from server.identity import queries as people


def _fetch_amendment(payload: dict[str, Any]) -> Submission | None:
    row = discussion_queries.lock_amendment(payload["amendment_id"])
    if row is None or row.state is not AmendmentState.CHECKING:
        return None
    return Submission(f"{row.proposal}\n{row.reason}", people.openid_of(row.author_id), Scene.COMMENT)


def _store_amendment(payload: dict[str, Any], verdict: Verdict) -> None:
    amendments.apply_verdict(payload["amendment_id"], verdict.suggest, verdict.note)


def _key(payload: dict[str, Any]) -> Key:
    return Key(payload["topic_id"], Stage(payload["stage"]), payload["round"], payload["home_id"])


def _fetch_objection(payload: dict[str, Any]) -> Submission | None:
    row = discussion_queries.objection(_key(payload))
    if row is None or row.state is not ObjectionState.CHECKING:
        return None
    return Submission(row.body, people.openid_of(row.person_id), Scene.COMMENT)


def _store_objection(payload: dict[str, Any], verdict: Verdict) -> None:
    objections.apply_verdict(_key(payload), verdict.suggest, verdict.note)


check_amendment = External(_fetch_amendment, safety.check, _store_amendment)
check_objection = External(_fetch_objection, safety.check, _store_objection)
