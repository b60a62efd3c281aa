"""The stampede in short: 200 homes vote at once over HTTP, with double taps and changes, counted exactly."""

import contextvars
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from scripts.bench import rush
from scripts.bench.seed_vote import electorate
from server.ballots import counting, queries, verify
from server.ballots.models import Mode
from server.core import tenancy
from server.core.database import transaction

HOMES, CALLERS, OPEN_FOR = 200, 16, 25


def test_the_plan_of_the_rush_is_the_same_each_time_and_everybody_votes():
    taps = rush.plan(HOMES, 60)

    assert taps == rush.plan(HOMES, 60)
    assert {tap.door for tap in taps} == set(range(HOMES))
    assert sum(rush.outcome(taps).values()) == HOMES
    assert len(taps) > HOMES * 1.15
    assert taps[-1].at < 60


def in_turns(taps):
    """A home's later taps come after its first was answered, those of different homes all together."""
    turns, seen = [[] for _ in range(4)], Counter()
    for tap in taps:
        turns[seen[tap.door]].append(tap)
        seen[tap.door] += 1
    return turns


def send(app, voters, tap):
    """True for an answer that was expected."""
    path = f"/api/v1/communities/{voters.community_id}/polls/{voters.poll_id}/ballot"
    ballot = {"home_id": str(voters.homes[tap.door]), "option_id": voters.options[tap.choice]}
    head = {"Authorization": f"Bearer {voters.members[tap.door][tap.member]}"}
    answer = contextvars.Context().run(app.test_client().put, path, json=ballot, headers=head)
    return answer.status_code in tap.expected or answer.json


@pytest.mark.postgres  # SQLite takes one writer at a time
@pytest.mark.parametrize("mode", [Mode.NAMED, Mode.OPEN])
def test_200_homes_vote_at_once_and_the_count_is_exact(app, community, mode):
    voters, taps = electorate(community, HOMES, seconds=OPEN_FOR, mode=mode), rush.plan(HOMES, 60)
    opened = time.monotonic()

    with ThreadPoolExecutor(CALLERS) as pool:
        for turn in in_turns(taps):
            answers = pool.map(lambda tap: send(app, voters, tap), turn)
            assert [answer for answer in answers if answer is not True] == []
    time.sleep(max(0.0, OPEN_FOR + 0.5 - (time.monotonic() - opened)))
    with tenancy.in_community(community.id), transaction():
        counting.close_due()

    with tenancy.in_community(community.id):
        poll = queries.get_poll(voters.poll_id)
        found = Counter({voters.options.index(key): count for key, count in poll.counted["votes"].items()})
        assert found == rush.outcome(taps)
        assert verify.problems(poll) == []
