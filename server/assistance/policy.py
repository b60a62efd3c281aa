"""Who files for whom, who reads the consent, and what a filing still waits for. Pure."""

from typing import Any

from server.assistance.models import ConsentKind, Filing, FilingState
from server.core.access import GRANTS, Actor, Duty, Permission

VERBS = ("confirm", "disown")


def office(actor: Actor, permission: Permission, estate_id: int) -> Duty | None:
    """The office of the actor that grants this and reaches the estate, or none."""
    for duty in actor.offices:
        if permission in GRANTS[duty.role] and duty.estate_id in (None, estate_id):
            return duty
    return None


def ground(actor: Actor) -> frozenset[int] | None:
    """The estates whose people the actor may file for; None: of the whole community."""
    reached = [duty.estate_id for duty in actor.offices if Permission.ASSIST in GRANTS[duty.role]]
    return None if None in reached else frozenset(one for one in reached if one is not None)


def sees(actor: Actor, filing: Filing) -> bool:
    """The neighbour, his helper, and the staff who answer for the neighbour's estate."""
    if actor.person_id in (filing.person_id, filing.helper_id):
        return True
    return office(actor, Permission.POST_MODERATE, filing.estate_id) is not None


def verbs(actor: Actor, filing: Filing) -> tuple[str, ...]:
    """What the actor may answer now: the neighbour alone, once."""
    asked = filing.person_id == actor.person_id and filing.state is FilingState.WAITING
    return VERBS if asked else ()


def on_paper(filing: Any) -> bool:
    """Whether a photo of his written word lies with it."""
    return filing.consent is ConsentKind.WRITTEN and bool(filing.photos)


def unconfirmed(filing: Filing) -> bool:
    """Whether nothing but the helper's word stands for it: his signature on paper is his word too."""
    return filing.state is FilingState.WAITING and not on_paper(filing)
