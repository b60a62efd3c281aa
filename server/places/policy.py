"""Rules on one setting of a community, or on who holds an estate's gates; each answers a reason or None."""

from typing import Any

from server.core.access import GRANTS, Actor, Permission, Role, Rules
from server.core.settings import Setting
from server.places.models import Estate


def no_law(_: Actor, subject: Any) -> str | None:
    return "法定数字由区社建办核定后填写" if isinstance(subject, Setting) and subject.law else None


def for_the_whole_community(actor: Actor, _: Any) -> str | None:
    """What binds every estate is not set by the branch of one."""
    offices = [duty for duty in actor.duties if Permission.SETTING_CHANGE in GRANTS[duty.role]]
    if any(duty.estate_id is None for duty in offices):
        return None
    return "议事规则管整个社区，由社区党组织书记和居委会设定"


def gates_by_the_secretary(actor: Actor, subject: Any) -> str | None:
    """The gates are the party organisation's: its secretary alone hands them down or takes them back."""
    if not isinstance(subject, Estate):
        return None
    whole = [duty for duty in actor.duties if duty.role is Role.SECRETARY and duty.estate_id is None]
    return None if whole else "把关是否下放给小区党支部，由社区党组织书记决定"


RULES: Rules = {Permission.SETTING_CHANGE: (no_law, for_the_whole_community, gates_by_the_secretary)}
