"""How a post or comment becomes public and leaves the board. Pure: no database, no request, no clock."""

from dataclasses import dataclass
from enum import StrEnum

from server.boards.models import State
from server.core.access import Permission
from server.kit.workflow import Step, Workflow


class Verb(StrEnum):
    PASS = "pass"
    HOLD = "hold"
    REJECT = "reject"
    RELEASE = "release"
    REFUSE = "refuse"
    HIDE = "hide"
    RESTORE = "restore"
    KEEP = "keep"
    WITHDRAW = "withdraw"
    PIN = "pin"
    UNPIN = "unpin"


class Machine(StrEnum):
    """Who takes a step that no person may take."""

    CONTENT_CHECK = "content:check"


@dataclass(frozen=True)
class Facts:
    """What a guard may look at."""

    pinned: bool = False
    reports: int = 0


def not_pinned(facts: Facts) -> str | None:
    return "它已经置顶了" if facts.pinned else None


def is_pinned(facts: Facts) -> str | None:
    return None if facts.pinned else "它没有置顶"


def reported(facts: Facts) -> str | None:
    return None if facts.reports else "没有待处理的举报"


AUTHOR = Permission.POST_WRITE
CLERK = Permission.POST_MODERATE
CHECK = Machine.CONTENT_CHECK
CHECKING, PUBLISHED = frozenset({State.CHECKING}), frozenset({State.PUBLISHED})
HELD, HIDDEN = frozenset({State.HELD}), frozenset({State.HIDDEN})
OWN = frozenset({State.CHECKING, State.PUBLISHED, State.HELD, State.REFUSED})

_COMMON: tuple[Step[State, Facts], ...] = (
    Step(Verb.PASS, CHECK, CHECKING, State.PUBLISHED),
    Step(Verb.HOLD, CHECK, CHECKING, State.HELD),
    Step(Verb.REJECT, CHECK, CHECKING, State.REFUSED),
    Step(Verb.RELEASE, CLERK, HELD, State.PUBLISHED),
    Step(Verb.REFUSE, CLERK, HELD, State.REFUSED),
    Step(Verb.HIDE, CLERK, PUBLISHED, State.HIDDEN),
    Step(Verb.RESTORE, CLERK, HIDDEN, State.PUBLISHED),
    Step(Verb.KEEP, CLERK, PUBLISHED, State.PUBLISHED, (reported,)),
    Step(Verb.WITHDRAW, AUTHOR, OWN, State.WITHDRAWN),
)
COMMENTS: Workflow[State, Facts] = Workflow(_COMMON)
POSTS: Workflow[State, Facts] = Workflow(
    (
        *_COMMON,
        Step(Verb.PIN, Permission.NOTICE_PUBLISH, PUBLISHED, State.PUBLISHED, (not_pinned,)),
        Step(Verb.UNPIN, Permission.NOTICE_PUBLISH, PUBLISHED, State.PUBLISHED, (is_pinned,)),
    )
)
#: Whoever takes a text away says why, in at least this many characters.
REASONED = frozenset({Verb.REFUSE, Verb.HIDE})
LEAST_REASON = 5
