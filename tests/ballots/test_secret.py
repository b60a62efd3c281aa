"""Secret polls: what the voter's phone makes, what lies in the tables, and that nothing joins the halves."""

import base64
import hashlib
import logging
import secrets
from datetime import timedelta

import pytest
from sqlalchemy import inspect, select

from server.ballots import service, verify
from server.ballots.box_models import SealedBallot, SecretBallot, VoterMark
from server.ballots.models import Mode
from server.ballots.roll import secret_receipt
from server.ballots.settings import SECRET_LEAST
from server.core import settings
from server.core.database import transaction
from server.extensions import db
from server.identity.models import Relation
from server.kit.db import utc_now
from server.kit.errors import InvalidError
from tests.ballots.scenes import open_voting
from tests.ballots.test_modes import participants, rows, scene

TOKEN, OTHER = "0123456789abcdef" * 2, "fedcba9876543210" * 2
#: One of a box that is opened.
FIVE = ("赞成", "反对", "赞成", "弃权", "赞成")


@pytest.fixture
def secret(community):
    return open_voting(community, mode=Mode.SECRET)


def put(voting, who, **changes):
    """A ballot as somebody writes it himself."""
    ballot = {"home_id": str(voting.homes[0].id), "option_id": voting.option("赞成")} | changes
    return who.put(f"polls/{voting.poll_id}/ballot", json=ballot)


def box():
    return len(rows(SealedBallot)), len(rows(VoterMark))


class TestReceipt:
    def test_the_phone_makes_it_and_the_tables_hold_it_as_it_was_sent(self, secret, inside):
        made = b'\x00{"poll":%d,"token":"%s"}' % (secret.poll_id, TOKEN.encode())
        receipt = hashlib.sha256(made).hexdigest()

        answer = put(secret, secret.member(), receipt=receipt).json

        (ballot,) = rows(SealedBallot)
        assert ballot.receipt.hex() == receipt == answer["receipt"]
        assert (answer["option_id"], answer["changed"], "token" in answer) == (None, 0, False)

    def test_one_token_has_another_receipt_in_every_poll(self):
        assert secret_receipt(1, TOKEN) != secret_receipt(2, TOKEN)

    @pytest.mark.parametrize("wrong", ["", "ab", "AB" * 32, "gg" * 32, "ab" * 33, "ab" * 32 + "\n", 7, ["a"]])
    def test_what_is_no_hash_is_refused_in_words(self, secret, inside, wrong):
        answer = put(secret, secret.member(), receipt=wrong)

        assert answer.status_code == 422
        (said,) = answer.json["details"]["fields"]["json"]["receipt"]
        assert any("\u4e00" <= sign <= "\u9fff" for sign in said)
        assert box() == (0, 0)

    def test_without_one_there_is_no_secret_ballot(self, secret, inside):
        answer = put(secret, secret.member())

        assert (answer.status_code, answer.json["code"]) == (422, "receipt_missing")

    @pytest.mark.parametrize("mode", [Mode.OPEN, Mode.NAMED])
    def test_in_other_polls_the_server_makes_it(self, community, inside, mode):
        voting = open_voting(community, mode=mode)

        answer = put(voting, voting.member(), receipt="ab" * 32)

        assert (answer.status_code, answer.json["code"]) == (422, "receipt_not_wanted")
        assert put(voting, voting.member(), receipt=None).status_code == 200

    def test_two_homes_never_have_the_same(self, secret, inside):
        secret.vote(secret.member(), token=TOKEN)

        answer = secret.vote(secret.member(door=1), door=1, token=TOKEN)

        assert (answer.status_code, answer.json["code"]) == (409, "receipt_taken")
        assert box() == (1, 1)
        assert secret.vote(secret.member(door=1), door=1, token=OTHER).status_code == 200


