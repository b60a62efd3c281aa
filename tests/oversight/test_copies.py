"""存证: the district keeps what each ledger said it was, and finds whoever rewrites one whole."""

from datetime import date

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import IntegrityError

from server.cli import register
from server.core import audit, chains, tenancy
from server.core.access import Role
from server.core.audit import AuditEntry
from server.core.database import transaction
from server.deliberation import ledger, signing, verify
from server.extensions import db
from server.identity.service.duties import Scope, grant_duty
from server.kit import chain
from server.kit.frozen import FrozenError
from server.oversight import copies, handlers
from server.oversight.models import LedgerCopy
from tests.deliberation.rewriting import republish, rewrite
from tests.deliberation.scenes import REASON
from tests.factories import make_community, make_person, make_subdistrict, signed_in

MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)


@pytest.fixture
def night(monkeypatch, deliver):
    """Call it with a day: that day's heads are published in a community, and what that says is delivered."""

    def publish(community, day):
        monkeypatch.setattr(ledger, "today", lambda _: day)
        with tenancy.in_community(community.id), transaction():
            ledger.publish_head()
        deliver()

    return publish


@pytest.fixture
def kept(scene, night):
    """Two decisions whose heads the district has from Monday and Tuesday, bound to their community."""
    scene.walk(scene.submit(), "admit")
    night(scene.community, MONDAY)
    other = scene.submit(title="北门增设垃圾桶")
    scene.step(scene.secretary, other, "return", reason_code="unclear", reason=REASON)
    night(scene.community, TUESDAY)
    with tenancy.in_community(scene.community.id):
        yield scene


def seen(who, **query):
    answer = who.get("/ledger-copies", query_string=query)
    assert answer.status_code == 200, answer.json
    return answer.json


def of(scene):
    return next(one for one in seen(scene.supervisor)["items"] if one["community"] == scene.community.name)


def found(community):
    db.session.expire_all()
    return copies.problems(community.id)


def attack(statement, **values):
    with tenancy.across_communities():
        db.session.execute(text(statement), values)
    db.session.commit()


def test_the_heads_of_both_chains_are_kept_by_the_district_once_a_day(kept, night):
    night(kept.community, TUESDAY)
    rows = db.session.scalars(select(LedgerCopy).order_by(LedgerCopy.day, LedgerCopy.chain)).all()

    assert [(one.day, one.chain) for one in rows] == [
        (MONDAY, "audit"), (MONDAY, "gate"), (TUESDAY, "audit"), (TUESDAY, "gate"),
    ]  # fmt: skip
    assert [one.seq for one in rows if one.chain == "gate"] == [1, 2]
    assert rows[2].hash == chains.head_of(audit.CHAIN)
    assert all(copies.signed(one) for one in rows)
    assert [one.whole for one in rows] == [None, True, None, True]
    assert found(kept.community) == []


def test_what_arrives_again_or_later_for_the_same_day_replaces_nothing(kept):
    before = db.session.scalars(select(LedgerCopy.hash).order_by(LedgerCopy.hash)).all()
    said = {"chain": "gate", "day": "2026-11-23", "seq": 9, "hash": "ab" * 32, "whole": True}
    for _ in range(2):
        with transaction():
            handlers.head_published({**said, "key_id": "1", "signature": "cd" * 64})

    assert db.session.scalars(select(LedgerCopy.hash).order_by(LedgerCopy.hash)).all() == before


def test_the_supervisor_sees_the_latest_copy_and_that_it_agrees(kept):
    row = of(kept)

    assert (row["state_name"], row["note"], row["day"], row["seq"]) == ("一致", None, "2026-11-24", 2)
    assert row["hash"] == chains.head_of("gate").hex()


def test_a_chain_rewritten_whole_with_its_published_heads_and_with_the_keys_is_found(kept):
    rewrite(sign=signing.keyring())
    republish(sign=signing.keyring())
    db.session.commit()

    assert verify.problems() == []
    assert found(kept.community) == [f"把关台账与2026年11月{day}日的存证不一致" for day in (23, 24)]
    assert (of(kept)["state_name"], of(kept)["note"]) == ("不一致", "把关台账与2026年11月23日的存证不一致")


def test_it_stays_found_when_the_days_after_it_are_copied_as_they_now_are(kept, night):
    rewrite(sign=signing.keyring())
    republish(sign=signing.keyring())
    db.session.commit()
    night(kept.community, date(2026, 11, 25))

    assert of(kept)["day"] == "2026-11-25"
    assert (of(kept)["state"], of(kept)["note"]) == ("differs", "把关台账与2026年11月23日的存证不一致")


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE gate_head SET seq = 1", ["把关台账与2026年11月24日的存证不一致"]),
        ("DELETE FROM gate_head WHERE day = '2026-11-23'", ["把关台账与2026年11月23日的存证不一致"]),
        ("DELETE FROM gate_decision WHERE seq = 2", ["把关台账与2026年11月24日的存证不一致"]),
        ("DELETE FROM ledger_copy WHERE day = '2026-11-23'", ["2026年11月23日公布的链头在区里没有存证"]),
        (
            "UPDATE ledger_copy SET whole = false WHERE day = '2026-11-24' AND chain = 'gate'",
            ["把关台账2026年11月24日的存证签名对不上"],
        ),
        (
            "UPDATE ledger_copy SET day = '2026-11-22' WHERE day = '2026-11-23' AND chain = 'audit'",
            ["审计记录2026年11月22日的存证签名对不上"],
        ),
    ],
)
def test_whatever_was_done_to_either_side_is_found(kept, statement, said):
    attack(statement)

    assert found(kept.community) == said


