"""What a filing still waits for, on plain rows."""

import pytest

from server.assistance import policy
from server.assistance.models import ConsentKind, Filing, FilingState

PHOTO = [{"id": 1, "w": 3, "h": 4}]


@pytest.mark.parametrize(
    ("consent", "photos", "state", "waits"),
    [
        (ConsentKind.SPOKEN, [], FilingState.WAITING, True),
        (ConsentKind.SPOKEN, PHOTO, FilingState.WAITING, True),
        (ConsentKind.WRITTEN, [], FilingState.WAITING, True),
        (ConsentKind.WRITTEN, PHOTO, FilingState.WAITING, False),
        (ConsentKind.PHONE, [], FilingState.CONFIRMED, False),
        (ConsentKind.PHONE, [], FilingState.DISOWNED, False),
    ],
)
def test_only_a_signature_or_his_own_word_stands_for_it(consent, photos, state, waits):
    filing = Filing(consent=consent, photos=photos, state=state)

    assert policy.unconfirmed(filing) is waits
