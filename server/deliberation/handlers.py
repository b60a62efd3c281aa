"""What deliberation does when somebody speaks, and when the clock strikes. Idempotent."""

from typing import Any

from server.core import outbox, safety
from server.core.feature import External
from server.core.safety import Scene, Submission, Suggest, Verdict
from server.deliberation import queries, service, talk
from server.deliberation.events import TextHeld
from server.deliberation.models import CommentState, TextCheck, TopicState
from server.deliberation.workflow import Verb
from server.identity import queries as people


def poll_closed(payload: dict[str, Any]) -> None:
    """The ballots are counted: the topic goes to its tally, a covenant's vote to its party organisation."""
    topic = queries.get_topic(payload["subject_id"])
    if topic is not None:
        of_covenant = payload["poll_id"] == topic.covenant_poll_id
        service.advance_by_clock(topic.id, Verb.COUNT_COVENANT if of_covenant else Verb.CLOSE)


def _fetch_text(payload: dict[str, Any]) -> Submission | None:
    topic = queries.get_topic(payload["topic_id"])
    if topic is None or topic.text_check is not TextCheck.CHECKING:
        return None
    # WeChat asks who was here just now: whoever typed it.
    openid = people.openid_of(topic.filed_by or topic.author_id)
    return Submission(f"{topic.title}\n{topic.body}", openid, Scene.FORUM)


def _store_text(payload: dict[str, Any], verdict: Verdict) -> None:
    """Clean texts go to the gate; doubtful ones too, unseen by neighbours; bad ones back to the author."""
    topic = queries.lock_matter(payload["topic_id"]).topic
    stands_open = topic.state in (TopicState.SECONDING, TopicState.GATE1_PENDING)
    waiting = stands_open and topic.text_check is TextCheck.CHECKING
    if not waiting or topic.text_version != payload["text_version"]:
        return
    if verdict.suggest is Suggest.RISKY:
        service.advance_by_clock(topic.id, Verb.BOUNCE, verdict.note)
        return
    topic.text_check = TextCheck.PASSED if verdict.suggest is Suggest.PASS else TextCheck.HELD
    if topic.text_check is TextCheck.HELD:
        outbox.emit(TextHeld(topic.id, topic.text_version))
    service.touch(topic)


def _fetch_comment(payload: dict[str, Any]) -> Submission | None:
    row = queries.get_comment(payload["comment_id"])
    if row is None or row.state is not CommentState.CHECKING:
        return None
    return Submission(row.body, people.openid_of(row.author_id), Scene.COMMENT)


def _store_comment(payload: dict[str, Any], verdict: Verdict) -> None:
    talk.apply_verdict(payload["comment_id"], verdict.suggest, verdict.note)


check_text = External(_fetch_text, safety.check, _store_text)
check_comment = External(_fetch_comment, safety.check, _store_comment)
