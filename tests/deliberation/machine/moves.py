"""What a step changes in the reference model, and what time alone changes: nothing but two clocks."""

from datetime import date, datetime, time, timedelta
from typing import Any

from tests.deliberation.machine import rules as r
from tests.deliberation.machine.model import after, days, waits

_LAST = time(23, 59)


def take(topic: dict[str, Any], who: str, verb: str, form: dict[str, Any], now: datetime) -> None:
    """The step is taken; the caller knows that nothing speaks against it."""
    target = _target(topic, verb)
    if verb in r.RECORDED and target != "first_hand":
        gate, action = r.RECORDED[verb]
        topic["record"].append(("covenant" if topic["state"] == "covenant_vote" else gate, action))
    if verb in _CHANGES:
        _CHANGES[verb](topic, who, form, now)
    topic["moves"] += 1
    if target == "first_hand":
        topic["first_hand"] = who
    elif target is not None:
        enter(topic, target, now)
    elif verb == "extend_discussion":
        enter(topic, "discussing", now)


def _target(topic: dict[str, Any], verb: str) -> str | None:
    if verb == "submit" and topic["state"] == "draft" and topic["needed"] > len(topic["seconds"]):
        return "seconding"
    if verb == "adopt" and topic["admitted"]:
        return "admitted"
    if verb == "decline" and len(topic["seconds"]) >= r.TWO_HANDS:
        return "first_hand"
    if verb == "certify" and topic["poll"]["outcome"] != "passed":
        return str(topic["poll"]["outcome"])
    if topic["state"] == "covenant_vote" and verb in r.OF_A_COVENANT:
        return r.OF_A_COVENANT[verb]
    return r.TABLE[verb][2]


def enter(topic: dict[str, Any], state: str, now: datetime) -> None:
    """A new visit of a state: its day, its deadline, its notice; lateness is told once a visit."""
    today = now.date()
    topic["state"], topic["since"], topic["told_late"] = state, today, False
    counted = state == "tallied" or (state == "covenant_vote" and topic["at_gate"])
    notice = r.OBJECTION if counted else {"summarised": r.PUBLICITY}.get(state)
    if notice and not topic.pop("notice_kept", False):
        topic["notice_until"] = after(today, notice)
    if counted:
        topic["challenged_before"] = False
    topic["due"] = _due(topic, state, today)


def _due(topic: dict[str, Any], state: str, today: date) -> date | None:
    working = {
        "seconding": r.SECONDING, "gate1_pending": r.GATE, "admitted": r.PLAN, "gate2_pending": r.GATE,
        "paused": r.PAUSE, "gate3_pending": r.GATE, "decided": r.PROJECT,
    }  # fmt: skip
    if topic["at_gate"]:
        return after(topic["notice_until"] if state == "covenant_vote" else today, r.GATE)
    if state in ("voting", "covenant_vote"):
        closes: date = topic["poll"]["closes"]
        return closes
    if state == "discussing":
        return after(max(topic["ends"], today), r.SUMMARY)
    if state == "summarised":
        return after(max(topic["notice_until"], today), r.ROUTE)
    if state == "tallied":
        return after(topic["notice_until"], r.GATE)
    if state == "gate3_pending" and topic["route"] == "A":
        return after(today + days(r.CONSENSUS), r.GATE)
    return after(today, working[state]) if state in working else None


def _submit(topic: dict[str, Any], _: str, __: Any, ___: Any) -> None:
    topic["checked"], topic["submitted"] = "checking", True


def _withdraw(topic: dict[str, Any], _: str, __: Any, ___: Any) -> None:
    topic["first_hand"] = None


def _adopt(topic: dict[str, Any], who: str, _: Any, __: Any) -> None:
    topic["author"] = who
    if not topic["admitted"]:
        topic["checked"] = "checking"


def _admit(topic: dict[str, Any], _: str, __: Any, ___: Any) -> None:
    topic["admitted"] = True


def _return(topic: dict[str, Any], _: str, __: Any, ___: Any) -> None:
    topic["returns"] += 1


def _appeal(topic: dict[str, Any], _: str, __: Any, ___: Any) -> None:
    topic["appeal"] = "open"


def _answered(topic: dict[str, Any], _: str, __: Any, ___: Any) -> None:
    topic["appeal"] = "answered"


def _recuse(topic: dict[str, Any], who: str, __: Any, ___: Any) -> None:
    """What he signed first falls with him."""
    if topic["first_hand"] == who:
        topic["first_hand"] = None
    topic["recused"].add(who)


