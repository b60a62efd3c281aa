"""Clerks at the desk with paper ballots and letters of authority, over HTTP."""

import io
from dataclasses import dataclass, field
from typing import Any

from PIL import Image

from server.core.access import Role
from tests.ballots.scenes import Voting
from tests.factories import make_member


def photo() -> dict[str, Any]:
    made = io.BytesIO()
    Image.new("RGB", (60, 80), "white").save(made, "JPEG")
    return {"file": (io.BytesIO(made.getvalue()), "票.jpg")}


def upload(clerk: Any) -> str:
    sent = clerk.post("uploads", data=photo())
    assert sent.status_code == 201, sent.json
    return sent.json["id"]


@dataclass
class Desk:
    """Two clerks of a poll's community."""

    voting: Voting
    one: Any = field(init=False)
    two: Any = field(init=False)

    def __post_init__(self) -> None:
        self.one = make_member(self.voting.community, Role.COMMITTEE, name="陈志强")
        self.two = make_member(self.voting.community, Role.SOCIAL_WORKER, name="刘敏")

    @property
    def path(self) -> str:
        return f"polls/{self.voting.poll_id}/paper-ballots"

    def issue(self, *doors: int, **form: Any) -> Any:
        homes = {"home_ids": [str(self.voting.homes[door].id) for door in doors]} if doors else {}
        return self.one.post(self.path, json=homes | form)

    def sheet(self, door: int = 0) -> dict[str, Any]:
        """The home as the desk's list shows it."""
        home = str(self.voting.homes[door].id)
        items = self.one.get(self.path).json["items"]
        return next(one for one in items if one["home_id"] == home)

    def serial(self, door: int = 0) -> str:
        """The serial of a sheet made now."""
        assert self.issue(door).status_code == 201
        return self.sheet(door)["serial"]

    def enter(self, clerk: Any, serial: str, label: str = "赞成", **form: Any) -> Any:
        entry = {"option_id": self.voting.option(label), "upload_id": upload(clerk), **form}
        return clerk.post(f"{self.path}/{serial}/entries", json=entry)

    def both(self, serial: str, first: str = "赞成", second: str = "赞成") -> Any:
        assert self.enter(self.one, serial, first).status_code == 200
        return self.enter(self.two, serial, second)

    def lend(self, agent: Any, door: int = 0, **form: Any) -> Any:
        """Register a letter; the agent by membership."""
        letter = {
            "home_id": str(self.voting.homes[door].id),
            "membership_id": str(agent.actor.members[0].membership_id) if agent.actor.members else None,
            "upload_id": upload(self.one),
            "reason": "住院，委托邻居代投",
        }
        return self.one.post(f"polls/{self.voting.poll_id}/proxies", json=letter | form)

    def step(self, clerk: Any, letter: str, verb: str, reason: str = "") -> Any:
        path = f"polls/{self.voting.poll_id}/proxies/{letter}/steps"
        return clerk.post(path, json={"verb": verb, "reason": reason})
