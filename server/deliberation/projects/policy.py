"""Who leads which project. Pure."""

from typing import Any

from server.core.access import GRANTS, Actor, Permission, Role
from server.deliberation.models import Topic
from server.deliberation.policy import of_unit
from server.deliberation.projects.models import OwnerKind

OWNERS_ALONE = "业委会只登记和负责由业委会实施的项目"


def not_this_body(actor: Actor, topic: Topic, owner: OwnerKind) -> str | None:
    """The owners' committee leads what it carries out itself; the other offices lead any project here."""
    leading = {
        duty.role
        for duty in actor.offices
        if Permission.PROJECT_LEAD in GRANTS[duty.role] and of_unit(actor, topic, duty)
    }
    return OWNERS_ALONE if leading == {Role.OWNERS_COMMITTEE} and owner is not OwnerKind.OWNERS else None


def led_by_this_body(actor: Actor, held: Any) -> str | None:
    """The rule on a project; a topic that has none yet is asked about when its paper comes in."""
    project = getattr(held, "project", None)
    return not_this_body(actor, held.topic, project.owner_kind) if project else None
