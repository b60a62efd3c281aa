"""Rules on one application or one estate's code; each answers a reason or None."""

from enum import StrEnum
from typing import Any

from server.core.access import GRANTS, Actor, Permission, Rules, denial
from server.identity.models_enrolment import Application, ApplicationState
from server.identity.workflow import WORKFLOW, By
from server.places.models import Estate


def own_or_reviewer(actor: Actor, application: Application) -> str | None:
    if application.person_id == actor.person_id or Permission.APPLICATION_REVIEW in actor.permissions:
        return None
    return "只有申请人本人和居委会能看这份申请"


def of_another(actor: Actor, application: Application) -> str | None:
    return "自己的申请要请同事审核" if application.person_id == actor.person_id else None


def not_himself(actor: Actor, subject: Any) -> str | None:
    return "这是您自己的信息，不用在这里查看" if subject.person_id == actor.person_id else None


def within_reach(actor: Actor, subject: Any) -> str | None:
    """An office held for one estate does that estate's work only."""
    estate_id = subject.id if isinstance(subject, Estate) else subject.estate_id
    if desk_estates(actor) & {None, estate_id}:
        return None
    return "这不是您负责的小区"


def desk_estates(actor: Actor) -> frozenset[int | None]:
    """Whose applications the actor's desk works on; None: the whole community's."""
    return frozenset(
        duty.estate_id for duty in actor.duties if Permission.APPLICATION_REVIEW in GRANTS[duty.role]
    )


def review_ground(actor: Actor) -> frozenset[int] | None:
    """The estates whose applications the actor's desk shows; None: all of the community."""
    reached = desk_estates(actor)
    return None if None in reached else frozenset(one for one in reached if one is not None)


RULES: Rules = {
    Permission.APPLICATION_FOLLOW: (own_or_reviewer,),
    Permission.APPLICATION_REVIEW: (of_another, within_reach),
    Permission.IDENTITY_UNMASK: (not_himself, within_reach),
    Permission.QR_MANAGE: (within_reach,),
    Permission.HOME_LIST: (within_reach,),
}


def why_not(actor: Actor, by: StrEnum, application: Application) -> str | None:
    """Why this actor may not take a step that is `by`'s; None when he may."""
    if by is By.COMMITTEE:
        return denial(actor, Permission.APPLICATION_REVIEW, application)
    if by is By.APPLICANT:
        return None if application.person_id == actor.person_id else "这一步由申请人本人办理"
    return "这一步由系统办理"


def may_unmask(actor: Actor, application: Application) -> bool:
    """Whether there is anything to open, and this actor may."""
    # What was refused or withdrawn took its form with it; of who was approved the member keeps it.
    gone = application.state in (ApplicationState.REFUSED, ApplicationState.WITHDRAWN)
    return not gone and denial(actor, Permission.IDENTITY_UNMASK, application) is None


def verbs(actor: Actor, application: Application) -> list[str]:
    """What the caller may do with it now."""
    steps = WORKFLOW.steps_from(application.state)
    return [step.verb.value for step in steps if why_not(actor, step.who, application) is None]
