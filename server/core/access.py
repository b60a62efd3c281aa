"""Who may what, on one page: roles grant permissions, object rules narrow them.

The three gates belong to the party organisation's duties of the same community (or, where the
community handed them down, the same estate): `topic:gate` stands in no other row.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from flask import g

from server.kit.errors import ForbiddenError


class Role(StrEnum):
    """A person's standing towards one community."""

    PERSON = "person"  # signed in, nothing more
    APPLICANT = "applicant"  # has an application here
    RESIDENT = "resident"  # an approved member of a home
    AWAY = "away"  # 离乡村民: reads and talks, votes for no home
    SECRETARY = "secretary"  # 党组织书记, of the community or of one estate's branch
    DEPUTY = "deputy"  # 副书记
    COMMITTEE = "committee"  # 居委会 / 村委会 member
    CHAIR = "chair"  # 居委会 / 村委会主任, held beside `committee`: signs second
    SOCIAL_WORKER = "social_worker"
    BUILDING_HEAD = "building_head"  # 楼组长, of a building or an estate: files for neighbours alone
    OBSERVER = "observer"  # 观察权, by subtree
    SUPERVISOR = "supervisor"  # 督查权, by subtree
    DISTRICT_OFFICE = "district_office"  # 区社建办
    ACTING = "acting"  # 代理把关人: a party duty for the topics named in it, until it ends
    WATCH = "watch"  # 居务（村务）监督委员会: confirms counts, sees the ledger whole
    DELEGATE = "delegate"  # 居民代表、村民代表: votes where delegates decide
    OWNERS_COMMITTEE = "owners_committee"  # 业委会, of one estate: calls the owners' meeting


ROLE_NAMES: Mapping[Role, str] = {
    Role.PERSON: "访客",
    Role.APPLICANT: "申请人",
    Role.RESIDENT: "居民",
    Role.AWAY: "离乡村民",
    Role.SECRETARY: "书记",
    Role.DEPUTY: "副书记",
    Role.COMMITTEE: "居委",
    Role.CHAIR: "居委会主任",
    Role.SOCIAL_WORKER: "社工",
    Role.BUILDING_HEAD: "楼组长",
    Role.OBSERVER: "观察员",
    Role.SUPERVISOR: "督查员",
    Role.DISTRICT_OFFICE: "区社建办",
    Role.ACTING: "代理把关人",
    Role.WATCH: "监督委员会",
    Role.DELEGATE: "居民代表",
    Role.OWNERS_COMMITTEE: "业委会",
}


class Permission(StrEnum):
    ME = "me:use"
    ENROL = "enrolment:apply"
    APPLICATION_FOLLOW = "application:follow"
    APPLICATION_REVIEW = "application:review"
    COMMUNITY_READ = "community:read"
    IDENTITY_UNMASK = "identity:unmask"  # see in full, with a reason, what is masked
    HOME_LIST = "home:list"
    QR_MANAGE = "qr:manage"
    REGISTER_IMPORT = "register:import"
    UPLOAD = "upload:write"
    BOARD_READ = "board:read"
    POST_WRITE = "post:write"
    POST_TALK = "post:talk"
    NOTICE_PUBLISH = "notice:publish"
    POST_MODERATE = "post:moderate"
    ASSIST = "assistance:file"  # 代为提交: file a post or a topic for a neighbour who agreed
    TOPIC_READ = "topic:read"
    TOPIC_PROPOSE = "topic:propose"
    TOPIC_DISCUSS = "topic:discuss"  # take a stance
    TOPIC_COMMENT = "topic:comment"
    TOPIC_HOST = "topic:host"
    TOPIC_LEAD = "topic:lead"  # lead one discussion: its host of the staff, or the resident named for it
    TOPIC_GATE = "topic:gate"
    TOPIC_SECOND = "topic:second"  # 附议, and taking over a withdrawn topic one seconded
    TOPIC_COUNTERSIGN = "topic:countersign"  # the second signature under a refusal
    TOPIC_CONVENE = "topic:convene"  # agree that a meeting of residents, villagers or owners is called
    TOPIC_SUPERVISE = "topic:supervise"  # 督查: orders, never decides
    LEDGER_READ = "ledger:read"
    POLL_READ = "poll:read"
    POLL_VOTE = "poll:vote"
    POLL_DESK = "poll:desk"  # paper ballots and letters of authority
    PAPER_READ = "paper:read"  # how far the paper ballots are, their photos, the letters
    COUNT_CONFIRM = "count:confirm"
    COUNT_OPEN = "count:open"  # with one of another body, see the rows of a named vote after its count
    ITEM_READ = "item:read"
    ITEM_OFFER = "item:offer"
    FEED_READ = "feed:read"
    INBOX = "inbox:use"
    SETTING_CHANGE = "setting:change"
    SETTING_LAW = "setting:law"  # numbers of a law, with the article they stand in
    PROJECT_LEAD = "project:lead"
    PROJECT_RATE = "project:rate"
    FUND_KEEP = "fund:keep"
    COVENANT_CITE = "covenant:cite"
    ORDER_READ = "order:read"
    ORDER_ISSUE = "order:issue"
    ORDER_ANSWER = "order:answer"
    EMERGENCY_READ = "emergency:read"
    EMERGENCY_JOIN = "emergency:join"  # answer, ask for help, help
    EMERGENCY_DESK = "emergency:desk"  # who has not answered, who needs what, who is sent
    EMERGENCY_SWITCH = "emergency:switch"  # 街镇 begins, prolongs and ends one
    COPY_READ = "copy:read"  # the district's copies of the ledgers below one's office


