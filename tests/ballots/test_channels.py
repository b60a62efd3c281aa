"""Phone, paper and letters of authority: which ballot goes before which, and what the count says of them."""

import pytest
from sqlalchemy import select

from server.ballots import casting, counting, queries
from server.ballots.models import Ballot, Channel, Mode
from server.ballots.paper_models import PaperBallot, PaperState, ProxyLetter
from server.core import tenancy
from server.core.database import transaction
from server.extensions import db
from server.identity.models import Relation
from server.kit.db import utc_now
from tests.ballots.scenes import open_voting
from tests.factories import make_member


def ballot():
    return db.session.scalars(select(Ballot).execution_options(populate_existing=True)).one()


def paper_state():
    return db.session.scalars(select(PaperBallot.state)).one()


def enter_paper(voting, label="赞成", door=0):
    """What the desk's second entry does once both clerks read the same."""
    home, moment = voting.homes[door], utc_now()
    with tenancy.in_community(voting.community.id), transaction():
        poll = queries.lock_poll(voting.poll_id)
        vote = casting.Vote(poll, home.id, int(voting.option(label)), Channel.PAPER, None)
        done = casting.enter(vote)
        state = PaperState.ENTERED if done else PaperState.OVERTAKEN
        db.session.add(
            PaperBallot(
                poll_id=poll.id, serial=door + 1, home_id=home.id, token_hash=bytes([door]) * 32,
                state=state, issued_by=1, issued_at=moment, first_by=1, first_at=moment,
                first_option=b"sealed", second_by=2, second_at=moment,
            )
        )  # fmt: skip
    return done


def lend(voting, agent, door=0):
    """A registered letter of authority of this home."""
    with tenancy.in_community(voting.community.id), transaction():
        db.session.add(
            ProxyLetter(
                poll_id=voting.poll_id, home_id=voting.homes[door].id, agent_person_id=agent.actor.person_id,
                agent_name="王**", photo=1, registered_by=1, registered_at=utc_now(), reason="住院，委托邻居",
                confirmed_by=2, confirmed_at=utc_now(),
            )
        )  # fmt: skip


class TestPaper:
    def test_a_paper_ballot_is_nobodys_and_counts(self, voting, inside):
        assert enter_paper(voting)

        row = ballot()
        assert (row.channel, row.cast_by, row.cast_name) == (Channel.PAPER, None, "")

    def test_a_phone_vote_goes_before_paper_entered_earlier(self, voting, inside):
        enter_paper(voting, "赞成")
        who = voting.member()
        before = who.get(f"polls/{voting.poll_id}").json["mine"]

        done = voting.vote(who, "反对")

        assert before["may_vote"] is True
        assert (before["homes"][0]["ballot"]["channel"], before["homes"][0]["ballot"]["option_id"]) == (
            "paper", None,
        )  # fmt: skip
        assert (done.status_code, done.json["changed"]) == (200, 1)
        row = ballot()
        assert (row.channel, row.cast_by) == (Channel.PHONE, who.actor.person_id)
        assert str(counting.option_of(row.poll_id, row)[0]) == voting.option("反对")
        assert paper_state() is PaperState.OVERTAKEN

    def test_paper_entered_after_a_phone_vote_counts_nothing(self, voting, inside):
        voting.vote(voting.member(), "反对")

        assert enter_paper(voting, "赞成") is None
        row = ballot()
        assert row.channel is Channel.PHONE
        assert str(counting.option_of(row.poll_id, row)[0]) == voting.option("反对")

    def test_changing_a_phone_vote_overtakes_no_paper_of_another_home(self, voting, inside):
        enter_paper(voting, door=1)
        who = voting.member()
        voting.vote(who)

        voting.vote(who, "反对")

        assert paper_state() is PaperState.ENTERED


class TestLetters:
    @pytest.fixture
    def agent(self, voting):
        """A neighbour whom the first home lets vote."""
        agent = voting.member(door=2, name="王建国")
        lend(voting, agent)
        return agent

    def test_whom_a_letter_names_votes_and_it_is_said_so(self, voting, agent, inside):
        homes = agent.get(f"polls/{voting.poll_id}").json["mine"]["homes"]

        done = voting.vote(agent)

        assert [(home["by_letter"], home["may_vote"]) for home in homes] == [(True, True), (False, True)]
        assert (done.status_code, ballot().channel) == (200, Channel.PROXY)

    def test_whom_no_letter_names_does_not(self, voting, agent, inside):
        answer = voting.vote(agent, door=1)

        assert (answer.status_code, answer.json["message"]) == (403, "您不是这户的住户，不能代这户投票")

    def test_the_household_itself_goes_before_its_agent(self, voting, agent, inside):
        voting.vote(agent, "赞成")
        owner = voting.member()
        offered = owner.get(f"polls/{voting.poll_id}").json["mine"]["may_vote"]

        done = voting.vote(owner, "反对")
        again = voting.vote(agent, "赞成")

        assert (offered, done.status_code) == (True, 200)
        assert (again.status_code, again.json["code"]) == (409, "home_voted")
        assert (ballot().channel, ballot().cast_by) == (Channel.PHONE, owner.actor.person_id)

    def test_an_agent_may_live_as_a_tenant_where_owners_vote(self, community, inside):
        from server.ballots.models import Electorate

        voting = open_voting(community, who=Electorate.OWNERS)
        agent = voting.member(door=2, relation=Relation.TENANT)
        lend(voting, agent)

        page = agent.get(f"polls/{voting.poll_id}").json["mine"]

        assert page["may_vote"] is True
        assert voting.vote(agent).status_code == 200
        assert voting.vote(agent, door=2).status_code == 403

    def test_a_child_is_nobodys_agent(self, voting, inside):
        child = make_member(voting.community, home=voting.homes[2], adult=False)
        lend(voting, child)

        assert voting.vote(child).json["message"] == "投票需年满十八周岁"
        assert child.get(f"polls/{voting.poll_id}").json["mine"]["may_vote"] is False

    def test_an_agent_votes_in_a_secret_poll_too(self, community, inside):
        voting = open_voting(community, mode=Mode.SECRET)
        agent = voting.member(door=2)
        lend(voting, agent)

        assert voting.vote(agent).status_code == 200

    def test_the_agent_finds_the_receipt_of_what_he_cast(self, voting, agent, inside):
        voting.vote(agent)
        voting.close()

        (mine,) = agent.get(f"polls/{voting.poll_id}/result").json["mine"]

        assert mine["home_id"] == str(voting.homes[0].id)


def test_the_result_says_how_the_ballots_came_in(voting, inside):
    voting.vote(voting.member())
    enter_paper(voting, door=1)
    lend(voting, agent := voting.member(door=0), door=2)
    voting.vote(agent, door=2)
    voting.close()

    result = voting.secretary.get(f"polls/{voting.poll_id}/result").json

    assert result["poll"]["channels"] == {"phone": 1, "paper": 1, "proxy": 1}
