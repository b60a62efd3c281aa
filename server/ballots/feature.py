"""ballots, as create_app plugs it in."""

from server.ballots import api, api_papers, commands, counting
from server.ballots.events import CountConfirmed, PollClosed
from server.ballots.policy import RULES
from server.core.feature import Feature

feature = Feature(
    name="ballots",
    blueprints=(api.blp, api_papers.blp),
    rules=RULES,
    says=(PollClosed.topic, CountConfirmed.topic),
    clock=(counting.close_due,),
    commands=(commands.poll,),
)
