"""What projects say. Ids and words only."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class MilestoneDone:
    """A milestone was reported done, with its evidence."""

    topic: ClassVar[str] = "deliberation.milestone_done"
    project_id: int
    milestone_id: int


@dataclass(frozen=True)
class MilestoneOverdue:
    """A milestone's day is over and it is not done. Nothing moves by it. `due_on`: which day, as ISO date."""

    topic: ClassVar[str] = "deliberation.milestone_overdue"
    project_id: int
    milestone_id: int
    due_on: str


@dataclass(frozen=True)
class ProjectRescheduled:
    """Days of a project were moved, with a reason that stands in its log."""

    topic: ClassVar[str] = "deliberation.project_rescheduled"
    project_id: int
    note_id: int


@dataclass(frozen=True)
class ProjectNoteWritten:
    """A remark on a project waits for the content check. Heard here."""

    topic: ClassVar[str] = "deliberation.project_note_written"
    note_id: int


@dataclass(frozen=True)
class ProjectNoteJudged:
    """The check, or a moderator, decided on a remark; `judgement`: which time. `state`: CommentState."""

    topic: ClassVar[str] = "deliberation.project_note_judged"
    note_id: int
    judgement: int
    state: str


@dataclass(frozen=True)
class EvaluationWritten:
    """A household's words on a result wait for the content check. `times`: which wording. Heard here."""

    topic: ClassVar[str] = "deliberation.evaluation_written"
    topic_id: int
    home_id: int
    times: int


@dataclass(frozen=True)
class EvaluationJudged:
    """The check, or a moderator, decided on a household's words. `state`: CommentState."""

    topic: ClassVar[str] = "deliberation.evaluation_judged"
    topic_id: int
    home_id: int
    times: int
    state: str


SAID = (
    MilestoneDone.topic,
    MilestoneOverdue.topic,
    ProjectRescheduled.topic,
    ProjectNoteWritten.topic,
    ProjectNoteJudged.topic,
    EvaluationWritten.topic,
    EvaluationJudged.topic,
)
