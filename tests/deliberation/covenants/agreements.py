"""A covenant carried to where a test begins."""

from datetime import timedelta
from typing import Any

from sqlalchemy import update

from server.ballots import service as polls
from server.ballots.models import Poll
from server.core import tenancy
from server.core.access import Role
from server.core.database import transaction
from server.deliberation.covenants.models import CovenantVersion
from server.deliberation.models import TopicState
from server.extensions import db
from server.kit.db import utc_now
from server.kit.worktime import today
from tests.deliberation.factories import put
from tests.deliberation.scenes import past
from tests.factories import make_member

ARTICLES = [
    {"title": "文明养犬", "body": "遛狗牵绳，粪便即清，电梯内抱起或收紧牵绳。"},
    {"title": "楼道整洁", "body": "楼道不堆放杂物，不停放电动自行车。"},
    {"title": "", "body": "晚上十点以后不进行有噪声的装修和活动。"},
]
DRAFT = {
    "title": "锦秋社区居民公约",
    "preamble": "为了邻里和睦，我们共同约定如下。",
    "articles": ARTICLES,
    "law_note": "已与《民法典》和本市养犬条例比对，没有抵触。",
}
BALLOT = {"matter": "residents_covenant", "route": "C", "days": 3}
LAW = {
    "reason": "按 2026 年起施行的条文核定，供居民会议表决使用。",
    "cite": "《城市居民委员会组织法》第二十条",
}


def decided(scene: Any, state: TopicState = TopicState.DECIDED, **columns: Any) -> str:
    with tenancy.in_community(scene.community.id), transaction():
        return str(put(scene, state, **columns).id)


def drafted(scene: Any, topic: str | None = None, **changes: Any) -> Any:
    """The answer to the host's draft."""
    form = {**DRAFT, **changes}
    return scene.host.post(f"topics/{topic or decided(scene)}/covenant", json=form)


def draft(scene: Any, topic: str | None = None, **changes: Any) -> dict[str, Any]:
    answer = drafted(scene, topic, **changes)
    assert answer.status_code == 201, answer.json
    return answer.json


def fill_the_law(scene: Any) -> None:
    """The district office says what a residents' meeting needs."""
    office = make_member(scene.community, Role.DISTRICT_OFFICE)
    known = {one["key"] for one in office.get("settings").json["items"] if one["filled"]}
    for key in {"route.C.participation", "route.C.approval"} - known:
        value = {"num": 1, "den": 2, "over": True}
        answer = office.put(f"settings/{key}/law", json={"value": value, **LAW})
        assert answer.status_code == 200, answer.json


def step(who: Any, covenant: dict[str, Any], verb: str, **form: Any) -> Any:
    asked = {"ballot": BALLOT} if verb == "submit" else {}
    return who.post(f"covenants/{covenant['id']}/steps", json={"verb": verb, **asked, **form})


def handed_in(scene: Any, topic: str | None = None, **changes: Any) -> dict[str, Any]:
    fill_the_law(scene)
    answer = step(scene.host, draft(scene, topic, **changes), "submit")
    assert answer.status_code == 200, answer.json
    return answer.json


def voting(scene: Any, topic: str | None = None, **changes: Any) -> dict[str, Any]:
    answer = step(scene.secretary, handed_in(scene, topic, **changes), "open_vote")
    assert answer.status_code == 200, answer.json
    return answer.json


def vote(who: Any, covenant: dict[str, Any], label: str) -> None:
    poll_id = covenant["adoption"]["poll_id"]
    poll = who.get(f"polls/{poll_id}").json
    option = next(one["id"] for one in poll["poll"]["options"] if one["label"] == label)
    ballot = {"home_id": poll["mine"]["homes"][0]["home_id"], "option_id": option}
    answer = who.put(f"polls/{poll_id}/ballot", json=ballot)
    assert answer.status_code == 200, answer.json


def counted(scene: Any, covenant: dict[str, Any], label: str, *, confirm: bool = True) -> None:
    """Every neighbour votes so and the days pass; the count is confirmed, and has lain open."""
    for one in (scene.author, *scene.neighbours):
        vote(one, covenant, label)
    closed(scene, covenant)
    if confirm:
        confirmed(scene, covenant)
        scene.after_notice(covenant["topic"]["id"])


def closed(scene: Any, covenant: dict[str, Any]) -> None:
    """The voting days pass, those of an extension too, and the ballots are counted."""
    poll = poll_of(scene, covenant)
    if poll.extended_at is None:
        past(scene.community, poll.id)
    else:
        over = {"closes_at": utc_now() - timedelta(minutes=1)}
        with tenancy.in_community(scene.community.id), transaction():
            db.session.execute(update(Poll).where(Poll.id == poll.id).values(**over))
    with tenancy.in_community(scene.community.id), transaction():
        polls.close_due()
    scene.deliver()


def confirmed(scene: Any, covenant: dict[str, Any]) -> None:
    path = f"polls/{covenant['adoption']['poll_id']}/confirmation"
    answer = scene.watch.post(path, json={"note": "票数与名册相符"})
    assert answer.status_code == 200, answer.json


def in_force(scene: Any, topic: str | None = None, **changes: Any) -> dict[str, Any]:
    covenant = voting(scene, topic, **changes)
    counted(scene, covenant, "赞成")
    answer = step(scene.secretary, covenant, "adopt")
    assert answer.status_code == 200, answer.json
    return answer.json


def review_comes(scene: Any, covenant: dict[str, Any], *, days_ago: int = 0) -> None:
    """The months until the review pass."""
    day = today(utc_now()) - timedelta(days=days_ago)
    with tenancy.in_community(scene.community.id), transaction():
        db.session.execute(
            update(CovenantVersion)
            .where(CovenantVersion.covenant_id == int(covenant["id"]))
            .values(review_on=day)
        )


def poll_of(scene: Any, covenant: dict[str, Any]) -> Poll:
    with tenancy.in_community(scene.community.id):
        return db.session.get(Poll, (scene.community.id, int(covenant["adoption"]["poll_id"])))
