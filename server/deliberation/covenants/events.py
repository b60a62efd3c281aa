"""What covenants say happened."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class CovenantReviewDue:
    """The day has come on which a covenant in force is to be read again."""

    topic: ClassVar[str] = "deliberation.covenant_review_due"
    covenant_id: int
    version: int
