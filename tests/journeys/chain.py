"""A community that lives through the whole chain, month after month, on a clock that is set."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from server.core import tenancy, worker
from server.core.access import Role
from server.core.database import transaction
from server.demo import clock
from server.extensions import db
from server.identity import queries as people
from server.identity.service.sessions import sign_in
from server.kit.worktime import SHANGHAI
from tests.factories import make_community, make_estate, make_home, make_member
from tests.support.callers import Caller

BEGIN = datetime(2026, 6, 22, 9, 30, tzinfo=SHANGHAI)
OFFICES = {
    "secretary": Role.SECRETARY, "committee": Role.COMMITTEE, "worker": Role.SOCIAL_WORKER,
    "watch": Role.WATCH, "supervisor": Role.SUPERVISOR, "office": Role.DISTRICT_OFFICE,
}  # fmt: skip


class Chain:
    """Six homes: four with a phone, two without. Everything is asked over HTTP."""

    def __init__(self, app: Any, hand: clock.Clock, deliver: Any) -> None:
        self.app, self.hand, self.deliver, self.now = app, hand, deliver, BEGIN
        hand.set(BEGIN)
        community = make_community()
        self.community_id = community.id
        estate = make_estate(community)
        doors = [make_home(estate, room=f"{number}01室") for number in range(1, 7)]
        self.homes = [str(door.id) for door in doors]
        self.people: dict[str, Caller] = {
            name: make_member(community, home=door)
            for name, door in zip(("ann", "bob", "cai", "dan"), doors, strict=False)
        }
        self.people |= {name: make_member(community, role) for name, role in OFFICES.items()}

    def __getattr__(self, name: str) -> Caller:
        return self.people[name]

    def wait(self, days: int) -> None:
        """Days pass, with the worker at its work; who comes back after weeks signs in again."""
        for _ in range(days):
            self.now += timedelta(days=1)
            self.hand.set(self.now)
            worker.tick([self.community_id])
            self.deliver()
        for caller in self.people.values():
            with transaction():
                openid = people.openid_of(caller.actor.person_id)
                assert openid is not None
                caller.token = sign_in(openid).token

    def wait_until(self, day: str) -> None:
        """Until the day after this one."""
        self.wait((datetime.fromisoformat(day).date() - self.now.date()).days + 1)

    def ask(self, who: str, path: str, **form: Any) -> dict[str, Any]:
        """POST that must succeed; what it left for later is delivered."""
        answer = self.people[who].post(path, json=form)
        assert answer.status_code in (200, 201), (path, form, answer.json)
        self.deliver()
        return dict(answer.json)

    def refused(self, who: str, path: str, **form: Any) -> tuple[int, str]:
        answer = self.people[who].post(path, json=form)
        return answer.status_code, answer.json["code"]

    def get(self, who: str, path: str) -> dict[str, Any]:
        answer = self.people[who].get(path)
        assert answer.status_code == 200, (path, answer.json)
        return dict(answer.json)

    def put(self, who: str, path: str, **form: Any) -> dict[str, Any]:
        answer = self.people[who].put(path, json=form)
        assert answer.status_code == 200, (path, answer.json)
        return dict(answer.json)

    def choice(self, poll: str, label: str) -> str:
        options = self.get("ann", f"polls/{poll}")["poll"]["options"]
        return str(next(one["id"] for one in options if one["label"] == label))

    def vote(self, who: str, poll: str, label: str) -> None:
        home = str(self.people[who].actor.members[0].home_id)
        self.put(who, f"polls/{poll}/ballot", home_id=home, option_id=self.choice(poll, label))

    def told(self, who: str) -> list[str]:
        return [one["title"] for one in self.get(who, "notices")["items"]]

    def ledger_problems(self) -> list[str]:
        from server.deliberation import verify

        with tenancy.in_community(self.community_id):
            return verify.problems()


@contextmanager
def lived(app: Any, deliver: Any) -> Iterator[Chain]:
    with clock.settable(db.engine) as hand:
        yield Chain(app, hand, deliver)
        db.session.remove()
