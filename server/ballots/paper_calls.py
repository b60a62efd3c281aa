"""电话告知: whose home has no account hears by telephone that its paper ballot was entered."""

from server.ballots import paper, serials
from server.ballots.models import Poll
from server.ballots.paper_models import PaperCall, PaperState
from server.core import audit, database
from server.core.access import Actor
from server.extensions import db
from server.kit.errors import ConflictError

NOT_ENTERED = "这张票还没有由两人录入，录入以后再电话告知"
TOLD = "这户有人使用小程序，录入时已经发了通知，不用电话告知"


def call(actor: Actor, poll: Poll, typed: str, *, reached: bool, remark: str) -> None:
    """Write down a call, reached or not; any number of them, also after the close.

    ConflictError `paper_not_entered`, `home_told`.
    """
    sheet = paper.found(poll, typed)
    if sheet.state is not PaperState.ENTERED:
        raise ConflictError(NOT_ENTERED, code="paper_not_entered")
    if sheet.told:
        raise ConflictError(TOLD, code="home_told")
    who = {"called_by": actor.person_id, "called_name": actor.name, "called_at": database.now()}
    db.session.add(PaperCall(poll_id=poll.id, serial=sheet.serial, reached=reached, remark=remark, **who))
    db.session.flush()
    audit.record(actor, "paper.call", poll.id, serial=serials.written(sheet.serial), reached=reached)
