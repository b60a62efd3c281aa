"""One community with one object of every kind, and everybody who could stand in some relation to it."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from server.ballots import service as ballots
from server.ballots.arithmetic import Share
from server.ballots.models import Electorate, Weight
from server.core import tenancy
from server.core.access import Role
from server.core.database import transaction
from server.extensions import db
from server.identity.models import Membership
from server.identity.service.duties import IN_COMMUNITY, IN_SUBTREE
from server.kit.db import utc_now
from server.kit.worktime import today
from tests.ballots.desk import photo
from tests.factories import make_community, make_estate, make_member, make_visitor, moved

OFFICES = tuple(role for role in Role if role in IN_COMMUNITY | IN_SUBTREE)


def people(community: Any, estate: Any) -> dict[str, Any]:
    """Every relation to the community: own, none, sibling, ended, other street."""
    sibling, far = make_community(), make_community(subdistrict=2)
    everybody = {
        "visitor": make_visitor(),
        "resident": make_member(community, estate=estate),
        "minor": make_member(community, estate=estate, adult=False),
        "away": make_member(community, Role.AWAY, estate=estate),
        "ended": _ended(community, estate),
        "sibling": make_member(sibling),
        "sibling_secretary": make_member(sibling, Role.SECRETARY),
        "far_secretary": make_member(far, Role.SECRETARY),
        "branch_secretary": make_member(community, Role.SECRETARY, estate=estate),
    }
    return everybody | {role.value: make_member(community, role) for role in OFFICES}


def _ended(community: Any, estate: Any) -> Any:
    """Moved out a moment ago, with the session still open."""
    caller = make_member(community, estate=estate)
    with tenancy.in_community(community.id), transaction():
        db.session.execute(
            db.update(Membership)
            .where(Membership.person_id == caller.actor.person_id)
            .values(ends_at=utc_now() - timedelta(minutes=1))
        )
        moved(caller)
    return caller


def build(session: Any, deliver: Any) -> SimpleNamespace:
    """The community, its people (`callers`) and the path ids of one object of every kind (`ids`)."""
    community = make_community()
    estate = make_estate(community, "锦秋苑")
    callers = people(community, estate)
    ids = {"community_id": community.id, "estate_id": estate.id, "board": "nearby", "scene": "e1.00000000"}
    ids |= {"setting_id": "gate.days", "law_id": "petition.share"}
    author = make_member(community, estate=estate)
    ids |= _said(author, callers["secretary"], deliver)
    ids["application_id"] = _application(community, estate)
    ids["poll_id"] = _poll(callers["secretary"], community, int(ids["topic_id"]))
    ids["home_id"] = author.actor.members[0].home_id
    ids["membership_id"] = author.actor.members[0].membership_id
    ids |= _discussed(author, community, int(ids["topic_id"]))
    ids |= _paper(callers["committee"], ids["poll_id"], author)
    ids["opening_id"] = _opening(community, ids["poll_id"], callers["watch"].actor)
    ids["covenant_id"] = _covenant(community, int(ids["topic_id"]), int(ids["poll_id"]))
    ids |= _project(callers["committee"], community, int(ids["topic_id"]))
    ids["order_id"] = _order(callers["supervisor"])
    ids["filing_id"] = _filing(callers["committee"], author)
    ids |= _emergency(callers["supervisor"], author)
    deliver()
    return SimpleNamespace(community=community, callers=callers, ids=ids, author=author)


def _application(community: Any, estate: Any) -> int:
    from server.identity.models_enrolment import Application, ApplicationRef, ApplicationState, Relation

    applicant = make_visitor()
    with tenancy.in_community(community.id), transaction():
        row = Application(
            person_id=applicant.actor.person_id, scene="", estate_id=estate.id,
            building="1号楼", room="101室", relation=Relation.OWNER, state=ApplicationState.VERIFIED,
            masked_name="李**", masked_phone="138****0000",
        )  # fmt: skip
        db.session.add(row)
        db.session.flush()
        db.session.add(
            ApplicationRef(id=row.id, community_id=community.id, person_id=applicant.actor.person_id)
        )
        return row.id


def _poll(secretary: Any, community: Any, topic_id: int) -> int:
    half = Share(1, 2, over=True)
    terms = ballots.Terms(
        subject_id=topic_id,
        estate_id=None,
        question="是否同意加装雨棚",
        options=(("同意", Weight.FOR), ("不同意", Weight.AGAINST)),
        who=Electorate.ADULTS,
        quorum=half,
        majority=half,
        closes_at=utc_now() + timedelta(days=5),
    )
    with tenancy.in_community(community.id), transaction():
        return ballots.open_poll(secretary.actor, terms).id


def _opening(community: Any, poll_id: int, counter: Any) -> int:
    """The watch asks to look at the poll's rows: nobody may before its count."""
    from server.ballots.counter_models import Body, Ground, RowsOpening

    moment = utc_now()
    words = {"reason": "有住户对计票提出异议。", "asked_name": counter.name, "asked_org": "监督委员会"}
    row = RowsOpening(poll_id=poll_id, ground=Ground.OBJECTION, asked_by=counter.person_id, **words)
    row.asked_body, row.asked_at, row.ends_at = Body.WATCH, moment, moment + timedelta(days=7)
    with tenancy.in_community(community.id), transaction():
        db.session.add(row)
        db.session.flush()
        return row.id


