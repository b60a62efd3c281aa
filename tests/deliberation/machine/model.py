"""The reference: one topic and its poll as plain dicts, moved by the rules of rules.py and nothing else."""

from calendar import monthrange
from datetime import date, timedelta
from typing import Any

from tests.deliberation.machine import rules as r

#: Days of 2026 that break the week: Mid-Autumn and the National Day with the weekends worked in exchange.
OFF = {date(2026, 9, 25), *(date(2026, 10, day) for day in range(1, 8))}
WORKED = {date(2026, 9, 20), date(2026, 10, 10)}


def working_day(day: date) -> bool:
    return day in WORKED or (day.weekday() < 5 and day not in OFF)


def after(day: date, working: int) -> date:
    """The n-th working day after `day`."""
    while working:
        day += timedelta(days=1)
        working -= working_day(day)
    return day


def days(count: int) -> timedelta:
    return timedelta(days=count)


def begin(author: str, needed: int, acting_until: Any = None) -> dict[str, Any]:
    """A draft. `needed`: households that must second it before the gate; 0 for none. `acting_until`: the
    stand-in was named for an earlier topic, so that he belongs here; this one's gates are not his."""
    return {
        "state": "draft", "author": author, "needed": needed, "since": None, "due": None, "checked": "none",
        "submitted": False, "admitted": False, "returns": 0, "seconds": {}, "recused": set(),
        "stand_in_until": None, "acting_until": acting_until, "first_hand": None, "appeal": None,
        "starts": None, "ends": None, "extended": False, "summaries": 0, "proposals": 0, "disputed": False,
        "route": None, "notice_until": None, "objections": {}, "counts": 0, "poll": None,
        "challenged": False, "challenged_before": False, "record": [], "moves": 0, "told_late": False,
        "paper_by": None, "at_gate": False, "compared": False, "called": False, "convened_by": None,
    }  # fmt: skip


# -- who -------------------------------------------------------------------------------------------------


def stands_in(topic: dict[str, Any], now: Any) -> bool:
    return topic["stand_in_until"] is not None and now < topic["stand_in_until"]


def belongs(topic: dict[str, Any], who: str, now: Any) -> bool:
    return who != "stand_in" or (topic["acting_until"] is not None and now < topic["acting_until"])


def sees(topic: dict[str, Any], who: str, now: Any) -> bool:
    """Whether the topic exists at all for this person."""
    if who == topic["author"]:
        return True
    if who == "outsider" or not topic["submitted"] or not belongs(topic, who, now):
        return False
    watches = who in r.OVERSIGHT or (who == "stand_in" and stands_in(topic, now))
    if topic["admitted"] or (watches and topic["state"] != "draft"):
        return True
    if topic["checked"] != "passed":
        return False
    return topic["state"] in ("seconding", "gate1_pending") or (
        topic["state"] == "withdrawn" and bool(topic["seconds"])
    )


def holds(topic: dict[str, Any], who: str, right: str, now: Any) -> bool:
    barred = who == topic["author"] or who in topic["recused"]
    return {
        "author": who == topic["author"],
        "neighbour": who in r.NEIGHBOURS,
        "gate": not barred and (who in r.PARTY or (who == "stand_in" and stands_in(topic, now))),
        "second_hand": not barred and who in r.SECOND_HANDS,
        "host": who in r.HOSTS,
        "street": who == "supervisor",
        # Only a covenant of these lives is put to a meeting, and the residents' committee calls it.
        "convener": who == "committee" and topic["called"] and topic["state"].startswith("covenant_"),
    }[right]


def party(topic: dict[str, Any], who: str) -> bool:
    """Who lives with the author, or in a home that seconds it, does not judge it."""
    home = r.HOMES.get(who)
    return home is not None and (home in topic["seconds"] or home == r.HOMES.get(topic["author"]))


def wrote(topic: dict[str, Any], who: str) -> bool:
    """Who handed in what lies at this gate does not hold it."""
    draft = topic["state"] == "covenant_draft" and topic["at_gate"]
    lies_there = topic["state"] in r.PAPER_AT or draft
    return (lies_there and topic["paper_by"] == who) or (draft and topic["convened_by"] == who)


def keepers(topic: dict[str, Any], now: Any) -> set[str]:
    everybody = r.PARTY | ({"stand_in"} if stands_in(topic, now) else set())
    free = everybody - {topic["author"]} - topic["recused"]
    return {who for who in free if not party(topic, who) and not wrote(topic, who)}


