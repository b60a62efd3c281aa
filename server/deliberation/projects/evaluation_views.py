"""The evaluation as JSON. While it runs it says how many homes took part, and never which way they lean."""

from typing import Any

from server.core import database
from server.core.access import Actor, Permission, Role, denial
from server.deliberation import agenda_queries, kept_rules, policy
from server.deliberation import words as topic_words
from server.deliberation.policy import Matter
from server.deliberation.projects import evaluation_queries, words
from server.deliberation.projects.evaluation_models import Evaluation, EvaluationRemark, Rating
from server.deliberation.projects.evaluation_queries import MOST_TEXTS
from server.deliberation.states import TopicState
from server.kit.rest import stamp
from server.kit.worktime import today

#: What comes before anything was carried out has no evaluation.
_EVALUATED = TopicState.EVALUATING


def result(actor: Actor, matter: Matter) -> dict[str, Any]:
    """How many homes rated of how many; after the last day also how, and what they wrote."""
    topic = matter.topic
    running = _running(matter)
    begun = _EVALUATED in topic.milestones
    counts = evaluation_queries.counts(topic.id) if begun else {}
    rated, least = sum(counts.values()), kept_rules.of(topic)["evaluation.least"]
    closed = begun and not running
    return {
        "topic_id": str(topic.id),
        "title": topic.title,
        "phase": "closed" if closed else "open" if begun else "none",
        "until": _until(topic),
        "households": agenda_queries.households(topic.estate_id),
        "rated": rated,
        "least": least,
        "enough": rated >= least if closed else None,
        "sentence": _sentence(rated, least, closed=closed),
        "counts": _counts(counts, rated) if closed else None,
        "texts": _texts(topic.id) if closed else None,
        "texts_unseen": _unseen(topic.id) if closed else 0,
        "remarks": [_remark(one) for one in evaluation_queries.remarks(topic.id)] if begun else [],
        "mine": _mine(actor, matter, running=running),
    }


def _running(matter: Matter) -> bool:
    topic = matter.topic
    if topic.state is not _EVALUATED or topic.public_until is None:
        return False
    return today(database.now()) <= topic.public_until


def _until(topic: Any) -> str | None:
    ends = topic.public_until if topic.state is _EVALUATED else None
    return ends.isoformat() if ends else None


def _sentence(rated: int, least: int, *, closed: bool) -> str:
    if not closed:
        return f"已有 {rated} 户评价，结果到期后公布"
    if rated < least:
        return f"只有 {rated} 户评价，不到 {least} 户，样本不足，结果仅供参考"
    return f"共 {rated} 户评价"


def _counts(counts: Any, rated: int) -> list[dict[str, Any]]:
    return [
        {
            "rating": rating.value,
            "name": words.RATING_NAMES[rating],
            "homes": counts[rating],
            "percent": round(counts[rating] * 100 / rated) if rated else 0,
        }
        for rating in sorted(Rating, reverse=True)
    ]


def _texts(topic_id: int) -> list[dict[str, Any]]:
    return [
        {"rating": row.rating, "name": words.RATING_NAMES[Rating(row.rating)], "text": row.body}
        for row in evaluation_queries.texts(topic_id)
    ]


def _unseen(topic_id: int) -> int:
    """Words that wait for somebody's eyes, were not let through, or are more than are shown."""
    shown = len(evaluation_queries.texts(topic_id))
    return evaluation_queries.texts_written(topic_id) - min(shown, MOST_TEXTS)


def _remark(row: EvaluationRemark) -> dict[str, Any]:
    return {
        "id": str(row.id),
        "name": row.name,
        "organisation": row.organisation,
        "text": row.body,
        "at": stamp(row.at),
    }


def _mine(actor: Actor, matter: Matter, *, running: bool) -> dict[str, Any]:
    topic = matter.topic
    rates = denial(actor, Permission.PROJECT_RATE, matter) is None and actor.adult
    homes = [one for one in actor.members if rates and policy.speaks_for(actor, topic, one.home_id)]
    given = evaluation_queries.of_homes(topic.id, [one.home_id for one in homes]) if homes else {}
    watches = any(one.role is Role.WATCH and one.estate_id in (None, topic.estate_id) for one in actor.duties)
    return {
        "homes": [_home(actor, one, given.get(one.home_id)) for one in homes],
        "may_rate": running and bool(homes),
        "may_remark": running and watches,
    }


def _home(actor: Actor, member: Any, row: Evaluation | None) -> dict[str, Any]:
    """What a housemate said is known to the home; only who said it changes it."""
    return {
        "home_id": str(member.home_id),
        "label": f"{member.building}{member.room}",
        "by_me": row is not None and row.person_id == actor.person_id,
        "rating": row.rating if row else None,
        "text": row.body if row else "",
        "text_state": topic_words.COMMENT_STATE_NAMES[row.state] if row and row.state else "",
        "reason": row.reason if row else "",
        "at": stamp(row.at) if row else None,
    }


def home_said(actor: Actor, row: Evaluation) -> dict[str, Any]:
    member = next(one for one in actor.members if one.home_id == row.home_id)
    return _home(actor, member, row)


def held(row: Evaluation) -> dict[str, Any]:
    """Words that wait for a moderator, without who wrote them."""
    return {
        "topic_id": str(row.topic_id),
        "home_id": str(row.home_id),
        "rating": row.rating,
        "text": row.body,
        "state": row.state.value if row.state else "",
        "reason": row.reason,
    }
