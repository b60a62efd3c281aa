"""决议公告: what a counted poll decided, or honestly that it decided nothing; to be printed and hung up."""

from collections.abc import Mapping
from typing import Any

from server.ballots import box_queries, counting, delivery_queries, policy, publication, views
from server.ballots.models import Mode, Poll, PollState
from server.ballots.sentences import least_asked
from server.ballots.statute import Outcome, Rule, Verdict
from server.core.access import Actor
from server.kit.errors import NotFoundError
from server.places.queries import get_community

#: Before the party organisation certified it, a passed count is a result, no resolution.
RESOLUTION = "决议公告"
TITLES: Mapping[Outcome, str] = {
    Outcome.PASSED: "表决结果公告",
    Outcome.NOT_PASSED: "表决未通过公告",
    Outcome.NO_QUORUM: "表决不成立公告",
}
ANNULLED = "表决结果撤销公告"
STANDINGS: Mapping[PollState, str] = {
    PollState.CLOSED: "计票结果公示中，等待监督委员会成员核对",
    PollState.CONFIRMED: "监督委员会成员已核对计票，等待社区党组织确认",
    PollState.CERTIFIED: "监督委员会成员已核对计票，社区党组织已确认",
    PollState.ANNULLED: "计票结果已撤销，不作为决定",
}
UNDECIDED: Mapping[Outcome, str] = {
    Outcome.NOT_PASSED: "这次表决没有通过，没有形成决议。",
    Outcome.NO_QUORUM: "参与没有达到要求，这次表决没有形成决议。各选项的票数不公布。",
}


def resolution(actor: Actor, poll: Any) -> dict[str, Any]:
    """Of a poll as shown. NotFoundError outside its estate. ConflictError `poll_open` before the count."""
    if not policy.sees(actor, poll):
        raise NotFoundError
    verdict, _ = counting.result(poll)
    assert poll.counted is not None
    return {
        "poll_id": poll.id,
        "title": title(poll.state, verdict.outcome),
        "standing": STANDINGS[poll.state],
        "decision": _decision(poll.state, verdict),
        "outcome": verdict.outcome,
        "annulment": poll.annulment,
        "question": poll.question,
        "parties": _parties(poll),
        "rule": _rule(poll, counting.rule_of(poll)),
        "sentences": verdict.sentences,
        "undelivered": delivery_queries.undelivered(poll),
        "channels": None if poll.mode is Mode.SECRET else poll.counted["channels"],
        **_record(poll),
        "hashes": _hashes(poll, poll.counted),
        "publication": f"/api/v1/communities/{poll.community_id}/polls/{poll.id}/publication",
        "format": publication.FORMAT,
    }


def title(state: PollState, outcome: Outcome) -> str:
    if state is PollState.ANNULLED:
        return ANNULLED
    certified = state is PollState.CERTIFIED and outcome is Outcome.PASSED
    return RESOLUTION if certified else TITLES[outcome]


def _decision(state: PollState, verdict: Verdict) -> str:
    if state is PollState.ANNULLED:
        return "这次计票已经撤销，没有形成决议。"
    if verdict.leading is None or verdict.outcome is not Outcome.PASSED:
        return UNDECIDED[verdict.outcome]
    if state is PollState.CERTIFIED:
        return f"决议：{verdict.leading.label}。"
    return f"计票结果：{verdict.leading.label}。经核对和确认后成为决议。"


def _hashes(poll: Poll, counted: Mapping[str, Any]) -> dict[str, str]:
    return {
        "terms_hash": poll.terms_hash.hex(),
        "roll_root": poll.roll_root.hex(),
        "box_root": counted["box_root"],
    }


def _record(poll: Poll) -> dict[str, Any]:
    """When it was counted, and who of the 监督委员会 went through it."""
    record = box_queries.latest_round(poll.id)
    assert record is not None
    return {"dates": _dates(poll, record), "confirmed_by": record.confirmed_name, "note": record.note}


def _parties(poll: Any) -> list[dict[str, str]]:
    """Who held the vote, of whom and how."""
    community = get_community(poll.community_id)
    decided = poll.rule.get("title") or "社区表决"
    return [
        {"label": "组织", "text": community.name if community else ""},
        {"label": "决定方式", "text": decided},
        {"label": "名册", "text": views.electorate(poll)},
        {"label": "表决方式", "text": views.MODE_NAMES[poll.mode]},
    ]


def _rule(poll: Poll, rule: Rule) -> dict[str, Any]:
    """The rule as it was frozen, and what it asks in words."""
    quorum = rule.quorum.text + least_asked(rule.bases[0], rule.least)
    asks = f"参与须达到{quorum}，赞成须达到参与的{rule.majority.text}"
    both = "，专有部分面积和业主人数两项分别达到" if len(rule.bases) > 1 else ""
    cited = {name: poll.rule.get(name) for name in ("route", "title", "cite", "version")}
    return {**cited, "asks": asks + both}


def _dates(poll: Poll, record: Any) -> list[dict[str, Any]]:
    """Every date of the vote, in its order; those that never came are left out."""
    found = [
        ("开始表决", poll.opens_at, None),
        ("第一次截止", poll.first_closes_at if poll.extended_at else None, None),
        ("延期", poll.extended_at, poll.extension_reason),
        ("截止", poll.closes_at, None),
        ("计票", record.counted_at, f"第 {record.round} 次" if record.round > 1 else None),
        ("核对计票", record.confirmed_at, None),
        ("党组织确认", poll.certified_at, None),
        ("撤销", poll.annulled_at, poll.annulment),
    ]
    return [{"label": label, "at": at, "note": note} for label, at, note in found if at is not None]
