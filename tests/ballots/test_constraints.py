"""Raw SQL against the tables: what a poll promises, the database keeps, whoever asks."""

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from server.ballots import service
from server.ballots.arithmetic import Share
from server.ballots.models import Electorate, PollOption, RollEntry
from server.core import tenancy
from server.core.access import Role
from server.core.database import transaction
from server.extensions import db
from server.kit.db import utc_now
from server.kit.errors import ConflictError, InvalidError
from server.kit.frozen import FrozenError
from tests.ballots.scenes import OPTIONS, SUBJECT
from tests.factories import make_estate, make_member


@pytest.mark.parametrize(
    ("rule", "change"),
    [
        ("counted_after_close|closed_once", "state = 'closed'"),
        ("counted_after_close", "counted = '{}'"),
        ("closed_once", "closed_at = closes_at"),
        ("certified_when", "certified_at = closes_at"),
        ("state", "state = 'secret'"),
        ("mode", "mode = 'sealed'"),
        ("who", "who = 'dogs'"),
        ("base", "base = 'shares'"),
        ("quorum_is_a_share", "quorum_num = 3"),
        ("pass_is_a_share", "pass_num = 0"),
        ("closes_after_opening", "first_closes_at = opens_at, closes_at = opens_at"),
        ("moves_by_extension_only", "closes_at = created_at"),
        ("moves_by_extension_only|extended_for_a_reason", "extended_at = opens_at"),
        ("extended_for_a_reason", "extension_reason = '太少'"),
        ("annulled_when|counted_after_close|closed_once", "state = 'annulled'"),
        ("annulled_for_a_reason", "annulment = '错了'"),
        ("owners_count_by_owners", "base = 'owners', who = 'adults'"),
        ("area_is_never_secret", "base = 'owners', who = 'owners', mode = 'secret', least_voters = 1"),
        ("secret_among_enough", "mode = 'secret'"),
        ("secret_among_enough", "least_voters = 1"),
        ("roll_hides_voters", "mode = 'secret', least_voters = roll_size + 1"),
        ("building_inside_estate", "estate_id = NULL, building_id = (SELECT min(id) FROM building)"),
        ("somebody_may_vote", "roll_heads = roll_size + 1"),
        ("roll_has_area", "roll_area = 0"),
        ("somebody_may_vote", "roll_size = 0"),
        ("hashes_are_sha256", "roll_root = substr(roll_root, 1, 4)"),
    ],
)
def test_the_database_refuses(voting, rule, change):
    with tenancy.across_communities(), transaction():
        statement = text(f"UPDATE poll SET {change} WHERE id = {voting.poll_id}")
        with pytest.raises(IntegrityError, match=rule):
            db.session.execute(statement)
        db.session.rollback()


def test_the_database_refuses_a_second_ballot_and_a_home_off_the_roll(voting, inside):
    assert voting.vote(voting.member()).status_code == 200
    columns = "community_id, poll_id, home_id, choice, channel, cast_by, cast_name, cast_at, changed, receipt"
    for home, rule in (("home_id", "(?i)unique"), ("home_id + 1000000", "(?i)foreign")):
        again = f"INSERT INTO ballot ({columns}) SELECT {columns.replace('home_id', home)} FROM ballot"
        with tenancy.across_communities(), pytest.raises(IntegrityError, match=rule):
            db.session.execute(text(again))
        db.session.rollback()


def test_the_terms_options_and_roll_cannot_be_changed_through_the_models(voting, inside):
    def poll():
        voting.poll().question = "另一个问题"

    def option():
        db.session.scalars(db.select(PollOption)).first().label = "赞成（改）"

    def roll():
        entry = db.session.scalars(db.select(RollEntry)).first()
        db.session.delete(entry)

    for change in (poll, option, roll):
        change()
        with pytest.raises(FrozenError):
            db.session.flush()
        db.session.rollback()


def test_a_poll_over_no_homes_is_not_opened(community, inside):
    secretary = make_member(community, Role.SECRETARY)
    empty = make_estate(community)

    with pytest.raises(InvalidError) as refused:
        service.open_poll(secretary.actor, _terms(empty.id))

    assert refused.value.code == "empty_roll"


def _terms(estate_id, **changes):
    half = Share.usual(1, 2)
    ends = utc_now() + changes.get("ends", timedelta(days=1))
    return service.Terms(SUBJECT, estate_id, "是否同意？", OPTIONS, Electorate.ADULTS, half, half, ends)


def test_a_poll_cannot_end_before_it_begins(voting, inside):
    with pytest.raises(InvalidError) as refused:
        service.open_poll(voting.secretary.actor, _terms(voting.estate.id, ends=timedelta(hours=-1)))

    assert refused.value.code == "closes_too_early"


def test_a_whole_community_votes_when_no_estate_is_named(voting, inside):
    poll = service.open_poll(voting.secretary.actor, _terms(None))

    page = voting.secretary.get(f"polls/{poll.id}").json["poll"]

    assert page["electorate_name"] == "全社区 3 户，每户一票，由成年住户投"


def test_certifying_waits_for_the_confirmed_count_and_happens_once(voting, inside):
    for step in (lambda: None, lambda: voting.counted("赞成")):
        step()
        with pytest.raises(ConflictError):
            service.certify(voting.secretary.actor, voting.poll())
    assert voting.confirm().status_code == 200

    service.certify(voting.secretary.actor, voting.poll())

    with pytest.raises(ConflictError):
        service.certify(voting.secretary.actor, voting.poll())
