"""Who sees a covenant and its drafts, and who may name an article under somebody's words. Pure."""

from typing import Any

from server.boards import policy as posts
from server.core.access import Actor, Permission
from server.deliberation.models import Topic
from server.deliberation.policy import OVERSIGHT, oversees

NOT_YOURS = "只能在自己写的内容下引用公约条文"
DESK_ONLY = "是否违反公约由工作人员登记"
ANOTHER_ESTATE = "那里的居民不适用这个公约"


def sees(actor: Actor, covenant: Any) -> bool:
    """A covenant is its estate's people's, or everybody's."""
    visible = actor.visible_estates
    return covenant.estate_id is None or visible is None or covenant.estate_id in visible


def sees_drafts(actor: Actor) -> bool:
    """Who drafts, who calls the meeting, who holds the gate and who watches; neighbours read what is put to
    the vote."""
    works = {Permission.TOPIC_HOST, Permission.TOPIC_CONVENE} & actor.permissions
    return bool(works or actor.roles & OVERSIGHT)


def sees_draft(actor: Actor, topic: Topic | None) -> bool:
    """Whether the actor reads what this topic drafts: a stand-in only what he was named for."""
    return sees_drafts(actor) or (topic is not None and oversees(actor, topic))


def desk(actor: Actor, estate_id: int | None) -> bool:
    """Whether an office of the actor reaches what is said in this estate."""
    return Permission.POST_MODERATE in actor.permissions and posts.judges(actor, estate_id)


def why_not_cite(actor: Actor, subject: Any, estate_id: int | None, *, breach: bool) -> str | None:
    """Who wrote the words names what they rest on; that something was broken is the desk's to say.

    subject: anything with an author_id.
    """
    if desk(actor, estate_id):
        return None
    if breach:
        return DESK_ONLY
    return None if subject.author_id == actor.person_id else NOT_YOURS


def fits(covenant: Any, estate_id: int | None) -> bool:
    """An estate's covenant binds its own people: it is not cited to all of the community."""
    return covenant.estate_id is None or covenant.estate_id == estate_id