class TestAgain:
    def test_a_lost_answer_is_told_again_and_nothing_is_cast_twice(self, secret, inside):
        who = secret.member()
        first = secret.vote(who, token=TOKEN)

        second = secret.vote(who, token=TOKEN)

        assert (first.status_code, second.status_code) == (200, 200)
        assert first.json == second.json
        assert box() == (1, 1)

    def test_another_receipt_or_another_choice_comes_too_late(self, secret, inside):
        who = secret.member()
        secret.vote(who, token=TOKEN)

        answers = [
            secret.vote(who, token=OTHER),
            secret.vote(who, "反对", token=TOKEN),
            secret.vote(secret.member(relation=Relation.FAMILY), "反对"),
        ]

        assert {(one.status_code, one.json["code"]) for one in answers} == {(409, "home_voted")}
        assert "不能更改" in answers[0].json["message"]
        assert "by" not in answers[0].json["details"]
        assert box() == (1, 1)

    def test_after_the_close_it_is_late_and_not_another_members_vote(self, secret, inside):
        """Who waits for his answer must not be told that somebody else was first."""
        who = secret.member()
        secret.vote(who, token=TOKEN)
        secret.shift(days=3)

        assert secret.vote(who, token=TOKEN).json["code"] == "poll_closed"
        secret.run_clock()
        assert secret.vote(who, token=TOKEN).json["code"] == "poll_closed"

    def test_a_prolonged_poll_still_knows_it(self, secret, inside):
        who = secret.member()
        secret.vote(who, token=TOKEN)
        secret.close()
        with transaction():
            service.extend(secret.secretary.actor, secret.poll(), utc_now() + timedelta(days=7), "参与不足")

        assert secret.vote(who, token=TOKEN).status_code == 200
        assert box() == (1, 1)


def whole_database():
    """table → its rows, as they lie there."""
    found = {
        table.name: db.session.connection().execute(select(table)) for table in db.metadata.sorted_tables
    }
    return {name: sorted(map(repr, rows)) for name, rows in found.items()}


def written(run):
    """table → the rows that are new or different after it ran."""
    before = whole_database()
    run()
    after = whole_database()
    return {name: new for name in after if (new := [row for row in after[name] if row not in before[name]])}


class TestNoLink:
    def test_nothing_but_the_poll_is_common_to_the_mark_and_the_ballot(self):
        def columns(model):
            return set(inspect(model).columns.keys())

        assert columns(VoterMark) == {"community_id", "poll_id", "home_id", "marked_at"}
        assert columns(SealedBallot) == {"community_id", "poll_id", "receipt", "choice"}
        assert columns(SecretBallot) == {"community_id", "poll_id", "receipt", "option_id"}

    def test_a_vote_and_its_repetition_write_one_row_in_each_of_two_tables(self, secret, inside):
        """So no table holds a body, its hash or a receipt beside a person, whatever key came with it."""
        who, key = secret.member(), {"Idempotency-Key": "the-same-key-twice"}
        who.get(f"polls/{secret.poll_id}")
        ballot = secret.ballot(token=TOKEN)

        def vote():
            for _ in range(2):
                sent = who.put(f"polls/{secret.poll_id}/ballot", json=ballot, headers=key)
                assert sent.status_code == 200

        found = written(vote)

        assert {name: len(new) for name, new in found.items()} == {"voter_mark": 1, "sealed_ballot": 1}
        assert repr(secret_receipt(secret.poll_id, TOKEN)) not in found["voter_mark"][0]
        assert str(secret.homes[0].id) not in found["sealed_ballot"][0]

    def test_what_looks_through_all_tables_sees_what_a_post_leaves(self, neighbour, inside):
        who = neighbour()
        form = {"kind": "ask", "title": "楼道灯坏了", "body": "请修一下"}

        found = written(lambda: who.post("boards/nearby/posts", json=form))

        assert {"idempotency_record", "outbox_message", "post"} <= found.keys()

    def test_neither_redis_nor_a_log_hears_of_it(self, app, secret, inside, caplog, capfd):
        receipt = secret_receipt(secret.poll_id, TOKEN)
        with caplog.at_level(logging.DEBUG):
            for label in ("赞成", "反对"):
                secret.vote(secret.member(), label, token=TOKEN)
            secret.vote(secret.member(door=1), door=1, token=TOKEN)

        redis = app.extensions["redis"]
        kept = b" ".join(part for key in redis.scan_iter() for part in (key, redis.get(key) or b""))
        heard = (caplog.text + "".join(capfd.readouterr())).encode() + kept
        options = [secret.option(label).encode() for label in ("赞成", "反对")]
        needles = [TOKEN.encode(), receipt, receipt.hex().encode(), base64.b64encode(receipt), *options]
        assert len(kept) > 100
        assert [needle for needle in needles if needle in heard] == []

    @pytest.mark.postgres  # it alone stamps rows with their transaction
    def test_what_one_transaction_wrote_cannot_be_joined_after_the_count(self, secret, inside):
        for door in range(5):
            secret.vote(secret.member(door=door), door=door)
        stamps = "SELECT count(DISTINCT CAST(xmin AS text)) FROM {}"

        def distinct(table):
            return db.session.connection().exec_driver_sql(stamps.format(table)).scalar_one()

        assert distinct("sealed_ballot") == 5
        secret.close()
        assert (distinct("voter_mark"), distinct("secret_ballot")) == (5, 1)


