"""`scene`: a community ready for a topic."""

import pytest

from tests.deliberation.scenes import make_scene


@pytest.fixture
def scene(community, deliver):
    return make_scene(community, deliver)
