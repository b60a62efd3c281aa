"""deliberation, as create_app plugs it in."""

from server.core.feature import Feature
from server.deliberation import (
    api,
    api_agenda,
    api_ledger,
    clockwork,
    commands,
    handlers,
    ledger,
    petition_answers,
)
from server.deliberation.events import (
    Appealed,
    AppealOverdue,
    CommentJudged,
    CommentWritten,
    CountChallenged,
    GateOverdue,
    GateReminder,
    KeeperMissing,
    MergedAsks,
    PetitionReached,
    TextSubmitted,
    TopicMoved,
)
from server.deliberation.policy import RULES
from server.deliberation.settings import SETTINGS

feature = Feature(
    name="deliberation",
    blueprints=(api.blp, api_agenda.blp, api_ledger.blp),
    rules=RULES,
    hears={
        "ballots.poll_closed": (handlers.poll_closed,),
        TextSubmitted.topic: (handlers.check_text,),
        CommentWritten.topic: (handlers.check_comment,),
        PetitionReached.topic: (petition_answers.open_answer,),
    },
    says=(
        TextSubmitted.topic,
        CommentWritten.topic,
        CommentJudged.topic,
        TopicMoved.topic,
        GateOverdue.topic,
        GateReminder.topic,
        Appealed.topic,
        AppealOverdue.topic,
        KeeperMissing.topic,
        MergedAsks.topic,
        CountChallenged.topic,
        PetitionReached.topic,
    ),
    silent=(
        GateOverdue.topic,
        GateReminder.topic,
        Appealed.topic,
        AppealOverdue.topic,
        KeeperMissing.topic,
        MergedAsks.topic,
        CountChallenged.topic,
    ),
    clock=(*clockwork.EVERY_MINUTE, ledger.publish_head),
    commands=(commands.ledger,),
    settings=SETTINGS,
)
