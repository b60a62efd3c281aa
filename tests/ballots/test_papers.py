"""What a counted poll leaves on paper: a publication that verifies by itself, a resolution to be hung up."""

import importlib.machinery
import importlib.util
import json
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from server.ballots import counting, publication, queries, service
from server.ballots.arithmetic import Share
from server.ballots.civil_code import ROUTE_E, Matter
from server.ballots.models import Counted, Electorate, Mode, Poll
from server.ballots.roll import terms_hash
from server.core import tenancy
from server.core.database import transaction
from server.extensions import db
from server.kit.db import utc_now
from tests.ballots.scenes import make_owned_home, open_voting
from tests.factories import make_estate, make_member

SCRIPT = Path(__file__).parents[2] / "scripts" / "verify_poll"
_loader = importlib.machinery.SourceFileLoader("verify_poll", str(SCRIPT))
verify_poll = importlib.util.module_from_spec(importlib.util.spec_from_loader("verify_poll", _loader))
_loader.exec_module(verify_poll)

NUMBERS = ("310101199001011232", "310101199001011259", "310101199001011275")
HALF = Share.usual(1, 2)


def owners_voting(community):
    """王 owns two homes, 李 and 陈 one each: four homes, three heads, by Art. 278 (四)."""
    estate = make_estate(community)
    homes = [make_owned_home(estate, NUMBERS[at], area_cm=9000) for at in (0, 0, 1, 2)]
    return open_voting(
        community,
        homes,
        who=Electorate.OWNERS,
        base=Counted.OWNERS,
        quorum=ROUTE_E.rule.quorum,
        majority=ROUTE_E.rule.majority,
        rule=ROUTE_E.cited(Matter.MANAGER),
    )


def closed(voting, *votes):
    """Counted, and its terms pinned anew: moving the clock back moved what was hashed."""
    for door, label in votes:
        assert voting.vote(voting.member(door=door), label, door=door).status_code == 200
    voting.close()
    with tenancy.in_community(voting.community.id), transaction():
        poll = voting.poll()
        options = [[one.id, one.label, one.weight] for one in queries.options(poll.id)]
        pinned = terms_hash(counting.terms_of(poll, options))
        db.session.execute(
            update(Poll)
            .where(Poll.id == poll.id)
            .values(terms_hash=pinned)
            .execution_options(synchronize_session=False)
        )
    return voting


def paper(voting):
    answer = voting.secretary.get(f"polls/{voting.poll_id}/publication")
    assert answer.status_code == 200, answer.json
    return answer.json


def verified(tmp_path, document, *options):
    file = tmp_path / "paper.json"
    file.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    return verify_poll.main([str(file), *options])


FOR_ALL = ((0, "赞成"), (1, "赞成"))


@pytest.mark.parametrize("mode", Mode)
@pytest.mark.parametrize("votes", [FOR_ALL, ((0, "赞成"), (1, "反对")), ((0, "赞成"),), ()])
def test_what_the_server_publishes_verifies_without_the_server(community, inside, tmp_path, mode, votes):
    voting = closed(open_voting(community, mode=mode), *votes)

    assert verified(tmp_path, paper(voting)) == 0


def test_an_owners_poll_verifies_and_so_does_the_courts_copy(community, inside, tmp_path):
    voting = closed(owners_voting(community), (0, "赞成"), (2, "赞成"), (3, "反对"))

    public, court = paper(voting), publication.court(voting.poll())

    assert public["count"]["took_part"] == {"area": 36000, "heads": 3}
    assert verified(tmp_path, public) == 0
    assert public["ballots"] is None
    assert len(court["ballots"]) == 4
    assert verified(tmp_path, court) == 0


def test_a_named_polls_publication_tells_no_choice_and_no_area_of_a_choice(community, inside):
    voting = closed(open_voting(community), *FOR_ALL)

    document = paper(voting)

    assert document["ballots"] is None
    assert {tuple(one) for one in document["count"]["tallies"].values()} == {("homes",)}
    assert [one["took_part"] for one in document["roll"]] == [True, True, False]


@pytest.mark.parametrize("mode", Mode)
def test_without_quorum_no_copy_carries_a_choice(community, inside, mode):
    voting = closed(open_voting(community, homes=5, mode=mode), (0, "反对"))

    for document in (paper(voting), publication.court(voting.poll())):
        assert document["ballots"] is None
        assert document["count"]["tallies"] is None
    assert (paper(voting)["roll"][0]["took_part"] is None) == (mode is Mode.SECRET)


def test_a_secret_voter_finds_his_ballot_with_the_token_his_phone_made(community, inside, tmp_path, capsys):
    voting = open_voting(community, mode=Mode.SECRET)
    voting.vote(voting.member(), "反对", token="ab" * 16)
    closed(voting, *((door, "赞成") for door in range(1, 5)))

    assert verified(tmp_path, paper(voting), "--receipt", "abab " * 8) == 0
    assert "选的是「反对」" in capsys.readouterr().out


