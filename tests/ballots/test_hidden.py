"""While a poll runs nobody learns how anybody chose: every route and notice, asked by every standing."""

import re

import pytest

from server.ballots.models import Counted, Electorate, Mode
from server.core.access import Role
from server.identity.models import Relation
from tests.ballots.scenes import make_owned_home, open_voting
from tests.factories import make_estate, make_id_number, make_member

#: What only a count could put into an answer.
_WORDS = "votes|tallies|percent|approve|leading|choice|salt|receipts|ballots|outcome"
COUNT = re.compile(f'"({_WORDS})": *(?!null|\\[\\]|{{}})')


def routes(app):
    """Every GET of the community that needs no other object than a poll or a topic."""
    for rule in app.url_map.iter_rules():
        path = rule.rule.partition("/communities/<int:community_id>/")[2]
        names = set(rule.arguments) - {"community_id"}
        if path and "GET" in rule.methods and names <= {"poll_id", "topic_id"}:
            yield path, names


def everybody(voting):
    roles = (Role.SECRETARY, Role.DEPUTY, Role.COMMITTEE, Role.SOCIAL_WORKER, Role.WATCH, Role.OBSERVER)
    more = (Role.SUPERVISOR, Role.DISTRICT_OFFICE)
    yield from (make_member(voting.community, role) for role in (*roles, *more))
    yield voting.member(relation=Relation.FAMILY)
    yield voting.member(door=2)


@pytest.fixture(params=["open", "named", "secret", "owners"])
def running(request, community):
    """Five of six homes have voted: four for, one against; another poll of the estate is counted."""
    estate = make_estate(community)
    homes = [make_owned_home(estate, make_id_number(order=number)) for number in range(31, 37)]
    terms = {"mode": Mode.NAMED if request.param == "owners" else Mode(request.param)}
    if request.param == "owners":
        terms |= {"who": Electorate.OWNERS, "base": Counted.OWNERS}
    voting = open_voting(community, homes, **terms)
    for door, label in enumerate(("赞成", "赞成", "反对", "赞成", "赞成")):
        assert voting.vote(voting.member(door=door), label, door=door).status_code == 200
    return voting


def test_no_route_tells_anybody_how_a_running_poll_stands(app, running, inside, deliver):
    deliver()
    asked = 0
    for who in everybody(running):
        for path, names in routes(app):
            filled = {"poll_id": running.poll_id, "topic_id": running.poll().subject_id}
            url = re.sub(r"<int:(\w+)>", lambda found, ids=filled: str(ids[found[1]]), path)
            answer = who.get(url)
            assert answer.status_code < 500, url
            text = answer.get_data(as_text=True)
            speaks = answer.status_code == 200 and (names or path in ("home", "notices"))
            found = COUNT.search(text) if speaks else None
            assert found is None, (url, found)
            asked += answer.status_code == 200
    assert asked > 20


def test_the_result_and_who_took_part_are_closed_to_everybody_alike(running, inside):
    for who in everybody(running):
        for page in ("result", "participants"):
            answer = who.get(f"polls/{running.poll_id}/{page}")
            assert (answer.status_code, answer.json["code"]) == (409, "poll_open"), page


def test_a_running_poll_reads_the_same_whatever_was_chosen(running, inside):
    """The same page before and after a voter changes his mind: what differs would betray him."""
    if running.poll().mode is Mode.SECRET:
        pytest.skip("a secret vote is not changed")
    changing = running.member(door=5)
    running.vote(changing, "赞成", door=5)
    reader = make_member(running.community, Role.SECRETARY)

    def seen():
        return [reader.get(path).get_data() for path in (f"polls/{running.poll_id}", "home")]

    before = seen()
    running.vote(changing, "反对", door=5)

    assert seen() == before


def test_what_looks_for_counts_finds_them_after_the_close(running, inside):
    running.close()

    answer = running.secretary.get(f"polls/{running.poll_id}/result")

    told = set(COUNT.findall(answer.get_data(as_text=True)))
    assert told >= {"votes", "percent", "approve", "receipts"}