def test_an_audit_chain_rewritten_whole_is_found(kept):
    previous = chain.GENESIS
    for row in db.session.scalars(select(AuditEntry).order_by(AuditEntry.seq)).all():
        entry = {**audit.entry_of(row), "person_id": 42}
        hashed = chain.link(previous, entry)
        values = {"person_id": 42, "previous_hash": previous, "hash": hashed}
        db.session.execute(update(AuditEntry).where(AuditEntry.id == row.id).values(**values))
        previous = hashed
    head = update(chains.ChainHead).where(chains.ChainHead.name == audit.CHAIN)
    db.session.execute(head.values(hash=previous))
    db.session.commit()

    assert audit.first_break() is None
    assert found(kept.community) == [f"审计记录与2026年11月{day}日的存证不一致" for day in (23, 24)]


def test_a_community_that_found_its_own_ledger_broken_is_shown(scene, night):
    scene.walk(scene.submit(), "admit")
    attack("UPDATE gate_decision SET overdue_minutes = 0, due_at = NULL")
    night(scene.community, MONDAY)

    assert (of(scene)["state"], of(scene)["note"]) == ("differs", "2026年11月23日社区自己核对时就对不上")


def test_a_copy_made_up_by_somebody_without_the_key_is_shown(kept):
    attack("UPDATE ledger_copy SET signature_key_id = '9' WHERE day = '2026-11-24'")

    assert (of(kept)["state"], of(kept)["note"]) == ("differs", "2026年11月24日的存证签名对不上")


def test_an_office_sees_the_communities_below_it_page_by_page(scene, night):
    far = make_community(subdistrict=2)
    night(scene.community, MONDAY)
    street = make_person()
    with transaction():
        grant_duty(street.id, Role.SUPERVISOR, Scope(region=make_subdistrict(2).code))

    first = seen(scene.supervisor, limit=1)
    second = seen(scene.supervisor, limit=1, after=first["next"])

    assert [one["community"] for one in first["items"] + second["items"]] == [scene.community.name, far.name]
    assert [one["state_name"] for one in first["items"] + second["items"]] == ["一致", "还没有存证"]
    assert second["next"] is None
    assert [one["community"] for one in seen(signed_in(street, None))["items"]] == [far.name]


@pytest.mark.parametrize("role", [Role.OBSERVER, Role.DISTRICT_OFFICE])
def test_the_district_and_its_observers_see_them(scene, neighbour, role):
    assert len(seen(neighbour(role))["items"]) == 1


@pytest.mark.parametrize("role", [None, Role.SECRETARY, Role.COMMITTEE, Role.WATCH])
def test_who_has_no_office_above_the_communities_does_not(neighbour, role):
    assert neighbour(role).get("/ledger-copies").status_code == 403


def test_a_copy_is_neither_changed_nor_deleted(kept):
    db.session.scalars(select(LedgerCopy)).first().hash = bytes(32)
    with pytest.raises(FrozenError, match="hash"):
        db.session.flush()
    db.session.rollback()
    db.session.delete(db.session.scalars(select(LedgerCopy)).first())
    with pytest.raises(FrozenError, match="delete"):
        db.session.flush()
    db.session.rollback()


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ("chain = 'other'", "chain"),
        ("seq = -1", "head"),
        ("hash = substr(hash, 1, 8)", "head"),
        ("signature = substr(signature, 1, 8)", "signed"),
        ("whole = NULL", "checked"),
    ],
)
def test_a_copy_cannot_be_made_to_lie(kept, change, rule):
    with tenancy.across_communities(), pytest.raises(IntegrityError, match=rule):
        db.session.execute(text(f"UPDATE ledger_copy SET {change}"))
    db.session.rollback()


def test_the_command_says_which_community_differs(app, kept):
    if "ledger" not in app.cli.commands:
        register(app)
    run = app.test_cli_runner().invoke
    whole = run(args=["ledger", "compare"])
    attack("DELETE FROM gate_decision WHERE seq = 2")
    broken = run(args=["ledger", "compare"])

    assert (whole.exit_code, whole.output.strip()) == (0, "台账与存证一致")
    assert broken.exit_code == 1
    assert f"社区 {kept.community.id}：把关台账与2026年11月24日的存证不一致" in broken.output
