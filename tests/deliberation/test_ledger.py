"""The ledger as the unit reads it, and the verifier that finds what was done to it behind its back."""

import base64
import hashlib
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import select, text, update

from server.cli import register
from server.core import tenancy
from server.core.access import Role
from server.core.database import transaction
from server.core.outbox import OutboxMessage
from server.deliberation import clockwork, ledger, signing, verify
from server.deliberation.gate_models import GateDecision
from server.deliberation.models import Topic
from server.extensions import db
from server.kit.db import utc_now
from server.kit.signing import Keyring
from tests.deliberation.rewriting import rewrite
from tests.deliberation.scenes import REASON
from tests.factories import make_estate, make_home, make_member


@pytest.fixture
def history(scene):
    """Three decisions: admitted, declined for privacy, returned."""
    scene.walk(scene.submit(), "admit")
    for verb, code in (("decline", "privacy"), ("return", "unclear")):
        topic = scene.submit(title=f"含有隐私的议题 {code}")
        form = {"reason_code": code, "reason": REASON}
        assert scene.step(scene.secretary, topic, verb, **form).status_code == 200
    return scene


def test_every_act_is_public_and_what_is_private_is_not(history):
    rows = history.neighbours[0].get("gate-ledger").json["items"]

    assert [(row["action"], row["title"] is None, row["reason"] is None) for row in rows] == [
        ("return", False, False),
        ("decline", True, True),
        ("accept", False, True),
    ]
    assert rows[1]["reason_name"] == "泄露隐私"
    assert history.secretary.get("gate-ledger").json["items"][1]["title"] is not None


def test_what_was_returned_before_it_was_declined_for_privacy_is_hidden_too(scene):
    topic = scene.submit(title="三号楼某户的病情")
    scene.step(scene.secretary, topic, "return", reason_code="wording", reason=REASON)
    scene.walk(topic, "submit")
    scene.deliver()
    scene.step(scene.secretary, topic, "decline", reason_code="privacy", reason=REASON)

    rows = scene.neighbours[0].get("gate-ledger").json["items"]
    seen = scene.secretary.get("gate-ledger").json["items"]

    assert [(row["action"], row["title"], row["reason"]) for row in rows] == [
        ("decline", None, None),
        ("return", None, None),
    ]
    assert [row["title"] for row in seen] == ["三号楼某户的病情"] * 2


def test_a_stand_in_reads_no_more_than_a_resident_of_what_he_was_not_named_for(history):
    rows = make_member(history.community, Role.ACTING).get("gate-ledger").json["items"]

    assert [row["title"] is None for row in rows] == [False, True, False]


def test_the_ledger_pages_by_its_sequence(history):
    first = history.author.get("gate-ledger", query_string={"limit": 2}).json
    second = history.author.get("gate-ledger", query_string={"limit": 2, "after": first["next"]}).json

    assert [row["seq"] for row in first["items"] + second["items"]] == [3, 2, 1]


def test_the_title_of_another_estates_topic_stays_there(scene):
    scene.walk(scene.submit(estate_id=str(scene.estate.id)), "admit")
    stranger = make_member(scene.community, home=make_home(make_estate(scene.community)))

    assert stranger.get("gate-ledger").json["items"][0]["title"] is None
    assert scene.author.get("gate-ledger").json["items"][0]["title"] is not None


def test_the_summary_counts_and_publishes_the_checked_head(history):
    empty = history.author.get("gate-ledger/summary").json
    for _ in range(2):
        with tenancy.in_community(history.community.id), transaction():
            ledger.publish_head()
    summary = history.author.get("gate-ledger/summary").json

    assert empty["checked_at"] is None
    assert {(one["action"], one["count"]) for one in summary["counts"]} == {
        ("accept", 1), ("return", 1), ("decline", 1),
    }  # fmt: skip
    assert [one["count"] for one in summary["reasons"]] == [1, 1]
    assert (summary["checked_whole"], summary["checked_hash"]) == (True, summary["head_hash"])
    assert summary["median_hours"] == 0.0


def test_an_empty_ledger_has_a_summary_and_a_head(scene):
    with tenancy.in_community(scene.community.id), transaction():
        ledger.publish_head()

    summary = scene.author.get("gate-ledger/summary").json

    assert (summary["counts"], summary["median_hours"], summary["head_hash"]) == ([], None, "00" * 32)


ROW = "UPDATE gate_decision SET"
TAMPERINGS = {
    "a reason reworded": (
        "UPDATE gate_decision SET reason_text = reason_text || '。' WHERE seq = 2",
        "第 2 条",
    ),
    "a time moved": (
        "UPDATE gate_decision SET pending_since = '2020-01-01 00:00:00' WHERE seq = 1",
        "第 1 条",
    ),
    "an office changed": ("UPDATE gate_decision SET acting_role = 'deputy' WHERE seq = 3", "第 3 条"),
    "the last row dropped": ("DELETE FROM gate_decision WHERE seq = 3", "末尾"),
    "a row dropped": ("DELETE FROM gate_decision WHERE seq = 2", "序号不连续"),
    "a signature taken from another row": (
        "UPDATE gate_decision SET signature ="
        " (SELECT other.signature FROM gate_decision AS other WHERE other.seq = 1) WHERE seq = 2",
        "第 2 条的签名对不上",
    ),
    "a key that nobody published": (
        "UPDATE gate_decision SET signature_key_id = '9' WHERE seq = 1",
        "第 1 条的签名密钥 9 不在本系统中",
    ),
    "two rows swapped": ("UPDATE gate_decision SET seq = CASE seq WHEN 1 THEN 12 ELSE seq END", "序号不连续"),
    "a text reworded": ("UPDATE topic_text SET body = body || '（改）'", "文字被改动"),
    "a text and its hash": ("UPDATE topic_text SET sha256 = zeroblob(32)", "所批的文字"),
    "a stand-in nobody named": (
        "UPDATE gate_decision SET acting_role = 'acting' WHERE seq = 1",
        "没有街镇的指定",
    ),
    "a second hand that never signed": (
        "UPDATE gate_decision SET second_signer = decided_by + 1 WHERE seq = 2",
        "没有留存的签字",
    ),
    "a topic slipped past the gate": (
        "UPDATE topic SET state = 'admitted', admitted_at = created_at, due_at = created_at"
        " WHERE state = 'declined'",
        "没有把关记录",
    ),
}


