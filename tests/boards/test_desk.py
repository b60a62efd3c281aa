"""The content check's verdict, the clerks' desk, and every legal step saved to the real database."""

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from server.boards import desk, queries
from server.boards.models import Comment, Post, PostStep, State
from server.boards.workflow import COMMENTS, POSTS, Machine, Verb
from server.core import tenancy
from server.core.access import Role
from server.core.audit import AuditEntry
from server.core.database import transaction
from server.core.safety import Suggest, Verdict
from server.extensions import db
from server.kit.db import utc_now
from tests.factories import make_member


class Answering:
    """A checker that always says the same."""

    def __init__(self, suggest):
        self.suggest = suggest

    def check(self, submission):
        return Verdict(self.suggest, "需要人工查看")


@pytest.fixture
def checker(app, monkeypatch):
    """Let the content check answer this from now on."""
    return lambda suggest: monkeypatch.setitem(app.extensions, "checker", Answering(suggest))


def step(by, post_id, verb, reason=None, kind="posts"):
    return by.post(f"{kind}/{post_id}/steps", json={"verb": verb, "reason": reason})


def on_desk(by):
    return by.get("moderation").json["items"]


@pytest.mark.parametrize("suggest", [Suggest.REVIEW, Suggest.DOWN])
def test_what_the_check_cannot_pass_waits_for_a_clerk_who_releases_it(street, publish, checker, suggest):
    checker(suggest)
    post_id = publish(street.resident)

    assert street.neighbour.get(f"posts/{post_id}").status_code == 404
    waiting = on_desk(street.clerk)
    assert [(one["id"], one["reason"], one["verbs"]) for one in waiting] == [
        (post_id, "需要人工查看", ["release", "refuse"])
    ]
    answer = step(street.clerk, post_id, "release")

    assert answer.json["post"]["state"] == "published"
    assert on_desk(street.clerk) == []
    assert street.neighbour.get(f"posts/{post_id}").status_code == 200


def test_a_clerk_who_takes_a_text_away_says_why_and_the_author_reads_it(street, publish):
    post_id = publish(street.resident)

    assert step(street.clerk, post_id, "hide", "不行").json["code"] == "reason_needed"
    assert step(street.clerk, post_id, "hide", "泄露了邻居的门牌号").status_code == 200

    assert street.neighbour.get(f"posts/{post_id}").status_code == 404
    mine = street.resident.get("boards/nearby/posts").json["mine"]["pending"][0]
    assert (mine["state_name"], mine["reason"]) == ("已隐藏", "泄露了邻居的门牌号")
    assert step(street.clerk, post_id, "restore").status_code == 200
    assert street.neighbour.get(f"posts/{post_id}").status_code == 200


def test_an_act_of_office_is_audited_and_an_authors_own_is_not(street, publish):
    first, second = publish(street.resident), publish(street.resident)
    step(street.clerk, first, "hide", "泄露了邻居的门牌号")
    step(street.resident, second, "withdraw")

    with tenancy.in_community(street.community.id):
        deeds = db.session.execute(select(AuditEntry.deed, AuditEntry.object_id)).all()

    assert [tuple(row) for row in deeds] == [("post.hide", int(first))]


def test_a_neighbour_cannot_judge_and_a_clerk_cannot_judge_himself(street, publish):
    theirs, own = publish(street.resident), publish(street.clerk)

    assert step(street.neighbour, theirs, "hide", "我觉得不好看").status_code == 403
    assert step(street.neighbour, theirs, "withdraw").status_code == 403
    answer = step(street.clerk, own, "hide", "我觉得不好看")
    assert answer.status_code == 403
    assert answer.json["message"] == "您自己写的内容，请由其他工作人员处理"


def test_an_estate_branch_judges_its_own_estate_only(street, publish):
    branch = make_member(street.community, Role.SECRETARY, estate=street.east)
    inside = publish(street.resident, estate_id=str(street.east.id))
    for_all = publish(street.resident)

    assert step(branch, for_all, "hide", "不该发在这里").status_code == 403
    assert step(branch, inside, "hide", "不该发在这里").status_code == 200
    notice = {"kind": "matter", "title": "停水", "body": "明天停水"}
    assert branch.post("boards/notice/posts", json=notice).status_code == 422
    notice["estate_id"] = str(street.east.id)
    assert branch.post("boards/notice/posts", json=notice).status_code == 201


