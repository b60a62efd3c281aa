"""联名: once enough households stand behind a topic, the gate may not refuse it on expediency."""

from types import MappingProxyType

from server.core import settings
from server.deliberation import agenda_queries, guards
from server.deliberation.models import Topic
from server.deliberation.reasons import LISTS, NAMES, NOT_EXPEDIENT
from server.deliberation.workflow import Verb
from server.kit.errors import InvalidError


def reached(topic: Topic) -> bool:
    """Whether the households behind it reach the share of `petition.share`."""
    known = guards.Facts(
        settings=MappingProxyType(dict(settings.values())),
        seconds=topic.seconds,
        households=agenda_queries.households(topic.estate_id),
    )
    return guards.petition_reached(known)


def refuse_expediency(topic: Topic, verb: Verb, code: str | None) -> None:
    """InvalidError when a petition would be stopped on a ground that the law does not leave to the gate.

    `code`: the reason of this very step, or of the refusal that it signs; None where no list is asked.
    """
    if code in NOT_EXPEDIENT or not reached(topic):
        return
    act, instead = _ACTS.get(verb, _DECLINING)
    words = f"联名住户已达到法定比例，{_barred(verb, act)}，{instead}，并由居委会书面答复"
    raise InvalidError(words, code="petition_reached")


_DECLINING = ("不予立题", "请立题")
_ACTS = {
    Verb.MERGE: ("并入其他议题", "请立题"),
    Verb.TRANSFER: ("转为诉求办理", "请立题"),
    Verb.TERMINATE: ("终止", "请恢复协商"),
}


def _barred(verb: Verb, act: str) -> str:
    if verb in (Verb.MERGE, Verb.TRANSFER):
        return f"不能{act}"
    offered = LISTS.get(verb, LISTS[Verb.DECLINE])
    left = "、".join(NAMES[one] for one in offered if one in NOT_EXPEDIENT)
    return f"不能以这个理由{act}（只有{left}可以）"
