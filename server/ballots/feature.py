"""ballots, as create_app plugs it in."""

from server.ballots import api, service
from server.ballots.events import PollClosed
from server.ballots.policy import RULES
from server.core.feature import Feature

feature = Feature(
    name="ballots",
    blueprints=(api.blp,),
    rules=RULES,
    says=(PollClosed.topic,),
    clock=(service.close_due,),
)
