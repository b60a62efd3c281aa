"""The real thing behind the machine: one community, its people, a clock that is set, and the services."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, text

from server.ballots import casting, counting
from server.ballots import queries as ballots
from server.ballots import service as polls
from server.core import access, sessions, settings, tenancy
from server.core.access import Permission, Role
from server.core.audit import AuditEntry
from server.core.database import transaction
from server.core.outbox import OutboxMessage
from server.core.safety import Suggest, Verdict
from server.core.sessions import Place
from server.core.tenancy import across_communities
from server.deliberation import clockwork, handlers, objections, policy, queries, reads, seconding, service
from server.deliberation.covenants import queries as covenant_queries
from server.deliberation.covenants import service as covenants
from server.deliberation.forms import Move
from server.deliberation.workflow import Verb
from server.demo import clock
from server.extensions import db
from server.identity import queries as people
from server.identity import standing
from server.identity.models import DutyRecord
from server.identity.service.duties import Scope, end_duty, grant_duty
from server.identity.service.sessions import sign_in
from server.kit.errors import (
    AppError,
    ConflictError,
    ForbiddenError,
    GateClosedError,
    InvalidError,
    NotFoundError,
)
from server.kit.worktime import SHANGHAI
from tests.deliberation.covenants.agreements import DRAFT, LAW
from tests.deliberation.machine import rules as r
from tests.deliberation.scenes import TEXT
from tests.factories import join, make_community, make_estate, make_home, make_member, make_person, signed_in
from tests.support.database import Broom

START = datetime(2026, 6, 22, 9, 0, tzinfo=SHANGHAI)
GROUNDS = {
    NotFoundError: "not_found", ForbiddenError: "forbidden", ConflictError: "conflict",
    GateClosedError: "shut", InvalidError: "invalid",
}  # fmt: skip
#: What a refused step must leave as it was.
WATCHED = (
    "topic", "topic_text", "topic_step", "topic_paper", "topic_second", "gate_decision", "gate_recusal",
    "gate_naming", "countersign", "appeal", "objection", "poll", "ballot", "count_record",
    "covenant", "covenant_version", "covenant_article",
)  # fmt: skip
OFFICES = {
    "secretary": (Role.SECRETARY,), "deputy": (Role.DEPUTY,), "committee": (Role.COMMITTEE, Role.CHAIR),
    "watch": (Role.WATCH,), "supervisor": (Role.SUPERVISOR,),
}  # fmt: skip
COVENANT = {**DRAFT, "covenant_id": None}
VERDICTS = {"pass": Suggest.PASS, "review": Suggest.REVIEW, "risky": Suggest.RISKY}


class World:
    """What the machine may do to the application. Every call is one transaction, as a request would be."""

    def __init__(self, community: Any, hand: clock.Clock) -> None:
        self.hand, self.community_id = hand, community.id
        hand.set(START)
        estate = make_estate(community)
        self.callers = {name: make_member(community, *roles) for name, roles in OFFICES.items()}
        self.callers["stand_in"] = make_member(make_community(), Role.SECRETARY)
        homes = {letter: make_home(estate) for letter in "ABCDEF"} | {"X": make_home(make_estate(community))}
        self._move_in(community, homes)
        self.homes = {letter: home.id for letter, home in homes.items()}
        self.estate_id = estate.id
        self.place = Place(community.id, community.region_code, community.kind.value, community.name)
        self._rules(make_member(community, Role.DISTRICT_OFFICE))
        self.office = self._office_elsewhere()
        self.other_topic = self._topic_under_way()
        self.broom = Broom(db.engine, db.metadata)
        self.topic_id = 0

    def _move_in(self, community: Any, homes: dict[str, Any]) -> None:
        for name, letter in r.HOMES.items():
            person = make_person()
            if name == "deputy":
                # A neighbour too: he may take over a topic, whose gates he then may not hold.
                person = db.session.get(type(person), self.callers["deputy"].actor.person_id)
            join(person, homes[letter])
            if name == "former":
                with transaction():
                    end_duty(grant_duty(person.id, Role.SECRETARY, Scope(community.id)))
            self.callers[name] = signed_in(person, community)

    def _rules(self, office: Any) -> None:
        with self.inside():
            actor = self.actor("secretary")
            settings.change(
                actor, "second_signature.households", r.TWO_HANDS, "三户附议，不予立题就要两人签字"
            )
            for key in ("route.C.participation", "route.C.approval"):
                settings.change(office.actor, key, {"num": 1, "den": 2, "over": True}, **LAW)

    def _topic_under_way(self) -> int:
        """Another topic, into which one may be merged."""
        self.propose("dan", needed=0)
        self.step("dan", "submit", {})
        self.judge_text("pass")
        self.step("secretary", "admit", {})
        return self.topic_id

    def _office_elsewhere(self) -> int:
        person = self.callers["stand_in"].actor.person_id
        with across_communities():
            found: int = db.session.scalars(select(DutyRecord.id).where(DutyRecord.person_id == person)).one()
        return found

    @contextmanager
    def inside(self) -> Iterator[None]:
        with tenancy.in_community(self.community_id), transaction():
            yield

    def reset(self) -> None:
        """Everything is as the first run found it."""
        db.session.remove()
        self.broom.sweep()

    def set(self, moment: datetime) -> None:
        self.hand.set(moment)

    def actor(self, who: str) -> Any:
        """As the guard of a route would make him now; None where nothing connects him with the community."""
        if who != "stand_in":
            return self.callers[who].actor
        return sessions.actor_in(self._standing(who), self.place)

    def _standing(self, who: str) -> Any:
        caller = self.callers[who]
        with across_communities():
            if known := standing.read(sessions.digest_of(caller.token)):
                return known
        with transaction():  # months have passed: he opens the app again
            openid = people.openid_of(caller.actor.person_id)
            caller.token = sign_in(openid).token
        return self._standing(who)

    # -- what people do ----------------------------------------------------------------------------------

    def propose(self, author: str, needed: int) -> None:
        with self.inside():
            if settings.value("seconding.households") != needed:
                actor = self.actor("secretary")
                settings.change(actor, "seconding.households", needed, "本社区试行附议，几户附议后再交把关")
            form = {**TEXT, "estate_id": self.estate_id, "photos": []}
            self.topic_id = service.propose(self.actor(author), form).id

    def step(self, who: str, verb: str, form: dict[str, Any]) -> str:
        """'taken', or the ground of the refusal."""
        if verb == "draft_covenant":
            return self._try(who, lambda actor: covenants.draft(actor, self.topic_id, dict(COVENANT)))
        return self._try(who, lambda actor: service.advance(actor, self.topic_id, Move(Verb(verb), **form)))

    def mend_covenant(self, who: str) -> str:
        """The draft as it is, compared with the law again."""

        def mend(actor: Any) -> None:
            version = covenant_queries.of_topic(self.topic_id)
            assert version is not None
            covenants.revise(actor, version.covenant_id, {**COVENANT, "edition": version.edition})

        return self._try(who, mend)

    def second(self, who: str) -> str:
        home = self.homes[r.HOMES[who]]
        return self._try(who, lambda actor: seconding.second(actor, self.topic_id, home))

    def take_back(self, who: str) -> str:
        home = self.homes[r.HOMES[who]]
        return self._try(who, lambda actor: seconding.take_back(actor, self.topic_id, home))

    def object(self, who: str) -> str:
        home = self.homes[r.HOMES[who]]
        return self._try(
            who, lambda actor: objections.file(actor, self.topic_id, home, "这样分摊费用我家不同意")
        )

    def vote(self, who: str, choice: str) -> str:
        home = self.homes[r.HOMES.get(who, "A")]

        def cast(actor: Any) -> None:
            poll = self.poll()
            access.enforce(actor, Permission.POLL_VOTE, poll)
            option = next(one.id for one in ballots.options(poll.id) if one.label == choice)
            casting.cast(actor, poll, home_id=home, option_id=option)

        return self._try(who, cast)

    def confirm(self, who: str) -> str:
        def confirm(actor: Any) -> None:
            access.enforce(actor, Permission.COUNT_CONFIRM, self.poll())
            polls.confirm(actor, ballots.lock_poll(self.poll().id), "票数与名册相符")

        return self._try(who, confirm)

    def _try(self, who: str, act: Callable[[Any], Any]) -> str:
        actor = self.actor(who)
        try:
            with self.inside():
                if actor is None or not self._sees(actor):
                    raise NotFoundError
                act(actor)
        except AppError as refused:
            return GROUNDS[type(refused)]
        return "taken"

    def _sees(self, actor: Any) -> bool:
        matter = queries.get_matter(self.topic_id)
        return matter is not None and policy.sight(actor, matter.topic) is not policy.Sight.NOTHING

    # -- what nobody does --------------------------------------------------------------------------------

    def judge_text(self, verdict: str) -> None:
        with self.inside():
            payload = {"topic_id": self.topic_id, "text_version": self.topic().text_version}
            handlers.check_text.store(payload, Verdict(VERDICTS[verdict]))

    def strike(self) -> None:
        """A minute of the worker: polls are counted, and the topic hears of it."""
        with self.inside():
            counting.close_due()
            told = select(OutboxMessage).where(OutboxMessage.topic == "ballots.poll_closed")
            for message in db.session.scalars(told).all():
                handlers.poll_closed(message.payload)
            db.session.execute(delete(OutboxMessage))
            for chore in clockwork.EVERY_MINUTE:
                chore()

    # -- what can be seen --------------------------------------------------------------------------------

    def topic(self) -> Any:
        found = queries.get_topic(self.topic_id)
        assert found is not None
        return found

    def poll(self) -> Any:
        """The one that is voted on, or was last."""
        return ballots.get_poll(self.topic().covenant_poll_id or self.topic().poll_id)

    def offered(self, who: str) -> dict[str, bool] | None:
        """The buttons on this person's page; None where he has no page."""
        actor = self.actor(who)
        matter = queries.get_matter(self.topic_id)
        if actor is None or matter is None or policy.sight(actor, matter.topic) is policy.Sight.NOTHING:
            return None
        return {one["verb"]: one["shut"] is None for one in reads.verbs_for(actor, matter)}

    def fingerprint(self) -> int:
        with db.engine.connect() as connection:
            rows = [connection.execute(text(f'SELECT * FROM "{name}"')).all() for name in WATCHED]
        return hash(tuple(tuple(sorted(map(repr, found))) for found in rows))

    def trespasses(self) -> int:
        asked = select(AuditEntry.id).where(AuditEntry.deed == "topic.trespass")
        return len(db.session.scalars(asked).all())
