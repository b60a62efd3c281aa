"""Rules on one post or comment: who sees it, who may do what with it. Each answers a reason or None."""

from typing import Any, cast

from server.boards.catalogue import BoardInfo
from server.boards.models import Comment, Post, State
from server.boards.workflow import COMMENTS, POSTS, Facts
from server.core import access
from server.core.access import GRANTS, Actor, Permission
from server.kit.workflow import Step, Workflow


def sees(actor: Actor, row: Post | Comment) -> bool:
    """Public texts reach their estate (or everybody); others their author and the clerks of that ground."""
    if actor.person_id in writers(row):
        return True
    if row.state is State.PUBLISHED:
        visible = actor.visible_estates
        return row.estate_id is None or visible is None or row.estate_id in visible
    return judges(actor, row.estate_id)


def writers(row: Post | Comment) -> frozenset[int | None]:
    """The author, and who filed it for him: both read it in every state, and neither judges it."""
    return frozenset((row.author_id, row.filed_by if isinstance(row, Post) else None))


def judges(actor: Actor, estate_id: int | None) -> bool:
    """Does an office of the actor reach texts of this estate (None: of the whole community)?"""
    reached = ground(actor)
    return reached is None or estate_id in reached


def speaks_as(actor: Actor, estate_id: int | None) -> Permission | None:
    """What makes his words there an office's (a reply, the committee's answer); None: a neighbour's."""
    return Permission.POST_MODERATE if judges(actor, estate_id) else None


def ground(actor: Actor) -> frozenset[int] | None:
    """The estates whose texts the actor's offices judge; None: all of the community."""
    offices = [duty for duty in actor.duties if Permission.POST_MODERATE in GRANTS[duty.role]]
    if any(duty.estate_id is None for duty in offices):
        return None
    return frozenset(duty.estate_id for duty in offices if duty.estate_id is not None)


def may_address(actor: Actor, estate_id: int | None) -> bool:
    visible = actor.visible_estates
    return estate_id is None or visible is None or estate_id in visible


def only_the_author(actor: Actor, subject: Any) -> str | None:
    if isinstance(subject, Post | Comment) and subject.author_id != actor.person_id:
        return "只有作者本人可以撤回"
    return None


def somebody_elses_text(actor: Actor, subject: Any) -> str | None:
    if not isinstance(subject, Post | Comment) or actor.person_id not in writers(subject):
        return None
    written = "自己写" if subject.author_id == actor.person_id else "代邻居提交"
    return f"您{written}的内容，请由其他工作人员处理"


def on_own_ground(actor: Actor, subject: Any) -> str | None:
    if isinstance(subject, Post | Comment) and not judges(actor, subject.estate_id):
        return "这条内容不属于您负责的小区"
    return None


RULES: access.Rules = {
    Permission.POST_WRITE: (only_the_author,),
    Permission.POST_MODERATE: (somebody_elses_text, on_own_ground),
    Permission.NOTICE_PUBLISH: (on_own_ground,),
}


def table_of(row: Post | Comment) -> Workflow[State, Facts]:
    return POSTS if isinstance(row, Post) else COMMENTS


def facts_of(row: Post | Comment) -> Facts:
    return Facts(pinned=isinstance(row, Post) and row.pinned, reports=row.reports)


def denial(actor: Actor, step: Step[State, Facts], row: Post | Comment) -> str | None:
    """Why the actor may not take this step. The check's own steps are nobody's: no role grants them."""
    return access.denial(actor, cast(Permission, step.who), row)


def enforce(actor: Actor, step: Step[State, Facts], row: Post | Comment) -> None:
    access.enforce(actor, cast(Permission, step.who), row)


def verbs(actor: Actor, row: Post | Comment) -> list[str]:
    """What the actor may do with it now."""
    return [
        str(step.verb)
        for step in table_of(row).steps_from(row.state)
        if step.shut(facts_of(row)) is None and denial(actor, step, row) is None
    ]


def board_verbs(actor: Actor, info: BoardInfo) -> list[str]:
    """post: under one's own name; assist: for a neighbour, where neighbours write."""
    asked = [("post", info.writes)]
    if info.writes is Permission.POST_WRITE:
        asked.append(("assist", Permission.ASSIST))
    return [verb for verb, needed in asked if access.denial(actor, needed) is None]
