"""Effects of the covenant's steps on the topic they are taken in. The papers come in by service.py."""

import hashlib
from calendar import monthrange
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from server.ballots import queries as ballots
from server.ballots import service as polls
from server.ballots.models import Poll
from server.core import settings
from server.core.access import Actor
from server.deliberation import decision_effects, proposals
from server.deliberation.clocks import Ends
from server.deliberation.covenants import queries
from server.deliberation.covenants.models import Covenant, CovenantArticle, CovenantVersion, VersionState
from server.deliberation.effects import Effect, Effects
from server.deliberation.forms import Move
from server.deliberation.matters import Matter as About
from server.deliberation.policy import Matter
from server.deliberation.workflow import Verb
from server.extensions import db
from server.kit import chain
from server.kit.errors import ConflictError, InvalidError
from server.kit.worktime import end_of_day, today

#: The residents' own covenant, or the owners' rules of management (民法典第二百七十八条第二项).
MATTERS = (About.RESIDENTS_COVENANT, About.COVENANT)


def digest(title: str, preamble: str, articles: Sequence[Mapping[str, str]]) -> bytes:
    """SHA-256 of the covenant as everybody reads it."""
    kept = [[number, one["title"], one["body"]] for number, one in enumerate(articles, 1)]
    return hashlib.sha256(chain.canonical({"title": title, "preamble": preamble, "articles": kept})).digest()


def months_later(day: date, months: int) -> date:
    """The same day of the month; the month's last where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def submit(actor: Actor, matter: Matter, move: Move, _: datetime) -> Effect:
    """The host hands it in, with the meeting it is for: from here on the party organisation's days run, and
    nobody changes a word."""
    covenant, version = _at_hand(matter)
    if version.law_note is None:
        raise InvalidError("请先写明与法律法规的比对情况", code="law_note_required")
    proposal = _proposal(covenant, version, matter, move)
    asked = decision_effects.propose(actor, matter.topic, covenant_proposal=proposal)
    return Effect({**asked, "at_gate": True}, restart=True)


def send_back(_: Actor, __: Matter, ___: Move, ____: datetime) -> Effect:
    return Effect({"at_gate": False}, restart=True)


def open_vote(actor: Actor, matter: Matter, _: Move, moment: datetime) -> Effect:
    """The articles become rows that nobody changes, and the homes are asked by the route the law names."""
    (covenant, version), topic = _at_hand(matter), matter.topic
    assert topic.covenant_proposal is not None
    assert version.draft is not None
    # A vote that the 街镇 ordered anew is about the next version, by the meeting that was called.
    asked = {**topic.covenant_proposal, "question": _question(covenant, version)}
    poll = polls.open_poll(actor, proposals.terms_of(topic, asked, moment))
    articles = version.draft
    with db.session.no_autoflush:
        version.sha256 = digest(covenant.title, version.preamble, articles)
        version.state, version.poll_id, version.draft = VersionState.VOTING, poll.id, None
    db.session.flush()
    db.session.add_all(
        CovenantArticle(covenant_id=covenant.id, version=version.version, number=number, **one)
        for number, one in enumerate(articles, 1)
    )
    evidence = {
        **_named(version),
        "poll": poll.id,
        "ballot_hash": poll.terms_hash.hex(),
        "electorate_hash": poll.roll_root.hex(),
        **decision_effects.convened(topic, asked),
    }
    columns = {"covenant_poll_id": poll.id, "at_gate": False}
    return Effect(columns, evidence, Ends(closes_at=poll.closes_at), rule=poll.rule)


def _proposal(covenant: Covenant, version: CovenantVersion, matter: Matter, move: Move) -> dict[str, Any]:
    assert move.ballot is not None
    if About(move.ballot["matter"]) not in MATTERS:
        raise InvalidError("公约由居民会议、村民会议或业主大会表决", code="not_a_covenant")
    form = {**move.ballot, "question": _question(covenant, version)}
    return proposals.proposal_of(matter.topic, form, decision_effects.rulebook(matter.topic))


def _question(covenant: Covenant, version: CovenantVersion) -> str:
    return f"是否同意《{covenant.title}》第 {version.version} 版？"


def count(_: Actor, __: Matter, ___: Move, ____: datetime) -> Effect:
    """The ballots are counted: the count lies open, and then the party organisation's days run."""
    return Effect({"at_gate": True}, restart=True)


