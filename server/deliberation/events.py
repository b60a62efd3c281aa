"""What deliberation says. Ids and words only."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class TextSubmitted:
    """A text waits for the content check. Heard here."""

    topic: ClassVar[str] = "deliberation.text_submitted"
    topic_id: int
    text_version: int


@dataclass(frozen=True)
class TextHeld:
    """The check could not pass a topic's text: whoever holds the gate reads it. Its author should know."""

    topic: ClassVar[str] = "deliberation.text_held"
    topic_id: int
    text_version: int


@dataclass(frozen=True)
class CommentWritten:
    """A comment waits for the content check. Heard here."""

    topic: ClassVar[str] = "deliberation.comment_written"
    comment_id: int


@dataclass(frozen=True)
class CommentJudged:
    """The check, or a moderator, decided on a comment: its author should know. `state`: CommentState.

    `judgement`: a number of its own, since a comment may be hidden twice.
    """

    topic: ClassVar[str] = "deliberation.comment_judged"
    topic_id: int
    comment_id: int
    judgement: int
    state: str


@dataclass(frozen=True)
class TopicMoved:
    """A topic changed its state. `verb`, `from_state`, `to_state`: words of workflow and models."""

    topic: ClassVar[str] = "deliberation.topic_moved"
    topic_id: int
    verb: str
    from_state: str
    to_state: str


@dataclass(frozen=True)
class GateOverdue:
    """Nobody held the gate in time. It stays shut: silence decides nothing."""

    topic: ClassVar[str] = "deliberation.gate_overdue"
    topic_id: int
    state: str


@dataclass(frozen=True)
class HostOverdue:
    """A step of the committee's or the host's own is late. `state`: where the topic rests."""

    topic: ClassVar[str] = "deliberation.host_overdue"
    topic_id: int
    state: str


@dataclass(frozen=True)
class HostMoved:
    """A resident was named to host a topic, or does so no more. `verb`: of host_models.HostVerb."""

    topic: ClassVar[str] = "deliberation.host_moved"
    topic_id: int
    naming_id: int
    verb: str


@dataclass(frozen=True)
class GateReminder:
    """A gate's deadline is near and it is still shut. `state`: which gate."""

    topic: ClassVar[str] = "deliberation.gate_reminder"
    topic_id: int
    state: str


@dataclass(frozen=True)
class GatesMoved:
    """An estate's gates were handed to its branch, or taken back. `verb`: delegation.Verb.

    `change`: a number of its own, since gates may be handed down twice.
    """

    topic: ClassVar[str] = "deliberation.gates_moved"
    estate_id: int
    verb: str
    change: int


@dataclass(frozen=True)
class Appealed:
    """The author appeals against the refusal: the 街镇 has to answer."""

    topic: ClassVar[str] = "deliberation.appealed"
    topic_id: int


@dataclass(frozen=True)
class AppealOverdue:
    """The 街镇 did not answer an appeal in time."""

    topic: ClassVar[str] = "deliberation.appeal_overdue"
    topic_id: int


@dataclass(frozen=True)
class KeeperMissing:
    """Everybody who could hold this topic's gate is recused: the 街镇 has to name somebody."""

    topic: ClassVar[str] = "deliberation.keeper_missing"
    topic_id: int


@dataclass(frozen=True)
class CountChallenged:
    """The party organisation objects to a count: the 街镇 has to answer."""

    topic: ClassVar[str] = "deliberation.count_challenged"
    topic_id: int


@dataclass(frozen=True)
class PetitionReached:
    """So many households stand behind it that the committee owes a written answer."""

    topic: ClassVar[str] = "deliberation.petition_reached"
    topic_id: int


@dataclass(frozen=True)
class PetitionOverdue:
    """The committee did not answer a petition in time."""

    topic: ClassVar[str] = "deliberation.petition_overdue"
    topic_id: int


@dataclass(frozen=True)
class PetitionAnswered:
    """The committee answered a petition in writing."""

    topic: ClassVar[str] = "deliberation.petition_answered"
    topic_id: int


@dataclass(frozen=True)
class RefusalReported:
    """A topic was declined on 「其他」, a ground outside the list, which has to be reported to the 街镇."""

    topic: ClassVar[str] = "deliberation.refusal_reported"
    topic_id: int


@dataclass(frozen=True)
class MergedAsks:
    """A topic was merged into another: each household behind it is asked whether it supports that one too."""

    topic: ClassVar[str] = "deliberation.merged_asks"
    topic_id: int
    target_id: int


@dataclass(frozen=True)
class AmendmentWritten:
    """A proposed change of the text waits for the content check. Heard here."""

    topic: ClassVar[str] = "deliberation.amendment_written"
    amendment_id: int


@dataclass(frozen=True)
class AmendmentJudged:
    """The check, a moderator or the topic's author decided on a proposed change. `state`: AmendmentState."""

    topic: ClassVar[str] = "deliberation.amendment_judged"
    topic_id: int
    amendment_id: int
    state: str


@dataclass(frozen=True)
class ObjectionWritten:
    """A household's objection waits for the content check. Heard here."""

    topic: ClassVar[str] = "deliberation.objection_written"
    topic_id: int
    stage: str
    round: int
    home_id: int


@dataclass(frozen=True)
class ObjectionJudged:
    """The check, or a moderator, decided on the words of an objection. `state`: ObjectionState."""

    topic: ClassVar[str] = "deliberation.objection_judged"
    topic_id: int
    stage: str
    round: int
    home_id: int
    state: str


@dataclass(frozen=True)
class ObjectionAnswered:
    """The host answered a household's objection."""

    topic: ClassVar[str] = "deliberation.objection_answered"
    topic_id: int
    stage: str
    round: int
    home_id: int


@dataclass(frozen=True)
class HeadPublished:
    """The head of one of the community's chains on one day, signed. Hashes and signatures in hexadecimal.

    `whole`: whether the chain was checked that day and agreed; None when it was not checked.
    """

    topic: ClassVar[str] = "deliberation.head_published"
    chain: str
    day: str
    seq: int
    hash: str
    whole: bool | None
    key_id: str
    signature: str
