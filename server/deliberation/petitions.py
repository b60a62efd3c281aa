"""联名: once enough households stand behind a topic, the gate may not refuse it on expediency."""

from types import MappingProxyType

from server.core import settings
from server.deliberation import agenda_queries, guards
from server.deliberation.forms import Move
from server.deliberation.models import Topic
from server.deliberation.reasons import NAMES, NOT_EXPEDIENT
from server.kit.errors import InvalidError


def reached(topic: Topic) -> bool:
    """Whether the households behind it reach the share of `petition.share`."""
    known = guards.Facts(
        settings=MappingProxyType(dict(settings.values())),
        seconds=topic.seconds,
        households=agenda_queries.households(topic.estate_id),
    )
    return guards.petition_reached(known)


def refuse_expediency(topic: Topic, move: Move) -> None:
    """InvalidError when a refusal of a petition names a ground that the law does not leave to the gate."""
    if move.reason_code in NOT_EXPEDIENT or not reached(topic):
        return
    left = "、".join(sorted(NAMES[one] for one in NOT_EXPEDIENT))
    words = f"联名住户已达到法定比例，不能以这个理由不予立题（只有{left}可以），请立题，并由居委会书面答复"
    raise InvalidError(words, code="petition_reached")
