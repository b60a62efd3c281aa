"""The content check of remarks on projects and of words on results. Idempotent."""

from typing import Any

from server.core import safety
from server.core.feature import External
from server.core.safety import Scene, Submission, Verdict
from server.deliberation.models import CommentState
from server.deliberation.projects import evaluation_queries, evaluations, notes, queries
from server.identity import queries as people


def _fetch_note(payload: dict[str, Any]) -> Submission | None:
    row = queries.note(payload["note_id"])
    if row is None or row.state is not CommentState.CHECKING:
        return None
    return Submission(row.body, people.openid_of(row.author_id), Scene.COMMENT)


def _store_note(payload: dict[str, Any], verdict: Verdict) -> None:
    notes.apply_verdict(payload["note_id"], verdict.suggest, verdict.note)


def _fetch_evaluation(payload: dict[str, Any]) -> Submission | None:
    row = evaluation_queries.given(payload["topic_id"], payload["home_id"])
    if row is None or row.times != payload["times"] or row.state is not CommentState.CHECKING:
        return None
    return Submission(row.body, people.openid_of(row.person_id), Scene.COMMENT)


def _store_evaluation(payload: dict[str, Any], verdict: Verdict) -> None:
    key = (payload["topic_id"], payload["home_id"], payload["times"])
    evaluations.apply_verdict(key, verdict.suggest, verdict.note)


check_note = External(_fetch_note, safety.check, _store_note)
check_evaluation = External(_fetch_evaluation, safety.check, _store_evaluation)