P = Permission
_READ = frozenset(
    {
        P.COMMUNITY_READ,
        P.BOARD_READ,
        P.TOPIC_READ,
        P.LEDGER_READ,
        P.POLL_READ,
        P.ITEM_READ,
        P.FEED_READ,
        P.EMERGENCY_READ,
    }
)
_TALK = frozenset({P.UPLOAD, P.POST_WRITE, P.POST_TALK, P.ITEM_OFFER, P.INBOX})
_DESK = frozenset(
    {
        P.UPLOAD,
        P.POST_WRITE,
        P.POST_TALK,
        P.NOTICE_PUBLISH,
        P.POST_MODERATE,
        P.INBOX,
        P.TOPIC_COMMENT,
        P.TOPIC_PROPOSE,
        P.COVENANT_CITE,
        P.EMERGENCY_JOIN,
        P.EMERGENCY_DESK,
    }
)
_ENROL = frozenset({P.APPLICATION_FOLLOW, P.APPLICATION_REVIEW, P.IDENTITY_UNMASK, P.HOME_LIST})

GRANTS: Mapping[Role, frozenset[Permission]] = {
    Role.PERSON: frozenset({P.ME, P.ENROL}),
    Role.APPLICANT: frozenset({P.APPLICATION_FOLLOW}),
    Role.RESIDENT: _READ
    | _TALK
    | {
        P.TOPIC_PROPOSE,
        P.TOPIC_DISCUSS,
        P.TOPIC_COMMENT,
        P.TOPIC_SECOND,
        P.TOPIC_LEAD,
        P.POLL_VOTE,
        P.PROJECT_RATE,
        P.COVENANT_CITE,
        P.EMERGENCY_JOIN,
    },
    Role.AWAY: _READ | _TALK,
    Role.SECRETARY: _READ
    | _DESK
    | {
        P.TOPIC_GATE,
        P.TOPIC_HOST,
        P.TOPIC_LEAD,
        P.PROJECT_LEAD,
        P.SETTING_CHANGE,
        P.ORDER_READ,
        P.ORDER_ANSWER,
    },
    Role.DEPUTY: _READ
    | _DESK
    | {
        P.TOPIC_GATE,
        P.TOPIC_HOST,
        P.TOPIC_LEAD,
        P.TOPIC_COUNTERSIGN,
        P.PROJECT_LEAD,
        P.ORDER_READ,
        P.ORDER_ANSWER,
    },
    Role.COMMITTEE: _READ
    | _DESK
    | _ENROL
    | {
        P.QR_MANAGE,
        P.TOPIC_HOST,
        P.TOPIC_LEAD,
        P.TOPIC_CONVENE,
        P.POLL_DESK,
        P.PAPER_READ,
        P.ASSIST,
        P.COUNT_OPEN,
        P.PROJECT_LEAD,
        P.FUND_KEEP,
        P.SETTING_CHANGE,
        P.ORDER_READ,
        P.ORDER_ANSWER,
    },
    # A member does the committee's work; that the members elected him chair adds only this.
    Role.CHAIR: _READ | {P.TOPIC_COUNTERSIGN, P.COUNT_OPEN, P.INBOX},
    Role.SOCIAL_WORKER: _READ
    | _DESK
    | _ENROL
    | {P.ASSIST, P.TOPIC_HOST, P.TOPIC_LEAD, P.POLL_DESK, P.PAPER_READ, P.PROJECT_LEAD},
    Role.BUILDING_HEAD: _READ | {P.ASSIST, P.UPLOAD, P.INBOX},
    Role.OBSERVER: _READ | {P.COPY_READ},
    Role.SUPERVISOR: _READ
    | {P.TOPIC_SUPERVISE, P.ORDER_READ, P.ORDER_ISSUE, P.INBOX, P.COPY_READ, P.EMERGENCY_SWITCH},
    Role.DISTRICT_OFFICE: _READ | {P.REGISTER_IMPORT, P.SETTING_LAW, P.COPY_READ},
    Role.ACTING: _READ | {P.TOPIC_GATE, P.INBOX, P.ORDER_READ, P.ORDER_ANSWER},
    Role.WATCH: _READ | {P.COUNT_CONFIRM, P.COUNT_OPEN, P.PAPER_READ, P.INBOX},
    # A delegate votes as the member of a home that he is; the duty says only that he was elected.
    Role.DELEGATE: _READ,
    Role.OWNERS_COMMITTEE: _READ
    | {P.TOPIC_CONVENE, P.TOPIC_COMMENT, P.COUNT_OPEN, P.INBOX, P.PROJECT_LEAD, P.UPLOAD},
}

