"""ballots, as create_app plugs it in."""

from server.ballots import api, api_counters, api_paper, api_papers, commands, copies, counting, forgetting
from server.ballots.events import (
    CountConfirmed,
    PaperEntered,
    PaperMismatch,
    PollClosed,
    ProxyMoved,
    RowsAsked,
    RowsOpened,
)
from server.ballots.policy import RULES
from server.ballots.settings import SETTINGS
from server.core.feature import Feature

feature = Feature(
    name="ballots",
    blueprints=(api.blp, api_papers.blp, api_paper.blp, api_counters.blp),
    rules=RULES,
    says=tuple(
        one.topic
        for one in (
            PollClosed,
            CountConfirmed,
            RowsAsked,
            RowsOpened,
            PaperEntered,
            PaperMismatch,
            ProxyMoved,
        )
    ),
    clock=(counting.close_due,),
    forgets=(forgetting.forget,),
    commands=(commands.poll,),
    settings=SETTINGS,
    copies=copies.COPIES,
)