@pytest.mark.parametrize("name", TAMPERINGS)
def test_the_verifier_finds(history, inside, name):
    statement, word = TAMPERINGS[name]
    if db.engine.dialect.name == "postgresql":
        statement = statement.replace("zeroblob(32)", "decode(repeat('00', 32), 'hex')")
    assert verify.problems() == []
    with tenancy.across_communities():
        db.session.execute(text(statement))
    db.session.expire_all()

    found = verify.problems()

    assert any(word in problem for problem in found), found


def test_a_chain_rewritten_whole_without_the_key_is_found_by_its_signatures(history, inside):
    rewrite(sign=None)

    assert verify.problems() == [f"台账第 {seq} 条的签名对不上，这一条不是本系统写下的" for seq in (1, 2, 3)]


def test_a_chain_rewritten_whole_with_the_key_is_found_by_the_published_head(history, inside):
    ledger.publish_head()
    db.session.flush()
    rewrite(sign=signing.keyring())

    (problem,) = verify.problems()

    assert "公布的链头不一致" in problem


def test_a_head_published_by_another_hand_is_found(history, inside):
    ledger.publish_head()
    db.session.flush()
    with tenancy.across_communities():
        db.session.execute(text("UPDATE gate_head SET day = '2026-01-01'"))
    db.session.expire_all()

    assert verify.problems() == ["2026-01-01 公布的链头签名对不上"]


def test_what_a_retired_key_signed_is_still_checked_by_its_public_half(history, inside, app, monkeypatch):
    (old,) = app.extensions["ledger_keys"].public_keys.values()
    monkeypatch.setitem(app.extensions, "ledger_keys", Keyring({2: b"n" * 32}, {1: old}))
    history.walk(history.submit(title="换了密钥之后的议题"), "admit")
    signed_by = db.session.scalars(select(GateDecision.signature_key_id).order_by(GateDecision.seq)).all()
    found = verify.problems()
    monkeypatch.setitem(app.extensions, "ledger_keys", Keyring({2: b"n" * 32}, {}))

    assert (signed_by, found) == (["1", "1", "1", "2"], [])
    assert verify.problems() == [f"台账第 {seq} 条的签名密钥 1 不在本系统中" for seq in (1, 2, 3)]


def test_whoever_reads_the_ledger_can_check_its_signatures_by_the_published_keys(history, inside):
    (key,) = history.neighbours[0].get("gate-ledger/summary").json["keys"]
    public = base64.b64decode(key["public_key"])
    row = db.session.scalars(select(GateDecision).where(GateDecision.seq == 2)).one()
    message = f"shequtong-gate/1|{history.community.id}|2|{row.hash.hex()}".encode()

    Ed25519PublicKey.from_public_bytes(public).verify(row.signature, message)
    assert key["fingerprint"] == hashlib.sha256(public).hexdigest()[:16]
    assert (key["id"], key["current"]) == (row.signature_key_id, True)


def test_a_poll_changed_behind_gate_three_is_found(scene, inside):
    topic = scene.voting()
    with tenancy.across_communities():
        db.session.execute(text("UPDATE poll SET pass_num = 1, pass_den = 50"))
        db.session.execute(text("UPDATE poll SET terms_hash = roll_root"))
    db.session.expire_all()

    found = " ".join(verify.problems())

    assert f"议题 {topic} 的表决与把关批准的不一致" in found


def test_the_command_says_which_community_is_broken(app, history):
    if "ledger" not in app.cli.commands:
        register(app)
    runner = app.test_cli_runner()
    here = str(history.community.id)

    def run(*words):
        with transaction():
            pass
        return runner.invoke(args=["ledger", "verify", *words])

    whole = run()
    with tenancy.across_communities(), transaction():
        db.session.execute(text("DELETE FROM gate_decision WHERE seq = 3"))
    broken = run("--community", here)

    assert (whole.exit_code, whole.output.strip()) == (0, "台账完整")
    assert broken.exit_code == 1
    assert f"社区 {here}：" in broken.output


def test_a_gate_not_held_in_time_is_said_once_and_decides_nothing(scene, inside):
    topic = int(scene.submit())
    late = utc_now() - timedelta(hours=2, seconds=30)
    db.session.execute(update(Topic).where(Topic.id == topic).values(due_at=late))
    for _ in range(2):
        clockwork.tell_overdue()
        db.session.flush()

    said = select(OutboxMessage.payload).where(OutboxMessage.topic == "deliberation.gate_overdue")
    assert [one["topic_id"] for one in db.session.scalars(said).all()] == [topic]
    assert scene.secretary.get("gate-inbox").json["items"][0]["overdue_minutes"] in (121, 122)

    page = scene.step(scene.secretary, str(topic), "admit").json["topic"]
    assert page["gate_decisions"][0]["overdue_minutes"] in (121, 122)
