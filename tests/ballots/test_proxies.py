"""委托: a letter two clerks have seen lets one person vote for a home; it is not a clerk reading paper in."""

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import IntegrityError

from server.ballots import casting
from server.ballots.models import Ballot, Channel, Mode
from server.ballots.paper_models import ProxyLetter
from server.core import tenancy
from server.core.access import Role
from server.core.audit import AuditEntry
from server.core.database import transaction
from server.extensions import db
from server.identity.vault import Claim, keep_person
from server.kit.db import db_now
from tests.ballots.desk import Desk
from tests.ballots.scenes import open_voting
from tests.factories import join, make_id_number, make_member, make_person

PHONE = "13800001111"


@pytest.fixture
def desk(voting):
    return Desk(voting)


@pytest.fixture
def agent(voting):
    """A neighbour of the first home."""
    return voting.member(door=2, name="王建国")


def with_phone(person_id, order=61):
    with transaction():
        keep_person(person_id, Claim("王建国", make_id_number(order=order), PHONE), with_number=False)


def lent(desk, agent):
    """The id of a letter that counts."""
    letter = desk.lend(agent).json["items"][0]["id"]
    assert desk.step(desk.two, letter, "confirm").status_code == 200
    return letter


class TestRegistering:
    def test_a_letter_counts_once_a_second_clerk_has_confirmed_it(self, desk, agent, inside):
        letter = desk.lend(agent).json["items"][0]
        early = desk.voting.vote(agent)

        own = desk.step(desk.one, letter["id"], "confirm")
        done = desk.step(desk.two, letter["id"], "confirm")

        assert (letter["standing"], letter["agent"], letter["verbs"]) == ("waiting", "王**", ["revoke"])
        assert (early.status_code, own.status_code, own.json["code"]) == (403, 409, "two_hands")
        assert (done.json["items"][0]["standing"], done.json["items"][0]["confirmed_by"]) == (
            "confirmed", "刘女士",
        )  # fmt: skip
        assert desk.voting.vote(agent).status_code == 200

    def test_the_agent_finds_the_home_on_his_ballot_page(self, desk, agent, inside):
        lent(desk, agent)

        homes = agent.get(f"polls/{desk.voting.poll_id}").json["mine"]["homes"]

        assert [(one["by_letter"], one["may_vote"]) for one in homes] == [(True, True), (False, True)]

    def test_the_agent_is_found_by_his_telephone(self, desk, agent, inside):
        with_phone(agent.actor.person_id)

        letter = desk.lend(agent, membership_id=None, phone=PHONE)

        assert (letter.status_code, letter.json["items"][0]["agent"]) == (201, "王**")

    def test_a_telephone_of_two_members_names_nobody(self, desk, agent, inside):
        with_phone(agent.actor.person_id)
        with_phone(desk.voting.member(door=1).actor.person_id, order=63)

        assert desk.lend(agent, membership_id=None, phone=PHONE).json["code"] == "several_agents"

    def test_strangers_and_children_are_no_agents(self, desk, voting, inside):
        stranger = make_person("赵丽华")
        with_phone(stranger.id)
        child = make_member(voting.community, home=voting.homes[1], adult=False)

        assert desk.lend(child).json["code"] == "agent_is_minor"
        assert desk.lend(child, membership_id=None, phone=PHONE).json["code"] == "no_such_agent"
        assert desk.lend(child, membership_id="77").json["code"] == "no_such_agent"

    def test_no_clerk_gives_himself_a_vote(self, desk, voting, inside):
        for clerk in (desk.one, desk.two):
            with tenancy.in_community(voting.community.id):
                join(db.session.get_one(type(make_person()), clerk.actor.person_id), voting.homes[2])
        own = membership(desk.one)
        others = membership(desk.two)

        refused = desk.lend(desk.one, membership_id=own)
        letter = desk.lend(desk.two, membership_id=others).json["items"][0]["id"]
        confirmed = desk.step(desk.two, letter, "confirm")

        assert (refused.status_code, refused.json["code"]) == (403, "own_hand")
        assert (confirmed.status_code, confirmed.json["code"]) == (403, "own_hand")

    def test_a_home_lends_its_vote_once(self, desk, agent, inside):
        desk.lend(agent)

        assert desk.lend(desk.voting.member(door=1)).json["code"] == "letter_exists"

    def test_a_secret_poll_answers_the_same_of_a_home_that_voted_and_of_one_that_did_not(
        self, community, inside
    ):
        desk = Desk(open_voting(community, mode=Mode.SECRET))
        desk.voting.vote(desk.voting.member())
        agent = desk.voting.member(door=2)

        answers = [desk.lend(agent, door=door) for door in (0, 1)]

        assert [(one.status_code, one.json["code"]) for one in answers] == [(409, "secret_no_proxy")] * 2
        assert answers[0].json["message"].startswith("无记名表决不能委托")
        listed = desk.one.get(f"polls/{desk.voting.poll_id}/proxies").json
        assert listed == {"may_register": False, "items": []}

    def test_a_home_that_voted_needs_no_agent(self, desk, agent, inside):
        desk.voting.vote(desk.voting.member())

        assert desk.lend(agent).json["code"] == "home_voted"

    @pytest.mark.parametrize(
        "form",
        [{"reason": ""}, {"upload_id": None}, {"membership_id": None}, {"phone": PHONE},
         {"membership_id": None, "phone": "12"}],
    )  # fmt: skip
    def test_a_letter_needs_its_photo_a_reason_and_one_agent(self, desk, agent, form, inside):
        assert desk.lend(agent, **form).status_code == 422

    def test_after_the_close_nothing_is_lent(self, desk, agent, inside):
        letter = desk.lend(agent).json["items"][0]["id"]
        desk.voting.close()

        answers = [desk.lend(agent, door=1), desk.step(desk.two, letter, "confirm")]

        assert [one.json["code"] for one in answers] == ["poll_closed"] * 2

    def test_residents_register_nothing_and_watchers_read(self, desk, agent, inside):
        lent(desk, agent)
        watch = make_member(desk.voting.community, Role.WATCH)
        path = f"polls/{desk.voting.poll_id}/proxies"

        assert agent.get(path).status_code == 403
        assert watch.post(path, json={}).status_code == 403
        (letter,) = watch.get(path).json["items"]
        assert (letter["photo"]["url"].startswith("/api/"), letter["verbs"]) == (True, [])


