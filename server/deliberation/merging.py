"""Which topics another one may be merged into."""

from server.core.access import Actor
from server.deliberation import agenda_queries
from server.deliberation.models import Topic
from server.deliberation.policy import Sight, sight


def targets(actor: Actor, topic: Topic, only: int | None = None) -> list[Topic]:
    """Those that the gatekeeper reads whole (`only`: whether this one is among them), the newest first."""
    found = agenda_queries.merge_targets(topic, only)
    return [one for one in found if sight(actor, one) is Sight.WHOLE]
