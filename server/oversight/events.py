"""What oversight says. Ids and words only; `people`: who should hear it."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class OrderMoved:
    """An order was issued, answered, closed, or is late. `verb`: of OrderVerb, or `overdue`."""

    topic: ClassVar[str] = "oversight.order_moved"
    order_id: int
    seq: int
    verb: str
    title: str
    text: str
    people: list[int]
