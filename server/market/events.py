"""What the market says. Ids and words only."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class ItemWritten:
    topic: ClassVar[str] = "market.item_written"
    item_id: int


@dataclass(frozen=True)
class NoteWritten:
    """A taker's words (his request, his thanks) wait for the content check. `note_id`: which words."""

    topic: ClassVar[str] = "market.note_written"
    item_id: int
    person_id: int
    note_id: int


@dataclass(frozen=True)
class NoteKept:
    """The check did not let a taker's words through: nobody reads them, and he should know."""

    topic: ClassVar[str] = "market.note_kept"
    item_id: int
    person_id: int
    note_id: int


@dataclass(frozen=True)
class ItemPublished:
    topic: ClassVar[str] = "market.item_published"
    item_id: int
    kind: str
    estate_id: int | None
    giver_id: int


@dataclass(frozen=True)
class ItemMoved:
    """Any other step, taken by `person_id` (None: the check or the queue).

    `step_id`: which step it was. `holder_id`: whom it is promised to now or, when nobody, whom it was
    promised to before. `sent_away`: those whose waiting the step ended.
    """

    topic: ClassVar[str] = "market.item_moved"
    item_id: int
    step_id: int
    giver_id: int
    holder_id: int | None
    person_id: int | None
    verb: str
    state: str
    sent_away: list[int]
