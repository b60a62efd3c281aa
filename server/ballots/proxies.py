"""委托: a home lets somebody vote in its place, by a letter that two clerks have seen.

Not to be taken for 代录: a clerk who reads a paper ballot in (paper_entry.py) decides nothing for anybody.
"""

from dataclasses import dataclass

from server.ballots import proxy_queries, queries
from server.ballots.events import ProxyMoved
from server.ballots.models import Channel, Mode, Poll, PollState
from server.ballots.paper_models import ProxyLetter
from server.core import audit, database, outbox, uploads, versions
from server.core.access import Actor
from server.extensions import db
from server.identity import vault
from server.kit.errors import ConflictError, ForbiddenError, GateClosedError, InvalidError, NotFoundError

SECRET = (
    "无记名表决不能委托：登记和撤销委托时，工作人员会知道哪一户已经投过票。请上门协助住户用手机投，"
    "或另开一次记名表决"
)
CLOSED = "表决已经截止，委托不能再登记、确认或撤销"
OWN_HAND = "受委托人不能是登记或确认这份委托书的工作人员，请由别的同事办理"


@dataclass(frozen=True)
class Letter:
    """What the letter says. The agent by his membership, or by the telephone he was verified with."""

    home_id: int
    membership_id: int | None
    phone: str | None
    upload_id: int
    reason: str


def register(actor: Actor, poll: Poll, letter: Letter) -> ProxyLetter:
    """Write the letter down; it counts once a second clerk has confirmed it.

    InvalidError: not on the roll, or no such grown-up member. ConflictError: the home has a letter, or voted.
    ForbiddenError: the clerk himself is named. GateClosedError: a secret poll.
    """
    poll = _taking(poll)
    if not (place := next(iter(queries.on_roll(poll.id, [letter.home_id])), None)):
        raise InvalidError("这户不在这次表决的名册上", code="not_on_roll")
    if place.cast_at:
        raise ConflictError("这户已经投过票，不用再委托", code="home_voted")
    if proxy_queries.letter_in_force(poll.id, letter.home_id):
        raise ConflictError("这户已经登记过委托，要换人请先撤销", code="letter_exists")
    agent, name = _agent(letter)
    if agent == actor.person_id:
        raise ForbiddenError(OWN_HAND, code="own_hand")
    (photo,) = uploads.claim(actor, [letter.upload_id], poll.id)
    row = ProxyLetter(
        poll_id=poll.id, home_id=letter.home_id, agent_person_id=agent, agent_name=name, photo=photo["id"],
        registered_by=actor.person_id, registered_at=database.now(), reason=letter.reason,
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    audit.record(actor, "proxy.register", row.id, poll=poll.id, home=letter.home_id, reason=letter.reason)
    return row


def _agent(letter: Letter) -> tuple[int, str]:
    if letter.phone is not None:
        found = proxy_queries.members(person_ids=vault.persons_with_phone(letter.phone))
    else:
        found = proxy_queries.members(membership_id=letter.membership_id)
    if len(found) > 1:
        raise InvalidError("这个手机号登记了好几位住户，请按住户选择受委托人", code="several_agents")
    if not found:
        raise InvalidError("受委托人应是本社区已通过审核的住户，没有找到这个人", code="no_such_agent")
    if not found[0].grown:
        raise InvalidError("受委托人应年满十八周岁", code="agent_is_minor")
    return found[0].person_id, found[0].masked_name


def confirm(actor: Actor, poll: Poll, letter_id: int) -> None:
    """A second clerk has seen the letter: from now on the agent votes for the home."""
    poll = _taking(poll)
    row = _letter(poll, letter_id)
    if row.confirmed_at:
        raise ConflictError("这份委托已经确认过", code="letter_confirmed")
    if row.registered_by == actor.person_id:
        raise ConflictError("委托书要由登记人以外的另一位工作人员核对确认", code="two_hands")
    if row.agent_person_id == actor.person_id:
        raise ForbiddenError(OWN_HAND, code="own_hand")
    row.confirmed_by, row.confirmed_at = actor.person_id, database.now()
    _moved(actor, row, "confirm")


def revoke(actor: Actor, poll: Poll, letter_id: int, reason: str) -> None:
    """The home takes its word back. ConflictError once the agent has voted: a ballot stays cast."""
    poll = _taking(poll)
    row = _letter(poll, letter_id)
    place = next(iter(queries.on_roll(poll.id, [row.home_id])))
    if place.channel is Channel.PROXY:
        raise ConflictError("这户的票已经投出，委托不能再撤销；住户可用自己的手机改投", code="letter_used")
    row.revoked_by, row.revoked_at, row.revocation = actor.person_id, database.now(), reason
    _moved(actor, row, "revoke")


def _moved(actor: Actor, row: ProxyLetter, verb: str) -> None:
    db.session.flush()
    audit.record(
        actor, f"proxy.{verb}", row.id, poll=row.poll_id, home=row.home_id, reason=row.revocation or ""
    )
    if row.confirmed_at:  # of what never counted nobody was told
        outbox.emit(ProxyMoved(row.poll_id, row.id, row.home_id, row.agent_person_id, verb))
    versions.touch(versions.own_key(row.community_id, row.agent_person_id))


def _letter(poll: Poll, letter_id: int) -> ProxyLetter:
    row = proxy_queries.letter(letter_id)
    if row is None or row.poll_id != poll.id:
        raise NotFoundError
    if row.revoked_at:
        raise ConflictError("这份委托已经撤销", code="letter_revoked")
    return row


def _taking(poll: Poll) -> Poll:
    """Locked, so that the agent cannot vote while the letter is being revoked."""
    locked = queries.lock_poll(poll.id) or poll
    if locked.mode is Mode.SECRET:  # any answer but this one would tell which home has voted
        raise GateClosedError(SECRET, code="secret_no_proxy")
    if locked.state is not PollState.OPEN or locked.closes_at <= database.now():
        raise ConflictError(CLOSED, code="poll_closed")
    return locked
