"""The count: when the time is up, by the rule that was frozen, from what lies in the box.

Without quorum no choice is opened: it decides nothing, and the poll may be extended.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import delete, insert

from server.ballots import box_queries, queries, urn
from server.ballots.arithmetic import Share
from server.ballots.box_models import CountRecord, SealedBallot, SecretBallot
from server.ballots.box_queries import Part
from server.ballots.events import PollClosed
from server.ballots.models import Electorate, Mode, Poll
from server.ballots.quantities import Base
from server.ballots.roll import root, secret_box
from server.ballots.statute import BASES, Amounts, Option, Rule, Verdict, judge
from server.ballots.workflow import WORKFLOW, Facts, Verb
from server.core import database, outbox, versions
from server.extensions import db
from server.kit.errors import ConflictError


def terms_of(poll: Poll, options: list[list[Any]]) -> dict[str, Any]:
    """The entry whose hash the gate decision carries; rebuilt from the rows by the verifier."""
    return {
        "poll": poll.id,
        "subject": poll.subject_id,
        "estate": poll.estate_id,
        "building": poll.building_id,
        "question": poll.question,
        "options": options,
        "mode": poll.mode,
        "who": poll.who,
        "base": poll.base,
        "rule": poll.rule,
        "quorum": [poll.quorum_num, poll.quorum_den, poll.quorum_over],
        "pass": [poll.pass_num, poll.pass_den, poll.pass_over],
        "least": poll.least_voters,
        "opens_at": poll.opens_at,
        "closes_at": poll.first_closes_at,
    }


def rule_of(poll: Poll) -> Rule:
    counts = "delegates" if poll.who is Electorate.DELEGATES else poll.base.value
    return Rule(
        quorum=Share(poll.quorum_num, poll.quorum_den, poll.quorum_over),
        majority=Share(poll.pass_num, poll.pass_den, poll.pass_over),
        bases=BASES[counts],
        least=poll.least_voters,
    )


def amounts(part: Part) -> Amounts:
    """One part of the roll in everything that rules may count."""
    return {
        Base.HOMES: part.homes,
        Base.DELEGATES: part.homes,
        Base.AREA: part.area_cm,
        Base.HEADS: part.heads,
    }


def totals(poll: Poll) -> Amounts:
    return amounts(Part(poll.roll_size, poll.roll_area, poll.roll_heads))


def close_due() -> None:
    """The clock's work: count every poll whose time is up, and say so."""
    for poll in queries.due_polls():
        target = WORKFLOW.step(Verb.CLOSE, poll.state).leave(poll.state, Facts())
        record = CountRecord(
            poll_id=poll.id,
            round=len(box_queries.rounds(poll.id)) + 1,
            counted=count(poll),
            counted_at=database.now(),
        )
        db.session.add(record)
        poll.state, poll.closed_at, poll.counted = target, record.counted_at, record.counted
        outbox.emit(PollClosed(poll.id, poll.subject_id, record.counted["outcome"]))
        touch(poll)


def count(poll: Poll) -> dict[str, Any]:
    """Everything that is kept of a count. Opens the box only where the quorum is reached."""
    part = box_queries.participation(poll)
    tallies = _tallies(poll) if enough(poll, part) else None
    verdict = verdict_of(poll, part, tallies)
    return {
        "cast": part.homes,
        "participation": _plain(part),
        "channels": box_queries.channels(poll.id),
        "outcome": verdict.outcome.value,
        "votes": {str(key): one.homes for key, one in sorted((tallies or {}).items())},
        "tallies": {str(key): _plain(one) for key, one in sorted((tallies or {}).items())},
        "box_root": box_root(poll).hex(),
    }


def enough(poll: Poll, part: Part) -> bool:
    """Whether the participation reaches the quorum on every base the rule looks at."""
    rule, all_of_it, found = rule_of(poll), totals(poll), amounts(part)
    return all(rule.quorum_reached(found[base], all_of_it[base]) for base in rule.bases)


