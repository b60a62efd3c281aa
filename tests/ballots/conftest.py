"""`voting`: an open poll over three homes. `inside`: bound to its community. `counters`: openings.py."""

import pytest

from server.core import tenancy
from tests.ballots.openings import Counters
from tests.ballots.scenes import open_voting


@pytest.fixture
def voting(community):
    return open_voting(community)


@pytest.fixture
def inside(community):
    with tenancy.in_community(community.id):
        yield


@pytest.fixture
def counters(voting):
    return Counters(voting.counted("赞成", "反对"))