def adopt(actor: Actor, matter: Matter, _: Move, moment: datetime) -> Effect:
    """In force from today; what it replaces is history."""
    covenant, version = _at_hand(matter)
    count = _certified(actor, version)
    if (before := queries.in_force(covenant.id)) is not None:
        before.state = VersionState.SUPERSEDED
        db.session.flush()
    day = today(moment)
    with db.session.no_autoflush:
        version.state, version.adopted_at, version.in_force_from = VersionState.IN_FORCE, moment, day
        version.review_on = months_later(day, settings.value("covenant.review_months"))
    covenant.version_in_force = version.version
    db.session.flush()
    return Effect({"at_gate": False}, {**_named(version), **count}, rule=_poll_of(version).rule)


def drop(actor: Actor, matter: Matter, _: Move, __: datetime) -> Effect:
    """What was voted down stays as it was asked; the host goes on with a copy, to be compared again."""
    covenant, version = _at_hand(matter)
    count, rule = _certified(actor, version), _poll_of(version).rule
    _go_on(covenant, version, VersionState.DROPPED)
    return Effect({"at_gate": False}, {**_named(version), **count}, rule=rule)


def order_revote(actor: Actor, matter: Matter, move: Move, _: datetime) -> Effect:
    """The count stands in the records and decides nothing; the same words wait to be put to the vote."""
    covenant, version = _at_hand(matter)
    polls.annul(actor, _poll_of(version), move.reason or "")
    again = _go_on(covenant, version, VersionState.ANNULLED)
    again.law_note, again.law_checked_at = version.law_note, version.law_checked_at
    again.law_checked_by, again.law_checked_name = version.law_checked_by, version.law_checked_name
    db.session.flush()
    return Effect({"challenge": None, "at_gate": True})


def extend_vote(actor: Actor, matter: Matter, move: Move, _: datetime) -> Effect:
    """The same ballots, a later close; who took part already has voted."""
    assert move.until is not None
    poll = _poll_of(_at_hand(matter)[1])
    polls.extend(actor, poll, end_of_day(move.until), move.reason or "")
    return Effect({"at_gate": False}, ends=Ends(closes_at=poll.closes_at), restart=True)


def _go_on(covenant: Covenant, version: CovenantVersion, ended: VersionState) -> CovenantVersion:
    """End what was voted on, and begin the next version with the same words."""
    asked = queries.articles(covenant.id, [version.version])
    version.state = ended
    db.session.flush()
    covenant.latest_version += 1
    again = CovenantVersion(
        covenant_id=covenant.id, version=covenant.latest_version, topic_id=version.topic_id
    )
    again.preamble, again.draft = version.preamble, [{"title": one.title, "body": one.body} for one in asked]
    again.drafted_name = version.drafted_name
    db.session.add(again)
    db.session.flush()
    return again


def _at_hand(matter: Matter) -> tuple[Covenant, CovenantVersion]:
    version = queries.of_topic(matter.topic.id)
    covenant = queries.lock(version.covenant_id) if version else None
    if version is None or covenant is None:
        raise ConflictError("这个议题还没有公约草案", code="no_draft")
    return covenant, version


def _certified(actor: Actor, version: CovenantVersion) -> dict[str, Any]:
    return polls.certify(actor, _poll_of(version))


def _poll_of(version: CovenantVersion) -> Poll:
    assert version.poll_id is not None
    poll = ballots.lock_poll(version.poll_id)
    assert poll is not None
    return poll


def _named(version: CovenantVersion) -> dict[str, Any]:
    assert version.sha256 is not None
    return {
        "covenant": version.covenant_id,
        "covenant_version": version.version,
        "articles_hash": version.sha256.hex(),
    }


EFFECTS: Effects = {
    Verb.SUBMIT_COVENANT: submit,
    Verb.RETURN_COVENANT: send_back,
    Verb.OPEN_COVENANT_VOTE: open_vote,
    Verb.COUNT_COVENANT: count,
    Verb.ORDER_COVENANT_REVOTE: order_revote,
    Verb.EXTEND_COVENANT_VOTE: extend_vote,
    Verb.ADOPT_COVENANT: adopt,
    Verb.DROP_COVENANT: drop,
}
