"""Open, named and secret: what lies in the tables, and who reads what when."""

import hashlib

import pytest
from sqlalchemy import inspect, select

from server.ballots import box_queries, urn, verify
from server.ballots.box_models import SealedBallot, SecretBallot, VoterMark
from server.ballots.models import Ballot, Mode
from server.core.idempotency import IdempotencyRecord
from server.core.outbox import OutboxMessage
from server.extensions import db
from server.identity.models import Relation
from server.kit.sealed import SealError
from tests.ballots.scenes import open_voting


def rows(model):
    return db.session.scalars(select(model).execution_options(populate_existing=True)).all()


def scene(community, mode, *votes):
    return open_voting(community, mode=mode).counted(*votes)


def participants(voting, who=None):
    return (who or voting.secretary).get(f"polls/{voting.poll_id}/participants")


class TestNamed:
    def test_a_choice_lies_sealed_and_no_hash_beside_it_betrays_it(self, voting, inside):
        voting.vote(voting.member())

        (ballot,) = rows(Ballot)
        assert (ballot.option_id, ballot.salt) == (None, None)
        assert voting.option("赞成").encode() not in ballot.choice

    def test_a_sealed_choice_opens_for_its_own_poll_and_home_alone(self, voting, inside):
        voting.vote(voting.member())
        (ballot,) = rows(Ballot)

        option, _ = urn.open_(ballot.poll_id, ballot.home_id, ballot.choice)

        assert str(option) == voting.option("赞成")
        for poll, home in ((ballot.poll_id + 1, ballot.home_id), (ballot.poll_id, ballot.home_id + 1)):
            with pytest.raises(SealError):
                urn.open_(poll, home, ballot.choice)

    def test_the_caster_reads_his_choice_and_his_wife_does_not(self, voting, inside):
        caster = voting.member()
        voting.vote(caster)
        wife = voting.member(relation=Relation.FAMILY)

        def seen(who):
            return who.get(f"polls/{voting.poll_id}").json["mine"]["homes"][0]["ballot"]["option_id"]

        assert (seen(caster), seen(wife)) == (voting.option("赞成"), None)

    def test_afterwards_everybody_reads_who_took_part_and_nobody_how(self, community, inside):
        voting = scene(community, Mode.NAMED, "赞成", "反对")

        items = participants(voting).json["items"]

        assert [item["home_id"] for item in items] == [str(home.id) for home in voting.homes[:2]]
        assert {(item["by"], item["option"]) for item in items} == {(None, None)}


class TestOpen:
    def test_names_and_choices_are_told_after_the_close(self, community, inside):
        voting = scene(community, Mode.OPEN, "反对", "赞成")

        items = participants(voting).json["items"]

        assert [item["option"] for item in items] == ["反对", "赞成"]
        assert all(item["by"].endswith("*") for item in items)

    def test_without_quorum_no_choice_is_told(self, community, inside):
        voting = scene(community, Mode.OPEN, "反对")

        (item,) = participants(voting).json["items"]

        assert (item["by"], item["option"]) == (None, None)


