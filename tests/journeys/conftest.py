"""A small town served by its own process, and the phones of its people."""

import json
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.journeys.browser import Hand
from tests.support import site

H5 = site.ROOT / "miniprogram" / "dist" / "build" / "h5" / "index.html"


@dataclass
class Town:
    """community and scene: what tests/journeys/founding.py made. left: what one test leaves to the next."""

    browser: object
    origin: str
    folder: Path
    community: str
    scene: str
    hands: dict[str, Hand] = field(default_factory=dict)
    left: dict[str, str] = field(default_factory=dict)

    def hand(self, key: str) -> Hand:
        if key not in self.hands:
            self.hands[key] = Hand(self.browser, self.origin, key)
        return self.hands[key]


@pytest.fixture(scope="module")
def town(browser, tmp_path_factory):
    if not H5.exists():
        pytest.skip("the client for the browser is not built: npm run build:h5 in miniprogram")
    folder = tmp_path_factory.mktemp("town")
    out = folder / "founded.json"
    founding = (sys.executable, "-m", "tests.journeys.founding", str(out))
    with site.running(folder, site.MIGRATE, founding) as origin:
        town = Town(browser, origin, folder, **json.loads(out.read_text()))
        yield town
        for hand in town.hands.values():
            hand.context.close()
    assert {key: hand.errors for key, hand in town.hands.items() if hand.errors} == {}