def _discussed(author: Any, community: Any, topic_id: int) -> dict[str, int]:
    """A meeting of the topic and a change proposed to it."""
    from server.deliberation.discussion_models import Amendment, AmendmentState, Meeting, MeetingKind

    words = {"proposal": "请装玻璃雨棚。", "reason": "玻璃的透光", "author_name": "李女士"}
    with tenancy.in_community(community.id), transaction():
        meeting = Meeting(topic_id=topic_id, kind=MeetingKind.OFFLINE, starts_at=utc_now(), place="活动室")
        amendment = Amendment(topic_id=topic_id, author_id=author.actor.person_id, **words)
        amendment.state = AmendmentState.OPEN
        db.session.add_all([meeting, amendment])
        db.session.flush()
        return {"meeting_id": meeting.id, "amendment_id": amendment.id}


def _paper(clerk: Any, poll_id: int, author: Any) -> dict[str, str]:
    """A paper ballot of the author's home, and a letter of authority for him."""
    member, path = author.actor.members[0], f"polls/{poll_id}"
    home = str(member.home_id)
    clerk.post(f"{path}/paper-ballots", json={"home_ids": [home]})
    sheets = clerk.get(f"{path}/paper-sheets").json["items"]
    letter = {
        "home_id": home, "membership_id": str(member.membership_id), "reason": "住院，请邻居代投",
        "upload_id": clerk.post("uploads", data=photo()).json["id"],
    }  # fmt: skip
    letters = clerk.post(f"{path}/proxies", json=letter).json["items"]
    return {"serial": sheets[0]["serial"], "letter_id": letters[0]["id"]}


def _covenant(community: Any, topic_id: int, poll_id: int) -> int:
    """A covenant in force, with one article."""
    from server.deliberation.covenants.models import Covenant, CovenantArticle, CovenantVersion, VersionState

    now, day = utc_now(), utc_now().date()
    with tenancy.in_community(community.id), transaction():
        covenant = Covenant(title="居民公约", version_in_force=1)
        db.session.add(covenant)
        db.session.flush()
        key = {"covenant_id": covenant.id, "version": 1}
        version = CovenantVersion(**key, state=VersionState.IN_FORCE, topic_id=topic_id, poll_id=poll_id)
        version.sha256, version.drafted_name = bytes(32), "王主任"
        version.law_note, version.law_checked_name, version.law_checked_at = "没有抵触", "王主任", now
        version.adopted_at, version.in_force_from, version.review_on = now, day, day + timedelta(days=365)
        db.session.add(version)
        db.session.flush()
        db.session.add(CovenantArticle(**key, number=1, title="", body="楼道不堆杂物"))
        return covenant.id


