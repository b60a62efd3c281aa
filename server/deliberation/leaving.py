"""What the topics do about somebody who closes his account: a host steps down before; names go, words stay.

What is written once and kept for the ledger – steps, gate decisions, who was named to host – stays as it is.
"""

from collections.abc import Sequence

from server.core import leaving, versions
from server.core.leaving import FORMER, Obstacle
from server.core.tenancy import bound_community
from server.deliberation import leaving_queries as queries
from server.deliberation.discussion_models import Amendment, Objection
from server.deliberation.hosting import LED
from server.deliberation.models import Topic, TopicComment
from server.extensions import db


def unfinished(person_id: int) -> Sequence[Obstacle]:
    """The discussions that he leads."""
    return [
        Obstacle(f"您正在主持议题“{topic.title}”，请先辞去主持", f"topic:{topic.id}")
        for topic in queries.led_by(person_id, LED)
    ]


def forget(person_id: int) -> None:
    """Off his topics, what he said about others', and those he hosted."""
    here = bound_community()
    topics = leaving.unsign(Topic, person_id, Topic.id)
    for model in (TopicComment, Amendment):
        topics |= leaving.unsign(model, person_id, model.topic_id)
    objected = Objection.person_id == person_id
    topics |= leaving.rename(Objection, objected, {"name": FORMER}, Objection.topic_id)
    for topic, name in queries.ever_hosted_by(person_id):
        _unname_host(topic, name, person_id)
        topics.add(topic.id)
    keys = (versions.key("topic", here, topic_id) for topic_id in topics)
    versions.touch(versions.key("topics", here), *keys)


def _unname_host(topic: Topic, name: str, person_id: int) -> None:
    """The plan says once more who hosts; it has no id, so a new host of the same name keeps his."""
    plan, still = topic.plan, topic.host_id == person_id
    if plan and plan["host"]["name"] == name and (still or topic.host_name != name):
        topic.plan = {**plan, "host": {**plan["host"], "name": FORMER, "place": ""}}
    if still:
        topic.host_name = FORMER
    db.session.flush()
