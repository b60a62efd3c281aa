"""What the desk sees of paper ballots: how far each home is, one sheet, and the sheets to print."""

from typing import Any

from flask import current_app

from server.ballots import delivery_queries, paper, paper_queries, queries, serials
from server.ballots.models import Channel, Counted, Electorate, Poll
from server.ballots.paper_entry import TWO_HANDS
from server.ballots.paper_models import PaperBallot, PaperState
from server.core import settings, uploads
from server.core.access import Actor, Permission, denial
from server.kit import qr
from server.kit.pagination import cut
from server.places import queries as places

PAGE, PRINTED_AT_ONCE = 50, 30
STANDINGS = {
    "none": "未发",
    "issued": "已发",
    "entered_once": "已录一次",
    "entered": "已录入",
    "mismatch": "两次不一致",
    "void": "作废",
    "undelivered": "无法送达",
    "phone": "已由手机投票",
    "proxy": "已由受委托人投票",
    "overtaken": "已由手机投票",
}
#: How a home learns that its sheet was entered.
CONFIRMATIONS = {"notice": "已发通知", "telephone": "已电话告知", "open": "还没有告知"}
WHO_SIGNS = {
    Electorate.ADULTS: "由这户一位年满十八周岁的住户亲笔填写并签名",
    Electorate.OWNERS: "由业主本人亲笔填写并签名",
    Electorate.DELEGATES: "由名册上的代表本人亲笔填写并签名",
}
_ENTERED_HERE = "features/deliberation/pages/paper-entry"
_OPEN = (PaperState.ISSUED, PaperState.ENTERED_ONCE, PaperState.MISMATCH)


def desk_page(actor: Actor, poll: Poll, only: dict[str, Any]) -> dict[str, Any]:
    """The progress of the whole roll, of each building, and a page of homes."""
    problem = paper.shut(poll)
    told = problem is None or problem.code != "secret_no_paper"
    rows = paper_queries.standings(poll.id) if told else ()
    page, following = cut(paper_queries.homes(poll.id, only, PAGE) if told else (), PAGE, "home_id")
    clerk = denial(actor, Permission.POLL_DESK, poll) is None
    desk = problem is None and clerk
    return {
        "question": poll.question,
        "closes_at": poll.closes_at,
        "may_issue": desk,
        "why_not": problem.message if problem else None,
        "counts": _counts(rows),
        "standings": [{"standing": key, "name": name} for key, name in STANDINGS.items()],
        "buildings": _buildings(rows),
        "confirmations": _confirmations(poll.id) if told else [],
        "items": [_home(actor, row, _verbs(row, desk=desk, clerk=clerk)) for row in page],
        "next": following,
    }


def _counts(rows: Any) -> dict[str, int]:
    counts = dict.fromkeys(STANDINGS, 0)
    for row in rows:
        counts[row.standing] += row.homes
    return counts


def _buildings(rows: Any) -> list[dict[str, Any]]:
    found: dict[int, dict[str, Any]] = {}
    for row in rows:
        one = found.setdefault(
            row.building_id,
            {"id": row.building_id, "name": row.building, "homes": 0, "counts": dict.fromkeys(STANDINGS, 0)},
        )
        one["homes"] += row.homes
        one["counts"][row.standing] += row.homes
    return list(found.values())


def _confirmations(poll_id: int) -> list[dict[str, Any]]:
    sheets = dict.fromkeys(CONFIRMATIONS, 0)
    for row in delivery_queries.confirmations(poll_id):
        sheets[_confirmed(row)] += row.sheets
    return [{"kind": kind, "name": name, "sheets": sheets[kind]} for kind, name in CONFIRMATIONS.items()]


def _confirmed(row: Any) -> str:
    if row.told:
        return "notice"
    return "telephone" if row.reached else "open"


def _home(actor: Actor, row: Any, verbs: list[str]) -> dict[str, Any]:
    entered = _entered(row)
    return {
        "home_id": row.home_id,
        "label": row.label,
        "standing": row.standing,
        "standing_name": STANDINGS[row.standing],
        "serial": serials.written(row.serial) if row.serial else None,
        "issued_at": row.issued_at,
        "verbs": verbs,
        "confirmation": CONFIRMATIONS[_confirmed(row)] if entered else None,
        "calls": row.calls if entered else 0,
        "first_is_mine": row.first_by == actor.person_id,
    }


def _entered(row: Any) -> bool:
    """By its own sheet, and by no phone since."""
    return row.state is PaperState.ENTERED and row.standing == "entered"


