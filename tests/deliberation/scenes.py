"""A topic carried to where a test begins, by the people and the requests that would carry it there."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import select, update

from server.ballots.models import Poll
from server.core import tenancy
from server.core.access import Role
from server.core.database import transaction
from server.deliberation.models import Topic
from server.extensions import db
from server.kit.db import utc_now
from server.kit.worktime import today
from tests.factories import make_estate, make_home, make_member
from tests.support.callers import Caller

REASON = "请补充涉及哪几个楼栋、大约多少户受影响，以及现场照片。"
TEXT = {
    "title": "三号楼加装充电桩",
    "body": "三号楼门口经常飞线充电，建议在车棚统一加装充电桩，大家商量位置和费用。",
    "stake": "light",
}
SUMMARY = {"agreed": "装在车棚", "disputed": "费用分摊", "minority": "担心噪音", "open": "无"}
SHARE = {"num": 1, "den": 2}
BALLOT = {"question": "是否同意在车棚加装充电桩？", "days": 3, "quorum": SHARE, "pass": SHARE}


def plan() -> dict[str, str]:
    day = today(utc_now()).isoformat()
    people = {"scope": "全体居民", "parties": "三号楼住户、物业", "format": "线上发言，周六现场会"}
    return {"starts_on": day, "ends_on": day, **people}


@dataclass
class Scene:
    """A community with a secretary, a second one, a host, an author and his neighbours."""

    community: Any
    estate: Any
    secretary: Caller
    deputy: Caller
    host: Caller
    author: Caller
    neighbours: list[Caller]
    deliver: Any

    def submit(self, **changes: Any) -> str:
        """A topic at the first gate, checked; its id."""
        answer = self.author.post("topics", json={**TEXT, "submit": True, **changes})
        assert answer.status_code == 201, answer.json
        self.deliver()
        return answer.json["topic"]["id"]

    def step(self, who: Caller, topic: str, verb: str, **form: Any) -> Any:
        return who.post(f"topics/{topic}/steps", json={"verb": verb, **form})

    def walk(self, topic: str, *verbs: str) -> str:
        """Take these steps, each by whoever may; every one must succeed."""
        for verb in verbs:
            who, form = self.part(verb)
            answer = self.step(who, topic, verb, **form)
            assert answer.status_code == 200, (verb, answer.json)
        return topic

    def part(self, verb: str) -> tuple[Caller, dict[str, Any]]:
        return {
            "plan": (self.host, {"plan": plan()}),
            "summarise": (self.host, {"summary": SUMMARY}),
            "route": (self.host, {"ballot": BALLOT}),
            "withdraw": (self.author, {}),
            "submit": (self.author, {}),
        }.get(verb, (self.secretary, {}))

    def discussing(self, **changes: Any) -> str:
        return self.walk(self.submit(**changes), "admit", "plan", "open_discussion")

    def voting(self, **changes: Any) -> str:
        return self.walk(self.discussing(**changes), "summarise", "route", "open_ballot")

    def poll_of(self, topic: str) -> int:
        with tenancy.in_community(self.community.id):
            return db.session.scalars(select(Topic.poll_id).where(Topic.id == int(topic))).one()

    def vote(self, who: Caller, topic: str, label: str) -> Any:
        poll = who.get(f"polls/{self.poll_of(topic)}").json
        option = next(one["id"] for one in poll["poll"]["options"] if one["label"] == label)
        home = poll["mine"]["homes"][0]["home_id"]
        ballot = {"home_id": home, "option_id": option}
        return who.put(f"polls/{self.poll_of(topic)}/ballot", json=ballot)

    def end_voting(self, topic: str) -> None:
        """The voting days pass: both ends of the poll move back, as waiting would have moved the clock on."""
        past(self.community, self.poll_of(topic))

    def close(self, topic: str) -> str:
        from server.ballots import service

        self.end_voting(topic)
        with tenancy.in_community(self.community.id), transaction():
            service.close_due()
        self.deliver()
        return topic


def past(community: Any, poll_id: int) -> None:
    begun = utc_now() - timedelta(days=4)
    with tenancy.in_community(community.id), transaction():
        db.session.execute(
            update(Poll).where(Poll.id == poll_id).values(opens_at=begun, closes_at=begun + timedelta(days=3))
        )


def make_scene(community: Any, deliver: Any, homes: int = 4) -> Scene:
    estate = make_estate(community)
    doors = [make_home(estate) for _ in range(homes)]
    people = [make_member(community, home=door) for door in doors]
    return Scene(
        community=community,
        estate=estate,
        secretary=make_member(community, Role.SECRETARY),
        deputy=make_member(community, Role.DEPUTY),
        host=make_member(community, Role.COMMITTEE),
        author=people[0],
        neighbours=people[1:],
        deliver=deliver,
    )