class TestCasting:
    def test_the_home_reads_that_it_voted_and_nothing_more(self, secret, inside):
        who = secret.member()
        secret.vote(who)

        mine = who.get(f"polls/{secret.poll_id}").json["mine"]

        ballot = mine["homes"][0]["ballot"]
        assert (ballot["option_id"], ballot["by"], ballot["mine"]) == (None, "", False)
        assert mine["may_vote"] is False
        assert who.get("home").json["mine"]["waiting"] == []

    def test_an_option_of_another_poll_leaves_neither_mark_nor_ballot(self, secret, inside):
        answer = put(secret, secret.member(), option_id="7", receipt="ab" * 32)

        assert (answer.status_code, answer.json["code"]) == (422, "no_such_option")
        assert box() == (0, 0)

    def test_late_votes_are_refused(self, secret, inside):
        who = secret.member()
        secret.shift(days=3)

        assert secret.vote(who).json["code"] == "poll_closed"

    def test_the_count_empties_the_urn_and_every_token_finds_its_vote(self, secret, inside):
        tokens = {secrets.token_hex(16): label for label in FIVE}
        for door, (token, label) in enumerate(tokens.items()):
            secret.vote(secret.member(door=door), label, door, token)
        secret.close()

        result = secret.secretary.get(f"polls/{secret.poll_id}/result").json

        assert rows(SealedBallot) == []
        published = {one["receipt"]: one["option_id"] for one in result["ballots"]}
        receipts = {secret_receipt(secret.poll_id, token).hex(): label for token, label in tokens.items()}
        assert published == {receipt: secret.option(label) for receipt, label in receipts.items()}
        assert [one["votes"] for one in result["options"]] == [3, 1, 1]
        assert list(published) == sorted(published)
        assert not [one for one in verify.problems(secret.poll()) if "题目" not in one]

    def test_with_quorum_everybody_reads_who_voted(self, community, inside):
        items = participants(scene(community, Mode.SECRET, *FIVE)).json["items"]

        told = [(item["label"][-1:], item["by"], item["option"]) for item in items]
        assert told == [("室", None, None)] * 5


class TestTooFew:
    def test_a_roll_too_short_to_hide_anybody_opens_no_secret_poll(self, community, inside):
        with pytest.raises(InvalidError) as refused:
            open_voting(community, homes=4, mode=Mode.SECRET)

        assert refused.value.code == "too_few_for_secret"
        assert "至少要有 5 户，这次只有 4 户" in refused.value.message
        assert open_voting(community, homes=5, mode=Mode.SECRET).poll().least_voters == 5
        assert open_voting(community, homes=1, mode=Mode.NAMED).poll().least_voters == 0

    def test_ten_homes_are_asked_for_where_the_community_said_nothing(self, community, inside, monkeypatch):
        monkeypatch.setattr("tests.ballots.scenes.allow_few", lambda _: None)

        assert open_voting(community, homes=10, mode=Mode.SECRET).poll().least_voters == 10

    def test_the_least_is_as_it_was_when_the_poll_opened(self, secret, inside):
        with transaction():
            settings.change(secret.secretary.actor, SECRET_LEAST, 200, "以后都按二百户执行")

        assert secret.counted(*FIVE).poll().counted["outcome"] == "passed"

    def test_too_few_voters_decide_nothing_and_nothing_of_theirs_is_opened(self, secret, inside):
        """Four of six are more than half, and one fewer than hides them."""
        asked = secret.secretary.get(f"polls/{secret.poll_id}").json["poll"]
        secret.counted(*FIVE[:4])

        result = secret.secretary.get(f"polls/{secret.poll_id}/result").json
        who = participants(secret)

        assert (asked["least_voters"], asked["quorum"]["needed"], asked["shortfall"]["homes"]) == (5, 5, 5)
        assert (result["outcome"], result["ballots"], len(result["receipts"])) == ("no_quorum", [], 4)
        assert [one["votes"] for one in result["options"]] == [None] * 3
        assert "为保护无记名还不得少于 5 户，即至少 5 户，还差 1 户" in result["sentences"][0]
        assert (len(rows(SealedBallot)), rows(SecretBallot)) == (4, [])
        assert (who.status_code, who.json["code"]) == (409, "participants_hidden")
        assert not [one for one in verify.problems(secret.poll()) if "题目" not in one]
