"""Two hosts at once, and what the database refuses whoever writes."""

from threading import Barrier

import pytest
from sqlalchemy import text, update
from sqlalchemy.exc import IntegrityError

from server.core import tenancy
from server.core.database import transaction
from server.deliberation.covenants import service
from server.deliberation.covenants.models import CovenantVersion
from server.extensions import db
from tests.ballots.crowds import crowd
from tests.deliberation.covenants import naive
from tests.deliberation.covenants.agreements import DRAFT, decided, draft, in_force, voting


def revise_together(app, scene, covenant, topics):
    together, form = Barrier(2), {**DRAFT, "title": None, "covenant_id": int(covenant["id"])}
    host, here = scene.host.actor, scene.community.id

    def begin(index):
        together.wait(20)
        with tenancy.in_community(here), transaction():
            service.draft(host, int(topics[index]), form)
        return "done"

    return crowd(app, 2, begin)


@pytest.mark.parametrize("round_", range(3))
def test_one_of_two_topics_revises_a_covenant_and_the_other_is_told(app, scene, round_):
    covenant = in_force(scene)

    answers = revise_together(app, scene, covenant, [decided(scene), decided(scene)])

    assert answers.count("done") == 1
    (lost,) = [one for one in answers if one != "done"]
    assert (lost.status, lost.code) == (409, "already_open")
    assert len(scene.host.get(f"covenants/{covenant['id']}").json["versions"]) == 2


@pytest.mark.parametrize("round_", range(3))
def test_one_topic_yields_one_version(app, scene, round_):
    covenant, topic = in_force(scene), decided(scene)

    answers = revise_together(app, scene, covenant, [topic, topic])

    assert answers.count("done") == 1
    assert {one.status for one in answers if one != "done"} == {409}


def test_the_naive_way_tells_both_that_theirs_is_the_one(app, scene):
    covenant, together, here = in_force(scene), Barrier(2), scene.community.id

    def begin(_):
        with tenancy.in_community(here), transaction():
            return naive.begin(int(covenant["id"]), lambda: together.wait(20))

    assert crowd(app, 2, begin) == ["done", "done"]


def rewritten(covenant, version, **columns):
    return (
        update(CovenantVersion)
        .where(CovenantVersion.covenant_id == int(covenant["id"]), CovenantVersion.version == version)
        .values(**columns)
    )


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "draft"},
        {"poll_id": None},
        {"sha256": None},
        {"adopted_at": None},
        {"in_force_from": None},
        {"review_on": None},
        {"law_note": None},
        {"filing_no": "没有日期"},
    ],
)
def test_the_database_keeps_what_in_force_promises(scene, inside, wrong):
    covenant = in_force(scene)

    with pytest.raises(IntegrityError):
        db.session.execute(rewritten(covenant, 1, **wrong).execution_options(synchronize_session=False))
    db.session.rollback()


def test_no_covenant_has_two_versions_in_force(scene, inside):
    covenant = in_force(scene)
    again = voting(scene, covenant_id=covenant["id"], title=None)
    same = "(SELECT {0} FROM covenant_version WHERE covenant_id = :c AND version = 1)"
    sets = ", ".join(f"{name} = {same.format(name)}" for name in ("adopted_at", "in_force_from", "review_on"))

    this = "covenant_id = :c AND version = 2"
    with pytest.raises(IntegrityError):
        db.session.connection().execute(
            text(f"UPDATE covenant_version SET state = 'in_force', {sets} WHERE {this}"),
            {"c": int(again["id"])},
        )
    db.session.rollback()


def test_a_draft_belongs_to_no_poll(scene, inside):
    covenant = draft(scene)

    with pytest.raises(IntegrityError):
        db.session.execute(rewritten(covenant, 1, draft=None).execution_options(synchronize_session=False))
    db.session.rollback()
