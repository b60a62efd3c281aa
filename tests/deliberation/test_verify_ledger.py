"""The stand-alone verifier of the ledger: an honest export passes, every kind of tampering is found."""

import ast
import copy
import importlib.machinery
import importlib.util
import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.core import tenancy
from server.core.database import transaction
from server.deliberation import ledger
from server.deliberation.export import FORMAT
from server.deliberation.signing import Head
from server.kit import chain
from server.kit.signing import Keyring, encode, fingerprint
from tests.deliberation.scenes import REASON

SCRIPT = Path(__file__).parents[2] / "scripts" / "verify_ledger"
_loader = importlib.machinery.SourceFileLoader("verify_ledger", str(SCRIPT))
verify_ledger = importlib.util.module_from_spec(importlib.util.spec_from_loader("verify_ledger", _loader))
_loader.exec_module(verify_ledger)

COMMUNITY = 12
RING = Keyring({1: b"a" * 32}, {})
OTHER = Keyring({1: b"b" * 32}, {})


def export(texts=("准予立题", "请补充材料", "不予立题"), ring=RING, withheld=()):
    """An export as the route answers it, with a head published after each of the first two decisions."""
    previous, decisions, heads = chain.GENESIS, [], []
    for seq, text in enumerate(texts, 1):
        entry = {"seq": seq, "reason_text": text, "signature_key_id": "1", "decided_by": 2**62 + seq}
        hashed = chain.link(previous, entry)
        said = f"shequtong-gate/1|{COMMUNITY}|{seq}|{hashed.hex()}".encode()
        decisions.append({
            "seq": seq, "previous_hash": previous.hex(), "hash": hashed.hex(), "key_id": "1",
            "signature": ring.sign(said).hex(),
            "entry": None if seq in withheld else chain.canonical(entry).decode(),
        })  # fmt: skip
        previous = hashed
        if seq < 3:
            heads.append(published(date(2026, 11, 22 + seq), seq, hashed, ring))
    return {
        "format": FORMAT, "community": str(COMMUNITY), "keys": keys(ring), "decisions": decisions,
        "heads": heads, "head": {"seq": len(texts), "hash": previous.hex()},
    }  # fmt: skip


def published(day, seq, hashed, ring):
    head = Head(COMMUNITY, "gate", day, seq, hashed, True)
    said = {"day": day.isoformat(), "seq": seq, "hash": hashed.hex(), "whole": True, "key_id": "1"}
    return {**said, "signature": ring.sign(head.message).hex()}


def keys(ring):
    return [
        {"id": one, "public_key": encode(key), "fingerprint": fingerprint(key), "current": True}
        for one, key in ring.public_keys.items()
    ]


@pytest.fixture
def check(tmp_path, capsys):
    """Runs the verifier on an export: (exit code, what it said)."""

    def run(paper, *options):
        file = tmp_path / "ledger.json"
        file.write_text(paper if isinstance(paper, str) else json.dumps(paper, ensure_ascii=False), "utf-8")
        code = verify_ledger.main([str(file), *options])
        said = capsys.readouterr()
        return code, said.out + said.err

    return run


@pytest.mark.parametrize(
    "paper", [export(), export(withheld=(2,)), export(texts=())], ids=["", "withheld", "empty"]
)
def test_an_honest_export_agrees(check, paper):
    code, said = check(paper)

    assert (code, "✗" in said) == (0, False), said
    assert "全部一致" in said


def test_it_needs_nothing_but_python():
    tree = ast.parse(SCRIPT.read_text(encoding="utf-8"))
    imported = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    names = {alias.name.split(".")[0] for node in imported for alias in node.names}

    assert not [node for node in imported if isinstance(node, ast.ImportFrom)]
    assert names <= sys.stdlib_module_names


