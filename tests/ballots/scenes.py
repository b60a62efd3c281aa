"""A poll over a few homes, opened as deliberation opens it."""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import select, update

from server.ballots import counting, queries, service
from server.ballots.arithmetic import Share
from server.ballots.models import Electorate, Mode, Poll, Weight
from server.ballots.roll import secret_receipt
from server.ballots.settings import SECRET_LEAST
from server.core import settings, tenancy
from server.core.access import Role
from server.core.database import transaction
from server.extensions import db
from server.identity import queries as people
from server.identity.models import DutyRecord, Relation
from server.identity.service.duties import Scope, end_duty, grant_duty
from server.kit.db import utc_now
from server.places.models import Estate, HomeOwner
from server.places.vault import seal_owner
from tests.factories import make_estate, make_home, make_member, signed_in

OPTIONS = (("赞成", Weight.FOR), ("反对", Weight.AGAINST), ("弃权", Weight.ABSTAIN))
SUBJECT = 77
#: As few as a community may let vote in secret.
FEW = 5


@dataclass
class Voting:
    """A poll in an estate of the community, and its homes."""

    community: Any
    estate: Any
    homes: list[Any]
    secretary: Any
    poll_id: int
    secret: bool = False

    def member(self, door: int = 0, relation: Relation = Relation.OWNER, **words: Any) -> Any:
        return make_member(self.community, home=self.homes[door], relation=relation, **words)

    def officer(self, door: int, role: Role, estate: Any = None) -> Any:
        """Somebody who lives in this home and holds an office, of this estate alone when given."""
        person = self.member(door).actor.person_id
        with transaction():
            grant_duty(person, role, Scope(self.community.id, estate.id if estate else None))
        return self.again(person)

    def again(self, person: int) -> Any:
        """The same person signed in anew, as he stands here now."""
        return signed_in(people.get_person(person), self.community)

    def retire(self, who: Any) -> Any:
        """His offices end; he signs in anew."""
        with tenancy.across_communities(), transaction():
            held = select(DutyRecord).where(DutyRecord.person_id == who.actor.person_id)
            for duty in db.session.scalars(held).all():
                end_duty(duty)
        return self.again(who.actor.person_id)

    def option(self, label: str) -> str:
        with tenancy.in_community(self.community.id):
            return next(str(one.id) for one in queries.options(self.poll_id) if one.label == label)

    def ballot(self, label: str = "赞成", door: int = 0, token: str | None = None) -> dict[str, str]:
        """token: what the voter's phone made for a secret ballot; a new one when left out."""
        ballot = {"home_id": str(self.homes[door].id), "option_id": self.option(label)}
        if self.secret:
            ballot["receipt"] = secret_receipt(self.poll_id, token or secrets.token_hex(16)).hex()
        return ballot

    def vote(self, who: Any, label: str = "赞成", door: int = 0, token: str | None = None) -> Any:
        return who.put(f"polls/{self.poll_id}/ballot", json=self.ballot(label, door, token))

    def poll(self) -> Poll:
        return db.session.scalars(
            select(Poll).where(Poll.id == self.poll_id).execution_options(populate_existing=True)
        ).one()

    def shift(self, **delta: float) -> None:
        """Move both ends of the poll back: what waiting would have done to the clock."""
        back = timedelta(**delta)
        with tenancy.in_community(self.community.id), transaction():
            poll = self.poll()
            db.session.execute(
                update(Poll)
                .where(Poll.id == poll.id)
                .values(
                    opens_at=poll.opens_at - back,
                    first_closes_at=poll.first_closes_at - back,
                    closes_at=poll.closes_at - back,
                )
                .execution_options(synchronize_session=False)
            )

    def shift_close(self) -> None:
        """An extended poll's time is up."""
        with tenancy.in_community(self.community.id), transaction():
            poll = self.poll()
            moment = utc_now()
            db.session.execute(
                update(Poll)
                .where(Poll.id == poll.id)
                .values(
                    opens_at=moment - timedelta(days=9),
                    first_closes_at=moment - timedelta(days=8),
                    closes_at=moment - timedelta(hours=1),
                )
                .execution_options(synchronize_session=False)
            )

    def close(self) -> None:
        self.shift(days=3)
        self.run_clock()

    def run_clock(self) -> None:
        with tenancy.in_community(self.community.id), transaction():
            counting.close_due()

    def counted(self, *votes: str) -> "Voting":
        """After the close, the first homes having voted like this."""
        for door, label in enumerate(votes):
            assert self.vote(self.member(door=door), label, door=door).status_code == 200
        self.close()
        return self

    def confirm(self) -> Any:
        watch = make_member(self.community, Role.WATCH)
        return watch.post(f"polls/{self.poll_id}/confirmation", json={"note": "逐项核对无误"})


def open_voting(community: Any, homes: int | list[Any] = 0, *, seconds: float = 0, **terms: Any) -> Voting:
    """`homes`: how many, or the homes themselves, of one estate; three (of a secret poll one more than FEW)
    when left out. `seconds`: how long it stays open, two days when left out. `terms`: what differs from
    the usual (Terms)."""
    secret = terms.get("mode") is Mode.SECRET
    if isinstance(homes, int):
        estate = make_estate(community)
        homes = [make_home(estate) for _ in range(homes or (FEW + 1 if secret else 3))]
    secretary = make_member(community, Role.SECRETARY)
    if secret:
        allow_few(secretary)
    asked = {
        "subject_id": SUBJECT,
        "estate_id": homes[0].estate_id,
        "question": "是否同意更换单元门？",
        "options": OPTIONS,
        "who": Electorate.ADULTS,
        "quorum": Share.usual(1, 2),
        "majority": Share.usual(1, 2),
        "closes_at": utc_now() + (timedelta(seconds=seconds) if seconds else timedelta(days=2)),
    }
    with tenancy.in_community(community.id), transaction():
        estate = db.session.get_one(Estate, (community.id, homes[0].estate_id))
        poll = service.open_poll(secretary.actor, service.Terms(**asked | terms))
    return Voting(community, estate, homes, secretary, poll.id, secret)


def allow_few(secretary: Any) -> None:
    """The community lets FEW homes vote in secret."""
    with tenancy.in_community(secretary.actor.community_id), transaction():
        if settings.value(SECRET_LEAST) != FEW:
            settings.change(secretary.actor, SECRET_LEAST, FEW, "小区户数少，按最低数执行")


def make_owned_home(estate: Any, *numbers: str | None, **words: Any) -> Any:
    """A home whose owners the register knows by these identity numbers; None: an owner without one."""
    home = make_home(estate, **words)
    with tenancy.in_community(estate.community_id), transaction():
        db.session.add_all(HomeOwner(**seal_owner(home.id, "王建国", number)) for number in numbers)
    return home