# -- when ------------------------------------------------------------------------------------------------


def notice_over(topic: dict[str, Any], today: date) -> bool:
    return topic["notice_until"] is None or today > topic["notice_until"]


def consent(topic: dict[str, Any], today: date) -> bool:
    """Route A: nobody votes, seven days of silence, and fewer than a tenth of the households object."""
    against = topic["objections"].get(("route", topic["proposals"]), set())
    quiet = today > topic["since"] + days(r.CONSENSUS)
    return topic["route"] == "A" and quiet and len(against) * 10 < r.HOUSEHOLDS


def certifiable(topic: dict[str, Any], today: date) -> bool:
    """A roll that was wrong may be why too few came: that count lies open too."""
    return topic["poll"]["confirmed"] and not topic["challenged"] and notice_over(topic, today)


def told(topic: dict[str, Any], verb: str) -> bool:
    """Of a covenant: whether it is handed in, or its vote counted, as this step wants it to be shown."""
    if verb in r.HANDED:
        return bool(topic["at_gate"]) == r.HANDED[verb]
    if topic["state"] != "covenant_vote" or verb not in r.COUNTED_AS:
        return True
    return topic["poll"]["outcome"] in r.COUNTED_AS[verb]


def sent_back(topic: dict[str, Any], verb: str) -> bool:
    """The draft is its host's again: who comes too late reads what was decided."""
    decided = bool(topic["record"]) and topic["record"][-1][0] == "covenant"
    return verb in ("open_covenant_vote", "return_covenant") and not topic["at_gate"] and decided


def extendable(topic: dict[str, Any], today: date) -> bool:
    poll = topic["poll"]
    certified = topic["state"] == "no_quorum" or certifiable(topic, today)
    return certified and not poll["extended"] and today <= latest_close(poll)


def latest_close(poll: dict[str, Any]) -> date:
    """Three months after the opening: the same day, or the last of a shorter month."""
    opened = poll["opened"]
    year, month = divmod(opened.year * 12 + opened.month - 1 + r.LONGEST_VOTE_MONTHS, 12)
    return date(year, month + 1, min(opened.day, monthrange(year, month + 1)[1]))


def is_open(topic: dict[str, Any], who: str, verb: str, now: Any) -> bool:
    """Whether the conditions of a step are met; who may take it and from where is asked elsewhere."""
    return told(topic, verb) and not bars(topic, who, verb) and met(topic, who, verb, now)


def bars(topic: dict[str, Any], who: str, verb: str) -> bool:
    """Whether this judges, and he is party to the topic or wrote what lies at its gate."""
    whose = {**r.TABLE, **r.HANDED_IN}[verb][0]
    judges = whose in ("gate", "second_hand") and verb not in r.FREEING
    return judges and (party(topic, who) or wrote(topic, who))


def keeps_order(topic: dict[str, Any], who: str) -> bool:
    """The committee keeps it whoever he is; the party organisation's only who need not stand back."""
    barred = who == topic["author"] or who in topic["recused"] or party(topic, who)
    return who == "committee" or not barred


def stands_back(topic: dict[str, Any], who: str, verb: str) -> bool:
    """Whether it is he who is refused, and not the step."""
    return bars(topic, who, verb) or (verb in ("pause", "resume") and not keeps_order(topic, who))


def answerable(topic: dict[str, Any], who: str) -> bool:
    """Whether somebody else may sign under this person's refusal, where that is asked."""
    others = r.SECOND_HANDS - {who, topic["author"]} - topic["recused"]
    return len(topic["seconds"]) < r.TWO_HANDS or any(not party(topic, one) for one in others)


def may_retract(topic: dict[str, Any], who: str, now: Any) -> bool:
    """Who signed first; whoever holds the gate, when he does not any more."""
    first = topic["first_hand"]
    return first is not None and (first == who or first not in keepers(topic, now))


def of_meetings(topic: dict[str, Any], today: date) -> dict[str, Any]:
    """Called once, before its vote; called once more when too few came."""
    return {
        "convene": lambda: topic["convened_by"] is None,
        "open_covenant_vote": lambda: topic["convened_by"] is not None,
        **dict.fromkeys(r.EXTENDING, lambda: extendable(topic, today)),
    }


