"""What is measured on: 20 communities, 250 posts each with 20 comments, 64 people signed in."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import Flask
from sqlalchemy import exists, insert, select

from scripts.bench.seed_hall import hall
from server.boards.models import Board, Comment, Kind, Post, Reaction, State
from server.core import tenancy
from server.core.database import transaction
from server.extensions import db
from server.kit.db import utc_now
from server.kit.ids import new_ids
from tests.factories import make_community, make_estate, make_member

COMMUNITIES, POSTS, COMMENTS, PEOPLE = 20, 250, 20, 64
HOT_POSTS = 10
_PHRASES = (
    "昨晚十点以后楼下还有人放音乐", "三号楼的灯已经坏了三天", "菜园里的番茄可以摘了", "请问快递柜何时修好",
    "周六上午一起去扫雪", "垃圾房门口有异味", "我家多了一辆儿童车", "电瓶车又停进了楼道",
    "车库东头的积水还没有退", "物业说这周会来处理", "我们商量过两次了", "老人上楼不太方便",
    "下午四点以后家里有人", "谢谢帮忙推车的邻居",
)  # fmt: skip


@dataclass(frozen=True)
class Person:
    """One signed-in resident: hot posts and topics of his community, posts to answer, what he thanked for."""

    token: str
    community_id: int
    hot_posts: tuple[int, ...]
    hot_topics: tuple[int, ...]
    reply_posts: tuple[int, ...]
    thanked: int


def fill(app: Flask) -> list[Person]:
    """Seed an empty, migrated database; the people who ask, in turn over the communities."""
    random.seed(20261122)
    with app.app_context():
        communities = [make_community() for _ in range(COMMUNITIES)]
        grounds = [_ground(community) for community in communities]
        people = [_person(communities[n % COMMUNITIES], *grounds[n % COMMUNITIES], n) for n in range(PEOPLE)]
        db.session.remove()
        _vacuum()
    return people


def _vacuum() -> None:
    """What autovacuum would come to do, and no more: it never looks at a table that nobody wrote to.

    One that was analysed while it was empty is read from end to end by every kept plan until the next look.
    """
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for table in db.metadata.sorted_tables:
            if connection.scalar(select(exists(select(table)))):
                connection.exec_driver_sql(f'VACUUM ANALYZE "{table.name}"')


def _ground(community: Any) -> tuple[list[int], list[int]]:
    """The posts and the topics of one community."""
    estate_id = make_estate(community).id
    return _board(community.id, estate_id), hall(community.id, estate_id)


def _person(community: Any, posts: list[int], topics: list[int], number: int) -> Person:
    caller = make_member(community)
    hot = tuple(posts[-HOT_POSTS:])
    thanked = hot[number // COMMUNITIES]
    with tenancy.in_community(community.id), transaction():
        db.session.add(Reaction(post_id=thanked, person_id=caller.actor.person_id))
    # Topics for everybody: this one's home is in an estate of its own.
    common = tuple(topic for n, topic in enumerate(topics) if n % 5)[-HOT_POSTS:]
    return Person(caller.token, community.id, hot, common, tuple(posts[:50]), thanked)


def _board(community_id: int, estate_id: int) -> list[int]:
    """The ids of the posts, oldest first. Every fifth is for one estate only."""
    with tenancy.in_community(community_id), transaction():
        ids = new_ids(POSTS)
        rows = [_post(community_id, post_id, None if n % 5 else estate_id) for n, post_id in enumerate(ids)]
        db.session.execute(insert(Post), rows)
        db.session.execute(insert(Comment), list(_comments(rows)))
    return ids


def _post(community_id: int, post_id: int, estate_id: int | None) -> dict[str, Any]:
    return {
        **_said(community_id, post_id, estate_id, phrases=6),
        "board": Board.NEARBY,
        "kind": random.choice((Kind.ASK, Kind.SUGGEST, Kind.SHARE)),
        "title": random.choice(_PHRASES),
        "comments": COMMENTS,
        "thanks": random.randrange(12),
    }


def _comments(posts: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for post in posts:
        for comment_id in new_ids(COMMENTS):
            said = _said(post["community_id"], comment_id, post["estate_id"], phrases=3)
            yield {**said, "post_id": post["id"]}


def _said(community_id: int, row_id: int, estate_id: int | None, *, phrases: int) -> dict[str, Any]:
    return {
        "community_id": community_id,
        "id": row_id,
        "estate_id": estate_id,
        "author_id": random.randrange(1, 1000),
        "author_name": random.choice(("李女士", "王先生", "欧阳女士", "陈先生")),
        "author_place": f"{random.randrange(1, 19)}号楼",
        "body": "，".join(random.choices(_PHRASES, k=phrases)) + "。",
        "state": State.PUBLISHED,
        "created_at": utc_now() - timedelta(minutes=random.randrange(40_000)),
    }