def _verbs(row: Any, *, desk: bool, clerk: bool) -> list[str]:
    if _entered(row):
        return ["call"] if clerk and _confirmed(row) == "open" else []
    if not desk or row.standing in ("phone", "proxy", "entered"):
        return []
    if row.state not in _OPEN:
        return ["issue"]
    gone = ["undelivered"] if row.state is PaperState.ISSUED else []
    return ["enter", "void", *gone, "reissue", "print"]


def sheet_page(actor: Actor, poll: Poll, typed: str, token: str | None) -> dict[str, Any]:
    """One sheet as the entry form needs it; never what the first clerk read."""
    sheet = paper.found(poll, typed, token)
    homes = paper_queries.homes_of(poll, sheet.home_id)
    labels = paper_queries.labels(poll.id, homes)
    why_not = _why_not_enter(actor, poll, sheet)
    return {
        "serial": serials.written(sheet.serial),
        "home_id": sheet.home_id,
        "label": labels[sheet.home_id],
        "covers": list(labels.values()),
        "question": poll.question,
        "options": queries.options(poll.id),
        "reading": 2 if sheet.state is PaperState.ENTERED_ONCE else 1,
        "may_enter": why_not is None,
        "why_not": why_not,
        "needs_photo": sheet.photo is None,
        "photo": _photo(poll, sheet.photo),
        "reason": sheet.reason,
        "calls": delivery_queries.calls(sheet) if sheet.state is PaperState.ENTERED else (),
        **_standing(sheet, paper_queries.cast_for(poll.id, homes)),
        **_clerks(sheet),
    }


def _standing(sheet: PaperBallot, voted: Any) -> dict[str, str]:
    """A look at the form moves nothing: that the home voted by phone is refused, and noted, on entry."""
    void = "undelivered" if sheet.undelivered else sheet.state
    standing = voted.channel if voted and voted.channel is not Channel.PAPER else void
    return {"standing": standing, "standing_name": STANDINGS[standing]}


def _clerks(sheet: PaperBallot) -> dict[str, Any]:
    names = paper_queries.names([sheet.first_by, sheet.second_by])
    return {
        "first_by": names.get(sheet.first_by or 0),
        "first_at": sheet.first_at,
        "second_by": names.get(sheet.second_by or 0),
        "second_at": sheet.second_at,
    }


def _why_not_enter(actor: Actor, poll: Poll, sheet: PaperBallot) -> str | None:
    if denial(actor, Permission.POLL_DESK, poll):
        return "录入由居委会工作人员办理，您可以查看照片"
    if problem := paper.shut(poll):
        return problem.message
    if sheet.state in paper.FINISHED:
        return paper.FINISHED[sheet.state]
    mine = sheet.state is PaperState.ENTERED_ONCE and sheet.first_by == actor.person_id
    return TWO_HANDS if mine else None


def _photo(poll: Poll, upload_id: int | None) -> dict[str, Any] | None:
    if upload_id is None:
        return None
    return uploads.view(poll.community_id, [paper_queries.photos([upload_id])[upload_id]])[0]


def sheets(poll: Poll, only: dict[str, Any]) -> dict[str, Any]:
    """What is printed: sheets handed out and not read in yet, one page of paper each."""
    asked = dict(only, serial=serials.read(only["serial"]) if only["serial"] else None)
    rows = paper_queries.to_print(poll.id, asked, only["after"], PRINTED_AT_ONCE)
    page, following = cut(rows, PRINTED_AT_ONCE, "home_id")
    covers = paper_queries.labels_of_heads(poll.id, {row.head for row in page}) if _by_head(poll) else {}
    community = places.get_community(poll.community_id)
    assert community is not None
    return {
        "community": community.name,
        "question": poll.question,
        "options": queries.options(poll.id),
        "who_signs": WHO_SIGNS[poll.who],
        "hand_in": settings.value("paper.place"),
        "closes_at": poll.closes_at,
        "rule": poll.rule,
        "items": [_sheet(poll, row, covers) for row in page],
        "next": following,
    }


def _by_head(poll: Poll) -> bool:
    return poll.base is Counted.OWNERS


def _sheet(poll: Poll, row: Any, covers: dict[int, list[str]]) -> dict[str, Any]:
    serial = serials.written(row.serial)
    token = serials.token(poll.id, row.home_id, row.serial)
    # Under another key the code on the paper would not fit what was written down at the issue.
    whole = serials.digest(token) == row.token_hash
    link = f"{current_app.config['SETTINGS'].origin}/#/{_ENTERED_HERE}?id={poll.id}&scene={serial}.{token}"
    return {
        "serial": serial,
        "home_id": row.home_id,
        "label": row.label,
        "covers": covers.get(row.head, [row.label]),
        "code": qr.svg(link, error="m") if whole else None,
    }
