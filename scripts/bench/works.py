"""What is asked, and the proof that the answers are right: a plain client asks too and reads in full."""

import json
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from scripts.bench.app import BARE
from scripts.bench.load import Target, Work
from scripts.bench.seed import COMMENTS, Person
from scripts.bench.seed_hall import REMARKS
from server.kit.pagination import LIMIT

API = "/api/v1/communities"
REPLY = json.dumps({"body": "我家也是这样，周末可以一起去看看。"}, ensure_ascii=False)


@dataclass(frozen=True)
class Measure:
    """One row of the report. `server`: hot, or cold (HOT_CACHE=off). `least`: its share of the bare route."""

    label: str
    server: str
    work: Work
    least: float | None = None


def measures(people: Sequence[Person], only: str = "") -> list[Measure]:
    """Every row of the report, or those named in `only` (a,b). The bare route is always first."""
    everybody = [(f"{API}/{one.community_id}", one) for one in people]
    lists = [Target(f"{base}/boards/nearby/posts", one.token) for base, one in everybody]
    pages = [Target(f"{base}/posts/{post}", one.token) for base, one in everybody for post in one.hot_posts]
    replies = [
        Target(f"{base}/posts/{post}/comments", one.token)
        for base, one in everybody
        for post in one.reply_posts
    ]
    boards = [Target(f"{base}/boards", one.token) for base, one in everybody]
    halls = [Target(f"{base}/topics", one.token) for base, one in everybody]
    topics = [
        Target(f"{base}/topics/{topic}", one.token) for base, one in everybody for topic in one.hot_topics
    ]
    homes = [Target(f"{base}/home", one.token) for base, one in everybody]
    list_marks = {'"board_name":': LIMIT, '"mine":{"thanked":': 1}
    hall_marks = {'"next_sentence":': LIMIT, '"mine":{"drafts":': 1}
    topic_marks = {'"reply_to":': REMARKS, '"mine":{"verbs":': 1}
    home_marks = {'"board_name":': LIMIT, '"mine":{"waiting":': 1}
    page_marks = {'"reply_to":': COMMENTS, '"mine":{"thanked":': 1}
    every = [
        Measure("裸路由", "hot", Work("bare", [Target(BARE, "")], {"ok": 1})),
        Measure("版块列表，缓存", "hot", Work("list", lists, list_marks), 0.3),
        Measure("内容页，缓存", "hot", Work("page", pages, page_marks), 0.3),
        Measure("议题列表，缓存", "hot", Work("hall", halls, hall_marks), 0.3),
        Measure("议题页，缓存", "hot", Work("topic", topics, topic_marks), 0.3),
        Measure("首页，缓存", "hot", Work("home", homes, home_marks), 0.3),
        Measure("会话检查（版块名录）", "hot", Work("session", boards, {'"owner":': 2})),
        Measure("版块列表，不缓存", "cold", Work("list-miss", lists, list_marks), 0.07),
        Measure("内容页，不缓存", "cold", Work("page-miss", pages, page_marks), 0.07),
        Measure("议题列表，不缓存", "cold", Work("hall-miss", halls, hall_marks), 0.07),
        Measure("议题页，不缓存", "cold", Work("topic-miss", topics, topic_marks), 0.07),
        Measure("首页，不缓存", "cold", Work("home-miss", homes, home_marks), 0.07),
        Measure("回复", "hot", Work("reply", replies, {'"state":"checking"': 1}, REPLY, 201), 0.05),
    ]
    return [one for one in every if not only or one.work.name in ("bare", *only.split(","))]


def verify(origin: str, people: Sequence[Person]) -> None:
    """AssertionError unless every person gets 20 posts, 20 comments and his own marks, not another's."""
    for one in people:
        base = f"{origin}{API}/{one.community_id}"
        listed = _get(f"{base}/boards/nearby/posts", one.token)
        assert len(listed["items"]) == LIMIT, len(listed["items"])
        assert listed["mine"]["thanked"] == [str(one.thanked)], listed["mine"]
        for post in one.hot_posts[:3]:
            page = _get(f"{base}/posts/{post}", one.token)
            assert page["post"]["id"] == str(post)
            assert len(page["comments"]["items"]) == COMMENTS
            assert page["mine"]["thanked"] is (post == one.thanked), page["mine"]


def _get(url: str, token: str) -> Any:
    asked = urllib.request.Request(url, headers={"Authorization": f"Bearer {token}"})
    with urllib.request.urlopen(asked, timeout=10) as answer:
        return json.load(answer)
