"""The hall and the topic page: few statements at any size, one trip on a hit, the shape of the schema."""

import pytest
from sqlalchemy import event

from server.ballots.box_models import VoterMark
from server.core import tenancy
from server.core.database import transaction
from server.deliberation.models import CommentState, TopicComment, TopicState
from server.deliberation.schemas_out import TopicListPage, TopicPage
from server.extensions import db
from server.kit.db import utc_now
from tests.deliberation.factories import put
from tests.factories import join, make_home, make_member, make_person, signed_in


@pytest.fixture
def statements(app, session):
    """The SELECTs the application made since the list was last cleared."""
    made = []

    def watch(_c, _k, statement, *_):
        if statement.lstrip().startswith("SELECT"):
            made.append(statement)

    event.listen(db.engine, "before_cursor_execute", watch)
    yield made
    event.remove(db.engine, "before_cursor_execute", watch)


def topics(scene, count):
    with tenancy.in_community(scene.community.id), transaction():
        return [put(scene, TopicState.DISCUSSING).id for _ in range(count)]


def of_topics(made):
    return [one for one in made if any(name in one for name in ("FROM topic", "FROM gate", "FROM ballot"))]


@pytest.mark.parametrize("count", [10, 100])
def test_the_hall_costs_the_same_at_any_size(scene, statements, count):
    topics(scene, count)
    scene.author.get("/me")
    statements.clear()

    scene.author.get("topics")

    assert len(of_topics(statements)) == 2  # the list, and the caller's own drafts


@pytest.mark.parametrize("count", [10, 300])
def test_the_page_costs_the_same_at_any_size(scene, statements, count):
    (topic,) = topics(scene, 1)
    with tenancy.in_community(scene.community.id), transaction():
        for number in range(count):
            words = {"body": f"第{number}条", "author_id": 1, "author_name": "李女士"}
            db.session.add(TopicComment(topic_id=topic, state=CommentState.PUBLISHED, **words))
    scene.author.get("/me")
    statements.clear()

    page = scene.author.get(f"topics/{topic}").json

    # The topic, its decisions, what was said; and the caller's own.
    assert len(of_topics(statements)) == 4
    assert len(page["comments"]["items"]) == min(count, 30)


def test_only_who_has_words_waiting_is_asked_for_them(scene, statements):
    topic = scene.discussing()
    scene.author.post(f"topics/{topic}/comments", json={"body": "车棚有位置"})
    statements.clear()

    pending = scene.author.get(f"topics/{topic}").json["mine"]["pending_comments"]
    asked = len(of_topics(statements))
    statements.clear()
    scene.neighbours[0].get(f"topics/{topic}")

    assert [one["body"] for one in pending] == ["车棚有位置"]
    assert (asked, len(of_topics(statements))) == (5, 1)


def test_that_a_topic_is_not_public_is_kept_only_until_it_is(scene):
    topic = scene.submit()
    reader = scene.neighbours[0]
    before = [reader.get(f"topics/{topic}").json["topic"]["body"] for _ in range(2)]
    scene.walk(topic, "admit")

    assert before == ["", ""]
    assert reader.get(f"topics/{topic}").json["topic"]["body"] != ""


def test_a_page_read_again_asks_the_database_nothing(scene, statements):
    (topic,) = topics(scene, 1)
    first = scene.author.get(f"topics/{topic}")
    hall = scene.author.get("topics")
    statements.clear()

    assert scene.author.get(f"topics/{topic}").data == first.data
    assert scene.author.get("topics").data == hall.data
    assert statements == []


def test_a_vote_is_on_the_page_at_once(scene):
    topic = scene.voting()
    before = scene.neighbours[1].get(f"topics/{topic}").json["topic"]["poll"]["taken_part"]
    scene.vote(scene.author, topic, "赞成")
    after = scene.neighbours[1].get(f"topics/{topic}").json["topic"]["poll"]["taken_part"]

    assert (before, after) == (0, 1)


def test_ready_bytes_have_the_shape_of_the_schema(scene):
    topic = scene.close(scene.voting())
    scene.step(scene.secretary, topic, "certify")
    scene.walk(scene.submit(estate_id=str(scene.estate.id)), "admit")

    page = scene.author.get(f"topics/{topic}").json
    hall = scene.author.get("topics", query_string={"state": "all"}).json

    assert TopicPage().dump(page) == page
    assert TopicListPage().dump(hall) == hall
    assert len(hall["items"]) == 2


def test_the_seven_steps_carry_their_dates(scene):
    topic = scene.voting()
    chain = scene.author.get(f"topics/{topic}").json["topic"]["chain"]
    withdrawn = scene.walk(scene.submit(), "withdraw")
    ended = scene.author.get(f"topics/{withdrawn}").json["topic"]["chain"]

    assert [one["state"] for one in chain] == ["done", "done", "now", *["todo"] * 4]
    assert chain[0]["at"] <= chain[1]["at"]
    assert chain[2]["at"] is None
    assert [one["state"] for one in ended] == ["done", "done", *["todo"] * 5]


def test_the_voter_learns_that_he_may_vote(scene):
    topic = scene.voting()

    assert scene.author.get(f"topics/{topic}").json["mine"]["may_vote"] is True
    assert scene.secretary.get(f"topics/{topic}").json["mine"]["may_vote"] is False


def test_a_home_that_voted_is_not_sent_to_vote_by_another_of_its_members(scene):
    door = make_home(scene.estate)
    one, other = (make_member(scene.community, home=door) for _ in range(2))
    topic = scene.voting()
    asked = [who.get(f"topics/{topic}").json["mine"]["may_vote"] for who in (one, other)]
    scene.vote(one, topic, "赞成")
    after = [who.get(f"topics/{topic}").json["mine"]["may_vote"] for who in (one, other)]

    assert asked == [True, True]
    assert after == [True, False], "who cast it may still change it"


def test_who_has_two_homes_is_sent_until_both_have_voted(scene):
    door, mine = make_home(scene.estate), make_home(scene.estate)
    spouse = make_member(scene.community, home=door)
    person = make_person()
    for home in (door, mine):
        join(person, home)
    owner = signed_in(person, scene.community)
    topic = scene.voting()
    scene.vote(spouse, topic, "赞成")

    assert owner.get(f"topics/{topic}").json["mine"]["may_vote"] is True


def test_a_home_marked_in_a_secret_poll_is_not_sent_to_vote_again(scene):
    topic = scene.voting()
    home_id = scene.author.actor.members[0].home_id
    with tenancy.in_community(scene.community.id), transaction():
        db.session.add(VoterMark(poll_id=scene.poll_of(topic), home_id=home_id, marked_at=utc_now()))

    assert scene.author.get(f"topics/{topic}").json["mine"]["may_vote"] is False
    assert scene.neighbours[0].get(f"topics/{topic}").json["mine"]["may_vote"] is True
