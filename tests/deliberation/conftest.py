"""`scene`: a community ready for a topic. `inside`: bound to that community."""

import pytest

from server.core import tenancy
from tests.deliberation.scenes import make_scene


@pytest.fixture
def scene(community, deliver):
    return make_scene(community, deliver)


@pytest.fixture
def inside(community):
    with tenancy.in_community(community.id):
        yield
