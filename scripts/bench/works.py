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
    every = [
        Measure("裸路由", "hot", Work("bare", [Target(BARE, "")], {"ok": 1})),
        *_reads(people),
        Measure("会话检查（版块名录）", "hot", Work("session", _at(people, "boards"), {'"owner":': 2})),
        Measure("回复", "hot", _replies(people), 0.05),
    ]
    return [one for one in every if not only or one.work.name in ("bare", *only.split(","))]


def _reads(people: Sequence[Person]) -> list[Measure]:
    """Each hot read twice: held by the process, and made anew by the server without a cache."""
    lists = {'"board_name":': LIMIT, '"mine":{"thanked":': 1}
    pages = {'"reply_to":': COMMENTS, '"mine":{"thanked":': 1}
    halls = {'"next_sentence":': LIMIT, '"mine":{"drafts":': 1}
    topics = {'"reply_to":': REMARKS, '"mine":{"verbs":': 1}
    homes = {'"board_name":': LIMIT, '"mine":{"waiting":': 1}
    rows = (
        ("版块列表", "list", _at(people, "boards/nearby/posts"), lists),
        ("内容页", "page", _each(people, "posts/{}", "hot_posts"), pages),
        ("议题列表", "hall", _at(people, "topics"), halls),
        ("议题页", "topic", _each(people, "topics/{}", "hot_topics"), topics),
        ("首页", "home", _at(people, "home"), homes),
    )
    cached = [Measure(f"{label}，缓存", "hot", Work(name, at, marks), 0.3) for label, name, at, marks in rows]
    return cached + [
        Measure(f"{label}，不缓存", "cold", Work(f"{name}-miss", at, marks), 0.07)
        for label, name, at, marks in rows
    ]


def _replies(people: Sequence[Person]) -> Work:
    targets = _each(people, "posts/{}/comments", "reply_posts")
    return Work("reply", targets, {'"state":"checking"': 1}, REPLY, 201)


def _at(people: Sequence[Person], path: str) -> list[Target]:
    """One address for each person, in his community."""
    return [Target(f"{API}/{one.community_id}/{path}", one.token) for one in people]


def _each(people: Sequence[Person], path: str, objects: str) -> list[Target]:
    """An address for each of the objects a person has, `path` naming where its id stands."""
    return [
        Target(f"{API}/{one.community_id}/{path.format(found)}", one.token)
        for one in people
        for found in getattr(one, objects)
    ]


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
