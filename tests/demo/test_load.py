"""The loaded district, once for all of these: whole, believable, and made by nobody's back door."""

from contextlib import contextmanager
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from server.ballots.models import Ballot, Counted, Mode, Poll, PollState, RollEntry
from server.ballots.paper_models import PaperBallot, PaperState
from server.boards.models import Comment, Post
from server.boards.models import State as PostState
from server.core import audit, tenancy
from server.core.outbox import OutboxMessage
from server.core.setting_models import CommunitySetting
from server.deliberation import verify
from server.deliberation.covenants.models import (
    CovenantArticle,
    CovenantCitation,
    CovenantVersion,
    SubjectKind,
    VersionState,
)
from server.deliberation.gate_models import GateDecision
from server.deliberation.keeper_models import Appeal, AppealState, Countersign, CountersignState
from server.deliberation.models import Topic, TopicState
from server.deliberation.projects.evaluation_models import Evaluation
from server.deliberation.projects.fund_models import FundEntry
from server.deliberation.projects.models import Milestone
from server.demo.commands import demo
from server.demo.load import load
from server.emergency.models import Answer, Emergency, EmergencyAnswer
from server.emergency.need_models import EmergencyNeed, NeedState
from server.extensions import db
from server.identity.models import Membership
from server.identity.models_enrolment import Application, ApplicationState
from server.kit.db import utc_now
from server.market.models import Item
from server.oversight.models import OrderKind, OrderState, SupervisionOrder
from server.places import queries as places
from server.places.models import Home
from tests.support.application import forget
from tests.support.roles import granted, looking_back

pytestmark = pytest.mark.slow
S = TopicState


@pytest.fixture(scope="module")
def district(migrated, worker_id):
    app, broom = migrated
    said = []
    with app.app_context(), as_deployed(app, f"demo_{worker_id}"):
        load(app, said.append)
        forget(app)
        yield app
        db.session.remove()
    forget(app)
    broom.sweep()


@contextmanager
def as_deployed(app, role):
    """On PostgreSQL the whole past is lived by the role that `flask db-grants` makes, as in a deployment."""
    if db.engine.dialect.name != "postgresql":
        yield
        return
    with granted(app, role) as run, looking_back(app):
        # The settable clock is a schema of its own; a deployment has none.
        run(f'GRANT CREATE ON DATABASE "{db.engine.url.database}" TO "{role}"')
        yield


@pytest.fixture
def whole(district):
    """A session that sees every community."""
    db.session.remove()
    with tenancy.across_communities():
        yield db.session
    db.session.remove()


def test_everything_said_was_delivered(whole):
    left = whole.scalars(select(OutboxMessage).where(OutboxMessage.done_at.is_(None))).all()
    assert [(one.topic, one.last_error) for one in left] == []


def test_topics_stand_in_every_state_that_can_be_shown(whole):
    states = set(whole.scalars(select(Topic.state)))
    assert states >= set(S) - {S.WITHDRAWN, S.TERMINATED, S.PROJECT, S.COVENANT_VOTE}


def test_every_ledger_holds(district):
    for community in places.all_communities():
        with tenancy.in_community(community.id):
            assert verify.problems() == []


def test_decisions_have_their_own_days_and_one_was_late(whole):
    decisions = whole.scalars(select(GateDecision)).all()
    assert len({one.decided_at.date() for one in decisions}) > 20
    assert any(one.overdue_minutes for one in decisions)
    assert all(one.decided_at < utc_now() for one in decisions)


def test_the_delegated_estate_decides_by_its_own_branch(whole):
    orgs = set(whole.scalars(select(GateDecision.acting_org)))
    assert {"锦秋苑居民区党总支", "云杉公寓党支部", "荷塘村党支部"} <= orgs


def test_applications_stand_in_every_settled_state(whole):
    states = set(whole.scalars(select(Application.state)))
    assert states == set(ApplicationState) - {ApplicationState.APPLIED}
    assert whole.scalar(select(func.count()).where(Application.duplicate)) == 1


def test_clerks_find_posts_waiting_for_them(whole):
    assert whole.scalar(select(func.count()).where(Post.state == PostState.HELD)) == 3


def test_asking_got_answers(whole):
    answered = whole.scalars(select(Post).where(Post.answered_at.is_not(None))).all()
    assert len(answered) >= 20
    assert all(post.created_at < post.answered_at < utc_now() for post in answered)


def test_the_numbers_are_those_of_a_small_district(whole):
    count = {
        model: whole.scalar(select(func.count()).select_from(model)) for model in (Home, Membership, Item)
    }
    assert count[Home] >= 290
    assert count[Membership] >= 70
    assert count[Item] >= 15


def test_everybody_on_the_list_can_sign_in_and_see_his_community(district):
    client = district.test_client()
    people = client.get("/api/v1/sandbox/people").get_json()["items"]
    assert len(people) >= 70
    for code in ("demo:zhou-shuji", "demo:li-na", "demo:lu-xiaofeng", "demo:qian-xiaoyu"):
        assert code in {one["code"] for one in people}
        me = client.post("/api/v1/sessions", json={"code": code}).get_json()["me"]
        assert me["communities"], code


def test_whoever_speaks_has_a_name(whole):
    assert whole.scalar(select(func.count()).where(Post.author_name == "")) == 0
    assert whole.scalar(select(func.count()).where(Comment.author_name == "")) == 0


