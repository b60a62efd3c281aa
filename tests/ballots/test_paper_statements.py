"""The papers of a poll cost as many statements for a hundred homes as for ten."""

import pytest

from server.ballots.models import Mode
from tests.ballots.scenes import open_voting
from tests.support.counting import statements

#: For a reader whose session is warm: the poll, and what the paper is made of.
MOST = {"publication": 8, "resolution": 7}


@pytest.mark.parametrize("path", MOST)
@pytest.mark.parametrize("mode", Mode)
def test_a_paper_takes_few_statements_however_many_homes_voted(community, inside, mode, path):
    found = []
    for homes in (10, 60):
        voting = open_voting(community, homes, mode=mode)
        for door in range(homes * 3 // 5):
            voting.vote(voting.member(door=door), door=door)
        voting.close()
        voting.secretary.get(f"polls/{voting.poll_id}")
        with statements() as asked:
            assert voting.secretary.get(f"polls/{voting.poll_id}/{path}").status_code == 200
        found.append(len(asked))

    assert found[0] == found[1] <= MOST[path]