def _name(topic: dict[str, Any], _: str, __: Any, now: datetime) -> None:
    topic["stand_in_until"] = topic["acting_until"] = now + days(r.STANDS_IN)


def _plan(topic: dict[str, Any], who: str, form: dict[str, Any], __: Any) -> None:
    topic["paper_by"] = who
    topic["starts"] = form["plan"]["starts_on"]
    topic["ends"] = form["plan"]["ends_on"]


def _extend(topic: dict[str, Any], _: str, form: dict[str, Any], __: Any) -> None:
    topic["ends"], topic["extended"] = form["until"], True


def _summarise(topic: dict[str, Any], _: str, __: Any, ___: Any) -> None:
    topic["summaries"] += 1
    topic["disputed"] = False


def _route(topic: dict[str, Any], who: str, form: dict[str, Any], __: Any) -> None:
    topic["paper_by"] = who
    topic["route"] = form["ballot"]["route"]
    topic["proposals"] += 1


def _return_route(topic: dict[str, Any], _: str, form: dict[str, Any], __: Any) -> None:
    topic["disputed"] = form["reason_code"] == "summary_disputed"
    topic["notice_kept"] = not topic["disputed"]


def _draft_covenant(topic: dict[str, Any], _: str, __: Any, ___: Any) -> None:
    topic["compared"] = True


def _submit_covenant(topic: dict[str, Any], who: str, __: Any, ___: Any) -> None:
    """A committee that proposes it has called the meeting."""
    topic["paper_by"], topic["convened_by"] = who, who if who == "committee" else None
    topic["at_gate"] = topic["called"] = True


def _convene(topic: dict[str, Any], who: str, __: Any, ___: Any) -> None:
    topic["convened_by"] = who


def _leave_covenant(topic: dict[str, Any], _: str, __: Any, ___: Any) -> None:
    topic["at_gate"] = False


def _open_covenant_vote(topic: dict[str, Any], who: str, form: dict[str, Any], now: datetime) -> None:
    topic["at_gate"] = False
    _open_ballot(topic, who, form, now)


def _decide_covenant(topic: dict[str, Any], who: str, form: dict[str, Any], now: datetime) -> None:
    """What was voted down goes on as a copy, to be compared with the law again."""
    topic["at_gate"] = topic["compared"] = False
    _certify(topic, who, form, now)


def _open_ballot(topic: dict[str, Any], _: str, __: Any, now: datetime) -> None:
    topic["poll"] = {
        "state": "open", "opened": now.date(), "closes": now.date() + days(topic["vote_days"]), "ballots": {},
        "outcome": None, "confirmed": False, "extended": False,
    }  # fmt: skip


def _certify(topic: dict[str, Any], _: str, __: Any, ___: Any) -> None:
    topic["poll"]["state"] = "certified"


def _challenge(topic: dict[str, Any], _: str, __: Any, ___: Any) -> None:
    topic["challenged"] = topic["challenged_before"] = True


def _answer_challenge(topic: dict[str, Any], _: str, __: Any, ___: Any) -> None:
    topic["challenged"] = False


def _revote(topic: dict[str, Any], _: str, __: Any, ___: Any) -> None:
    topic["challenged"] = False
    topic["poll"]["state"] = "annulled"


def _extend_vote(topic: dict[str, Any], _: str, form: dict[str, Any], __: Any) -> None:
    topic["at_gate"] = False
    topic["poll"] |= {
        "state": "open", "closes": form["until"], "outcome": None, "confirmed": False, "extended": True,
    }  # fmt: skip


_CHANGES = {
    "submit": _submit, "withdraw": _withdraw, "adopt": _adopt, "admit": _admit, "return": _return,
    "countersign": _withdraw, "refuse_countersign": _withdraw, "retract_signature": _withdraw,
    "appeal": _appeal, "order_review": _answered,
    "uphold": _answered, "recuse": _recuse, "name_keeper": _name, "plan": _plan,
    "extend_discussion": _extend, "summarise": _summarise, "route": _route, "return_route": _return_route,
    "open_ballot": _open_ballot, "certify": _certify, "challenge": _challenge,
    "dismiss_challenge": _answer_challenge, "order_revote": _revote,
    **dict.fromkeys(r.EXTENDING, _extend_vote),
    "draft_covenant": _draft_covenant, "submit_covenant": _submit_covenant,
    "convene": _convene, "return_covenant": _leave_covenant, "open_covenant_vote": _open_covenant_vote,
    "adopt_covenant": _decide_covenant, "drop_covenant": _decide_covenant,
}  # fmt: skip


