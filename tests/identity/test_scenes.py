"""The codes on the posters: forged, exchanged, revoked, and all of that while people are filling in forms."""

import contextvars
import random
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from server.core import tenancy
from server.core.access import Role
from server.core.audit import AuditEntry
from server.core.database import transaction
from server.core.tenancy import across_communities
from server.identity.models_enrolment import (
    Application,
    ApplicationRef,
    ApplicationStep,
    ApplicationVault,
    EnrolmentScene,
)
from server.identity.service import enrolment, scenes
from server.kit.errors import ConflictError
from tests import factories
from tests.identity import naive
from tests.identity.enrol import agreed, body, form, word_of


@pytest.fixture
def community(session):
    return factories.make_community(name="锦秋居委会")


@pytest.fixture
def estate(community):
    return factories.make_estate(community, "锦秋花园")


@pytest.fixture
def committee(community):
    return factories.make_member(community, Role.COMMITTEE)


@pytest.fixture
def turn(committee, estate):
    """turn("revoke", …): the committee's step on the estate's code."""
    path = f"estates/{estate.id}/qr/steps"

    def take(verb, reason="海报被人拍照外传"):
        return committee.post(path, json={"verb": verb, "reason": reason})

    return take


def submit(visitor, estate, word, **changes):
    sent = {**form(**changes), "scene": word, "consents": agreed()}
    return visitor.post("/enrolment/applications", json=sent)


def test_the_first_code_is_issued_without_a_reason_and_the_next_needs_one(turn, committee, estate):
    assert committee.get(f"estates/{estate.id}/qr").json["state"] == "none"
    first = turn("rotate", "").json
    assert (first["state"], first["verbs"]) == ("active", ["rotate", "revoke"])
    assert turn("rotate", "").json["code"] == "reason_needed"
    second = turn("rotate").json
    assert second["scene"] != first["scene"]
    assert [one["state"] for one in second["history"]] == ["active", "rotated"]


def test_who_saw_another_code_does_not_end_this_one(turn, committee, estate):
    seen = turn("rotate", "").json["serial"]
    turn("rotate")
    for verb in ("rotate", "revoke"):
        late = {"verb": verb, "reason": "海报被人拍照外传", "serial": seen}
        answer = committee.post(f"estates/{estate.id}/qr/steps", json=late)
        assert (answer.status_code, answer.json["code"]) == (409, "stale")

    assert [one["state"] for one in committee.get(f"estates/{estate.id}/qr").json["history"]] == [
        "active",
        "rotated",
    ]


def test_each_act_on_a_code_stands_in_the_audit_chain(turn, community, session):
    turn("rotate", "")
    turn("rotate")
    turn("revoke")
    with tenancy.in_community(community.id):
        deeds = session.scalars(select(AuditEntry.deed).order_by(AuditEntry.seq)).all()
    assert deeds == ["scene.rotate", "scene.rotate", "scene.revoke"]


def test_what_is_not_running_cannot_be_revoked(turn):
    assert turn("revoke").status_code == 409


@pytest.mark.parametrize("role", [None, Role.SECRETARY, Role.SOCIAL_WORKER, Role.DISTRICT_OFFICE])
def test_only_the_committee_manages_codes(community, estate, role):
    caller = factories.make_member(community, role)
    for path in ("", "/poster.svg", "/code.svg", "/mini.png"):
        assert caller.get(f"estates/{estate.id}/qr{path}").status_code == 403
    assert caller.post(f"estates/{estate.id}/qr/steps", json={"verb": "rotate"}).status_code == 403


def test_the_code_leads_a_phone_to_the_form_of_this_estate(turn, committee, estate, settings):
    shown = turn("rotate", "").json
    assert shown["url"] == "{0}/?scene={1}#/features/enrolment/pages/start?scene={1}".format(
        settings.origin, shown["scene"]
    )
    code = committee.get(f"estates/{estate.id}/qr/code.svg")
    assert (code.mimetype, b"<svg" in code.data) == ("image/svg+xml", True)
    mini = committee.get(f"estates/{estate.id}/qr/mini.png")
    assert (mini.mimetype, mini.data[:4]) == ("image/png", b"\x89PNG")


def test_the_poster_names_estate_community_and_serial(turn, committee, estate):
    serial = turn("rotate", "").json["serial"]
    poster = committee.get(f"estates/{estate.id}/qr/poster.svg")
    text = poster.get_data(as_text=True)
    assert all(word in text for word in ("锦秋花园", "锦秋居委会", serial, "data:image/png"))


def test_without_wechat_a_poster_still_has_the_web_code(app, turn, committee, estate, monkeypatch):
    turn("rotate", "")

    def silent(*_, **__):
        raise scenes.ConflictError("nobody answers")

    monkeypatch.setattr(app.extensions["wechat"], "mini_program_code", silent)
    poster = committee.get(f"estates/{estate.id}/qr/poster.svg")
    assert poster.status_code == 200
    assert "data:image/png" not in poster.get_data(as_text=True)


def test_there_is_nothing_to_print_without_a_running_code(committee, estate):
    assert committee.get(f"estates/{estate.id}/qr/poster.svg").status_code == 404


