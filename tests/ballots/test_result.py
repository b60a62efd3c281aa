"""After the close: the count, its arithmetic, the voter's own check, and the verifier."""

import pytest
from sqlalchemy import text

from server.ballots import verify
from server.ballots.models import Mode
from server.ballots.roll import receipt, root
from server.ballots.schemas import PollPage
from server.ballots.schemas_result import PollResultOut
from server.core import tenancy
from server.core.outbox import OutboxMessage
from server.extensions import db
from tests.ballots.scenes import open_voting


@pytest.fixture
def counted(voting, inside):
    """Two homes said yes, one said nothing."""
    voting.first = voting.member(door=0)
    voting.vote(voting.first)
    voting.vote(voting.member(door=1), door=1)
    voting.close()
    return voting


def test_the_count_the_outcome_and_the_sentences(counted):
    result = counted.first.get(f"polls/{counted.poll_id}/result").json

    assert (result["outcome"], result["passed"], result["quorum_reached"]) == ("passed", True, True)
    assert [(one["label"], one["votes"], one["percent"]) for one in result["options"]] == [
        ("赞成", 2, "100.0%"),
        ("反对", 0, "0.0%"),
        ("弃权", 0, "0.0%"),
    ]
    assert result["sentences"][0] == "户数：总 3 户，参与 2 户（66.6%），需过半数，即至少 2 户，已达到。"
    assert result["certified"] is False


def test_a_voter_finds_his_own_ballot_in_the_published_box(counted):
    result = counted.first.get(f"polls/{counted.poll_id}/result").json
    (mine,) = result["mine"]

    salt = bytes.fromhex(mine["salt"])
    ours = receipt(counted.poll_id, int(mine["home_id"]), int(mine["option_id"]), salt).hex()

    assert ours == mine["receipt"]
    assert ours in result["receipts"]
    assert root([bytes.fromhex(one) for one in result["receipts"]]).hex() == result["box_root"]


@pytest.mark.parametrize("mode", Mode)
def test_what_goes_out_is_what_the_schemas_say(community, inside, mode):
    voting = open_voting(community, homes=5, mode=mode)
    voters = [voting.member(door=door) for door in range(5)]
    for door, who in enumerate(voters):
        voting.vote(who, door=door)
    running = voters[0].get(f"polls/{voting.poll_id}").json
    voting.close()
    page, result = (voters[0].get(f"polls/{voting.poll_id}{rest}").json for rest in ("", "/result"))
    confirmed = voting.confirm().json

    for schema, document in (
        (PollPage(), running),
        (PollPage(), page),
        (PollResultOut(), result),
        (PollPage(), confirmed),
        (PollResultOut(), voters[0].get(f"polls/{voting.poll_id}/result").json),
    ):
        assert schema.dump(schema.load(document)) == document


def test_the_secretary_finds_nobodys_ballot(counted):
    result = counted.secretary.get(f"polls/{counted.poll_id}/result").json

    assert result["mine"] == []


def test_an_untouched_poll_without_votes_has_a_result_too(voting, inside):
    voting.close()

    result = voting.secretary.get(f"polls/{voting.poll_id}/result").json

    assert result["outcome_name"] == "参与没有达到要求"
    assert result["options"][0]["percent"] is None


def test_closing_is_said_once(counted):
    counted.run_clock()

    said = db.session.scalars(
        db.select(OutboxMessage).where(OutboxMessage.topic == "ballots.poll_closed")
    ).all()

    assert [one.payload["outcome"] for one in said] == ["passed"]


def test_between_the_end_and_the_count_the_reader_is_told_to_wait(voting, inside):
    voting.shift(days=3)

    answer = voting.secretary.get(f"polls/{voting.poll_id}/result")

    assert (answer.status_code, answer.json["message"]) == (409, "表决已截止，正在计票，一分钟内公布")


def test_a_second_member_sees_who_voted_but_not_what(voting, inside):
    voting.vote(voting.member(name="李秀英"))
    spouse = voting.member()

    (home,) = spouse.get(f"polls/{voting.poll_id}").json["mine"]["homes"]

    assert home["ballot"]["by"] == "李**"
    assert home["ballot"]["mine"] is False
    assert home["ballot"]["option_id"] is None


def test_an_untouched_poll_verifies(voting, inside):
    assert verify.problems(voting.poll()) == []


TAMPERINGS = {
    "a label of the roll": ("UPDATE roll_entry SET label = '别处'", "名册"),
    "an area of the roll": ("UPDATE roll_entry SET area_cm = area_cm + 1", "名册"),
    "the question": ("UPDATE poll SET question = '另一个问题'", "题目"),
    "the threshold": ("UPDATE poll SET pass_num = 1, pass_den = 100", "题目"),
    "an option": ("UPDATE poll_option SET label = label || '。'", "题目"),
    "a choice moved to another home": (
        "UPDATE ballot SET choice = (SELECT choice FROM ballot ORDER BY home_id LIMIT 1)",
        "密文",
    ),
    "a receipt": ("UPDATE ballot SET receipt = poll.roll_root FROM poll WHERE poll.id = poll_id", "回执"),
    "a head": ("UPDATE roll_entry SET head = 1", "名册"),
    "a ballot removed": ("DELETE FROM ballot WHERE home_id = (SELECT min(home_id) FROM ballot)", "参与情况"),
}


@pytest.mark.parametrize("name", TAMPERINGS)
def test_the_verifier_finds(counted, name):
    statement, word = TAMPERINGS[name]
    with tenancy.across_communities():
        db.session.execute(text(statement))
    db.session.expire_all()

    assert any(word in problem for problem in verify.problems(counted.poll()))


def test_the_verifier_finds_a_changed_count(counted):
    poll = counted.poll()
    poll.counted = {**poll.counted, "tallies": {}, "outcome": "not_passed", "box_root": "00"}

    found = " ".join(verify.problems(poll))

    assert "票数" in found
    assert "计票时" in found


def test_the_verifier_finds_a_changed_conclusion(counted):
    poll = counted.poll()
    poll.counted = {**poll.counted, "outcome": "not_passed"}

    assert "公布的结论与规则算出的不一致" in verify.problems(poll)
