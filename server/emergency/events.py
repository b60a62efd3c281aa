"""What emergency says. Ids and words only; nothing of what a home wrote or answered."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class Switched:
    """One was begun, prolonged or ended. `verb`: of models.Verb."""

    topic: ClassVar[str] = "emergency.switched"
    emergency_id: int
    seq: int
    verb: str


@dataclass(frozen=True)
class NeedMoved:
    """A need was asked or moved by `person_id`. `taker_id`: the volunteer's row, now or before the step."""

    topic: ClassVar[str] = "emergency.need_moved"
    need_id: int
    step_id: int
    verb: str
    person_id: int
    taker_id: int | None