def test_quiet_neighbours_are_not_on_the_list(district):
    people = district.test_client().get("/api/v1/sandbox/people").get_json()["items"]
    assert not [one for one in people if "zhuhu" in one["code"]]


def test_a_visitor_stands_before_every_community(district):
    people = district.test_client().get("/api/v1/sandbox/people").get_json()["items"]
    visited = {one["community"] for one in people if one["name"] == "新来的访客"}
    assert visited >= {community.name for community in places.all_communities()}


def test_the_audit_chain_holds(district):
    for community in places.all_communities():
        with tenancy.in_community(community.id):
            assert audit.first_break() is None


def the_owners_vote(whole):
    return whole.scalars(select(Poll).where(Poll.base == Counted.OWNERS)).one()


def test_owners_are_counted_once_however_many_homes_they_have(whole):
    poll = the_owners_vote(whole)
    homes = select(func.count()).where(RollEntry.poll_id == poll.id).group_by(RollEntry.head)
    assert sorted(whole.scalars(homes))[-2:] == [2, 3]


def test_the_owners_vote_is_short_and_some_of_it_came_on_paper(whole):
    poll = the_owners_vote(whole)
    assert poll.state is PollState.OPEN
    assert whole.scalar(select(func.count()).where(Ballot.poll_id == poll.id)) < poll.roll_size * 2 / 3
    entered = select(func.count()).where(PaperBallot.state == PaperState.ENTERED)
    assert whole.scalar(entered.where(PaperBallot.poll_id == poll.id)) == 5


def test_a_secret_vote_was_counted_another_can_be_tried_and_one_without_quorum_prolonged(whole):
    secret = set(whole.scalars(select(Poll.state).where(Poll.mode == Mode.SECRET)))
    assert secret == {PollState.CERTIFIED, PollState.OPEN}
    longer = whole.scalars(select(Poll).where(Poll.extended_at.is_not(None))).one()
    assert longer.state is PollState.OPEN


def test_numbers_of_the_law_are_filled_where_a_covenant_is_voted_on_and_say_that_nobody_compared_them(whole):
    filled = whole.scalars(select(CommunitySetting).where(CommunitySetting.cite.is_not(None))).all()
    shares = ("participation", "approval")
    assert {one.key for one in filled} == {f"route.{route}.{share}" for route in "CG" for share in shares}
    assert {one.cite for one in filled} == {"演示数据，未经核定"}
    assert len({one.community_id for one in filled}) == 2


def test_the_covenant_has_eight_articles_is_filed_and_cited_from_a_post_and_a_topic(whole):
    version = whole.scalars(
        select(CovenantVersion).where(CovenantVersion.state == VersionState.IN_FORCE)
    ).one()
    assert version.filing_no
    articles = select(func.count()).where(CovenantArticle.covenant_id == version.covenant_id)
    assert whole.scalar(articles) == 8
    assert set(whole.scalars(select(CovenantCitation.subject_kind))) == {SubjectKind.POST, SubjectKind.TOPIC}


def test_one_refusal_waits_for_a_second_hand_and_one_is_appealed(whole):
    waiting = whole.scalars(select(Countersign.state)).all()
    assert waiting == [CountersignState.OPEN]
    assert whole.scalars(select(Appeal.state)).all() == [AppealState.OPEN]


def test_a_drill_was_held_answered_and_ended(whole):
    (drill,) = whole.scalars(select(Emergency)).all()
    assert (drill.is_drill, drill.ended_at is not None, drill.blanked_at) == (True, True, None)
    answers = set(whole.scalars(select(EmergencyAnswer.answer)))
    assert answers == set(Answer)
    assert {one.state for one in whole.scalars(select(EmergencyNeed))} == {NeedState.DONE}


def test_the_street_has_orders_that_wait_and_one_that_is_settled(whole):
    orders = whole.scalars(select(SupervisionOrder)).all()
    assert {one.kind for one in orders} >= {OrderKind.GATE_OVERDUE, OrderKind.APPEAL, OrderKind.MANUAL}
    assert {one.state for one in orders} == set(OrderState)


def test_a_project_is_late_another_is_rated_and_the_book_has_six_lines(whole):
    late = select(func.count()).where(Milestone.overdue_told_at.is_not(None), Milestone.done_at.is_(None))
    assert whole.scalar(late) == 1
    assert whole.scalar(select(func.count()).select_from(Evaluation)) == 7
    book = whole.scalars(select(FundEntry).order_by(FundEntry.seq)).all()
    assert len(book) == 6
    assert book[-1].balance_cents == sum(one.amount_cents for one in book)


def test_a_second_load_does_nothing(district, whole):
    before = whole.scalar(select(func.count()).select_from(Post))
    answer = district.test_cli_runner().invoke(demo, ["load"])
    assert answer.exit_code == 0
    assert "不再载入" in answer.output
    assert whole.scalar(select(func.count()).select_from(Post)) == before


def test_the_same_district_is_not_loaded_twice_even_when_forced(district):
    answer = district.test_cli_runner().invoke(demo, ["load", "--force"])
    assert answer.exit_code == 1
    assert "已经在里面了" in answer.output


def test_production_loads_nothing_even_when_forced(district, monkeypatch):
    monkeypatch.setitem(district.config, "SETTINGS", replace(district.config["SETTINGS"], production=True))
    answer = district.test_cli_runner().invoke(demo, ["load", "--force"])
    assert answer.exit_code == 1
    assert "生产环境" in answer.output
