"""Rules on one setting of a community; each answers a reason or None."""

from server.core.access import GRANTS, Actor, Permission, Rules
from server.core.settings import Setting


def no_law(_: Actor, setting: Setting) -> str | None:
    return "法定数字由区社建办核定后填写" if setting.law else None


def for_the_whole_community(actor: Actor, _: Setting) -> str | None:
    """What binds every estate is not set by the branch of one."""
    offices = [duty for duty in actor.duties if Permission.SETTING_CHANGE in GRANTS[duty.role]]
    if any(duty.estate_id is None for duty in offices):
        return None
    return "议事规则管整个社区，由社区党组织书记和居委会设定"


RULES: Rules = {Permission.SETTING_CHANGE: (no_law, for_the_whole_community)}
