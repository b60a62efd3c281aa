"""The hall and the topic page: read a hundred times for each write, so shared bytes plus a small overlay."""

from collections.abc import Sequence
from typing import Any

from server.core.access import Actor, Permission, denial
from server.core.hot import Args, Audience, HotRead
from server.core.versions import key
from server.deliberation import (
    cards,
    facts,
    grounds,
    hall_queries,
    hosting,
    ledger_queries,
    own_parts,
    page_queries,
    parts,
    plans,
    policy,
    reasons,
    verb_cards,
)
from server.deliberation.covenants.guards import OTHER_HALF
from server.deliberation.decision_guards import OutcomeIs, called_by_nobody
from server.deliberation.guards import Facts, ones_own_signature
from server.deliberation.policy import Matter, Sight
from server.deliberation.states import TopicState
from server.deliberation.workflow import BUTTON, WORKFLOW, Nobody, Verb, row_of
from server.kit.db import utc_now
from server.kit.errors import NotFoundError
from server.kit.pagination import cut
from server.kit.workflow import Step
from server.kit.worktime import today

COMMENTS = 30
#: What is not this caller's, or not of this half of a covenant, is no button of his.
HIDES = OTHER_HALF | {ones_own_signature, called_by_nobody}


def _estates(actor: Actor, _: Args) -> str:
    visible = actor.visible_estates
    return "*" if visible is None else ",".join(map(str, sorted(visible)))


def hall(actor: Actor, args: Args) -> tuple[Audience, dict[str, Any]]:
    """The list of topics, for everybody who sees the same estates."""
    rows = hall_queries.page_of(args["state"], actor.visible_estates, args["after"], args["limit"])
    page, following = cut(rows, args["limit"])
    items = [cards.card(row, whole=policy.public(row)) for row in page]
    return None, {"items": items, "next": following}


def drafts(actor: Actor, _: Args, __: dict[str, Any]) -> dict[str, Any]:
    """The caller's own topics that neighbours do not see whole yet."""
    return {"drafts": [cards.card(row, whole=True) for row in hall_queries.unpublished_of(actor.person_id)]}


TOPIC_LIST = HotRead(
    name="topics",
    permission=Permission.TOPIC_READ,
    versions=lambda community_id, _: (key("topics", community_id), key("polls", community_id)),
    scope=_estates,
    shared=hall,
    mine=drafts,
)


def shared_page(_: Actor, args: Args) -> tuple[Audience, dict[str, Any]]:
    """What neighbours read whole is the same for all of them; of other topics it says that there is none."""
    row = page_queries.whole(args["topic"])
    if row is None or not policy.public(row):
        return None, {"topic": None}
    return row.estate_id, _page(row, whole=True)


def _page(row: Any, *, whole: bool) -> dict[str, Any]:
    decisions = [cards.note(one) for one in ledger_queries.decisions_on(row.id)]
    found = page_queries.comments(row.id, None, COMMENTS) if row.admitted_at else []
    page, following = cut(found, COMMENTS)
    discussed = parts.shared(row) if whole else parts.nothing(row)
    return {
        "topic": {**cards.full(row, decisions, whole=whole), **discussed},
        "comments": {"items": [cards.comment(one) for one in page], "next": following},
    }


def own_part(actor: Actor, args: Args, shared: dict[str, Any]) -> dict[str, Any]:
    # Raised here and not while filling: that there is nothing to share is kept too.
    if shared["topic"] is None:
        raise NotFoundError
    return _mine(actor, args["topic"], shared["comments"]["items"])


TOPIC_PAGE = HotRead(
    name="topic",
    permission=Permission.TOPIC_READ,
    versions=lambda community_id, args: (
        key("topic", community_id, args["topic"]),
        key("poll", community_id, args["topic"]),
    ),
    scope=lambda _, __: "",
    shared=shared_page,
    mine=own_part,
)


def page_for(actor: Actor, matter: Matter, *, acted: bool = False) -> dict[str, Any]:
    """The whole answer for one caller, made anew: for what only some may see, and after a step.

    acted: he has just taken a step of it, and reads what became of it wherever it went.
    """
    seen = Sight.WHOLE if acted else policy.sight(actor, matter.topic)
    if seen is Sight.NOTHING:
        raise NotFoundError
    row = page_queries.whole(matter.topic.id)
    page = _page(row, whole=seen is Sight.WHOLE)
    return {**page, "mine": _mine(actor, row.id, page["comments"]["items"])}


def _mine(actor: Actor, topic_id: int, said: list[dict[str, Any]]) -> dict[str, Any]:
    matter, stance, entitled, waits = page_queries.standing(topic_id, actor)
    topic = matter.topic
    pending = [cards.comment(one) for one in _set_aside(actor, topic, waits)] if topic.admitted_at else []
    return {
        "verbs": verbs_for(actor, matter),
        "stance": stance.value if stance else None,
        "may_speak": _may(actor, Permission.TOPIC_COMMENT, matter),
        "may_take_stance": _may(actor, Permission.TOPIC_DISCUSS, matter),
        "is_author": topic.author_id == actor.person_id,
        "host_verbs": hosting.verbs(actor, matter),
        "may_vote": entitled and topic.state.value == "voting",
        "pending_comments": pending,
        "comment_verbs": cards.comment_verbs(actor, [*said, *pending]),
        **own_parts.mine(actor, matter),
    }


def _set_aside(actor: Actor, topic: Any, waits: bool) -> Sequence[Any]:
    """What only the caller sees here: his own that is not public; a moderator sees the hidden ones too."""
    if Permission.POST_MODERATE in actor.permissions:
        return page_queries.set_aside_comments(topic.id, actor)
    if waits and Permission.TOPIC_COMMENT in actor.permissions:
        return page_queries.own_unpublished_comments(topic.id, actor)
    return ()


def _may(actor: Actor, permission: Permission, matter: Matter) -> bool:
    running = plans.not_running(matter.topic, today(utc_now())) is None
    return running and denial(actor, permission, matter) is None


def verbs_for(actor: Actor, matter: Matter) -> list[dict[str, Any]]:
    """What the caller may do now. A shut guard is shown with its reason; the count's other rows are not."""
    steps = [
        step
        for step in WORKFLOW.steps_from(matter.topic.state)
        if not isinstance(step.who, Nobody) and denial(actor, Permission(step.who), matter) is None
    ]
    if not steps:
        return []
    known, state = facts.of(actor, matter, utc_now()), matter.topic.state
    return [
        _button(verb, step.shut(known))
        for step in steps
        if (verb := Verb(step.verb)) is row_of(BUTTON.get(verb, verb), state, known)
        and not _elsewhere(step, known)
    ]


def _elsewhere(step: Step[TopicState, Facts], known: Facts) -> bool:
    """The row of another outcome, of what a covenant is not yet or is no more, of another's signature."""
    return any(guard(known) for guard in step.guards if isinstance(guard, OutcomeIs) or guard in HIDES)


def _button(verb: Verb, shut: str | None) -> dict[str, Any]:
    words_of = verb_cards.VERBS[verb]
    return {
        "verb": BUTTON.get(verb, verb).value,
        "name": words_of.name,
        "consequence": words_of.consequence,
        "needs": list(words_of.needs),
        "codes": [{"code": one.value, "name": reasons.NAMES[one]} for one in reasons.LISTS.get(verb, ())],
        "grounds": grounds.taken(verb),
        "shut": shut,
    }
