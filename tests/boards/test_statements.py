"""What the boards cost: the same statements at 10 and at 1,000 rows, and one trip on a hit."""

import re

import pytest
from sqlalchemy import insert

from server.boards import page_queries, queries, reads
from server.boards.models import Board, Comment, Post, State
from server.core import tenancy
from server.core.database import transaction
from server.extensions import db
from server.kit.db import utc_now
from server.kit.ids import new_ids
from tests.support.counting import plans, redis_trips, statements

ROWS = [10, 1000]
LIST = {"board": "nearby", "after": None, "limit": 20}


def said(community, caller, ident):
    return {
        "community_id": community.id,
        "id": ident,
        "author_id": caller.actor.person_id,
        "author_name": "李女士",
        "body": "晚上看不清台阶",
        "state": State.PUBLISHED,
        "created_at": utc_now(),
    }


@pytest.fixture
def crowd(street):
    """Fill the board with posts and the first post with comments; answers the id of that post."""

    def crowd(count):
        ids = new_ids(count)
        posts = [
            {
                **said(street.community, street.resident, ident),
                "board": "nearby",
                "kind": "ask",
                "title": "灯",
            }
            for ident in ids
        ]
        comments = [
            {**said(street.community, street.resident, one), "post_id": ids[0]} for one in new_ids(count)
        ]
        with tenancy.in_community(street.community.id), transaction():
            db.session.execute(insert(Post), posts)
            db.session.execute(insert(Comment), comments)
        return ids[0]

    return crowd


@pytest.mark.parametrize("count", ROWS)
def test_the_list_costs_one_statement_and_one_for_the_readers_own(street, crowd, count):
    crowd(count)
    actor = street.neighbour.actor
    with tenancy.in_community(street.community.id):
        with statements() as shared:
            _, document = reads.BOARD_LIST.shared(actor, LIST)
        with statements() as mine:
            reads.BOARD_LIST.mine(actor, LIST, document)

    assert len(document["items"]) == min(count, 20)
    assert (len(shared), len(mine)) == (1, 1), shared + mine


@pytest.mark.parametrize("count", ROWS)
def test_the_page_costs_two_statements_and_one_for_the_readers_own(street, crowd, count):
    args = {"post_id": crowd(count)}
    with tenancy.in_community(street.community.id):
        with statements() as shared:
            _, document = reads.POST_PAGE.shared(street.neighbour.actor, args)
        with statements() as mine:
            reads.POST_PAGE.mine(street.neighbour.actor, args, document)

    assert len(document["comments"]["items"]) == min(count, 20)
    assert (len(shared), len(mine)) == (2, 1), shared + mine


def test_each_read_goes_by_its_index(street, crowd):
    if db.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL's planner rightly scans a table as small as this one")
    args = {"post_id": crowd(1000)}
    actor = street.neighbour.actor
    with tenancy.in_community(street.community.id), plans() as found:
        reads.BOARD_LIST.shared(actor, LIST)
        reads.POST_PAGE.shared(actor, args)
        queries.desk(Post, None, None, 20)
        queries.desk(Comment, None, None, 20)
        page_queries.mine_on_board(actor, Board.NEARBY, [args["post_id"]])
        page_queries.own(actor, Board.NEARBY, None, 20)

    indexes = [("ix_post_board", "ix_post_pinned"), ("sqlite_autoindex_post",),
               ("ix_comment_community_id_post_id_id",), ("ix_post_desk",), ("ix_comment_desk",),
               ("ix_post_community_id_author_id_id", "sqlite_autoindex_reaction"),
               ("ix_post_community_id_author_id_id",)]  # fmt: skip
    for plan, used in zip(found, indexes, strict=True):
        assert all(index in plan for index in used), plan
        # What a UNION puts together was found by an index before; it is read through, not searched, and so
        # are ids that were bound as one list.
        assert "SCAN" not in re.sub(r"SCAN (anon_|json_each)", "", plan), plan
        assert "TEMP B-TREE" not in plan, plan


@pytest.mark.parametrize("path", ["boards/nearby/posts", "posts/{}"])
def test_a_hit_is_one_redis_trip_and_no_statement(street, crowd, path, monkeypatch):
    path = path.format(crowd(10))
    first = street.neighbour.get(path)
    street.neighbour.get(path)

    with statements() as sent, redis_trips(monkeypatch) as trips:
        again = street.neighbour.get(path)

    assert again.data == first.data
    assert (sent, trips) == ([], ["pipeline"])


@pytest.mark.parametrize("count", ROWS)
def test_a_comment_costs_five_statements_and_touches_no_counter(street, crowd, count):
    path = f"posts/{crowd(count)}/comments"
    street.neighbour.get("boards")

    with statements() as sent:
        answer = street.neighbour.post(path, json={"body": "我来看看"})

    assert answer.status_code == 201
    assert [one.split()[0] for one in sent] == ["SELECT", "INSERT", "INSERT", "INSERT", "UPDATE"], sent
    assert not [one for one in sent if one.startswith("UPDATE post")]


def test_a_thanks_moves_the_cached_list_for_everybody(street, publish):
    post_id = publish(street.resident)
    before = street.stranger.get("boards/nearby/posts").json["items"][0]["thanks"]
    street.neighbour.post(f"posts/{post_id}/reactions", json={"kind": "thanks", "on": True})

    assert before == 0
    assert street.stranger.get("boards/nearby/posts").json["items"][0]["thanks"] == 1