def test_an_extended_poll_publishes_its_extension_and_verifies(community, inside, tmp_path):
    voting = closed(open_voting(community, homes=5), (0, "赞成"))
    with transaction():
        service.extend(voting.secretary.actor, voting.poll(), utc_now() + timedelta(days=1), "参与不足")
    for door in (1, 2):
        voting.vote(voting.member(door=door), door=door)
    with tenancy.in_community(community.id), transaction():
        moved = {"closes_at": voting.poll().extended_at + timedelta(microseconds=1)}
        db.session.execute(update(Poll).values(**moved).execution_options(synchronize_session=False))
    voting.run_clock()

    document = paper(voting)

    assert document["extension"]["reason"] == "参与不足"
    assert document["record"]["round"] == 2
    assert verified(tmp_path, document) == 0
    assert [one["label"] for one in resolution(voting)["dates"]] == [
        "开始表决", "第一次截止", "延期", "截止", "计票",
    ]  # fmt: skip


@pytest.mark.parametrize("path", ["publication", "resolution"])
def test_before_the_count_there_is_nothing_to_publish_for_anybody(voting, inside, path):
    for who in (voting.secretary, voting.member()):
        answer = who.get(f"polls/{voting.poll_id}/{path}")

        assert (answer.status_code, answer.json["code"]) == (409, "poll_open")


@pytest.mark.parametrize("path", ["publication", "resolution"])
def test_a_poll_of_another_estate_has_no_papers_for_a_neighbour(community, inside, path):
    voting = closed(open_voting(community), *FOR_ALL)
    other = open_voting(community)

    assert other.member().get(f"polls/{voting.poll_id}/{path}").status_code == 404


def resolution(voting):
    answer = voting.secretary.get(f"polls/{voting.poll_id}/resolution")
    assert answer.status_code == 200, answer.json
    return answer.json


def test_a_passed_count_becomes_a_resolution_only_when_it_is_confirmed_and_certified(community, inside):
    voting = closed(open_voting(community), *FOR_ALL)
    counted = resolution(voting)
    voting.confirm()
    confirmed = resolution(voting)
    with transaction():
        service.certify(voting.secretary.actor, voting.poll())
    certified = resolution(voting)

    assert [one["title"] for one in (counted, confirmed, certified)] == [
        "表决结果公告",
        "表决结果公告",
        "决议公告",
    ]
    assert "等待监督委员会" in counted["standing"]
    assert "等待社区党组织" in confirmed["standing"]
    assert certified["decision"] == "决议：赞成。"
    assert [one["label"] for one in certified["dates"]] == [
        "开始表决", "截止", "计票", "核对计票", "党组织确认",
    ]  # fmt: skip
    assert certified["note"] == "逐项核对无误"


def test_a_poll_that_decided_nothing_says_so_in_its_title(community, inside):
    lost = resolution(closed(open_voting(community), (0, "反对"), (1, "反对")))
    few = resolution(closed(open_voting(community), (0, "反对")))

    assert (lost["title"], lost["decision"]) == ("表决未通过公告", "这次表决没有通过，没有形成决议。")
    assert few["title"] == "表决不成立公告"
    assert "没有形成决议" in few["decision"]
    assert not [said for said in few["sentences"] if "反对" in said]


def test_an_annulled_count_is_announced_as_annulled(community, inside):
    voting = closed(open_voting(community), *FOR_ALL)
    with transaction():
        service.annul(voting.secretary.actor, voting.poll(), "名册有误")

    found = resolution(voting)

    assert (found["title"], found["annulment"]) == ("表决结果撤销公告", "名册有误")
    assert "没有形成决议" in found["decision"]
    assert found["dates"][-1]["label"] == "撤销"


def test_the_resolution_cites_the_law_writes_out_the_sums_and_says_where_to_verify(community, inside):
    voting = closed(owners_voting(community), (0, "赞成"), (2, "赞成"), (3, "反对"))

    found = resolution(voting)

    assert found["rule"]["cite"] == "《民法典》第二百七十八条第（四）项"
    assert found["rule"]["version"] == "2021-01-01 起施行"
    assert found["rule"]["asks"] == (
        "参与须达到三分之二以上，赞成须达到参与的过半数，专有部分面积和业主人数两项分别达到"
    )
    assert found["sentences"][0] == (
        "专有部分面积：总 360.00 ㎡，参与 360.00 ㎡（100.0%），需三分之二以上，即至少 240.00 ㎡，已达到。"
    )
    assert found["sentences"][-1] == "结论：表决通过。"
    assert {one["label"]: one["text"] for one in found["parties"]}["组织"] == community.name
    assert found["hashes"]["roll_root"] == paper(voting)["roll_root"]
    assert found["publication"].endswith(f"/polls/{voting.poll_id}/publication")


def test_everybody_who_sees_the_poll_may_read_and_print_its_papers(community, inside):
    voting = closed(open_voting(community), *FOR_ALL)
    tenant = make_member(voting.community, home=voting.homes[2])

    for path in ("publication", "resolution"):
        assert tenant.get(f"polls/{voting.poll_id}/{path}").status_code == 200
