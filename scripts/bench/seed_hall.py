"""The hall and the home page of one community: topics under discussion, what was said, and the stream."""

import random
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import insert

from server.core import tenancy
from server.core.database import transaction
from server.deliberation.models import CommentState, Stake, TextCheck, Topic, TopicComment, TopicState
from server.extensions import db
from server.feed.models import FeedEntry, FeedKind
from server.kit.db import utc_now
from server.kit.ids import new_ids

TOPICS, REMARKS, CARDS = 40, 20, 60
_TITLES = ("东门的非机动车道", "垃圾房改在哪里", "装不装电梯", "小广场的开放时间", "雨水井谁来清")
_TEXT = "上下班时人车混行，晚上看不清，我们商量过两次。想请大家一起定一个办法，先试三个月再看。"


def hall(community_id: int, estate_id: int) -> list[int]:
    """The ids of the topics, oldest first. Every fifth is for one estate only."""
    with tenancy.in_community(community_id), transaction():
        ids = new_ids(TOPICS)
        rows = [_topic(community_id, one, None if n % 5 else estate_id) for n, one in enumerate(ids)]
        db.session.execute(insert(Topic), rows)
        db.session.execute(insert(TopicComment), list(_remarks(community_id, ids)))
        db.session.execute(insert(FeedEntry), [_card(community_id, one) for one in new_ids(CARDS)])
    return ids


def _topic(community_id: int, topic_id: int, estate_id: int | None) -> dict[str, Any]:
    began = utc_now() - timedelta(days=random.randrange(1, 20))
    milestones = {state.value: began.isoformat() for state in (TopicState.GATE1_PENDING, TopicState.ADMITTED)}
    return {
        **_author(community_id),
        "id": topic_id,
        "estate_id": estate_id,
        "title": random.choice(_TITLES),
        "body": _TEXT * 3,
        "text_hash": bytes(32),
        "text_check": TextCheck.PASSED,
        "stake": Stake.NORMAL,
        "state": TopicState.DISCUSSING,
        "due_at": utc_now() + timedelta(days=5),
        "submitted_at": began,
        "admitted_at": began,
        "milestones": milestones,
        "plan": {"host": "李女士", "starts_on": "2026-12-01", "ends_on": "2026-12-31", "meetings": []},
        "stance_for": random.randrange(30),
        "comments_count": REMARKS,
    }


def _remarks(community_id: int, topics: Sequence[int]) -> Iterator[dict[str, Any]]:
    for topic_id in topics:
        for ident in new_ids(REMARKS):
            said = {"id": ident, "topic_id": topic_id, "body": _TEXT, "state": CommentState.PUBLISHED}
            yield {**_author(community_id), **said}


def _card(community_id: int, ident: int) -> dict[str, Any]:
    return {
        **_author(community_id),
        "kind": FeedKind.POST,
        "ref_id": ident,
        "sort": ident,
        "board": "nearby",
        "title": random.choice(_TITLES),
        "excerpt": _TEXT,
        "photos": [],
        "badge": "等待居委会回复",
        "tone": "clock",
        "at": utc_now(),
    }


def _author(community_id: int) -> dict[str, Any]:
    return {
        "community_id": community_id,
        "author_id": random.randrange(1, 1000),
        "author_name": random.choice(("李女士", "王先生", "欧阳女士", "陈先生")),
        "author_place": f"{random.randrange(1, 19)}号楼",
    }