class TestRevoking:
    def test_a_revoked_letter_lets_nobody_vote_and_another_may_follow(self, desk, agent, inside):
        letter = lent(desk, agent)

        revoked = desk.step(desk.two, letter, "revoke", "住户本人回来了")
        refused = desk.voting.vote(agent)
        other = desk.lend(desk.voting.member(door=1))

        assert revoked.json["items"][0]["standing"] == "revoked"
        assert (refused.status_code, other.status_code) == (403, 201)
        assert desk.step(desk.two, letter, "confirm").json["code"] == "letter_revoked"

    def test_a_vote_that_was_cast_is_not_taken_back(self, desk, agent, inside):
        letter = lent(desk, agent)
        desk.voting.vote(agent)

        answer = desk.step(desk.one, letter, "revoke", "住户本人回来了")

        assert (answer.status_code, answer.json["code"]) == (409, "letter_used")
        assert db.session.scalars(select(Ballot.channel)).one() is Channel.PROXY

    def test_a_letter_revoked_while_the_vote_waited_for_the_poll_counts_no_more(
        self, desk, agent, inside, monkeypatch
    ):
        letter, cast = int(lent(desk, agent)), casting.cast

        def after_the_revocation(*args, **form):
            gone = {"revoked_by": 5, "revoked_at": db_now(), "revocation": "住户本人回来了"}
            db.session.execute(update(ProxyLetter).where(ProxyLetter.id == letter).values(**gone))
            return cast(*args, **form)

        monkeypatch.setattr(casting, "cast", after_the_revocation)

        assert desk.voting.vote(agent).status_code == 403
        assert db.session.scalars(select(Ballot.home_id)).all() == []

    def test_without_a_reason_it_stays(self, desk, agent, inside):
        assert desk.step(desk.one, lent(desk, agent), "revoke").status_code == 422

    def test_a_letter_of_another_poll_is_not_found(self, desk, agent, inside):
        letter = lent(desk, agent)
        other = Desk(open_voting(desk.voting.community, desk.voting.homes))

        assert other.step(other.one, letter, "revoke", "住户本人回来了").status_code == 404


class TestWhatIsTold:
    def test_agent_and_home_are_told(self, desk, agent, inside, deliver):
        owner = desk.voting.member()
        lent(desk, agent)
        deliver()

        assert "您受一户邻居委托" in agent.get("notices").json["items"][0]["title"]
        assert "您家的投票委托已登记" in owner.get("notices").json["items"][0]["title"]

    def test_a_letter_nobody_confirmed_is_revoked_in_silence(self, desk, agent, inside, deliver):
        desk.step(desk.one, desk.lend(agent).json["items"][0]["id"], "revoke", "写错了房号")
        deliver()

        assert agent.get("notices").json["items"] == []

    def test_every_act_stands_in_the_audit_chain(self, desk, agent, inside):
        desk.step(desk.two, lent(desk, agent), "revoke", "住户本人回来了")

        deeds = [one for one in db.session.scalars(select(AuditEntry.deed)) if one.startswith("proxy.")]

        assert sorted(deeds) == ["proxy.confirm", "proxy.register", "proxy.revoke"]

    def test_the_share_of_each_way_is_published(self, desk, agent, inside):
        lent(desk, agent)
        desk.voting.vote(agent)
        desk.both(desk.serial(1))
        desk.voting.close()

        result = agent.get(f"polls/{desk.voting.poll_id}/result").json

        assert result["poll"]["channels"] == {"phone": 0, "paper": 1, "proxy": 1}


@pytest.mark.parametrize(
    ("rule", "change"),
    [
        ("two_people", "confirmed_by = registered_by, confirmed_at = registered_at"),
        ("agent_is_no_clerk", "agent_person_id = registered_by"),
        ("agent_is_no_clerk", "confirmed_by = agent_person_id, confirmed_at = registered_at"),
        ("confirmed_when", "confirmed_by = 5"),
        ("revoked_for_a_reason", "revoked_by = 5, revoked_at = registered_at"),
        ("for_a_reason", "reason = ''"),
    ],
)
def test_the_database_refuses(desk, agent, rule, change):
    with tenancy.in_community(desk.voting.community.id):
        assert desk.lend(agent).status_code == 201
    with tenancy.across_communities(), transaction():
        statement = text(f"UPDATE proxy_letter SET {change} WHERE poll_id = {desk.voting.poll_id}")
        with pytest.raises(IntegrityError, match=rule):
            db.session.execute(statement)
        db.session.rollback()


def membership(clerk):
    from server.identity.models import Membership

    asked = select(Membership.id).where(Membership.person_id == clerk.actor.person_id)
    return str(db.session.scalars(asked).one())
