"""What topics are called on the screen: states, verbs, consequences, and the sentence of what is next."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from server.core.access import Role
from server.deliberation.gate_models import Gate, GateAction
from server.deliberation.models import CommentState, Stake, TextCheck, Topic, TopicState
from server.deliberation.workflow import Verb
from server.kit.worktime import SHANGHAI

S = TopicState
STATE_NAMES: Mapping[TopicState, str] = {
    S.DRAFT: "草稿",
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
    CommentState.HIDDEN: "已被隐藏",
}
ROLES = {Role.SECRETARY.value: "书记", Role.DEPUTY.value: "副书记"}
GATE_NAMES = {
    Gate.AGENDA: "第一关 提出议题",
    Gate.DISCUSSION: "第二关 开展讨论",
    Gate.DECISION: "第三关 形成决策",
    Gate.PAUSE: "协商秩序",
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
    (Gate.PAUSE, _A.PAUSE): "暂停协商",
    (Gate.PAUSE, _A.RESUME): "恢复协商",
    (Gate.PAUSE, _A.TERMINATE): "终止议题",
}


@dataclass(frozen=True)
class VerbCard:
    """A button: its words, what follows from pressing it, and what the step must be given."""

    name: str
    consequence: str
    needs: tuple[str, ...] = ()


_CERTIFY = VerbCard("确认计票结果", "结果成为决议记录，计票数字不能更改")
VERBS: Mapping[Verb, VerbCard] = {
    Verb.SUBMIT: VerbCard("提交把关", "党组织在三个工作日内答复，答复和理由会公开"),
    Verb.REVISE: VerbCard("修改", "保存为新的一版，旧版留存", ("text",)),
    Verb.WITHDRAW: VerbCard("撤回", "议题到此结束，不能恢复"),
    Verb.ADMIT: VerbCard("同意立题", "全体居民可以看到，居委会开始准备协商方案"),
    Verb.RETURN: VerbCard("退回补充", "作者修改后可以再次提交", ("reason_code", "reason")),
    Verb.DECLINE: VerbCard("不予立题", "理由写入公开台账，作者会收到", ("reason_code", "reason")),
    Verb.MERGE: VerbCard("并入其他议题", "作者会被引到那个议题继续参加", ("target", "reason")),
    Verb.TRANSFER: VerbCard("转为诉求办理", "不再作为议题讨论，转由居委会办理", ("reason",)),
    Verb.PLAN: VerbCard("提交协商方案", "方案交党组织把关，通过后开始协商", ("plan",)),
    Verb.OPEN_DISCUSSION: VerbCard("同意开展协商", "居民可以表态和发言，方案不能再改"),
    Verb.RETURN_PLAN: VerbCard("退回协商方案", "主持人修改后再次提交", ("reason_code", "reason")),
    Verb.PAUSE: VerbCard(
        "暂停协商", "暂时不能发言，理由公开，十个工作日内恢复或终止", ("reason_code", "reason")
    ),
    Verb.RESUME: VerbCard("恢复协商", "居民可以继续发言"),
    Verb.TERMINATE: VerbCard("终止议题", "议题到此结束，理由写入公开台账", ("reason_code", "reason")),
    Verb.SUMMARISE: VerbCard("发布协商纪要", "协商结束，纪要公示，不能再发言", ("summary",)),
    Verb.ROUTE: VerbCard("提交表决方案", "题目和方式交党组织把关", ("ballot",)),
    Verb.OPEN_BALLOT: VerbCard("同意开始表决", "名册、题目和规则就此固定，截止前任何人看不到票数"),
    Verb.RETURN_ROUTE: VerbCard("退回表决方案", "主持人修改后再次提交", ("reason_code", "reason")),
    Verb.CERTIFY: _CERTIFY,
    Verb.CERTIFY_NOT_PASSED: _CERTIFY,
    Verb.CERTIFY_NO_QUORUM: _CERTIFY,
}

_SENTENCES: Mapping[TopicState, str] = {
    S.DRAFT: "只有您自己看得到，提交后由党组织把关",
    S.GATE1_PENDING: "党组织应在 {due} 前把关，超过时限会公开记录",
    S.RETURNED: "等作者补充后再次提交",
    S.DECLINED: "不列入议事，理由见把关记录",
    S.ADMITTED: "居委会应在 {due} 前提出协商方案",
    S.GATE2_PENDING: "党组织应在 {due} 前审定协商方案",
    S.DISCUSSING: "正在协商，主持人应在 {due} 前发布协商纪要",
    S.PAUSED: "协商暂停，应在 {due} 前恢复或终止",
    S.SUMMARISED: "纪要公示中，主持人应在 {due} 前提出表决方案",
    S.GATE3_PENDING: "党组织应在 {due} 前审定表决方案",
    S.VOTING: "正在表决，{due} 截止，截止前不公布票数",
    S.TALLIED: "计票结果公示中，党组织应在 {due} 前确认",
    S.DECIDED: "已形成决议",
    S.NOT_PASSED: "表决未通过，议题办结",
    S.NO_QUORUM: "参与户数不够，表决不成立",
    S.MERGED: "已并入另一个议题，请到那里继续参加",
    S.TRANSFERRED: "已转由居委会作为诉求办理",
    S.WITHDRAWN: "作者已撤回",
    S.TERMINATED: "议题已终止，理由见把关记录",
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
}
ENDED = frozenset({S.DECLINED, S.MERGED, S.TRANSFERRED, S.WITHDRAWN, S.TERMINATED, S.NOT_PASSED, S.NO_QUORUM})
#: The milestone that ends each step.
_ENDS = (S.GATE1_PENDING, S.ADMITTED, S.DECIDED)


def step_of(topic: Topic) -> int:
    """1 to 7. A withdrawn or terminated topic stays at the step it had reached."""
    if (step := STEP_OF.get(topic.state)) is not None:
        return step
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


def next_sentence(topic: Topic) -> str:
    """What happens next and who must do it by when; no clock of this process is asked."""
    if topic.state is S.GATE1_PENDING and topic.text_check is TextCheck.CHECKING:
        return "正在做内容检查，通过后由党组织把关"
    return _SENTENCES[topic.state].format(due=day_and_time(topic.due_at) if topic.due_at else "")


def day_and_time(moment: datetime) -> str:
    local = moment.astimezone(SHANGHAI)
    return f"{local.month}月{local.day}日 {local:%H:%M}"