def test_it_runs_by_itself_in_an_empty_folder(tmp_path):
    (tmp_path / "ledger.json").write_text(json.dumps(export()), encoding="utf-8")
    command = [sys.executable, "-I", str(SCRIPT), "ledger.json"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (0, "")


def row(number, **changes):
    return lambda paper: paper["decisions"][number].update(changes)


def reworded(paper):
    kept = paper["decisions"][1]
    kept["entry"] = kept["entry"].replace("请补充材料", "材料齐全")


def reordered(paper):
    rows = paper["decisions"]
    rows[0], rows[1] = rows[1], rows[0]


def dated(paper):
    paper["heads"][0]["day"] = "2026-11-01"


def another_key(paper):
    paper["keys"] = keys(OTHER)


TAMPERINGS = {
    "a text reworded": (reworded, "第 2 条的内容与指纹不一致"),
    "a hash replaced": (row(0, hash="ab" * 32), "第 1 条的内容与指纹不一致"),
    "a number moved": (row(1, seq=5), "序号不连续"),
    "two rows swapped": (reordered, "序号不连续"),
    "a row dropped": (lambda paper: paper["decisions"].pop(1), "第 3 条与前一条接不上"),
    "the last row dropped": (lambda paper: paper["decisions"].pop(), "末尾与链头不一致"),
    "a signature dropped": (row(2, signature=""), "第 3 条的签名对不上"),
    "a signature of nothing": (row(2, signature="00" * 64), "第 3 条的签名对不上"),
    "a key nobody has": (row(2, key_id="9"), "第 3 条的签名对不上"),
    "another community's rows": (lambda paper: paper.update(community="13"), "第 1、2、3 条的签名对不上"),
    "another public key": (another_key, "第 1、2、3 条的签名对不上"),
    "a head moved to another day": (dated, "2026-11-01 的链头签名对不上"),
    "a head that led elsewhere": (lambda paper: paper["heads"][0].update(hash="cd" * 32), "不在这条链上"),
    "a broken day called whole": (lambda paper: paper["heads"][0].update(whole=False), "自查就发现对不上"),
}


@pytest.mark.parametrize("name", TAMPERINGS)
def test_it_finds(check, name):
    change, words = TAMPERINGS[name]
    paper = copy.deepcopy(export())
    change(paper)
    code, said = check(paper)

    assert code == 1
    assert words in said, said


def test_what_is_withheld_is_still_held_by_its_place_and_signature(check):
    paper = export(withheld=(2,))
    assert "另有 1 条的内容依规不公开" in check(paper)[1]
    paper["decisions"][1]["hash"] = "ab" * 32
    code, said = check(paper)

    assert code == 1
    assert "第 3 条与前一条接不上" in said
    assert "第 2 条的签名对不上" in said


def test_a_ledger_made_anew_from_the_first_row_is_found_by_what_was_written_down_before(check):
    before, after = export(), export(texts=("准予立题", "不予立题", "不予立题"))
    known = f"2026-11-24={before['heads'][1]['hash'][:8]}"

    assert check(before, "--expect", known)[0] == 0
    code, said = check(after, "--expect", known)
    assert (code, "2026-11-24 与您记下的不一致" in said) == (1, True)
    assert check(after)[0] == 0
    assert "从前抄下的链头" in check(after)[1]


def test_a_ledger_made_anew_with_another_key_is_found_by_the_fingerprint(check):
    (known,) = keys(RING)
    told = f"1={known['fingerprint']}"

    assert check(export(), "--key", told)[0] == 0
    assert check(export(ring=OTHER))[0] == 0
    code, said = check(export(ring=OTHER), "--key", told)
    assert (code, "密钥 1 与您记下的指纹不一致" in said) == (1, True)


@pytest.mark.parametrize(
    ("expected", "words"),
    [
        ("9=ab12cd34", "没有 9 的指纹"),
        ("2026-01-01=ab12cd34", "没有 2026-01-01 的指纹"),
        ("1=", "1 与您记下的不一致"),
    ],
)
def test_a_note_that_says_nothing_agrees_with_nothing(check, expected, words):
    code, said = check(export(), "--expect", expected)

    assert (code, words in said) == (1, True)


@pytest.mark.parametrize(
    "paper", ["", "{}", "[]", '{"format": "shequtong-poll/1"}', json.dumps({**export(), "keys": 5})]
)
def test_what_is_no_export_is_refused(check, paper):
    code, said = check(paper)

    assert (code, "读不出一份完整的台账" in said) == (2, True)


@given(message=st.binary(max_size=80), seed=st.binary(min_size=32, max_size=32), bit=st.integers(0, 511))
@settings(max_examples=20)
def test_its_own_ed25519_says_what_the_library_says(message, seed, bit):
    ring = Keyring({1: seed}, {})
    good = ring.sign(message)
    bad = bytearray(good)
    bad[bit // 8] ^= 1 << bit % 8
    public = ring.public_keys["1"]

    assert verify_ledger.signed(public, message, good)
    assert not verify_ledger.signed(public, message, bytes(bad))
    assert not verify_ledger.signed(public, message + b"!", good)


def test_a_signature_is_not_accepted_in_a_second_spelling():
    good = RING.sign(b"once")
    beyond = int.from_bytes(good[32:], "little") + verify_ledger.ORDER

    assert not verify_ledger.signed(RING.public_keys["1"], b"once", good[:32] + beyond.to_bytes(32, "little"))


class TestTheRealExport:
    @pytest.fixture
    def told(self, scene):
        """A topic admitted, one declined for privacy, and the day's head published."""
        scene.walk(scene.submit(), "admit")
        topic = scene.submit(title="三号楼某户的病情")
        scene.step(scene.secretary, topic, "decline", reason_code="privacy", reason=REASON)
        with tenancy.in_community(scene.community.id), transaction():
            ledger.publish_head()
        return scene

    def test_agrees_for_a_resident_without_what_he_may_not_read(self, told, check):
        paper = told.neighbours[0].get("gate-ledger/export").json
        code, said = check(paper)

        assert (code, "✗" in said) == (0, False), said
        assert [one["entry"] is None for one in paper["decisions"]] == [False, True]
        assert REASON not in json.dumps(paper, ensure_ascii=False)

    def test_agrees_for_who_oversees_it_with_every_word(self, told, check):
        paper = told.secretary.get("gate-ledger/export").json
        code, said = check(paper)

        assert (code, "2 条的内容与指纹一致" in said) == (0, True), said
        assert REASON in paper["decisions"][1]["entry"]

    def test_says_of_a_certified_count_no_more_than_its_publication(self, told, check):
        topic = told.close(told.voting())
        told.confirmed(topic)
        told.walk(topic, "certify")
        paper = told.secretary.get("gate-ledger/export").json
        code, said = check(paper)

        assert (code, "✗" in said) == (0, False), said
        certified = json.loads(paper["decisions"][-1]["entry"])
        assert set(certified["evidence"]) == {"poll", "outcome", "cast", "box_root"}
