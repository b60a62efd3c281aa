"""Covenants as JSON."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from server.ballots import queries as ballots
from server.ballots.models import Poll
from server.core import database
from server.core.access import Actor, Permission, denial
from server.deliberation import queries as topics
from server.deliberation import reads
from server.deliberation.covenants import now_views, policy, queries
from server.deliberation.covenants.changes import Article, Change, compare
from server.deliberation.covenants.models import CitationKind, Covenant, CovenantVersion, VersionState
from server.deliberation.covenants.service import MOVES
from server.deliberation.policy import Matter
from server.kit.errors import NotFoundError
from server.kit.worktime import today

STATE_NAMES = {
    VersionState.DRAFT: "拟订中",
    VersionState.VOTING: "表决中",
    VersionState.IN_FORCE: "已生效",
    VersionState.SUPERSEDED: "已被新版替代",
    VersionState.DROPPED: "表决没有通过",
    VersionState.ANNULLED: "表决作废，重新表决",
}

LAW_NOTE_MISSING = "请先写明与法律法规的比对情况"


def card(row: Any, day: date, *, drafts: bool) -> dict[str, Any]:
    """`row`: of queries.listed. drafts: the reader sees what is only drafted."""
    shown = row.open_state is VersionState.VOTING or (drafts and row.open_state is not None)
    return {
        "id": row.id,
        "title": row.title,
        "estate": _estate(row.estate_id, row.estate_name),
        "version": row.version_in_force,
        "articles": row.articles,
        "in_force_from": row.in_force_from,
        "filing_no": row.filing_no,
        "review_on": row.review_on,
        "review_due": row.review_on is not None and row.review_on <= day,
        "open": _open_card(row) if shown else None,
    }


def _open_card(row: Any) -> dict[str, Any]:
    state_name = STATE_NAMES[row.open_state]
    return {
        "version": row.open_version,
        "state": row.open_state.value,
        "state_name": state_name,
        "topic_id": row.open_topic,
    }


def _estate(estate_id: int | None, name: str | None) -> dict[str, Any] | None:
    return {"id": str(estate_id), "name": name or ""} if estate_id else None


def listed(actor: Actor) -> list[dict[str, Any]]:
    drafts, day = policy.sees_drafts(actor), today(database.now())
    cards = [card(row, day, drafts=drafts) for row in queries.listed(actor.visible_estates)]
    return [one for one in cards if one["version"] or one["open"]]


def page(actor: Actor, covenant: Covenant, wanted: int | None) -> dict[str, Any]:
    """One version of a covenant and what it changed. NotFoundError for a draft that is not shown to all."""
    known = _readable(actor, covenant)
    version = _chosen(known, wanted or covenant.version_in_force)
    before = _before(known, version)
    written = _articles(covenant.id, version, before)
    changes, removed = compare(written.get(before.version, []) if before else [], written[version.version])
    matter = topics.get_matter(version.topic_id)
    assert matter is not None
    poll = ballots.get_poll(version.poll_id) if version.poll_id else None
    return {
        "id": covenant.id,
        "title": covenant.title,
        "estate": _estate(covenant.estate_id, _estate_name(covenant)),
        "version_in_force": covenant.version_in_force,
        "versions": [_line(one) for one in reversed(known)],
        **_version(version),
        "compared_with": before.version if before else None,
        "articles": _with_counts(covenant.id, version, changes, compared=before is not None),
        "removed": [_plain(one) for one in removed],
        "adoption": _adoption(poll) if poll else None,
        "topic": {"id": str(version.topic_id), "title": matter.topic.title},
        "now": now_views.now(matter.topic) if version.state in queries.OPEN else None,
        "reviews": [_review(one) for one in queries.reviews(covenant.id)],
        "mine": _mine(actor, covenant, version, matter),
    }


def _readable(actor: Actor, covenant: Covenant) -> list[CovenantVersion]:
    drafts = policy.sees_draft(actor, queries.drafting(covenant.id))
    return [one for one in queries.versions(covenant.id) if drafts or one.state is not VersionState.DRAFT]


def _estate_name(covenant: Covenant) -> str | None:
    return ballots.estate_name(covenant.estate_id) if covenant.estate_id else None


def _chosen(known: Sequence[CovenantVersion], wanted: int | None) -> CovenantVersion:
    """The version asked for; without a wish the one in force, or the latest that may be read."""
    found = next((one for one in known if one.version == wanted), None)
    if wanted is None and known:
        return known[-1]
    if found is None:
        raise NotFoundError
    return found


def _before(known: Sequence[CovenantVersion], version: CovenantVersion) -> CovenantVersion | None:
    """What was agreed on before this version; what was voted down is no text to compare with."""
    agreed = [one for one in known if one.version < version.version and one.state in queries.AGREED]
    return agreed[-1] if agreed else None


def _articles(
    covenant_id: int, version: CovenantVersion, before: CovenantVersion | None
) -> dict[int, list[Article]]:
    """version → its articles, by one statement; a draft's are not rows yet."""
    written: dict[int, list[Article]] = {version.version: []}
    for row in queries.articles(covenant_id, [one.version for one in (version, before) if one]):
        written.setdefault(row.version, []).append(Article(row.number, row.title, row.body))
    if version.draft is not None:
        written[version.version] = [
            Article(number, one["title"], one["body"]) for number, one in enumerate(version.draft, 1)
        ]
    return written


