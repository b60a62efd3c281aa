"""A topic carried to where a test begins, by the people and the requests that would carry it there."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import select, update

from server.ballots.models import Poll
from server.core import tenancy
from server.core.access import Role
from server.core.database import transaction
from server.deliberation import service
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
SUMMARY = {
    "agreed": "充电桩装在东侧车棚",
    "disputed": "费用怎样分摊还没有一致",
    "minority": "两户担心夜里噪音",
    "open": "无",
}
SHARE = {"num": 1, "den": 2}
BALLOT = {
    "matter": "daily",
    "route": "B",
    "question": "是否同意在车棚加装充电桩？",
    "days": 5,
    "quorum": SHARE,
}
#: The same as the row keeps it.
PROPOSAL = {
    "matter": "daily",
    "matter_name": "日常公共事务（环境、秩序、活动）",
    "route": "B",
    "route_title": "意见表决",
    "question": BALLOT["question"],
    "options": [
        {"label": "赞成", "weight": "for"},
        {"label": "反对", "weight": "against"},
        {"label": "弃权", "weight": "abstain"},
    ],
    "days": 5,
    "who": "adults",
    "mode": "named",
    "base": "homes",
    "quorum": {"num": 1, "den": 2, "over": True, "text": "过半数"},
    "pass": {"num": 1, "den": 2, "over": True, "text": "过半数"},
    "building_id": None,
    "building": None,
    "building_estate_id": None,
    "convener": None,
    "rule": {"route": "B", "title": "意见表决", "cite": "本社区议事规则", "version": "2026"},
}


def plan(wait: int = 2, days: int = 7) -> dict[str, Any]:
    """What a host plans: from `wait` days ahead, for `days` days."""
    starts = today(utc_now()) + timedelta(days=wait)
    people = {"scope": "全体居民", "parties": "三号楼住户、物业", "format": "线上发言，周六现场会"}
    ends = starts + timedelta(days=days - 1)
    return {"starts_on": starts.isoformat(), "ends_on": ends.isoformat(), **people}


def under_way() -> dict[str, Any]:
    """A plan as the row keeps it, on the day after its last."""
    host = {"name": "王主任", "place": "居委会", "role": "居委"}
    return {**plan(wait=-7), "materials": "", "meetings": [], "host": host}


@dataclass
class Scene:
    """A community with a secretary, a second one, a host, those who watch, an author and his neighbours."""

    community: Any
    estate: Any
    secretary: Caller
    deputy: Caller
    host: Caller
    watch: Caller
    supervisor: Caller
    author: Caller
    neighbours: list[Caller]
    deliver: Any

    @property
    def organisation(self) -> str:
        """The party organisation of this community, as its secretary's office names it."""
        return self.secretary.actor.duties[0].organisation

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
            if verb == "route":
                self.after_notice(topic)
            if verb == "open_ballot":
                self.told(topic)
            answer = self.step(who, topic, verb, **form)
            assert answer.status_code == 200, (verb, answer.json)
            if verb == "open_discussion":
                self.begin(topic)
        return topic

    def begin(self, topic: str) -> None:
        """The days until the discussion pass, and those of the discussion."""
        days = under_way()
        self.set_row(
            topic, lambda row: {"plan": {**row.plan, **{k: days[k] for k in ("starts_on", "ends_on")}}}
        )

    def after_notice(self, topic: str) -> None:
        """The days on which everybody may read it pass."""
        self.set_row(topic, lambda _: {"public_until": today(utc_now()) - timedelta(days=1)})

    def told(self, topic: str) -> str:
        """Everybody has had the day to read what will be asked."""
        self.set_row(topic, lambda row: {"state_at": row.state_at - timedelta(days=1)})
        return topic

    def set_row(self, topic: str, change: Any) -> None:
        """What waiting, or somebody else, would have written in the topic's row."""
        with tenancy.in_community(self.community.id), transaction():
            row = db.session.scalars(select(Topic).where(Topic.id == int(topic))).one()
            for name, value in change(row).items():
                setattr(row, name, value)
            service.touch(row)

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
        from server.ballots import service as polls

        self.end_voting(topic)
        with tenancy.in_community(self.community.id), transaction():
            polls.close_due()
        self.deliver()
        return topic

    def confirmed(self, topic: str) -> str:
        """The notice of the count passes, and the 监督委员会 has gone through it."""
        self.after_notice(topic)
        answer = self.watch.post(f"polls/{self.poll_of(topic)}/confirmation", json={"note": "票数与名册相符"})
        assert answer.status_code == 200, answer.json
        self.deliver()
        return topic


def past(community: Any, poll_id: int) -> None:
    begun = utc_now() - timedelta(days=6)
    ends = begun + timedelta(days=5)
    days = {"opens_at": begun, "first_closes_at": ends, "closes_at": ends}
    with tenancy.in_community(community.id), transaction():
        db.session.execute(update(Poll).where(Poll.id == poll_id).values(**days))


def make_scene(community: Any, deliver: Any, homes: int = 4) -> Scene:
    estate = make_estate(community)
    doors = [make_home(estate) for _ in range(homes)]
    people = [make_member(community, home=door) for door in doors]
    return Scene(
        community=community,
        estate=estate,
        secretary=make_member(community, Role.SECRETARY),
        deputy=make_member(community, Role.DEPUTY),
        host=make_member(community, Role.COMMITTEE, Role.CHAIR),
        watch=make_member(community, Role.WATCH),
        supervisor=make_member(community, Role.SUPERVISOR),
        author=people[0],
        neighbours=people[1:],
        deliver=deliver,
    )
