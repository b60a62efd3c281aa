"""deliberation, as create_app plugs it in."""

from server.core.feature import Feature
from server.deliberation import api, api_ledger, commands, handlers, ledger
from server.deliberation.events import (
    Appealed,
    CommentJudged,
    CommentWritten,
    CountChallenged,
    GateOverdue,
    GateReminder,
    KeeperMissing,
    PetitionReached,
    TextSubmitted,
    TopicMoved,
)
from server.deliberation.policy import RULES
from server.deliberation.settings import SETTINGS

feature = Feature(
    name="deliberation",
    blueprints=(api.blp, api_ledger.blp),
    rules=RULES,
    hears={
        "ballots.poll_closed": (handlers.poll_closed,),
        TextSubmitted.topic: (handlers.check_text,),
        CommentWritten.topic: (handlers.check_comment,),
    },
    says=(
        TextSubmitted.topic,
        CommentWritten.topic,
        CommentJudged.topic,
        TopicMoved.topic,
        GateOverdue.topic,
        GateReminder.topic,
        Appealed.topic,
        KeeperMissing.topic,
        CountChallenged.topic,
        PetitionReached.topic,
    ),
    silent=(
        GateOverdue.topic,
        GateReminder.topic,
        Appealed.topic,
        KeeperMissing.topic,
        CountChallenged.topic,
        PetitionReached.topic,
    ),
    clock=(handlers.tell_overdue, ledger.publish_head),
    commands=(commands.ledger,),
    settings=SETTINGS,
)
