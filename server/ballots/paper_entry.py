"""Reading a paper ballot in: two clerks, each for himself. What both read alike is the home's ballot.

The first reading lies sealed until the second; of both nothing stays but the ballot itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import update

from server.ballots import casting, paper, paper_queries, queries, serials
from server.ballots.casting import Vote, moment_words
from server.ballots.events import PaperEntered, PaperMismatch
from server.ballots.models import Channel, Poll
from server.ballots.paper_models import PaperBallot, PaperState
from server.core import audit, database, outbox, uploads
from server.core.access import Actor
from server.core.database import transaction
from server.extensions import db
from server.identity import queries as people
from server.kit.errors import ConflictError, InvalidError
from server.kit.rest import stamp
from server.places.vault import vault

TWO_HANDS = "这张票的第一遍是您录入的，第二遍要由另一位工作人员对照纸质票录入"


@dataclass(frozen=True)
class Reading:
    """What a clerk sees on the sheet, the photo he took of it, and the code he scanned."""

    option_id: int
    upload_id: int | None = None
    token: str | None = None


def enter(actor: Actor, poll: Poll, typed: str, reading: Reading) -> PaperBallot:
    """The first or the second reading of a sheet; the sheet as it stands after it.

    ConflictError `two_hands`: both by the same clerk; `phone_wins`: the home voted by phone;
    `poll_closed`, `paper_entered`, `paper_void`, `other_poll`. InvalidError: no such option, no photo.
    """
    poll = paper.taking(poll)
    sheet = paper.found(poll, typed, reading.token)
    if sheet.state in paper.FINISHED:
        raise ConflictError(paper.FINISHED[sheet.state], code=f"paper_{sheet.state}")
    homes = paper_queries.homes_of(poll, sheet.home_id)
    if voted := paper_queries.cast_for(poll.id, homes):
        raise _too_late(actor, sheet, voted)
    if reading.option_id not in {one.id for one in queries.options(poll.id)}:
        raise InvalidError("请选择这次表决列出的选项", code="no_such_option")
    if sheet.state is PaperState.ENTERED_ONCE:
        _second(actor, poll, sheet, reading, homes)
    else:
        _first(actor, sheet, reading)
    db.session.flush()
    return sheet


def _first(actor: Actor, sheet: PaperBallot, reading: Reading) -> None:
    """Also after a mismatch: then both readings are taken anew."""
    if reading.upload_id is None and sheet.photo is None:
        raise InvalidError("请先给这张票拍照，照片与票一起留存", code="photo_needed")
    _keep_photo(actor, sheet, reading)
    sheet.state, sheet.first_by, sheet.first_at = PaperState.ENTERED_ONCE, actor.person_id, database.now()
    sheet.first_option, sheet.second_by, sheet.second_at = _seal(sheet, reading.option_id), None, None
    audit.record(actor, "paper.first", sheet.poll_id, serial=serials.written(sheet.serial))


def _second(actor: Actor, poll: Poll, sheet: PaperBallot, reading: Reading, homes: Sequence[int]) -> None:
    if sheet.first_by == actor.person_id:
        raise ConflictError(TWO_HANDS, code="two_hands")
    assert sheet.first_option is not None
    alike = _open(sheet, sheet.first_option) == reading.option_id
    _keep_photo(actor, sheet, reading)
    sheet.second_by, sheet.second_at, sheet.first_option = actor.person_id, database.now(), None
    sheet.state = PaperState.ENTERED if alike else PaperState.MISMATCH
    serial = serials.written(sheet.serial)
    audit.record(actor, "paper.second", poll.id, serial=serial, alike=alike)
    if not alike:
        _tell_both(sheet, serial)
        return
    vote = Vote(poll, sheet.home_id, reading.option_id, Channel.PAPER, None)
    if casting.enter(vote) is None:
        # Since we looked the home may have voted by phone.
        voted = paper_queries.cast_for(poll.id, homes)
        raise _too_late(actor, sheet, voted) if voted else casting.refusal(actor, poll, sheet.home_id)
    sheet.told = bool(people.members_of_homes(homes))
    outbox.emit(PaperEntered(poll.id, serial, tuple(homes)))


def _tell_both(sheet: PaperBallot, serial: str) -> None:
    assert sheet.second_at is not None
    label = paper_queries.labels(sheet.poll_id, [sheet.home_id])[sheet.home_id]
    clerks = (sheet.first_by or 0, sheet.second_by or 0)
    outbox.emit(PaperMismatch(sheet.poll_id, serial, label, clerks, stamp(sheet.second_at)))


def _keep_photo(actor: Actor, sheet: PaperBallot, reading: Reading) -> None:
    if reading.upload_id is not None and reading.upload_id != sheet.photo:
        (photo,) = uploads.claim(actor, [reading.upload_id], sheet.poll_id)
        sheet.photo = photo["id"]


def _too_late(actor: Actor, sheet: PaperBallot, voted: Any) -> ConflictError:
    """The home voted without paper. The refusal rolls back; that the sheet is overtaken must stay."""
    if voted.channel is Channel.PAPER:
        words = "这位业主另一套房的纸质票已经录入，同一业主合为一票"
        return ConflictError(words, code="home_voted")
    who = "这户" if voted.channel is Channel.PHONE else f"这户的受委托人 {voted.cast_name}"
    at = moment_words(voted.cast_at, database.now())
    poll_id, serial = sheet.poll_id, sheet.serial
    db.session.rollback()
    with transaction():
        _overtake(actor, poll_id, serial)
    return ConflictError(f"{who} 已在 {at} 用手机投票，以手机票为准，这张纸质票不再录入", code="phone_wins")


def _overtake(actor: Actor, poll_id: int, serial: int) -> None:
    """Unless somebody did in between, while nothing was locked."""
    moved = db.session.execute(
        update(PaperBallot)
        .where(PaperBallot.poll_id == poll_id, PaperBallot.serial == serial)
        .where(PaperBallot.state.in_((PaperState.ISSUED, PaperState.ENTERED_ONCE, PaperState.MISMATCH)))
        .values(state=PaperState.OVERTAKEN, first_option=None)
        .returning(PaperBallot.serial)
        .execution_options(synchronize_session=False)
    ).scalar_one_or_none()
    if moved:
        audit.record(actor, "paper.overtaken", poll_id, serial=serials.written(serial))


def _place(sheet: PaperBallot) -> dict[str, Any]:
    table = f"{PaperBallot.__tablename__}@{sheet.poll_id}"
    return {"table": table, "column": "first_option", "row": sheet.serial, "community": sheet.community_id}


def _seal(sheet: PaperBallot, option_id: int) -> bytes:
    return vault().seal(str(option_id), **_place(sheet))


def _open(sheet: PaperBallot, sealed: bytes) -> int:
    return int(vault().open(sealed, **_place(sheet)))
