"""Open and named: what lies in the tables, and who reads what when. Secret: test_secret.py."""

import pytest
from sqlalchemy import select

from server.ballots import box_queries, urn
from server.ballots.models import Ballot, Mode
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
