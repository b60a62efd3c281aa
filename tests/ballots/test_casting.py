"""One home, one vote: who may cast it, change it, and until when."""

import re
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from server.ballots import counting
from server.ballots.casting import home_voted, moment_words
from server.ballots.models import Ballot, Channel, Electorate
from server.ballots.policy import NO_HOME, votes_at_all
from server.core.access import Role
from server.extensions import db
from server.identity.models import Relation
from server.kit.db import utc_now
from tests.ballots.scenes import open_voting
from tests.factories import make_home, make_member


def ballots():
    return db.session.scalars(select(Ballot).execution_options(populate_existing=True)).all()


def chosen(ballot):
    return counting.option_of(ballot.poll_id, ballot)[0]


def test_a_vote_is_stored_with_a_receipt(voting, inside):
    who = voting.member()

    answer = voting.vote(who)

    assert answer.status_code == 200, answer.json
    (ballot,) = ballots()
    assert answer.json["receipt"] == ballot.receipt.hex()
    assert answer.json["changed"] == 0
    assert ballot.cast_by == who.actor.person_id


def test_the_caster_may_change_his_vote_and_it_stays_one(voting, inside):
    who = voting.member()
    first = voting.vote(who, "赞成").json

    second = voting.vote(who, "反对").json

    (ballot,) = ballots()
    assert str(chosen(ballot)) == voting.option("反对") == second["option_id"]
    assert (ballot.changed, second["changed"]) == (1, 1)
    assert second["receipt"] != first["receipt"]


def test_another_member_of_the_home_is_told_when_and_by_whom(voting, inside):
    voting.vote(voting.member(name="李秀英"))
    husband = voting.member(relation=Relation.FAMILY)

    answer = voting.vote(husband, "反对")

    assert answer.status_code == 409
    assert answer.json["code"] == "home_voted"
    assert re.fullmatch(r"这户已经在 \d\d:\d\d 投过票（李\*\*），截止前可由本人修改", answer.json["message"])
    assert answer.json["details"]["by"] == "李**"
    assert [str(chosen(one)) for one in ballots()] == [voting.option("赞成")]


def test_a_vote_of_another_day_is_told_with_its_date():
    now = utc_now().replace(year=2026, month=11, day=22, hour=4)

    assert moment_words(now.replace(day=20, hour=6, minute=2), now) == "11月20日 14:02"
    assert moment_words(now.replace(hour=1, minute=5), now) == "09:05"


def test_after_the_close_by_the_databases_clock_nobody_votes(voting, inside):
    who = voting.member()
    voting.shift(days=3)

    late = voting.vote(who)
    voting.run_clock()
    later = voting.vote(who)

    assert (late.status_code, late.json["code"]) == (409, "poll_closed")
    assert (later.status_code, later.json["code"]) == (409, "poll_closed")
    assert ballots() == []


def test_a_wrong_clock_of_the_server_decides_nothing(voting, inside, monkeypatch):
    who = voting.member()
    voting.shift(days=3)
    early = voting.poll().opens_at
    for module in ("casting", "service", "queries", "views"):
        monkeypatch.setattr(f"server.ballots.{module}.utc_now", lambda: early, raising=False)
    monkeypatch.setattr("server.kit.db.utc_now", lambda: early)

    assert voting.vote(who).json["code"] == "poll_closed"


def test_before_it_opens_nobody_votes(voting, inside):
    who = voting.member()
    voting.shift(hours=-1)

    assert voting.vote(who).status_code != 200
    assert ballots() == []


def test_a_home_that_came_later_is_not_on_the_roll(voting, inside):
    newcomer = make_member(voting.community, home=make_home(voting.estate))
    voting.homes.append(None)
    home = next(iter(newcomer.actor.home_ids))

    ballot = {"home_id": str(home), "option_id": voting.option("赞成")}
    answer = newcomer.put(f"polls/{voting.poll_id}/ballot", json=ballot)
    page = newcomer.get(f"polls/{voting.poll_id}").json

    assert (answer.status_code, answer.json["code"]) == (403, "not_on_roll")
    assert page["poll"]["homes"] == 3
    assert page["mine"]["why_not"] == "您的房屋不在这次表决的名册上"


def test_an_option_of_another_poll_is_no_answer(voting, inside):
    other = open_voting(voting.community)
    ballot = {"home_id": str(voting.homes[0].id), "option_id": other.option("赞成")}

    answer = voting.member().put(f"polls/{voting.poll_id}/ballot", json=ballot)

    assert (answer.status_code, answer.json["code"]) == (422, "no_such_option")


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ({"adult": False}, "投票需年满十八周岁"),
        ({"role": Role.AWAY}, "只有本小区住户可以投票"),
    ],
)
def test_who_has_no_vote_reads_why(voting, inside, words, reason):
    who = make_member(voting.community, home=voting.homes[0], **words)

    answer = voting.vote(who)

    assert answer.status_code == 403
    assert answer.json["message"].startswith(reason)


