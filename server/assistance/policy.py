"""Who files for whom, who reads the consent, and what a filing still waits for. Pure."""

from dataclasses import dataclass
from typing import Any

from server.assistance.models import ConsentKind, Filing, FilingState
from server.core.access import GRANTS, Actor, Duty, Permission

VERBS = ("confirm", "disown")


def office(
    actor: Actor, permission: Permission, estate_id: int, building_id: int | None = None
) -> Duty | None:
    """The office of the actor that grants this and reaches the estate and the building, or none."""
    for duty in actor.offices:
        reached = duty.estate_id in (None, estate_id) and duty.building_id in (None, building_id)
        if permission in GRANTS[duty.role] and reached:
            return duty
    return None


@dataclass(frozen=True)
class Ground:
    """The people whom a helper may file for: of these estates whole, and of these buildings."""

    estates: tuple[int, ...]
    buildings: tuple[int, ...]


def ground(actor: Actor) -> Ground | None:
    """None: those of the whole community."""
    duties = [duty for duty in actor.offices if Permission.ASSIST in GRANTS[duty.role]]
    if any(duty.estate_id is None for duty in duties):
        return None
    whole = [duty.estate_id for duty in duties if duty.estate_id and duty.building_id is None]
    return Ground(tuple(whole), tuple(duty.building_id for duty in duties if duty.building_id))


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
