"""How one would first write it. The races must find these wrong, or they prove nothing."""

import secrets
from typing import Any

from sqlalchemy import update
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from server.ballots import paper_queries, queries, urn
from server.ballots.box_models import SealedBallot, VoterMark
from server.ballots.models import Ballot, Channel, PollState
from server.ballots.paper_models import PaperBallot, PaperState
from server.ballots.roll import receipt, secret_receipt
from server.core import database
from server.extensions import db
from server.kit.errors import ConflictError


def cast(actor: Any, poll: Any, *, home_id: int, option_id: int, pause: Any) -> None:
    """Looks whether the home has voted, then votes: two who look at once both see nothing."""
    if poll.state is not PollState.OPEN or queries.ballot_of_head(poll.id, home_id, but=0):
        raise ConflictError("这户已经投过票")
    poll_id, poll_community = poll.id, poll.community_id
    db.session.rollback()
    pause()
    salt = secrets.token_bytes(16)
    row = {
        "community_id": poll_community,
        "poll_id": poll_id,
        "home_id": home_id,
        "choice": urn.seal(poll_id, home_id, option_id, salt),
        "channel": Channel.PHONE,
        "cast_by": actor.person_id,
        "cast_name": "",
        "cast_at": database.now(),
        "changed": 0,
        "receipt": receipt(poll_id, home_id, option_id, salt),
    }
    insert = pg_insert if db.engine.dialect.name == "postgresql" else sqlite_insert
    # The key still keeps one row; several people were told that theirs is it.
    new = insert(Ballot).values(row)
    keys = ["community_id", "poll_id", "home_id"]
    db.session.execute(new.on_conflict_do_update(index_elements=keys, set_={"cast_by": actor.person_id}))


def drop(poll: Any, token: str, *, home_id: int, option_id: int, pause: Any) -> None:
    """Looks for the mark, then drops a ballot and marks: two who look at once both drop one."""
    if queries.mark_of(poll.id, home_id):
        raise ConflictError("这户已经投过票")
    poll_id, here = poll.id, poll.community_id
    db.session.rollback()
    pause()
    receipt_ = secret_receipt(poll_id, token)
    choice = urn.seal_secret(poll_id, receipt_, option_id)
    db.session.add(SealedBallot(poll_id=poll_id, receipt=receipt_, choice=choice))
    db.session.flush()
    insert = pg_insert if db.engine.dialect.name == "postgresql" else sqlite_insert
    row = {"community_id": here, "poll_id": poll_id, "home_id": home_id, "marked_at": database.now()}
    db.session.execute(insert(VoterMark).values(row).on_conflict_do_nothing())


def enter_paper(clerk: Any, poll: Any, serial: int, option_id: int, *, pause: Any) -> str:
    """Looks at the sheet without the poll's lock: two second clerks who look at once both finish it."""
    sheet = paper_queries.sheet(poll.id, serial)
    assert sheet is not None
    if sheet.state is not PaperState.ENTERED_ONCE or sheet.first_by == clerk.person_id:
        raise ConflictError("这张票已经录入")
    poll_id = poll.id
    db.session.rollback()
    pause()
    db.session.execute(
        update(PaperBallot)
        .where(PaperBallot.poll_id == poll_id, PaperBallot.serial == serial)
        .values(
            state=PaperState.ENTERED, second_by=clerk.person_id, second_at=database.now(), first_option=None
        )
        .execution_options(synchronize_session=False)
    )
    return "accepted"
