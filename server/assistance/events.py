"""What assistance says. Ids and words only."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class Filed:
    """The neighbour should look at it and say whether it was his word."""

    topic: ClassVar[str] = "assistance.filed"
    filing_id: int


@dataclass(frozen=True)
class Answered:
    """He said so: his helper hears it."""

    topic: ClassVar[str] = "assistance.answered"
    filing_id: int
    state: str
