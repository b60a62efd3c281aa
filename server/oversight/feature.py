"""oversight, as create_app plugs it in."""

from typing import Any

from server.core.feature import Feature
from server.core.settings import Kind, Setting
from server.deliberation.commands import ledger
from server.oversight import api, api_copies, commands, handlers, service
from server.oversight.events import OrderMoved
from server.oversight.policy import RULES

SETTINGS = (Setting("order.days", "督查须答复的期限", Kind.DAYS, 3, "把关与申诉", "个工作日", 1, 10),)


def setup(_: Any) -> None:
    ledger.add_command(commands.compare)


feature = Feature(
    name="oversight",
    blueprints=(api.blp, api_copies.blp),
    rules=RULES,
    hears={
        "deliberation.gate_overdue": (handlers.gate_overdue,),
        "deliberation.appealed": (handlers.appealed,),
        "deliberation.keeper_missing": (handlers.keeper_missing,),
        "deliberation.count_challenged": (handlers.count_challenged,),
        "deliberation.refusal_reported": (handlers.refusal_reported,),
        "deliberation.petition_overdue": (handlers.petition_overdue,),
        "deliberation.petition_answered": (handlers.petition_answered,),
        "deliberation.topic_moved": (handlers.topic_moved,),
        "deliberation.head_published": (handlers.head_published,),
    },
    says=(OrderMoved.topic,),
    clock=(service.tell_overdue,),
    setup=setup,
    settings=SETTINGS,
)
