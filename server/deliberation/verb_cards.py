"""The buttons of a topic: their words, what follows from pressing them, what they must be given."""

from collections.abc import Mapping
from dataclasses import dataclass

from server.deliberation.workflow import Verb


@dataclass(frozen=True)
class VerbCard:
    """A button: its words, what follows from pressing it, and what the step must be given."""

    name: str
    consequence: str
    needs: tuple[str, ...] = ()


_CERTIFY = VerbCard("确认计票结果", "结果成为决议记录，计票数字不能更改")
_CHALLENGE = VerbCard("对计票提出异议", "由街镇答复，期间不能确认", ("reason_code", "reason"))
_EXTEND = VerbCard("延长表决", "已投的票有效，只能延长一次", ("until", "reason"))
VERBS: Mapping[Verb, VerbCard] = {
    Verb.SUBMIT: VerbCard("提交把关", "党组织在规定的时限内答复，答复和理由会公开"),
    Verb.REVISE: VerbCard("修改", "文字和照片保存为新的一版，旧版留存；范围和轻重也可以改", ("text",)),
    Verb.WITHDRAW: VerbCard("撤回", "议题停办；附议过的住户可以在期限内接手"),
    Verb.CALL: VerbCard("提交并征集附议", "邻居看得到全文，附议够数或期满后由党组织把关"),
    Verb.ADOPT: VerbCard("接手这个议题", "您成为提出人，议题继续办"),
    Verb.ADOPT_ADMITTED: VerbCard("接手这个议题", "您成为提出人，议题从已立题继续办"),
    Verb.ADMIT: VerbCard("同意立题", "全体居民可以看到，居委会开始准备协商方案"),
    Verb.RETURN: VerbCard("退回补充", "作者修改后可以再次提交", ("reason_code", "reason")),
    Verb.DECLINE: VerbCard("不予立题", "理由写入公开台账，作者会收到", ("reason_code", "reason")),
    Verb.DECLINE_FIRST: VerbCard(
        "不予立题（送第二签）", "附议户数多，需副书记或居委会主任签字才作出", ("reason_code", "reason")
    ),
    Verb.COUNTERSIGN: VerbCard("签字，不予立题", "两人签字后生效，理由写入公开台账"),
    Verb.REFUSE_COUNTERSIGN: VerbCard("退签", "决定不成立，书记另作决定", ("reason",)),
    Verb.RETRACT_SIGNATURE: VerbCard("收回签字", "第一签作废，这一关重新由把关人决定", ("reason",)),
    Verb.APPEAL: VerbCard("申诉", "由街镇党工委答复是否责成复议，只能申诉一次", ("reason",)),
    Verb.ORDER_REVIEW: VerbCard("责成复议", "议题回到第一关，由社区党组织重新把关", ("reason",)),
    Verb.UPHOLD: VerbCard("维持原决定", "申诉到此结束，答复公开", ("reason",)),
    Verb.RECUSE: VerbCard("申请回避", "您不再办理这个议题的把关，由副书记或街镇指定的人办", ("reason",)),
    Verb.NAME_KEEPER: VerbCard("指定把关人", "由被指定的人代表本社区党组织把关", ("keeper", "reason")),
    Verb.MERGE: VerbCard("并入其他议题", "附议的住户会被逐户询问是否支持那个议题", ("target", "reason")),
    Verb.TRANSFER: VerbCard("转为诉求办理", "不再作为议题讨论，转由居委会办理", ("reason",)),
    Verb.PLAN: VerbCard(
        "提交协商方案", "方案交党组织把关，通过后开始协商；谁提交，这一关就由别人把", ("plan",)
    ),
    Verb.OPEN_DISCUSSION: VerbCard("同意开展协商", "居民可以表态和发言，方案不能再改"),
    Verb.RETURN_PLAN: VerbCard("退回协商方案", "主持人修改后再次提交", ("reason_code", "reason")),
    Verb.PAUSE: VerbCard(
        "暂停协商", "暂时不能发言，理由公开，须在规定的时限内恢复或终止", ("reason_code", "reason")
    ),
    Verb.RESUME: VerbCard("恢复协商", "居民可以继续发言", ("reason",)),
    Verb.EXTEND_DISCUSSION: VerbCard("延长协商", "只能延长一次，理由公开", ("until", "reason")),
    Verb.TERMINATE: VerbCard("终止议题", "议题到此结束，理由写入公开台账", ("reason_code", "reason")),
    Verb.SUMMARISE: VerbCard("发布协商纪要", "协商结束，纪要公示，不能再发言", ("summary",)),
    Verb.ROUTE: VerbCard("提交决定方式", "题目和方式交党组织把关；谁提交，第三关就由别人把", ("ballot",)),
    Verb.CONVENE: VerbCard(
        "同意召集", "以召集机构的名义召开这次会议，记入第三关的记录；同意召集的人不再把这一关"
    ),
    Verb.DECIDE: VerbCard("确认协商一致", "不经表决形成决议，异议户数写入台账"),
    Verb.OPEN_BALLOT: VerbCard("同意开始表决", "名册、题目和规则就此固定，截止前任何人看不到票数"),
    Verb.RETURN_ROUTE: VerbCard("退回表决方案", "主持人修改后再次提交", ("reason_code", "reason")),
    Verb.CERTIFY: _CERTIFY,
    Verb.CERTIFY_NOT_PASSED: _CERTIFY,
    Verb.CERTIFY_NO_QUORUM: _CERTIFY,
    Verb.CHALLENGE: _CHALLENGE,
    Verb.DISMISS_CHALLENGE: VerbCard("异议不成立", "党组织应当按计票结果确认", ("reason",)),
    Verb.ORDER_REVOTE: VerbCard("责成重新表决", "本次表决作废，回到第三关", ("reason",)),
    Verb.EXTEND_VOTE: _EXTEND,
    Verb.EXTEND_CALLED_VOTE: VerbCard(
        "延长表决", "由召集会议的机构决定；已投的票有效，只能延长一次", ("until", "reason")
    ),
    Verb.FORM_PROJECT: VerbCard("形成项目", "写明谁负责、钱从哪来、分几步、何时完成", ("project",)),
    Verb.START_PROJECT: VerbCard("开始实施", "进度向全体居民公开", ("project_step",)),
    Verb.FINISH_PROJECT: VerbCard("完成实施", "请住户评价效果", ("project_step",)),
    Verb.DRAFT_COVENANT: VerbCard("拟订公约", "把做法写成条文，交居民表决", ("covenant",)),
    Verb.SUBMIT_COVENANT: VerbCard(
        "提交公约草案",
        "党组织在规定的时限内交付表决或退回，期间条文不能改；谁提交，就由别人把关",
        ("covenant_step",),
    ),
    Verb.OPEN_COVENANT_VOTE: VerbCard("公约交付表决", "条文就此固定", ("covenant_step",)),
    Verb.RETURN_COVENANT: VerbCard("退回公约草案", "主持人修改后再次提交", ("reason_code", "reason")),
    Verb.CHALLENGE_COVENANT: _CHALLENGE,
    Verb.ORDER_COVENANT_REVOTE: VerbCard(
        "责成重新表决", "本次表决作废，同样的条文由党组织重新交付表决", ("reason",)
    ),
    Verb.EXTEND_COVENANT_VOTE: _EXTEND,
    Verb.ADOPT_COVENANT: VerbCard("公约生效", "自今日起生效，报街镇备案", ("covenant_step",)),
    Verb.DROP_COVENANT: VerbCard("退回修改公约", "表决没有通过，条文可以再改", ("covenant_step",)),
    Verb.ARCHIVE: VerbCard("归档", "议题办结", ("reason",)),
}