def verdict_of(poll: Poll, part: Part, tallies: Mapping[int, Part] | None) -> Verdict:
    """The poll's own rule on these sums. tallies None: unopened, as it is without quorum."""
    options = [Option(one.id, one.label, one.weight) for one in queries.options(poll.id)]
    # Without quorum the engine looks at nothing but who took part.
    known = tallies if tallies is not None else {options[0].id: part}
    return judge(rule_of(poll), totals(poll), options, {key: amounts(one) for key, one in known.items()})


def _tallies(poll: Poll) -> dict[int, Part]:
    return _open_urn(poll) if poll.mode is Mode.SECRET else tally(poll.id, box_queries.cast(poll.id))


def tally(poll_id: int, ballots: Sequence[Any]) -> dict[int, Part]:
    """option id → its homes, area and heads. `ballots`: rows of box_queries.cast. SealError when tampered."""
    homes: dict[int, list[Any]] = {}
    for row in ballots:
        homes.setdefault(option_of(poll_id, row)[0], []).append(row)
    return {
        option: Part(len(rows), sum(row.area_cm for row in rows), len({row.head for row in rows}))
        for option, rows in homes.items()
    }


def option_of(poll_id: int, row: Any) -> tuple[int, bytes]:
    """(option id, salt) of a ballot, lying open or sealed."""
    if row.choice is None:
        return row.option_id, row.salt
    return urn.open_(poll_id, row.home_id, row.choice)


def _open_urn(poll: Poll) -> dict[int, Part]:
    """Write all ballots anew in the order of their hashes, in this one transaction, and empty the urn."""
    here = {"community_id": poll.community_id, "poll_id": poll.id}
    rows = [
        {**here, "receipt": row.receipt, "option_id": urn.open_secret(poll.id, row.receipt, row.choice)}
        for row in box_queries.urn(poll.id)
    ]
    db.session.execute(insert(SecretBallot), rows)
    db.session.execute(
        delete(SealedBallot)
        .where(SealedBallot.poll_id == poll.id)
        .execution_options(synchronize_session=False)
    )
    return secret_tally(poll.id)


def secret_tally(poll_id: int) -> dict[int, Part]:
    votes: dict[int, int] = {}
    for row in box_queries.opened(poll_id):
        votes[row.option_id] = votes.get(row.option_id, 0) + 1
    return {option: Part(homes, 0, 0) for option, homes in votes.items()}


def box_root(poll: Poll) -> bytes:
    """What the box is published as: receipts, and with a secret poll's opened ballots their options too."""
    if poll.mode is Mode.SECRET and (opened := box_queries.opened(poll.id)):
        return secret_box(poll.id, [(row.receipt, row.option_id) for row in opened])
    return root(box_queries.receipts(poll))


def _plain(part: Part) -> dict[str, int]:
    return {"homes": part.homes, "area_cm": part.area_cm, "heads": part.heads}


def counted_part(found: Mapping[str, int]) -> Part:
    return Part(found["homes"], found["area_cm"], found["heads"])


def result(poll: Poll) -> tuple[Verdict, dict[int, Part]]:
    """The verdict and the tallies as counted at the close. ConflictError while the poll is open."""
    if poll.counted is None:
        counting = database.now() >= poll.closes_at
        words = "表决已截止，正在计票，一分钟内公布" if counting else "表决还没有结束，结果在截止后公布"
        raise ConflictError(words, code="poll_open")
    tallies = {int(key): counted_part(one) for key, one in poll.counted["tallies"].items()}
    part = counted_part(poll.counted["participation"])
    return verdict_of(poll, part, tallies if enough(poll, part) else None), tallies


def touch(poll: Poll) -> None:
    """What was cached of this poll, or of lists that show how many took part, is made anew."""
    versions.touch(
        versions.key("poll", poll.community_id, poll.subject_id), versions.key("polls", poll.community_id)
    )