def _order(supervisor: Any) -> str:
    asked = supervisor.post("supervision-orders", json={"text": "请说明本月各议题的把关情况。"})
    return asked.json["id"]


def _filing(clerk: Any, author: Any) -> str:
    """A post that a clerk filed for the author."""
    behalf = {"membership_id": str(author.actor.members[0].membership_id), "consent": "spoken"}
    form = {
        "kind": "ask",
        "title": "扶手松了",
        "body": "二楼转角的扶手松了",
        "on_behalf_of": {**behalf, "words": "当面说好的"},
    }
    filed = clerk.post("boards/nearby/assisted-posts", json=form)
    return filed.json["post"]["filed"]["id"]


def _emergency(supervisor: Any, author: Any) -> dict[str, str]:
    """One that is on, and a need of the author's home."""
    form = {"kind": "typhoon", "text": "台风今晚登陆，请留在家中", "is_drill": False}
    emergency = supervisor.post("emergencies", json=form).json["emergency"]["id"]
    need = {"home_id": str(author.actor.members[0].home_id), "kind": "food", "text": "家里没有吃的了"}
    asked = author.post(f"emergencies/{emergency}/needs", json=need).json["items"][0]["id"]
    return {"emergency_id": emergency, "need_id": asked}


def _said(author: Any, secretary: Any, deliver: Any) -> dict[str, str]:
    """A post, a comment, an item and an admitted topic of the author."""
    post = author.post(
        "boards/nearby/posts", json={"kind": "ask", "title": "楼道灯坏了", "body": "三楼晚上看不清台阶"}
    ).json["post"]["id"]
    item = author.post("items", json={"kind": "give", "title": "儿童自行车", "body": "九成新，送给邻居"})
    text = {"title": "东门加装雨棚", "body": "下雨天进出不便，请装雨棚。", "stake": "normal"}
    topic = author.post("topics", json={**text, "submit": True}).json["topic"]["id"]
    deliver()
    comment = author.post(f"posts/{post}/comments", json={"body": "已经三天了"}).json["id"]
    secretary.post(f"topics/{topic}/steps", json={"verb": "admit"})
    return {"post_id": post, "item_id": item.json["item"]["id"], "topic_id": topic, "comment_id": comment}


def _project(clerk: Any, community: Any, topic_id: int) -> dict[str, int]:
    """A project as rows, with a milestone, a remark and an entry of the fund's book."""
    from server.deliberation.projects import models as made

    days = dict.fromkeys(("due_on", "first_due_on"), today(utc_now()))
    who = {"owner_kind": "committee", "owner_name": "居委会", "formed_by": 1, "formed_name": "王主任"}
    what = {
        "name": "东门雨棚",
        "summary": "装好雨棚",
        "department": "物业",
        "budget_cents": 0,
        "source": "none",
    }
    said = {"kind": "note", "body": "何时开工", "author_id": 1, "author_name": "李**"}
    gift = {"kind": "income", "amount_cents": 5, "memo": "住户募集", "party": "一位居民"}
    entry = clerk.post("fund", json=gift).json["id"]
    with tenancy.in_community(community.id), transaction():
        project = made.Project(topic_id=topic_id, **who, **what, **days)
        db.session.add(project)
        db.session.flush()
        stone = made.Milestone(project_id=project.id, place=1, title="量尺寸", **days)
        note = made.ProjectNote(project_id=project.id, **said)
        db.session.add_all([stone, note])
        db.session.flush()
        ids = {"project_id": project.id, "milestone_id": stone.id, "note_id": note.id}
        return {**ids, "entry_id": int(entry)}