def test_the_desk_of_an_estate_branch_shows_its_own_estate_and_pages(street, publish, checker):
    branch = make_member(street.community, Role.SECRETARY, estate=street.east)
    checker(Suggest.REVIEW)
    inside = [publish(street.resident, estate_id=str(street.east.id)) for _ in range(2)]
    for_all = publish(street.resident)

    assert [one["id"] for one in on_desk(branch)] == inside
    first = street.clerk.get("moderation?limit=2").json
    assert [one["id"] for one in first["items"]] == inside
    assert [one["id"] for one in street.clerk.get(f"moderation?after={first['next']}").json["items"]] == [
        for_all
    ]


def test_reports_hide_nothing_count_a_home_once_and_are_settled_by_a_clerk(street, publish):
    post_id = publish(street.resident)
    member = street.neighbour.actor.members[0]
    reporters = [street.neighbour, street.stranger, *(make_member(street.community) for _ in range(8))]
    for reporter in reporters * 2:
        assert reporter.post(f"posts/{post_id}/reports", json={"reason_code": "spam"}).status_code == 201

    assert member.home_id
    page = street.neighbour.get(f"posts/{post_id}").json
    assert page["mine"]["reported"] is True
    waiting = on_desk(street.clerk)
    assert len(waiting[0]["reports"]) == len(reporters)
    assert waiting[0]["verbs"] == ["hide", "keep", "pin"]
    step(street.clerk, post_id, "keep")
    assert on_desk(street.clerk) == []
    assert street.neighbour.get(f"posts/{post_id}").status_code == 200


def test_two_of_one_home_report_as_one(street, publish, session):
    from server.places.models import Home

    post_id = publish(street.resident)
    with tenancy.in_community(street.community.id):
        home = session.scalar(select(Home).where(Home.id == street.neighbour.actor.members[0].home_id))
    wife = make_member(street.community, home=home)
    for reporter in (street.neighbour, wife):
        reporter.post(f"posts/{post_id}/reports", json={"reason_code": "other", "note": "吵架"})

    assert len(on_desk(street.clerk)[0]["reports"]) == 1


def test_a_comment_can_be_reported_and_hidden_and_the_counter_follows(street, publish, say):
    post_id = publish(street.resident)
    said = say(street.neighbour, post_id)
    form = {"reason_code": "offensive", "comment_id": said}
    assert street.resident.post(f"posts/{post_id}/reports", json=form).status_code == 201
    assert [one["type"] for one in on_desk(street.clerk)] == ["comment"]
    page = street.clerk.get(f"posts/{post_id}").json
    assert page["mine"]["comment_verbs"] == {said: ["hide"]}

    assert step(street.clerk, said, "hide", "对邻居出言不逊", kind="comments").status_code == 200

    page = street.resident.get(f"posts/{post_id}").json
    assert (page["post"]["comments"], page["comments"]["items"]) == (0, [])
    step(street.clerk, said, "restore", kind="comments")
    assert street.resident.get(f"posts/{post_id}").json["post"]["comments"] == 1


def test_what_was_hidden_is_listed_newest_first_on_ones_own_ground_and_can_be_shown_again(
    street, publish, say
):
    branch = make_member(street.community, Role.SECRETARY, estate=street.east)
    post_id = publish(street.resident, estate_id=str(street.east.id))
    said = say(street.neighbour, post_id)
    for_all = publish(street.resident)
    step(street.clerk, said, "hide", "对邻居出言不逊", kind="comments")
    step(street.clerk, post_id, "hide", "泄露了邻居的门牌号")
    step(street.clerk, for_all, "hide", "泄露了邻居的门牌号")

    def hidden(by, **query):
        return by.get("moderation", query_string={"state": "hidden", **query}).json

    first = hidden(street.clerk, limit=2)
    rest = hidden(street.clerk, after=first["next"])
    assert [one["id"] for one in (*first["items"], *rest["items"])] == [for_all, said, post_id]
    assert [(one["type"], one["verbs"]) for one in hidden(branch)["items"]] == [
        ("comment", ["restore"]),
        ("post", ["restore"]),
    ]
    assert on_desk(street.clerk) == []
    assert street.resident.get("moderation?state=hidden").status_code == 403
    step(street.clerk, said, "restore", kind="comments")
    assert [one["id"] for one in hidden(branch)["items"]] == [post_id]