class TestSecret:
    @pytest.fixture
    def secret(self, community):
        return open_voting(community, mode=Mode.SECRET)

    def test_the_answer_holds_a_token_and_the_tables_only_its_hash(self, secret, inside):
        answer = secret.vote(secret.member()).json

        (ballot,) = rows(SealedBallot)
        assert ballot.receipt == hashlib.sha256(answer["token"].encode()).digest()
        assert (answer["option_id"], answer["receipt"]) == (None, None)

    def test_nothing_but_the_poll_is_common_to_the_mark_and_the_ballot(self):
        def columns(model):
            return set(inspect(model).columns.keys())

        assert columns(VoterMark) == {"community_id", "poll_id", "home_id", "marked_at"}
        assert columns(SealedBallot) == {"community_id", "poll_id", "receipt", "choice"}
        assert columns(SecretBallot) == {"community_id", "poll_id", "receipt", "option_id"}

    def test_no_other_row_of_the_database_knows_the_token_the_hash_or_the_option(self, secret, inside):
        before = len(rows(IdempotencyRecord)), len(rows(OutboxMessage))
        option = secret.option("赞成")

        token = secret.vote(secret.member()).json["token"]

        assert (len(rows(IdempotencyRecord)), len(rows(OutboxMessage))) == before
        told = [token, hashlib.sha256(token.encode()).hexdigest()]
        for table in db.metadata.sorted_tables:
            if table.name in ("sealed_ballot", "poll_option"):
                continue
            written = repr(db.session.connection().execute(select(table)).all())
            assert not [one for one in [*told, option] if one in written], table.name

    def test_a_secret_vote_is_never_changed_and_never_cast_twice(self, secret, inside):
        who = secret.member()
        secret.vote(who)

        answers = [secret.vote(who, "反对"), secret.vote(secret.member(), "反对")]

        assert [one.status_code for one in answers] == [409, 409]
        assert {one.json["code"] for one in answers} == {"home_voted"}
        assert "不能更改" in answers[0].json["message"]
        assert "by" not in answers[0].json["details"]
        assert (len(rows(SealedBallot)), len(rows(VoterMark))) == (1, 1)

    def test_the_home_reads_that_it_voted_and_nothing_more(self, secret, inside):
        who = secret.member()
        secret.vote(who)

        mine = who.get(f"polls/{secret.poll_id}").json["mine"]

        ballot = mine["homes"][0]["ballot"]
        assert (ballot["option_id"], ballot["by"], ballot["mine"]) == (None, "", False)
        assert mine["may_vote"] is False
        assert who.get("home").json["mine"]["waiting"] == []

    def test_an_option_of_another_poll_leaves_neither_mark_nor_ballot(self, secret, inside):
        wrong = {"home_id": str(secret.homes[0].id), "option_id": "7"}

        answer = secret.member().put(f"polls/{secret.poll_id}/ballot", json=wrong)

        assert (answer.status_code, answer.json["code"]) == (422, "no_such_option")
        assert (rows(SealedBallot), rows(VoterMark)) == ([], [])

    def test_late_votes_are_refused(self, secret, inside):
        who = secret.member()
        secret.shift(days=3)

        assert secret.vote(who).json["code"] == "poll_closed"

    def test_the_count_empties_the_urn_and_every_token_finds_its_vote(self, secret, inside):
        tokens = {
            secret.vote(secret.member(door=door), label, door).json["token"]: secret.option(label)
            for door, label in enumerate(("赞成", "反对", "赞成"))
        }
        secret.close()

        result = secret.secretary.get(f"polls/{secret.poll_id}/result").json

        assert rows(SealedBallot) == []
        published = {one["receipt"]: one["option_id"] for one in result["ballots"]}
        assert {hashlib.sha256(token.encode()).hexdigest(): to for token, to in tokens.items()} == published
        assert [one["votes"] for one in result["options"]] == [2, 1, 0]
        assert list(published) == sorted(published)
        assert not [one for one in verify.problems(secret.poll()) if "题目" not in one]

    def test_without_quorum_the_urn_is_never_opened_and_nobody_reads_who_voted(self, secret, inside):
        secret.vote(secret.member())
        secret.close()

        result = secret.secretary.get(f"polls/{secret.poll_id}/result").json
        who = participants(secret)

        assert (result["outcome"], result["ballots"], len(result["receipts"])) == ("no_quorum", [], 1)
        assert (len(rows(SealedBallot)), rows(SecretBallot)) == (1, [])
        assert (who.status_code, who.json["code"]) == (409, "participants_hidden")

    def test_with_quorum_everybody_reads_who_voted(self, community, inside):
        voting = scene(community, Mode.SECRET, "赞成", "赞成")

        items = participants(voting).json["items"]

        assert [(item["label"][-1:], item["by"], item["option"]) for item in items] == [
            ("室", None, None)
        ] * 2

    def test_what_one_transaction_wrote_cannot_be_joined_after_the_count(self, secret, inside):
        if db.engine.dialect.name != "postgresql":
            pytest.skip("only PostgreSQL stamps rows with their transaction")
        for door in range(3):
            secret.vote(secret.member(door=door), door=door)
        stamps = "SELECT count(DISTINCT CAST(xmin AS text)) FROM {}"

        def distinct(table):
            return db.session.connection().exec_driver_sql(stamps.format(table)).scalar_one()

        assert distinct("sealed_ballot") == 3
        secret.close()
        assert (distinct("voter_mark"), distinct("secret_ballot")) == (3, 1)


@pytest.mark.parametrize("mode", list(Mode))
def test_a_weight_or_a_time_sent_along_is_refused(community, inside, mode):
    voting = open_voting(community, mode=mode)
    who = voting.member()
    ballot = {"home_id": str(voting.homes[0].id), "option_id": voting.option("赞成")}

    for more in ({"weight": 100}, {"area_cm": 999999}, {"head": 1}, {"cast_at": "2026-01-01T00:00:00Z"}):
        answer = who.put(f"polls/{voting.poll_id}/ballot", json=ballot | more)
        assert answer.status_code == 422, more
    assert box_queries.participation(voting.poll()).homes == 0


def test_who_took_part_comes_in_pages_and_not_before_the_close(community, inside, monkeypatch):
    monkeypatch.setattr(box_queries, "PAGE", 2)
    monkeypatch.setattr("server.ballots.result_views.PAGE", 2)
    voting = open_voting(community)
    early = participants(voting)
    voting.counted("赞成", "反对", "弃权")

    first = participants(voting).json
    second = voting.secretary.get(f"polls/{voting.poll_id}/participants?after={first['next']}").json

    assert (early.status_code, early.json["code"]) == (409, "poll_open")
    assert (len(first["items"]), len(second["items"]), second["next"]) == (2, 1, None)