def test_nobody_votes_for_a_home_that_is_not_his(voting, inside):
    answer = voting.vote(voting.member(door=0), door=1)

    assert (answer.status_code, answer.json["message"]) == (403, "您不是这户的住户，不能代这户投票")


def test_a_poll_of_owners_is_not_for_tenants(community, inside):
    voting = open_voting(community, who=Electorate.OWNERS)

    tenant = voting.vote(voting.member(relation=Relation.TENANT))
    owner = voting.vote(voting.member(door=1), door=1)

    assert (tenant.status_code, tenant.json["message"]) == (403, "这次表决由业主投票，您在这户的身份不是业主")
    assert owner.status_code == 200


def test_the_secretary_reads_but_has_no_vote_and_no_count(voting, inside):
    voting.vote(voting.member())

    page = voting.secretary.get(f"polls/{voting.poll_id}").json
    result = voting.secretary.get(f"polls/{voting.poll_id}/result")

    assert page["poll"]["taken_part"] == 1
    assert page["mine"]["may_vote"] is False
    assert "votes" not in str(page)
    assert (result.status_code, result.json["code"]) == (409, "poll_open")


def test_the_page_says_why_i_have_no_vote(voting, inside):
    child = voting.member(adult=False).get(f"polls/{voting.poll_id}").json["mine"]
    voting.close()
    late = voting.member().get(f"polls/{voting.poll_id}").json["mine"]

    assert (child["may_vote"], child["why_not"]) == (False, "投票需年满十八周岁")
    assert (late["may_vote"], late["why_not"]) == (False, "表决已经截止")


def test_a_resident_reads_that_he_may_vote(voting, inside):
    mine = voting.member().get(f"polls/{voting.poll_id}").json["mine"]

    assert (mine["may_vote"], mine["why_not"], len(mine["homes"])) == (True, None, 1)


def test_an_office_holder_without_a_home_has_no_vote(voting, inside):
    assert votes_at_all(voting.secretary.actor, voting.poll()) == NO_HOME


def test_another_estates_poll_does_not_exist_for_me(voting, inside, neighbour):
    from tests.factories import make_estate

    stranger = neighbour(estate=make_estate(voting.community))

    answers = [
        stranger.get(f"polls/{voting.poll_id}"),
        stranger.get(f"polls/{voting.poll_id}/result"),
        voting.vote(stranger),
    ]

    assert [answer.status_code for answer in answers] == [404, 404, 404]


def test_another_member_reads_who_voted_and_that_it_is_not_his_to_change(voting, inside):
    voting.vote(voting.member())
    mine = voting.member().get(f"polls/{voting.poll_id}").json["mine"]

    home = mine["homes"][0]
    assert (home["may_vote"], mine["may_vote"]) == (False, False)
    assert home["why_not"] == mine["why_not"]
    assert re.fullmatch(r"这户已经在 \d\d:\d\d 投过票（.{1,2}\*+），截止前可由本人修改", home["why_not"])


def test_who_cast_the_ballot_may_change_it_until_the_close(voting, inside):
    who = voting.member()
    voting.vote(who)

    assert who.get(f"polls/{voting.poll_id}").json["mine"]["may_vote"] is True


def test_a_ballot_waits_only_for_who_may_cast_it(community, inside):
    voting = open_voting(community, who=Electorate.OWNERS)
    people = {
        "owner": voting.member(),
        "tenant": voting.member(relation=Relation.TENANT),
        "child": voting.member(adult=False),
        "away": make_member(voting.community, home=voting.homes[0], role=Role.AWAY),
    }

    waiting = {name: len(who.get("home").json["mine"]["waiting"]) for name, who in people.items()}

    assert waiting == {"owner": 1, "tenant": 0, "child": 0, "away": 0}


def test_who_comes_after_the_homes_paper_reads_when_it_was_read_in():
    read_in = datetime(2026, 11, 22, 6, 2, tzinfo=UTC)
    ballot = SimpleNamespace(cast_at=read_in, cast_name="", channel=Channel.PAPER)

    assert home_voted(ballot, read_in + timedelta(hours=1)) == "这户的纸质票已经在 14:02 录入"
    assert home_voted(ballot, read_in + timedelta(days=1)) == "这户的纸质票已经在 11月22日 14:02 录入"