#: Said when no role of the caller grants the permission.
WHY: Mapping[Permission, str] = {
    P.TOPIC_GATE: "把关由本社区（或本小区）党组织的书记、副书记办理，其他身份都不能代办",
    P.TOPIC_HOST: "这一步由居委会或党组织的工作人员主持",
    P.TOPIC_LEAD: "这一步由主持人办理：居委会、党组织的工作人员，或为这个议题指定的居民",
    P.TOPIC_PROPOSE: "通过审核的居民才能提议题",
    P.TOPIC_DISCUSS: "表态由通过审核的居民作出",
    P.TOPIC_COMMENT: "通过审核的居民和居委会、党组织的工作人员才能发言",
    P.POLL_VOTE: "只有本小区住户可以投票",
    P.APPLICATION_REVIEW: "入住审核由本社区居委会办理",
    P.IDENTITY_UNMASK: "完整的个人信息只有本社区居委会和社工写明理由才能查看",
    P.NOTICE_PUBLISH: "社区公告由居委会和党组织发布",
    P.POST_MODERATE: "这由居委会的版块负责人处理",
    P.ASSIST: "代邻居提交由居委会、社工和楼组长办理",
    P.QR_MANAGE: "小区二维码由居委会管理",
    P.HOME_LIST: "房屋名册只有居委会可以查看",
    P.REGISTER_IMPORT: "名册由区社建办导入",
    P.ITEM_OFFER: "通过审核的居民才能参与闲置交换",
    P.TOPIC_SECOND: "附议由通过审核的居民作出",
    P.TOPIC_COUNTERSIGN: "第二签由副书记或居委会主任签",
    P.TOPIC_CONVENE: "召集会议由居委会、村委会或业委会同意",
    P.TOPIC_SUPERVISE: "这一步由街镇党工委督查办理",
    P.POLL_DESK: "纸质票和委托书由居委会工作人员办理",
    P.PAPER_READ: "纸质票和委托书的照片只有居委会工作人员和监督委员会成员可以查看",
    P.COUNT_CONFIRM: "计票由监督委员会成员核对确认",
    P.COUNT_OPEN: "记名票由居委会（村委会、业委会）和监督委员会各一人共同打开",
    P.SETTING_CHANGE: "议事规则由本社区党组织书记和居委会设定",
    P.SETTING_LAW: "法定数字由区社建办核定后填写",
    P.PROJECT_LEAD: "项目由居委会、党组织的工作人员或实施它的业委会登记",
    P.PROJECT_RATE: "效果由住户评价",
    P.FUND_KEEP: "微基金由居委会记账",
    P.ORDER_ISSUE: "督查由街镇督查员发出",
    P.ORDER_ANSWER: "督查由本社区党组织和居委会答复",
    P.EMERGENCY_JOIN: "报平安、求助和志愿服务由通过审核的居民和居委会工作人员办理",
    P.EMERGENCY_DESK: "各户的情况只有本社区居委会和党组织的工作人员可以查看",
    P.EMERGENCY_SWITCH: "应急由街镇启动、延长和结束",
    P.COPY_READ: "各社区台账的存证由区和街镇的督查员、观察员查看",
}


