"""The one trace: from the post to the article and back, each link in its place, at a constant cost."""

import pytest

from server.core import tenancy
from server.core.database import transaction
from server.deliberation.covenants import trace
from server.deliberation.models import TopicState
from server.deliberation.queries import get_topic
from server.extensions import db
from tests.deliberation.covenants.agreements import decided, in_force, vote, voting
from tests.deliberation.covenants.test_keeping import cite, post_of
from tests.factories import make_estate, make_member
from tests.support.counting import statements


def kinds(answer):
    return [one["kind"] for one in answer.json["nodes"]]


@pytest.fixture
def story(scene):
    """A post, the topic that grew from it, its covenant in force, and a later post that cites it."""
    first = post_of(scene)
    covenant = in_force(scene, decided(scene, source_post_id=int(first)))
    later = post_of(scene, scene.neighbours[0], title="电梯口又有人停车")
    assert cite(scene.neighbours[0], covenant, later).status_code == 201
    return {"first": first, "covenant": covenant, "later": later, "topic": covenant["topic"]["id"]}


def test_one_line_leads_from_the_post_to_the_later_citation(scene, story):
    answer = scene.author.get(f"topics/{story['topic']}/trace")

    found = kinds(answer)
    assert found[0] == "post"
    assert found[-1] == "citation"
    assert {"post", "topic", "gate", "poll", "covenant", "citation"} == set(found)
    assert [one["at"] for one in answer.json["nodes"]] == sorted(one["at"] for one in answer.json["nodes"])


def test_every_link_of_the_trace_leads_to_a_page_the_reader_sees(scene, story):
    nodes = scene.author.get(f"topics/{story['topic']}/trace").json["nodes"]

    links = {one["kind"]: one["link"] for one in nodes}
    assert links["post"] == f"post:{story['first']}"
    assert links["covenant"] == f"covenant:{story['covenant']['id']}:1"
    assert links["citation"] == f"post:{story['later']}"


def test_the_trace_says_where_it_stands_and_what_is_to_come(scene):
    topic = decided(scene, TopicState.ADMITTED)

    answer = scene.author.get(f"topics/{topic}/trace").json

    assert answer["now"]["state_name"] == "已立题"
    assert [one["state"] for one in answer["steps"]].count("now") == 1
    assert answer["steps"][-1]["state"] == "todo"


def test_the_post_leads_to_the_same_line(scene, story):
    answer = scene.author.get(f"posts/{story['first']}/trace")

    assert answer.json["topic_id"] == story["topic"]
    assert kinds(answer)[-1] == "citation"


def test_a_post_that_cites_names_its_article(scene, story):
    answer = scene.author.get(f"posts/{story['later']}/trace").json

    assert answer["topic_id"] is None
    assert answer["nodes"][-1]["title"] == "《锦秋社区居民公约》第 2 条 楼道整洁"


def test_nobody_follows_a_trace_into_another_estate(scene):
    elsewhere = make_member(scene.community, estate=make_estate(scene.community))
    topic = decided(scene, TopicState.ADMITTED, estate_id=scene.estate.id)
    post = post_of(scene, estate_id=str(scene.estate.id))

    assert elsewhere.get(f"topics/{topic}/trace").status_code == 404
    assert elsewhere.get(f"posts/{post}/trace").status_code == 404


def test_a_citation_under_words_of_another_estate_is_left_out(scene, story):
    estate = make_estate(scene.community)
    elsewhere = make_member(scene.community, estate=estate)
    hidden = post_of(scene, elsewhere, estate_id=str(estate.id))
    assert cite(elsewhere, story["covenant"], hidden).status_code == 201

    links = [one["link"] for one in scene.author.get(f"topics/{story['topic']}/trace").json["nodes"]]

    assert f"post:{hidden}" not in links
    assert f"post:{story['later']}" in links


def test_a_running_vote_shows_no_choice_in_the_trace(scene):
    covenant = voting(scene)
    before = scene.author.get(f"topics/{covenant['topic']['id']}/trace").json
    vote(scene.neighbours[0], covenant, "反对")

    assert scene.author.get(f"topics/{covenant['topic']['id']}/trace").json == before


def cost(scene, topic):
    with tenancy.in_community(scene.community.id), transaction():
        db.session.expire_all()
        row = get_topic(int(topic))
        with statements() as sent:
            trace.of_topic(scene.author.actor, row)
    return len(sent)


def test_a_longer_chain_costs_no_more_statements(scene, story):
    before = cost(scene, story["topic"])

    for _ in range(3):
        cite(scene.author, story["covenant"], post_of(scene))

    assert cost(scene, story["topic"]) == before <= 6