def _line(version: CovenantVersion) -> dict[str, Any]:
    return {
        "version": version.version,
        "state": version.state.value,
        "state_name": STATE_NAMES[version.state],
        "in_force_from": version.in_force_from,
    }


def _version(version: CovenantVersion) -> dict[str, Any]:
    due = version.review_on is not None and version.review_on <= today(database.now())
    return {
        **_line(version),
        "preamble": version.preamble,
        "hash": version.sha256.hex() if version.sha256 else None,
        "law_note": version.law_note,
        "law_checked_by": version.law_checked_name,
        "law_checked_at": version.law_checked_at,
        "drafted_by": version.drafted_name,
        "adopted_at": version.adopted_at,
        "filing_no": version.filing_no,
        "filed_at": version.filed_at,
        "review_on": version.review_on,
        "review_due": due and version.state is VersionState.IN_FORCE,
    }


def _with_counts(
    covenant_id: int, version: CovenantVersion, changes: Sequence[Change], *, compared: bool
) -> list[dict[str, Any]]:
    counts = {(row.number, row.kind): row.times for row in queries.cited(covenant_id, version.version)}
    return [
        {
            **_plain(one.article),
            "change": one.kind if compared else None,
            "before": _plain(one.before) if compared and one.before and one.kind == "changed" else None,
            "citations": counts.get((one.article.number, CitationKind.CITED), 0),
            "breaches": counts.get((one.article.number, CitationKind.BREACH), 0),
        }
        for one in changes
    ]


def _plain(article: Article) -> dict[str, Any]:
    return {"number": article.number, "title": article.title, "body": article.body}


def _adoption(poll: Poll) -> dict[str, Any]:
    """How it was put to the vote; counts only after the close, and no choices without a quorum."""
    counted = poll.counted or {}
    return {
        "poll_id": poll.id,
        "question": poll.question,
        "state": poll.state.value,
        "outcome": counted.get("outcome"),
        "homes": counted.get("cast"),
        "of_homes": poll.roll_size,
        "rule": poll.rule,
        "closes_at": poll.closes_at,
    }


def _review(row: Any) -> dict[str, Any]:
    said = {"text": row.body, "by": row.reviewed_name, "at": row.at}
    return {**said, "due_on": row.due_on, "next_on": row.next_on}


def _mine(actor: Actor, covenant: Covenant, version: CovenantVersion, matter: Matter) -> dict[str, Any]:
    hosts = denial(actor, Permission.TOPIC_HOST, matter) is None
    in_force = version.state is VersionState.IN_FORCE
    open_here = version.state in queries.OPEN
    drafted = version.state is VersionState.DRAFT and not matter.topic.at_gate
    return {
        "verbs": _verbs(actor, version, matter) if open_here else [],
        "edition": version.edition if version.state is VersionState.DRAFT else None,
        "may_edit": hosts and drafted,
        "may_file": hosts and in_force and version.filing_no is None,
        "may_review": hosts and _version(version)["review_due"],
        "may_cite": in_force and Permission.COVENANT_CITE in actor.permissions,
        "may_note_breach": in_force and policy.desk(actor, covenant.estate_id),
    }


def _verbs(actor: Actor, version: CovenantVersion, matter: Matter) -> list[dict[str, Any]]:
    """The topic's steps, those taken here under the names they have here."""
    names = {verb.value: name for name, verb in MOVES.items()}
    found = []
    for step in reads.verbs_for(actor, matter):
        name = names.get(step["verb"], step["verb"])
        shut = LAW_NOTE_MISSING if name == "submit" and version.law_note is None else step["shut"]
        found.append({**step, "verb": name, "shut": shut})
    return found
