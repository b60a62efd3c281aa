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


@dataclass(frozen=True)
class RowsAsked:
    """One of two bodies asks the other to open a named poll's rows with it."""

    topic: ClassVar[str] = "ballots.rows_asked"
    poll_id: int
    opening_id: int


@dataclass(frozen=True)
class RowsOpened:
    """Two people of two bodies may read a named poll's rows now. Never what stands in them."""

    topic: ClassVar[str] = "ballots.rows_opened"
    poll_id: int
    subject_id: int
    opening_id: int


@dataclass(frozen=True)
class PaperEntered:
    """Two clerks read the same on a paper ballot: it is the ballot of these homes. Never what they chose."""

    topic: ClassVar[str] = "ballots.paper_entered"
    poll_id: int
    serial: str
    home_ids: tuple[int, ...]


@dataclass(frozen=True)
class PaperMismatch:
    """Two clerks read a paper ballot differently: both are asked to look again."""

    topic: ClassVar[str] = "ballots.paper_mismatch"
    poll_id: int
    serial: str
    label: str
    clerks: tuple[int, ...]
    #: Which pair of readings, by the time of the second one.
    round: str


@dataclass(frozen=True)
class ProxyMoved:
    """A home's letter of authority now counts (`confirm`), or no more (`revoke`)."""

    topic: ClassVar[str] = "ballots.proxy_moved"
    poll_id: int
    letter_id: int
    home_id: int
    agent_person_id: int
    verb: str