def closes_at(poll: dict[str, Any], now: datetime) -> datetime:
    return datetime.combine(poll["closes"], _LAST, now.tzinfo)


def tick(topic: dict[str, Any], now: datetime) -> None:
    """The clock strikes. It ends the seconding and the vote; otherwise it says who is late, and no more."""
    if topic["state"] == "seconding" and now > datetime.combine(topic["due"], _LAST, now.tzinfo):
        topic["moves"] += 1
        enter(topic, "gate1_pending", now)
    if topic["state"] == "voting" and now >= closes_at(topic["poll"], now):
        _count(topic)
        topic["moves"] += 1
        enter(topic, "tallied", now)
    if topic["state"] == "covenant_vote" and not topic["at_gate"] and now >= closes_at(topic["poll"], now):
        _count(topic)
        topic["moves"] += 1
        topic["at_gate"] = True
        enter(topic, "covenant_vote", now)
    late = topic["due"] and now > datetime.combine(topic["due"], _LAST, now.tzinfo)
    if late and (waits(topic) or topic["state"] in r.AT_THE_HOST):
        topic["told_late"] = True


def _count(topic: dict[str, Any]) -> None:
    """Route B: more than half of the households take part, more than half of those say yes."""
    poll = topic["poll"]
    choices = [choice for _, choice in poll["ballots"].values()]
    passed = choices.count("赞成") * 2 > len(choices)
    poll["outcome"] = "passed" if passed else "not_passed"
    if len(choices) * 2 <= r.HOUSEHOLDS:
        poll["outcome"] = "no_quorum"
    poll["state"] = "closed"
    topic["counts"] += 1


def judge_text(topic: dict[str, Any], verdict: str, now: datetime) -> None:
    """The content check answers: clean or doubtful words stay, bad ones go back to their author."""
    if topic["state"] not in ("seconding", "gate1_pending") or topic["checked"] != "checking":
        return
    if verdict == "risky":
        topic["checked"], topic["moves"] = "none", topic["moves"] + 1
        enter(topic, "draft", now)
    else:
        topic["checked"] = "passed" if verdict == "pass" else "held"


def vote(topic: dict[str, Any], who: str, choice: str, now: datetime) -> set[str]:
    """One vote a home, the first of its members', changeable by him until the close."""
    poll, home = topic["poll"], r.HOMES.get(who)
    if home is None or who == "outsider":
        return {"forbidden"}
    if poll["state"] != "open" or now >= closes_at(poll, now):
        return {"conflict"}
    if poll["ballots"].get(home, (who,))[0] != who:
        return {"conflict"}
    poll["ballots"][home] = (who, choice)
    return set()


def second(topic: dict[str, Any], who: str, now: datetime) -> set[str]:
    home = r.HOMES[who]
    if topic["state"] not in r.SECONDABLE:
        return {"conflict"}
    if topic["seconds"].get(home, who) != who:
        return {"conflict"}
    new = home not in topic["seconds"]
    topic["seconds"][home] = who
    if new and topic["state"] == "seconding" and len(topic["seconds"]) >= topic["needed"]:
        topic["moves"] += 1
        enter(topic, "gate1_pending", now)
    return set()


def take_back(topic: dict[str, Any], who: str) -> set[str]:
    """Until a petition counts on it, and only by who gave it."""
    home = r.HOMES[who]
    if topic["state"] not in r.SECONDABLE or len(topic["seconds"]) * 5 >= r.HOUSEHOLDS:
        return {"conflict"}
    if topic["seconds"].get(home) != who:
        return {"conflict"}
    del topic["seconds"][home]
    return set()


def object_(topic: dict[str, Any], who: str, now: datetime) -> set[str]:
    """Once a home and notice, on the days of the notice."""
    stages = {"summarised": "summary", "gate3_pending": "route", "tallied": "tally", "covenant_vote": "tally"}
    stage = stages.get(topic["state"])
    if topic["state"] == "covenant_vote" and not topic["at_gate"]:
        return {"conflict"}
    if stage is None or (stage == "route" and topic["route"] != "A"):
        return {"conflict"}
    until = topic["since"] + timedelta(days=r.CONSENSUS) if stage == "route" else topic["notice_until"]
    paper = {"summary": topic["summaries"], "route": topic["proposals"], "tally": topic["counts"]}[stage]
    said = topic["objections"].setdefault((stage, paper), set())
    if now.date() > until or r.HOMES[who] in said:
        return {"conflict"}
    said.add(r.HOMES[who])
    return set()
