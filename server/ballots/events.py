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
