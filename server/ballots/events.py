"""What ballots says."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class PollClosed:
    """The time was up and the ballots are counted. `outcome`: passed, not_passed, no_quorum."""

    topic: ClassVar[str] = "ballots.poll_closed"
    poll_id: int
    subject_id: int
    outcome: str


@dataclass(frozen=True)
class CountConfirmed:
    """A member of the 监督委员会 went through the count and confirmed it."""

    topic: ClassVar[str] = "ballots.count_confirmed"
    poll_id: int
    subject_id: int
