"""The life of an order. Pure. None of its verbs is a topic's."""

from server.core.access import Permission
from server.kit.workflow import Step, Workflow
from server.oversight.models import OrderState, OrderVerb
from server.oversight.policy import Nobody

_S = OrderState
_LIVE = frozenset({_S.OPEN, _S.ANSWERED})
WORKFLOW: Workflow[OrderState, None] = Workflow(
    [
        Step(OrderVerb.ANSWER, Permission.ORDER_ANSWER, _LIVE, _S.ANSWERED),
        Step(OrderVerb.CLOSE, Permission.ORDER_ISSUE, _LIVE, _S.CLOSED),
        Step(OrderVerb.SETTLE, Nobody.SYSTEM, _LIVE, _S.CLOSED),
    ]
)
NAMES = {
    OrderVerb.ISSUE: "发出督查",
    OrderVerb.ANSWER: "答复",
    OrderVerb.CLOSE: "办结",
    OrderVerb.SETTLE: "事项已办",
}
CONSEQUENCES = {
    OrderVerb.ANSWER: "答复送督查员，不改变议题的办理",
    OrderVerb.CLOSE: "督查到此结束，全部记录保留",
}