def met(topic: dict[str, Any], who: str, verb: str, now: Any) -> bool:
    today, gate1 = now.date(), topic["checked"] != "checking" and topic["first_hand"] is None
    conditions = {
        **dict.fromkeys(("admit", "merge", "transfer"), lambda: gate1),
        "return": lambda: gate1 and topic["returns"] < r.RETURNS,
        "decline": lambda: gate1 and answerable(topic, who),
        "retract_signature": lambda: may_retract(topic, who, now),
        **dict.fromkeys(("countersign", "refuse_countersign"), lambda: topic["first_hand"] is not None),
        "adopt": lambda: r.HOMES.get(who) in topic["seconds"] and today <= topic["since"] + days(r.ADOPTION),
        "appeal": lambda: topic["appeal"] is None and today <= topic["since"] + days(r.APPEAL),
        **dict.fromkeys(("order_review", "uphold"), lambda: topic["appeal"] == "open"),
        "name_keeper": lambda: not keepers(topic, now),
        "open_discussion": lambda: (topic["starts"] - today).days >= r.NOTICE,
        **dict.fromkeys(("pause", "resume"), lambda: keeps_order(topic, who)),
        "extend_discussion": lambda: not topic["extended"],
        "summarise": lambda: topic["state"] == "summarised" or today >= topic["ends"],
        "route": lambda: not topic["disputed"] and notice_over(topic, today),
        "open_ballot": lambda: topic["route"] != "A" and today > topic["since"],
        "decide": lambda: consent(topic, today),
        **dict.fromkeys(r.CERTIFYING, lambda: certifiable(topic, today)),
        "challenge": lambda: not topic["challenged"] and not topic["challenged_before"],
        **dict.fromkeys(("dismiss_challenge", "order_revote"), lambda: topic["challenged"]),
        **of_meetings(topic, today),
        **dict.fromkeys(("archive", "draft_covenant"), lambda: notice_over(topic, today)),
    }  # fmt: skip
    return verb not in conditions or conditions[verb]()


def offered(topic: dict[str, Any], who: str, now: Any) -> dict[str, bool]:
    """The buttons of this person: verb → whether it can be pressed now."""
    table = {**r.TABLE, **r.HANDED_IN}
    return {
        verb: is_open(topic, who, verb, now)
        for verb, (right, sources, _) in table.items()
        if topic["state"] in sources
        and belongs(topic, who, now)
        and holds(topic, who, right, now)
        and told(topic, verb)
        and (verb != "retract_signature" or may_retract(topic, who, now))
    }


# -- why not ---------------------------------------------------------------------------------------------


def refusals(topic: dict[str, Any], who: str, verb: str, form: dict[str, Any], now: Any) -> set[str]:
    """Every ground on which this step is refused; empty when it is taken."""
    right, sources, _ = r.TABLE[verb]
    if not sees(topic, who, now):
        return {"not_found"}
    if not holds(topic, who, right, now):
        return {"forbidden"}
    if topic["state"] not in sources or sent_back(topic, verb):
        return {"conflict"}
    grounds = set() if is_open(topic, who, verb, now) else {"shut"}
    if verb in ("countersign", "refuse_countersign") and topic["first_hand"] == who:
        grounds.add("forbidden")
    # Whose it is not to judge is asked before the ground on which he would.
    invalid = lacks(topic, verb, form, now) or (not grounds and spares(topic, verb, form))
    return grounds | ({"invalid"} if invalid else set())


def spares(topic: dict[str, Any], verb: str, form: dict[str, Any]) -> bool:
    """Whether a petition keeps the topic from being stopped on this ground."""
    petition = len(topic["seconds"]) * 5 >= r.HOUSEHOLDS
    return verb in r.STOPS and petition and form.get("reason_code") not in r.LAWFUL


def lacks(topic: dict[str, Any], verb: str, form: dict[str, Any], now: Any) -> bool:
    today, words = now.date(), len(form.get("reason", ""))
    if verb in r.CODES and (form.get("reason_code") not in r.CODES[verb] or words < 20):
        return True
    if verb in r.SAID and words < 5:
        return True
    if verb == "extend_discussion":
        return not max(topic["ends"] + days(1), today) <= form["until"] <= topic["ends"] + days(r.EXTENSION)
    if verb in r.EXTENDING:
        return not today <= form["until"] <= latest_close(topic["poll"])
    if verb == "name_keeper":
        return "stand_in" in topic["recused"] or stands_in(topic, now)
    if verb == "submit_covenant":
        return not topic["compared"]
    return verb in ("plan", "summarise", "route") and not form


def waits(topic: dict[str, Any]) -> bool:
    return topic["state"] in r.AT_THE_GATE or topic["at_gate"]