def test_a_forged_scene_gets_the_same_answer_as_a_revoked_one(turn, estate, session):
    word = turn("rotate", "").json["scene"]
    turn("revoke")
    visitor = factories.make_visitor()
    answers = {
        visitor.get(f"/enrolment/scenes/{one}").get_data()
        for one in [word, *_forged(word, random.Random(1), 200)]
    }
    assert len(answers) == 1
    assert visitor.get(f"/enrolment/scenes/{word}").json["code"] == "scene_unknown"


def _forged(word, dice, count):
    for _ in range(count):
        place = dice.randrange(len(word))
        sign = dice.choice([one for one in "abcXYZ019-_" if one != word[place]])
        yield word[:place] + sign + word[place + 1 :]


def test_no_changed_scene_is_a_scene(estate, session):
    word, dice = word_of(estate), random.Random(2)
    with transaction():
        known = sum(scenes.queries.scene_now(one) is not None for one in _forged(word, dice, 2000))
    assert known == 0


def test_a_form_begun_before_the_exchange_is_still_taken_for_half_an_hour(turn, estate, session):
    visitor = factories.make_visitor()
    word = turn("rotate", "").json["scene"]
    turn("rotate")
    assert visitor.get(f"/enrolment/scenes/{word}").status_code == 404
    assert submit(visitor, estate, word).status_code == 201
    _ended_earlier(session, word, scenes.GRACE + timedelta(seconds=2))
    late = submit(factories.make_visitor(), estate, word)
    assert (late.status_code, late.json["code"]) == (404, "scene_unknown")


def _ended_earlier(session, word, by):
    with across_communities(), transaction():
        ended = session.scalar(select(EnrolmentScene.ended_at).where(EnrolmentScene.scene == word))
        session.execute(
            update(EnrolmentScene).where(EnrolmentScene.scene == word).values(ended_at=ended - by)
        )


def test_a_revoked_code_takes_no_form_begun_before(turn, estate):
    word = turn("rotate", "").json["scene"]
    turn("revoke")
    assert submit(factories.make_visitor(), estate, word).status_code == 404


def test_two_first_codes_at_once_are_one(app, community, estate):
    scene = word_of(estate)
    with tenancy.in_community(community.id), pytest.raises(ConflictError), transaction():
        scenes.issue(1, estate)
    assert word_of(estate) == scene


def real(actor, word, data, pause, monkeypatch):
    usual = scenes.acceptable

    def slow(scene):
        found = usual(scene)
        pause()
        return found

    monkeypatch.setattr(scenes, "acceptable", slow)
    given = [(one["purpose"], one["version"]) for one in agreed()]
    with transaction():
        enrolment.submit(actor, word, data, given)


def unlocked(actor, word, data, pause, _):
    naive.submit(actor, word, data, pause)


@pytest.mark.parametrize(("way", "stored"), [(real, 1), (unlocked, 0)])
def test_a_form_accepted_first_is_stored_first(app, estate, committee, way, stored, monkeypatch):  # noqa: PLR0917
    """Revoking waits for a form already accepted. The naive twin stores it after the revoking."""
    word, visitor = word_of(estate), factories.make_visitor()
    place = (estate.community_id, estate.id)
    accepted, revoked, seen = threading.Event(), threading.Event(), []

    def pause():
        accepted.set()
        revoked.wait(0.4)

    def applicant():
        with app.app_context():
            way(visitor.actor, word, form(), pause, monkeypatch)

    def revoker():
        accepted.wait(5)
        with app.app_context(), tenancy.in_community(place[0]), transaction() as now:
            scenes.revoke(committee.actor, factories.places.get_estate(place[1]), "海报被人拍照外传")
            seen.append(now.scalar(select(func.count()).select_from(Application)))
        revoked.set()

    _together([applicant, revoker])
    assert seen == [stored]


def _together(works, at_once=12):
    with transaction():
        """The test's own session must hold no lock meanwhile."""
    with ThreadPoolExecutor(at_once) as pool:
        running = [pool.submit(contextvars.Context().run, work) for work in works]
    for one in running:
        one.result()


@pytest.mark.parametrize("verb", ["rotate", "revoke"])
def test_fifty_forms_in_flight_are_each_taken_whole_or_told_to_scan_again(turn, estate, session, verb):
    visitors = [factories.make_visitor() for _ in range(50)]
    sent = [body(estate, room=f"{n}01") for n in range(50)]
    word = sent[0]["scene"]
    answers, dice = {}, random.Random(3)

    def hand_in(place):
        answers[place] = visitors[place].post("/enrolment/applications", json=sent[place])

    works = [lambda n=n: hand_in(n) for n in range(50)]
    works.insert(dice.randrange(10, 40), lambda: answers.update(turn=turn(verb)))
    _together(works)

    assert answers.pop("turn").status_code == 200
    assert {one.status_code for one in answers.values()} <= ({201} if verb == "rotate" else {201, 404})
    taken = sum(one.status_code == 201 for one in answers.values())
    with across_communities():
        for table in (Application, ApplicationVault, ApplicationRef, ApplicationStep):
            assert session.scalar(select(func.count()).select_from(table)) == taken
        assert set(session.scalars(select(Application.scene))) == {word}
        ended = session.scalar(select(EnrolmentScene.ended_at).where(EnrolmentScene.scene == word))
    assert ended is not None
