"""Who sees a topic, who may move it. Pure: the matter is fetched once, with whose gate it is."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from server.boards import policy as posts
from server.core.access import GRANTS, Actor, Duty, Member, Permission, Role, Rule, Rules
from server.deliberation.models import CommentState, TextCheck, Topic, TopicState
from server.deliberation.states import COVENANT_GATE
from server.kit.errors import ForbiddenError

GATEKEEPERS = frozenset({Role.SECRETARY, Role.DEPUTY, Role.ACTING})
#: Who hosts discussions and holds no gate.
HOSTS = frozenset({Role.COMMITTEE, Role.SOCIAL_WORKER})
#: 督查 sees what the gate sees; 观察 sees what residents see.
OVERSIGHT = frozenset({Role.SECRETARY, Role.DEPUTY, Role.SUPERVISOR, Role.WATCH})
AUTHOR_ONLY = "只有提出这个议题的人可以这样操作"
OWN_TOPIC = "您是这个议题的提出人，应当回避，请由其他书记或副书记把关"
RECUSED = "您已对这个议题回避，由其他书记、副书记或街镇指定的人把关"
ANOTHER_GATE = "这个议题由{}把关"
#: A moderator's verbs on a comment: from which states, to which.
MODERATION: dict[str, tuple[frozenset[CommentState], CommentState]] = {
    "release": (frozenset({CommentState.HELD}), CommentState.PUBLISHED),
    "refuse": (frozenset({CommentState.HELD}), CommentState.REFUSED),
    "hide": (frozenset({CommentState.PUBLISHED}), CommentState.HIDDEN),
    "restore": (frozenset({CommentState.HIDDEN}), CommentState.PUBLISHED),
}


@dataclass(frozen=True)
class Matter:
    """A topic and what must be known beside it.

    delegated: the topic's estate holds its own gates. outcome: of the counted poll.
    """

    topic: Topic
    delegated: bool = False
    outcome: str | None = None

    @property
    def gate_estate(self) -> int | None:
        """The estate whose party branch holds the gates; None: the community's party organisation."""
        return self.topic.estate_id if self.delegated else None


class Sight(StrEnum):
    """How much of a topic somebody sees."""

    NOTHING = "nothing"
    GLANCE = "glance"  # title and clock
    WHOLE = "whole"


def sight(actor: Actor, topic: Topic) -> Sight:
    """Before admission the author and the gate see it (the unit its title and clock), after it the unit.

    While it seeks support everybody whom it concerns reads it; so do its supporters who may take it over.
    """
    if topic.author_id == actor.person_id:
        return Sight.WHOLE
    if not in_audience(actor, topic) or topic.submitted_at is None:
        return Sight.NOTHING
    if topic.admitted_at is not None or (oversees(actor, topic) and topic.state is not TopicState.DRAFT):
        return Sight.WHOLE
    if topic.text_check is not TextCheck.PASSED:
        return Sight.NOTHING
    if topic.state is TopicState.SECONDING:
        return Sight.WHOLE
    if topic.state is TopicState.GATE1_PENDING or (topic.state is TopicState.WITHDRAWN and topic.seconds):
        # What everybody could read while support was sought is no secret afterwards.
        return Sight.WHOLE if TopicState.SECONDING in topic.milestones else Sight.GLANCE
    return Sight.NOTHING


def oversees(actor: Actor, topic: Topic) -> bool:
    """Who answers for all of the unit's topics; a stand-in only for those that he was named for."""
    return bool(actor.roles & OVERSIGHT) or any(
        duty.role is Role.ACTING and duty.duty_id in topic.named for duty in actor.duties
    )


def public(topic: Any) -> bool:
    """Whether everybody whom it concerns reads it whole: admitted, or seeking their support."""
    seeks = topic.state is TopicState.SECONDING and topic.text_check is TextCheck.PASSED
    return topic.admitted_at is not None or seeks


def in_audience(actor: Actor, topic: Topic) -> bool:
    visible = actor.visible_estates
    return topic.estate_id is None or visible is None or topic.estate_id in visible


def gate_duty(actor: Actor, matter: Matter) -> Duty | None:
    """The office in which the actor may hold this topic's gates: of this very unit, or none.

    Who was named by the 街镇 holds the gates of the topics he was named for, and no other's.
    """
    for duty in actor.duties:
        of_this_unit = duty.community_id == actor.community_id and duty.estate_id == matter.gate_estate
        named = duty.role is not Role.ACTING or duty.duty_id in matter.topic.named
        if duty.role in GATEKEEPERS and of_this_unit and named:
            return duty
    return None


def only_the_author(actor: Actor, matter: Any) -> str | None:
    return None if matter.topic.author_id == actor.person_id else AUTHOR_ONLY


