"""deliberation, as create_app plugs it in."""

from typing import Any

from server.core.feature import Feature
from server.deliberation import (
    api,
    api_agenda,
    api_assisted,
    api_delegation,
    api_gates,
    api_host,
    api_ledger,
    api_talk,
    checks,
    clockwork,
    commands,
    copies,
    handlers,
    leaving,
    ledger,
    petition_answers,
    signing,
)
from server.deliberation.covenants import feature as covenants
from server.deliberation.events import (
    AmendmentJudged,
    AmendmentWritten,
    Appealed,
    AppealOverdue,
    CommentJudged,
    CommentWritten,
    CountChallenged,
    GateOverdue,
    GateReminder,
    GatesMoved,
    HeadPublished,
    HostMoved,
    HostOverdue,
    KeeperMissing,
    MergedAsks,
    ObjectionAnswered,
    ObjectionJudged,
    ObjectionWritten,
    PetitionAnswered,
    PetitionOverdue,
    PetitionReached,
    RefusalReported,
    TextHeld,
    TextSubmitted,
    TopicMoved,
)
from server.deliberation.policy import RULES
from server.deliberation.projects import feature as projects
from server.deliberation.settings import SETTINGS


def setup(app: Any) -> None:
    app.extensions["ledger_keys"] = signing.make_keyring(app.config["SETTINGS"])


feature = Feature(
    name="deliberation",
    blueprints=(
        api.blp,
        api_agenda.blp,
        api_assisted.blp,
        api_talk.blp,
        api_ledger.blp,
        api_gates.blp,
        api_host.blp,
        api_delegation.blp,
        *projects.BLUEPRINTS,
        *covenants.BLUEPRINTS,
    ),
    rules={**RULES, **projects.RULES},
    hears={
        "ballots.poll_closed": (handlers.poll_closed,),
        TextSubmitted.topic: (handlers.check_text,),
        CommentWritten.topic: (handlers.check_comment,),
        AmendmentWritten.topic: (checks.check_amendment,),
        ObjectionWritten.topic: (checks.check_objection,),
        PetitionReached.topic: (petition_answers.open_answer,),
        **projects.HEARS,
    },
    says=(
        TextSubmitted.topic,
        CommentWritten.topic,
        TextHeld.topic,
        CommentJudged.topic,
        AmendmentWritten.topic,
        AmendmentJudged.topic,
        ObjectionWritten.topic,
        ObjectionJudged.topic,
        ObjectionAnswered.topic,
        TopicMoved.topic,
        GateOverdue.topic,
        GateReminder.topic,
        GatesMoved.topic,
        HostMoved.topic,
        HostOverdue.topic,
        Appealed.topic,
        AppealOverdue.topic,
        KeeperMissing.topic,
        MergedAsks.topic,
        CountChallenged.topic,
        PetitionReached.topic,
        PetitionOverdue.topic,
        PetitionAnswered.topic,
        RefusalReported.topic,
        HeadPublished.topic,
        *projects.SAYS,
        *covenants.SAYS,
    ),
    clock=(*clockwork.EVERY_MINUTE, *projects.CLOCK, *covenants.CLOCK, ledger.publish_head),
    detains=(leaving.unfinished,),
    forgets=(leaving.forget,),
    setup=setup,
    commands=(commands.ledger,),
    settings=SETTINGS,
    copies=(*copies.COPIES, *projects.COPIES, *covenants.COPIES),
)
