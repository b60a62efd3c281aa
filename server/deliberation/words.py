"""What topics are called on the screen: states, verbs, consequences, and the sentence of what is next."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from server.core.access import ROLE_NAMES
from server.deliberation import plans
from server.deliberation.gate_models import Gate, GateAction
from server.deliberation.guards import day_words
from server.deliberation.models import CommentState, Stake, TextCheck, Topic, TopicState
from server.kit.worktime import SHANGHAI, today

S = TopicState
STATE_NAMES: Mapping[TopicState, str] = {
    S.DRAFT: "草稿",
    S.SECONDING: "附议中",
    S.GATE1_PENDING: "待把关",
    S.RETURNED: "退回补充",
    S.DECLINED: "不予立题",
    S.ADMITTED: "已立题",
    S.GATE2_PENDING: "协商方案待把关",
    S.DISCUSSING: "协商中",
    S.PAUSED: "协商暂停",
    S.SUMMARISED: "协商结果公示",
    S.GATE3_PENDING: "表决方案待把关",
    S.VOTING: "表决中",
    S.TALLIED: "计票公示",
    S.DECIDED: "已决议",
    S.NOT_PASSED: "未通过",
    S.NO_QUORUM: "参与户数不够",
    S.PROJECT: "已形成项目",
    S.IMPLEMENTING: "实施中",
    S.EVALUATING: "效果评估",
    S.COVENANT_DRAFT: "公约拟订",
    S.COVENANT_VOTE: "公约表决",
    S.COVENANT_IN_FORCE: "公约生效",
    S.CLOSED: "已归档",
    S.MERGED: "已并入其他议题",
    S.TRANSFERRED: "已转为诉求办理",
    S.WITHDRAWN: "已撤回",
    S.TERMINATED: "已终止",
}
STAKE_NAMES = {Stake.LIGHT: "微议题", Stake.NORMAL: "一般议题", Stake.MAJOR: "重大议题"}
COMMENT_STATE_NAMES = {
    CommentState.CHECKING: "审核中",
    CommentState.PUBLISHED: "",
    CommentState.HELD: "待人工查看",
    CommentState.REFUSED: "未通过审核",
    CommentState.HIDDEN: "已被社区隐藏",
}
ROLES = {role.value: name for role, name in ROLE_NAMES.items()}
GATE_NAMES = {
    Gate.AGENDA: "第一关 提出议题",
    Gate.DISCUSSION: "第二关 开展讨论",
    Gate.DECISION: "第三关 形成决策",
    Gate.PAUSE: "协商秩序",
    Gate.COVENANT: "建立公约",
}
_A = GateAction
ACTION_NAMES: Mapping[tuple[Gate, GateAction], str] = {
    (Gate.AGENDA, _A.ACCEPT): "同意立题",
    (Gate.AGENDA, _A.RETURN): "退回补充",
    (Gate.AGENDA, _A.DECLINE): "不予立题",
    (Gate.AGENDA, _A.MERGE): "并入其他议题",
    (Gate.AGENDA, _A.TRANSFER): "转为诉求办理",
    (Gate.DISCUSSION, _A.OPEN): "同意开展协商",
    (Gate.DISCUSSION, _A.RETURN): "退回协商方案",
    (Gate.DECISION, _A.OPEN): "同意开始表决",
    (Gate.DECISION, _A.RETURN): "退回表决方案",
    (Gate.DECISION, _A.ROUTE): "确定表决方式",
    (Gate.DECISION, _A.CHALLENGE): "对计票提出异议",
    (Gate.DECISION, _A.CERTIFY): "确认计票结果",
    (Gate.DECISION, _A.DECIDE): "确认协商一致",
    (Gate.COVENANT, _A.OPEN): "同意公约交付表决",
    (Gate.COVENANT, _A.RETURN): "退回公约草案",
    (Gate.COVENANT, _A.CHALLENGE): "对公约计票提出异议",
    (Gate.COVENANT, _A.CERTIFY): "确认公约表决结果",
    (Gate.PAUSE, _A.PAUSE): "暂停协商",
    (Gate.PAUSE, _A.RESUME): "恢复协商",
    (Gate.PAUSE, _A.TERMINATE): "终止议题",
}


_SENTENCES: Mapping[TopicState, str] = {
    S.DRAFT: "只有您自己看得到，提交后由党组织把关",
    S.SECONDING: "正在征集附议，最迟 {due} 交党组织把关",
    S.GATE1_PENDING: "党组织应在 {due} 前把关，超过时限会公开记录",
    S.RETURNED: "等作者补充后再次提交",
    S.DECLINED: "不列入议事，理由见把关记录",
    S.ADMITTED: "居委会应在 {due} 前提出协商方案",
    S.GATE2_PENDING: "党组织应在 {due} 前审定协商方案",
    S.DISCUSSING: "正在协商，主持人应在 {due} 前发布协商纪要",
    S.PAUSED: "协商暂停，应在 {due} 前恢复或终止",
    S.SUMMARISED: "纪要公示中，期满后主持人应在 {due} 前提出决定方式",
    S.GATE3_PENDING: "党组织应在 {due} 前审定表决方案",
    S.VOTING: "正在表决，{due} 截止，截止前不公布票数",
    S.TALLIED: "计票结果公示中，经监督委员会核对，党组织应在 {due} 前确认",
    S.DECIDED: "已形成决议，居委会应在 {due} 前形成项目、拟订公约或归档",
    S.NOT_PASSED: "表决未通过，议题办结",
    S.NO_QUORUM: "参与户数不够，表决不成立，三个月内可以延长一次",
    S.PROJECT: "项目已登记，应在 {due} 前开始实施",
    S.IMPLEMENTING: "正在实施，应在 {due} 前完成全部节点",
    S.EVALUATING: "住户正在评价效果，{due} 前归档或拟订公约",
    S.COVENANT_DRAFT: "居委会和党组织正在拟订公约",
    S.COVENANT_VOTE: "公约正在表决，{due} 截止，截止前不公布票数",
    S.COVENANT_IN_FORCE: "公约已经生效",
    S.CLOSED: "议题已归档",
    S.MERGED: "已并入另一个议题，请到那里继续参加",
    S.TRANSFERRED: "已转由居委会作为诉求办理",
    S.WITHDRAWN: "作者已撤回",
    S.TERMINATED: "议题已终止，理由见把关记录",
}
#: The same of a covenant that waits for the party organisation.
_AT_GATE: Mapping[TopicState, tuple[str, str]] = {
    S.COVENANT_DRAFT: ("公约草案待把关", "党组织应在 {due} 前把公约草案交付表决或退回"),
    S.COVENANT_VOTE: ("公约计票公示", "公约计票结果公示中，经监督委员会核对，党组织应在 {due} 前确认"),
}

#: What everybody reads when the clock has said that the host or the party organisation is late.
_LATE: Mapping[TopicState, str] = {
    S.ADMITTED: "已超时：居委会应在 {due} 前提出协商方案",
    S.DISCUSSING: "已超时：主持人应在 {due} 前发布协商纪要",
    S.SUMMARISED: "已超时：主持人应在 {due} 前提出决定方式",
    S.DECIDED: "已超时：居委会应在 {due} 前形成项目、拟订公约或归档",
    S.GATE1_PENDING: "超时未把关：党组织应在 {due} 前把关，已报街镇督查",
    S.GATE2_PENDING: "超时未把关：党组织应在 {due} 前审定协商方案，已报街镇督查",
    S.PAUSED: "超时未把关：应在 {due} 前恢复或终止协商，已报街镇督查",
    S.GATE3_PENDING: "超时未把关：党组织应在 {due} 前审定决定方式，已报街镇督查",
    S.TALLIED: "超时未把关：党组织应在 {due} 前确认计票结果，已报街镇督查",
    S.COVENANT_DRAFT: "超时未把关：党组织应在 {due} 前把公约草案交付表决或退回，已报街镇督查",
    S.COVENANT_VOTE: "超时未把关：党组织应在 {due} 前确认公约的计票结果，已报街镇督查",
}

CHAIN = (
    ("propose", "提出议题"),
    ("screen", "把关筛选"),
    ("discuss", "开展协商"),
    ("project", "形成项目"),
    ("carry_out", "推动实施"),
    ("evaluate", "效果评估"),
    ("covenant", "建立公约"),
)
#: Which of the seven steps each state belongs to; the decision lies between the third and the fourth.
STEP_OF: Mapping[TopicState, int] = {
    S.DRAFT: 1,
    S.SECONDING: 1,
    S.GATE1_PENDING: 2,
    S.RETURNED: 2,
    S.DECLINED: 2,
    S.MERGED: 2,
    S.TRANSFERRED: 2,
    S.ADMITTED: 3,
    S.GATE2_PENDING: 3,
    S.DISCUSSING: 3,
    S.PAUSED: 3,
    S.SUMMARISED: 3,
    S.GATE3_PENDING: 3,
    S.VOTING: 3,
    S.TALLIED: 3,
    S.NOT_PASSED: 3,
    S.NO_QUORUM: 3,
    S.DECIDED: 4,
    S.PROJECT: 4,
    S.IMPLEMENTING: 5,
    S.EVALUATING: 6,
    S.COVENANT_DRAFT: 7,
    S.COVENANT_VOTE: 7,
    S.COVENANT_IN_FORCE: 7,
}
ENDED = frozenset(
    {
        S.DECLINED, S.MERGED, S.TRANSFERRED, S.WITHDRAWN, S.TERMINATED, S.NOT_PASSED, S.NO_QUORUM, S.CLOSED,
        S.COVENANT_IN_FORCE,
    }
)  # fmt: skip
#: The milestone that ends each step.
_ENDS = (
    S.GATE1_PENDING, S.ADMITTED, S.DECIDED, S.PROJECT, S.EVALUATING, S.COVENANT_DRAFT, S.COVENANT_IN_FORCE,
)  # fmt: skip


def step_of(topic: Topic) -> int:
    """1 to 7. A topic that ended on the way stays at the step it had reached."""
    if (step := STEP_OF.get(topic.state)) is not None:
        return step
    if topic.state is S.CLOSED:
        return max(STEP_OF.get(S(name), 1) for name in topic.milestones)
    return 3 if topic.admitted_at else 2 if topic.submitted_at else 1


def chain(topic: Topic) -> list[dict[str, str | None]]:
    """The seven steps with dates. Of an ended topic no step is `now`: the last it reached is done."""
    here, ended = step_of(topic), topic.state in ENDED
    steps: list[dict[str, str | None]] = []
    for number, (key, name) in enumerate(CHAIN, 1):
        state = "done" if number < here or (number == here and ended) else "now" if number == here else "todo"
        at = topic.milestones.get(_ENDS[number - 1]) if state == "done" and number <= len(_ENDS) else None
        steps.append({"key": key, "name": name, "state": state, "at": at})
    return steps


def state_name(topic: Any) -> str:
    """What the state is called; of a covenant also whether it waits for the party organisation."""
    return _AT_GATE[topic.state][0] if topic.at_gate else STATE_NAMES[topic.state]


def next_sentence(topic: Topic) -> str:
    """What happens next and who must do it by when; no clock of this process is asked."""
    if topic.state is S.GATE1_PENDING and topic.text_check is TextCheck.CHECKING:
        return "正在做内容检查，通过后由党组织把关"
    said = _AT_GATE[topic.state][1] if topic.at_gate else _SENTENCES[topic.state]
    if topic.overdue_told_at:
        said = _LATE.get(topic.state, said)
    return said.format(due=day_and_time(topic.due_at) if topic.due_at else "")


def page_sentence(topic: Any) -> str:
    """The same where plan and proposal are at hand: from when to when it runs, and whose turn it is."""
    if topic.state is S.NO_QUORUM and (convener := (topic.proposal or {}).get("convener")):
        return f"参与户数不够，表决不成立，三个月内可以由{convener['name']}延长一次"
    if topic.state is S.GATE3_PENDING and topic.route != "A" and "voting.notice_days" in topic.rules:
        opens = today(topic.state_at) + timedelta(days=topic.rules["voting.notice_days"])
        return f"{day_words(opens)} 起可以开始表决，{next_sentence(topic)}"
    if topic.state is not S.DISCUSSING or topic.overdue_told_at:
        return next_sentence(topic)
    first, last = (day_words(day) for day in plans.days_of(topic) if day)
    return f"协商从 {first} 到 {last}，主持人应在 {day_and_time(topic.due_at)} 前发布协商纪要"


def day_and_time(moment: datetime) -> str:
    local = moment.astimezone(SHANGHAI)
    return f"{local.month}月{local.day}日 {local.hour:02}:{local.minute:02}"