def of_this_gate(actor: Actor, matter: Any) -> str | None:
    if gate_duty(actor, matter):
        return None
    return ANOTHER_GATE.format("本小区党支部" if matter.delegated else "社区党组织")


def not_ones_own(actor: Actor, matter: Any) -> str | None:
    return OWN_TOPIC if matter.topic.author_id == actor.person_id else None


def not_recused(actor: Actor, matter: Any) -> str | None:
    return RECUSED if actor.person_id in matter.topic.recused else None


def hosts_order(actor: Actor, topic: Any) -> Duty | None:
    """The office of the committee's in which the actor may keep order in this discussion, or none."""
    return next((duty for duty in actor.offices if duty.role in HOSTS and of_unit(actor, topic, duty)), None)


def of_unit(actor: Actor, topic: Any, duty: Duty) -> bool:
    """Whether this office is of the topic's community, or of its estate."""
    return duty.community_id == actor.community_id and duty.estate_id in (None, topic.estate_id)


def of_this_unit(permission: Permission) -> Rule:
    """The office that grants it works for the whole community or for the topic's estate, no other level."""

    def rule(actor: Actor, matter: Any) -> str | None:
        granted = any(
            permission in GRANTS[duty.role] and of_unit(actor, matter.topic, duty) for duty in actor.offices
        )
        return None if granted else "这个议题由本社区（或本小区）的工作人员主持"

    return rule


def convener_of(topic: Any) -> dict[str, Any] | None:
    """Who calls the meeting that decides the topic, or now its covenant: body, name; None where none does."""
    asked = topic.covenant_proposal if topic.state in COVENANT_GATE else topic.proposal
    found: dict[str, Any] | None = (asked or {}).get("convener")
    return found


def convening_office(actor: Actor, topic: Any) -> Duty | None:
    """The office in which the actor may call that meeting, or none."""
    convener = convener_of(topic)
    if convener is None:
        return None
    of_owners = convener["body"] == Role.OWNERS_COMMITTEE
    reach = (topic.estate_id,) if of_owners else (None, topic.estate_id)
    for duty in actor.offices:
        here = duty.community_id == actor.community_id and duty.estate_id in reach
        if duty.role == convener["body"] and here:
            return duty
    return None


def of_the_convener(actor: Actor, matter: Any) -> str | None:
    if convening_office(actor, matter.topic):
        return None
    convener = convener_of(matter.topic)
    return f"这次会议由{convener['name']}召集" if convener else "这个议题不需要召集会议"


def lives_there(actor: Actor, matter: Any) -> str | None:
    """Who is away from one estate and lives in another is a neighbour in the second alone."""
    if matter.topic.estate_id is None or any(_concerns(matter.topic, one) for one in actor.members):
        return None
    return "这个议题由本小区的居民协商"


def speaks_for(actor: Actor, topic: Topic, home_id: int) -> bool:
    """Whether it is a home in which the actor lives now and which the topic concerns."""
    return any(one.home_id == home_id and _concerns(topic, one) for one in actor.members)


def _concerns(topic: Topic, member: Member) -> bool:
    return member.role is Role.RESIDENT and topic.estate_id in (None, member.estate_id)


def may_speak(actor: Actor, matter: Any) -> str | None:
    """Those it concerns, and the staff who have to answer them."""
    topic: Topic = matter.topic
    visible = actor.visible_estates
    if topic.estate_id is None or visible is None or topic.estate_id in visible:
        return None
    return "这个议题由本小区的居民协商"


def check_judge(actor: Actor, topic: Any, author_id: int) -> None:
    """ForbiddenError unless these words, said on the topic, are the actor's to judge: as posts are."""
    if author_id == actor.person_id:
        raise ForbiddenError("您自己写的内容，请由其他工作人员处理")
    if not posts.judges(actor, topic.estate_id):
        raise ForbiddenError("这条内容不属于您负责的小区")


def comment_verbs(actor: Actor, state: CommentState) -> list[str]:
    """What the actor may do with a comment in this state."""
    if Permission.POST_MODERATE not in actor.permissions:
        return []
    return [verb for verb, (sources, _) in MODERATION.items() if state in sources]


RULES: Rules = {
    Permission.TOPIC_PROPOSE: (only_the_author,),
    Permission.TOPIC_GATE: (not_ones_own, not_recused, of_this_gate),
    Permission.TOPIC_COUNTERSIGN: (not_ones_own, not_recused, of_this_unit(Permission.TOPIC_COUNTERSIGN)),
    Permission.TOPIC_CONVENE: (of_the_convener,),
    Permission.TOPIC_HOST: (of_this_unit(Permission.TOPIC_HOST),),
    Permission.TOPIC_DISCUSS: (lives_there,),
    Permission.TOPIC_SECOND: (lives_there,),
    Permission.TOPIC_COMMENT: (may_speak,),
}
