"""Minutes of the meetings that a plan announced: what was said, who was there."""

from typing import Any

from server.core import audit, database, uploads
from server.core.access import Actor, Permission, enforce
from server.deliberation import discussion_queries, queries, service
from server.deliberation.models import Topic, TopicState
from server.extensions import db
from server.kit.errors import ConflictError, NotFoundError

#: Minutes may still come in while the summary lies open.
RECORDING = (TopicState.DISCUSSING, TopicState.PAUSED, TopicState.SUMMARISED)


def record(actor: Actor, topic_id: int, meeting_id: int, form: dict[str, Any]) -> Topic:
    """Minutes, once; `form`: minutes, attendance, named, photos. Written in office, so nobody checks them."""
    matter = queries.lock_matter(topic_id)
    enforce(actor, Permission.TOPIC_LEAD, matter)
    meeting, moment = discussion_queries.meeting(topic_id, meeting_id), database.now()
    if meeting is None:
        raise NotFoundError
    if matter.topic.state not in RECORDING:
        raise ConflictError("协商已经结束，不能再补会议记录", code="not_discussing")
    if meeting.held_at is not None:
        raise ConflictError("这场会议已经有记录了", code="already_recorded")
    if moment < meeting.starts_at:
        raise ConflictError("会议还没有开始，开完再记", code="not_held_yet")
    photos = uploads.claim(actor, form["photos"], meeting_id)
    # All at once: minutes without the moment they were handed in are ones the database refuses.
    meeting.minutes, meeting.attendance, meeting.named = form["minutes"], form["attendance"], form["named"]
    meeting.photos = photos
    meeting.held_at, meeting.recorded_by = moment, actor.name
    db.session.flush()
    audit.record(actor, "topic.minutes", topic_id, meeting=meeting_id)
    service.touch(matter.topic, actor)
    return matter.topic
