"""Publications made by hand with the server's own hashes, to be verified, and spoilt."""

import copy
import json
from collections import Counter

from server.ballots import roll
from server.ballots.arithmetic import Share
from server.ballots.civil_code import ROUTE_E, Matter
from server.ballots.models import Weight
from server.ballots.quantities import Base
from server.ballots.statute import BASES, Option, Rule, judge

POLL, SUBJECT = 731_000_000_000_000_001, 731_000_000_000_000_000
YES, NO, BLANK = (POLL + 11, POLL + 12, POLL + 13)
OPTIONS = [[YES, "赞成", "for"], [NO, "反对", "against"], [BLANK, "弃权", "abstain"]]
HALF, TWO_THIRDS = [1, 2, True], [2, 3, False]
TOKENS = [f"token-{number}" for number in range(20)]
#: (area, head, choice or None, channel) of each home: 王 has three, the last stays away.
OWNED = [
    (9000, 1, YES, "phone"), (9000, 1, YES, "phone"), (9000, 1, YES, "paper"), (8000, 2, YES, "phone"),
    (7000, 3, NO, "proxy"), (6550, 4, BLANK, "paper"), (5050, 5, None, None),
]  # fmt: skip
APART = [(area, at, choice, channel) for at, (area, _, choice, channel) in enumerate(OWNED, 1)]


def publication(homes=None, *, mode="named", base="homes", scope="public", **terms):
    """An honest publication of these homes' votes."""
    homes = homes or (OWNED if base == "owners" else APART)
    terms = _terms(mode, base, terms)
    cast = [(at, *one) for at, one in enumerate(homes) if one[2] is not None]
    ballots = [_ballot(mode, *one) for one in cast]
    count = _count(terms, homes, cast)
    opened = count["outcome"] != "no_quorum"
    count["box_root"] = _box_root(ballots, secret_open=opened and mode == "secret").hex()
    paper = {
        "format": "shequtong-poll/1",
        "scope": scope,
        "poll": str(POLL),
        "state": "closed",
        "terms": terms,
        "terms_hash": roll.terms_hash(terms).hex(),
        **_roll(homes, told=opened or mode != "secret"),
        "extension": None,
        "closed_at": "2026-11-20T16:00:30.000000+00:00",
        "count": count,
        "receipts": sorted(one["receipt"] for one in ballots),
        "ballots": ballots if opened and (mode != "named" or scope == "court") else None,
        "record": None,
    }
    return _wire(paper)


def _count(terms, homes, cast):
    bases = BASES["delegates" if terms["who"] == "delegates" else terms["base"]]
    rule = Rule(Share(*terms["quorum"]), Share(*terms["pass"]), bases, terms["least"])
    chosen = {key: [one[1:] for one in cast if one[3] == key] for key, *_ in OPTIONS}
    tallies = {key: _sums(bases, rows) for key, rows in chosen.items() if rows}
    options = [Option(key, label, Weight(weight)) for key, label, weight in OPTIONS]
    outcome = judge(rule, _sums(bases, homes), options, tallies).outcome
    told = outcome != "no_quorum"
    return {
        "took_part": _sums(bases, [one[1:] for one in cast]),
        "tallies": {str(key): one for key, one in tallies.items()} if told else None,
        "outcome": outcome.value,
        "channels": None if terms["mode"] == "secret" else dict(Counter(one[4] for one in cast)),
    }


def _roll(homes, *, told):
    rows = [(home_id(at), label(at), area, head) for at, (area, head, *_) in enumerate(homes)]
    came = [one[2] is not None if told else None for one in homes]
    return {
        "roll": [
            {"home": str(home), "label": label, "area_cm": area, "head": head, "took_part": part}
            for (home, label, area, head), part in zip(rows, came, strict=True)
        ],
        "roll_root": roll.roll_root(POLL, rows).hex(),
    }


def home_id(at):
    return POLL + 100 + at


def label(at):
    return f"阳光花园 {at // 4 + 1} 幢 {at % 4 + 1:02d}01"


def salt(at):
    return bytes([at + 1]) * 16


def rehash(paper):
    """As a forger would who knows the formulas: every hash made anew."""
    terms = {**paper["terms"], **{key: int(paper["terms"][key]) for key in ("poll", "subject", "estate")}}
    terms["options"] = [[int(key), *rest] for key, *rest in terms["options"]]
    rows = [(int(one["home"]), one["label"], one["area_cm"], one["head"]) for one in paper["roll"]]
    paper["terms_hash"] = roll.terms_hash(terms).hex()
    paper["roll_root"] = roll.roll_root(POLL, rows).hex()
    if paper["terms"]["mode"] != "secret":
        paper["receipts"].sort()
        paper["count"]["box_root"] = roll.root([bytes.fromhex(one) for one in paper["receipts"]]).hex()


def spoilt(paper, *path, to):
    """A copy with one place changed: `to` is the new value, or a function of the old one."""
    paper = copy.deepcopy(paper)
    place = paper
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = to(place[path[-1]]) if callable(to) else to
    return paper


def _terms(mode, base, given):
    terms = {
        "poll": POLL,
        "subject": SUBJECT,
        "estate": SUBJECT - 5,
        "building": None,
        "question": "是否同意更换单元门？",
        "options": OPTIONS,
        "mode": mode,
        "who": "owners" if base == "owners" else "adults",
        "base": base,
        "rule": ROUTE_E.cited(Matter.MANAGER) if base == "owners" else {},
        "quorum": TWO_THIRDS if base == "owners" else HALF,
        "pass": HALF,
        "opens_at": "2026-11-13T16:00:00.123456+00:00",
        "closes_at": "2026-11-20T15:59:59.999999+00:00",
        "least": 5 if mode == "secret" else 0,
    }
    return terms | given


def _sums(bases, homes):
    found = {
        Base.HOMES: len(homes),
        Base.DELEGATES: len(homes),
        Base.AREA: sum(one[0] for one in homes),
        Base.HEADS: len({one[1] for one in homes}),
    }
    return {base: found[base] for base in bases}


def _ballot(mode, at, _area, _head, choice, channel):
    if mode == "secret":
        return {"receipt": roll.secret_receipt(POLL, TOKENS[at]).hex(), "option": choice}
    receipt = roll.receipt(POLL, home_id(at), choice, salt(at)).hex()
    return {
        "home": home_id(at),
        "option": choice,
        "salt": salt(at).hex(),
        "receipt": receipt,
        "channel": channel,
    }


def _box_root(ballots, *, secret_open):
    if secret_open:
        return roll.secret_box(POLL, [(bytes.fromhex(one["receipt"]), one["option"]) for one in ballots])
    return roll.root(sorted(bytes.fromhex(one["receipt"]) for one in ballots))


def _wire(paper):
    """Ids as strings, as JSON carries them."""
    terms = paper["terms"]
    ids = {
        key: None if terms[key] is None else str(terms[key])
        for key in ("poll", "subject", "estate", "building")
    }
    paper["terms"] = {**terms, **ids, "options": [[str(key), *rest] for key, *rest in terms["options"]]}
    for ballot in paper["ballots"] or ():
        ballot.update({key: str(ballot[key]) for key in ("home", "option") if key in ballot})
    return json.loads(json.dumps(paper))