@dataclass(frozen=True, slots=True)
class Member:
    """One approved membership of the caller."""

    membership_id: int
    community_id: int
    estate_id: int
    home_id: int
    building: str
    room: str
    relation: str
    role: Role = Role.RESIDENT


@dataclass(frozen=True, slots=True)
class Duty:
    """One office of the caller. `region` is a 区划 code; its significant prefix is the subtree."""

    duty_id: int
    role: Role
    region: str
    community_id: int | None = None
    estate_id: int | None = None
    organisation: str = ""
    ends_at: datetime | None = None
    #: Of a 楼组长: the one building of the estate; None: all of it.
    building_id: int | None = None


def _nearness(duty: Duty, near: tuple[int | None, int | None]) -> tuple[bool, bool, bool]:
    community_id, estate_id = near
    return duty.community_id == community_id, duty.estate_id == estate_id, duty.estate_id is None


@dataclass(frozen=True, slots=True)
class Actor:
    """Who is calling, in one community (or at large), as plain data."""

    person_id: int
    community_id: int | None
    roles: frozenset[Role]
    name: str = ""
    adult: bool = False
    members: tuple[Member, ...] = ()
    duties: tuple[Duty, ...] = ()
    permissions: frozenset[Permission] = field(default=frozenset())
    #: What this request is allowed by: the guard says it, and a step that asks for more says it anew.
    acting: Permission | None = None
    #: The helper who files this for him (assistance): every rule asks the author, the records name the hand.
    helper: "Actor | None" = None

    @property
    def hand(self) -> "Actor":
        """Who does it: himself, or his helper."""
        return self.helper or self

    @property
    def estate_ids(self) -> frozenset[int]:
        return frozenset(member.estate_id for member in self.members)

    @property
    def home_ids(self) -> frozenset[int]:
        return frozenset(member.home_id for member in self.members)

    @property
    def offices(self) -> tuple[Duty, ...]:
        """The duties in which one acts for others. A delegate is a neighbour who was elected to vote."""
        return tuple(duty for duty in self.duties if duty.role is not Role.DELEGATE)

    def office_for(self, permission: Permission, estate_id: int | None = None) -> Duty | None:
        """The office in which the actor does what `permission` allows: the one signed under the act.

        Of several the one of this community first, then the one of this estate (None: of the whole
        community). None when no office of his grants it.
        """
        granting = [duty for duty in self.offices if permission in GRANTS[duty.role]]
        near = (self.community_id, estate_id)
        return max(granting, key=lambda duty: _nearness(duty, near), default=None)

    @property
    def sees_all_estates(self) -> bool:
        """Staff and observers of the whole community; an estate's branch secretary only his estate."""
        return any(duty.estate_id is None for duty in self.offices)

    @property
    def visible_estates(self) -> frozenset[int] | None:
        """Estates whose own posts the actor sees; None means every estate of the community."""
        if self.sees_all_estates:
            return None
        return self.estate_ids | {duty.estate_id for duty in self.offices if duty.estate_id is not None}


def permissions_of(roles: Iterable[Role]) -> frozenset[Permission]:
    return frozenset().union(*(GRANTS[role] for role in roles))


#: A rule looks at one object and answers None, or why not.
Rule = Callable[[Actor, Any], str | None]
Rules = Mapping[Permission, tuple[Rule, ...]]
_rules: dict[Permission, tuple[Rule, ...]] = {}


def add_rules(rules: Rules) -> None:
    """Called by create_app for every feature. The same rule twice is the same rule."""
    for permission, more in rules.items():
        have = _rules.get(permission, ())
        _rules[permission] = have + tuple(rule for rule in more if rule not in have)


def denial(actor: Actor, permission: Permission, subject: Any = None) -> str | None:
    """Why the actor may not, in a sentence a resident understands; None when he may."""
    if permission not in actor.permissions:
        return WHY.get(permission, "您的身份不能进行此操作")
    if subject is None:
        return None
    rules = _rules.get(permission, ())
    return next((reason for rule in rules if (reason := rule(actor, subject))), None)


def enforce(actor: Actor, permission: Permission, subject: Any = None) -> None:
    """ForbiddenError with the reason, unless allowed."""
    if reason := denial(actor, permission, subject):
        raise ForbiddenError(reason, permission=permission.value)


def current_actor() -> Actor:
    """The caller, put there by the guard. Only `api.py` files call this."""
    actor: Actor = g.actor
    return actor