def test_a_verdict_that_comes_after_the_author_withdrew_changes_nothing(street, write, deliver):
    post_id = write(street.resident)
    step(street.resident, post_id, "withdraw")
    deliver()

    assert street.resident.get(f"posts/{post_id}").json["post"]["state"] == "withdrawn"


def test_a_comment_under_a_post_that_is_gone_is_refused(street, publish):
    post_id = publish(street.resident)
    step(street.resident, post_id, "withdraw")

    assert street.resident.post(f"posts/{post_id}/comments", json={"body": "还在吗"}).status_code == 409


def rows(table):
    return [(one, source) for one in table.steps for source in sorted(one.sources)]


@pytest.mark.parametrize(
    "cell",
    [(Post, *row) for row in rows(POSTS)] + [(Comment, *row) for row in rows(COMMENTS)],
    ids=lambda cell: f"{cell[0].__name__}-{cell[1].verb}-{cell[2]}",
)
def test_every_legal_step_is_saved_with_who_from_to_and_why(street, publish, say, cell):
    model, one, source = cell
    post_id = publish(street.resident)
    row_id = int(post_id if model is Post else say(street.resident, post_id))
    actor = street.resident.actor if one.verb is Verb.WITHDRAW else street.clerk.actor
    with tenancy.in_community(street.community.id), transaction():
        row = queries.locked(model, row_id)
        row.state, row.reports = source, 1 if one.verb is Verb.KEEP else 0
        row.reason = "先前的原因" if source in (State.REFUSED, State.HIDDEN) else None
        if one.verb is Verb.UNPIN:
            row.pinned = True

    with tenancy.in_community(street.community.id), transaction():
        if isinstance(one.who, Machine):
            verdicts = {verb: suggest for suggest, verb in desk.VERDICTS.items()}
            desk.judge(model, row_id, Verdict(verdicts[one.verb], "词语"))
        else:
            desk.move(actor, queries.locked(model, row_id), one.verb, "写明了的原因")

    with tenancy.in_community(street.community.id):
        assert queries.locked(model, row_id).state is one.target
        last = db.session.scalars(select(PostStep).order_by(PostStep.id.desc())).first()
        db.session.rollback()
    assert (last.verb, last.from_state, last.to_state) == (one.verb, source, one.target)
    assert last.comment_id == (row_id if model is Comment else None)


BAD = {
    "a kind of another board": {"board": "notice"},
    "pinned but not public": {"pinned": True, "state": "hidden", "reason": "原因"},
    "hidden without a reason": {"state": "hidden"},
    "an answer without its time": {"answer_id": 5},
    "fewer than no thanks": {"thanks": -1},
}


@pytest.mark.parametrize("columns", BAD.values(), ids=BAD)
def test_the_database_itself_refuses_a_post_that_cannot_be(street, columns):
    good = {
        "kind": "ask",
        "board": "nearby",
        "title": "灯",
        "body": "灯坏了",
        "author_id": 1,
        "author_name": "李女士",
        "created_at": utc_now(),
    }
    with tenancy.in_community(street.community.id), pytest.raises(IntegrityError), transaction():
        db.session.add(Post(**{**good, **columns}))


def test_the_desk_count_is_what_waits_on_ones_own_ground(street, publish, checker):
    checker(Suggest.REVIEW)
    publish(street.resident, estate_id=str(street.east.id))
    publish(street.resident)

    with tenancy.in_community(street.community.id):
        assert queries.desk_count(None) == 2
        assert queries.desk_count(frozenset({street.east.id})) == 1
        assert queries.desk_count(frozenset({street.west.id})) == 0
