"""The stand-alone verifier: honest publications pass, every kind of tampering is found."""

import ast
import importlib.machinery
import importlib.util
import json
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.ballots import roll
from server.kit import chain
from tests.ballots.papers import (
    APART,
    NO,
    OWNED,
    POLL,
    TOKENS,
    YES,
    home_id,
    publication,
    rehash,
    salt,
    spoilt,
)

SCRIPT = Path(__file__).parents[2] / "scripts" / "verify_poll"
_loader = importlib.machinery.SourceFileLoader("verify_poll", str(SCRIPT))
verify_poll = importlib.util.module_from_spec(importlib.util.spec_from_loader("verify_poll", _loader))
_loader.exec_module(verify_poll)
COURT = {"base": "owners", "scope": "court"}


@pytest.fixture
def check(tmp_path, capsys):
    """Runs the verifier on a publication: (exit code, what it said)."""

    def run(paper, *options):
        file = tmp_path / "paper.json"
        file.write_text(paper if isinstance(paper, str) else json.dumps(paper, ensure_ascii=False), "utf-8")
        code = verify_poll.main([str(file), *options])
        said = capsys.readouterr()
        return code, said.out + said.err

    return run


NAY = [(area, head, NO if choice == YES else choice, channel) for area, head, choice, channel in OWNED]
FEW = [(area, head, choice if head == 1 else None, channel) for area, head, choice, channel in OWNED]
HONEST = {
    "named homes": {},
    "open homes": {"mode": "open"},
    "secret homes": {"mode": "secret"},
    "owners": {"base": "owners"},
    "owners for the court": COURT,
    "homes for the court": {"scope": "court"},
    "owners said no": {"base": "owners", "homes": NAY, "scope": "court"},
    "owners without quorum": {"base": "owners", "homes": FEW},
    "secret without quorum": {"mode": "secret", "homes": FEW},
    "secret among too few": {"mode": "secret", "least": 7},
    "delegates": {"who": "delegates", "quorum": [2, 3, False]},
    "one home": {"homes": [(8850, 1, YES, "phone")], "mode": "open"},
    "nobody came": {"homes": [(8850, 1, None, None)]},
}


@pytest.mark.parametrize("name", HONEST)
def test_an_honest_publication_agrees(check, name):
    code, said = check(publication(**HONEST[name]))

    assert (code, "✗" in said) == (0, False), said
    assert "全部一致" in said


def test_it_needs_nothing_but_python():
    """No import of the application, nor of anything that would have to be installed."""
    tree = ast.parse(SCRIPT.read_text(encoding="utf-8"))
    names = {
        name.split(".")[0]
        for node in ast.walk(tree)
        for name in (
            [one.name for one in node.names]
            if isinstance(node, ast.Import)
            else [node.module]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }

    assert names <= sys.stdlib_module_names


def test_it_runs_by_itself_in_an_empty_folder(tmp_path):
    (tmp_path / "paper.json").write_text(json.dumps(publication()), encoding="utf-8")

    done = subprocess.run(
        [sys.executable, "-I", str(SCRIPT), "paper.json"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, "")


def test_it_says_what_a_named_owners_poll_cannot_show_and_that_the_court_copy_can(check):
    _, said = check(publication(base="owners"))
    _, whole = check(publication(**COURT))

    assert "不能逐户核对" in said
    assert "法院调取的完整导出" in said
    assert "逐张重新计票与公布的票数一致" in whole
    assert "不能" not in whole


ENDLESS = {
    "closes_at": "2027-06-01T00:00:00.000000+00:00",
    "extended_at": "2026-11-21T00:00:00.000000+00:00",
    "reason": "再等等",
}


def swapped(tallies):
    return tallies | {str(YES): tallies[str(NO)], str(NO): tallies[str(YES)]}


TAMPERED = {
    "the question": ({}, ("terms", "question"), "另一个问题", "题目、选项"),
    "an option": ({}, ("terms", "options", 0, 1), "同意", "题目、选项"),
    "the threshold": ({}, ("terms", "pass"), [1, 3, False], "题目、选项"),
    "the subject": ({}, ("terms", "subject"), "5", "题目、选项"),
    "the closing time": ({}, ("terms", "closes_at"), "2026-11-19T15:59:59.999999+00:00", "题目、选项"),
    "the poll's number": ({}, ("poll",), "5", "题目、选项"),
    "an area of the roll": ({}, ("roll", 0, "area_cm"), 9001, "名册被改过"),
    "a label of the roll": ({}, ("roll", 0, "label"), "别处", "名册被改过"),
    "a head of the roll": ({"base": "owners"}, ("roll", 1, "head"), 9, "名册被改过"),
    "a home dropped from the roll": ({}, ("roll",), lambda rows: rows[:-1], "名册被改过"),
    "a home twice on the roll": ({}, ("roll",), lambda rows: [*rows, rows[-1]], "名册被改过"),
    "a receipt changed": ({}, ("receipts", 0), "00" * 32, "有选票被换"),
    "a receipt dropped": ({}, ("receipts",), lambda all_: all_[1:], "有选票被换"),
    "a receipt twice": ({}, ("receipts",), lambda all_: sorted([*all_, all_[0]]), "有重复的回执"),
    "who took part": ({}, ("roll", 6, "took_part"), True, "逐户加起来"),
    "how many took part": ({}, ("count", "took_part", "homes"), 7, "参加数"),
    "the area that took part": ({"base": "owners"}, ("count", "took_part", "area"), 50_000, "参加数"),
    "half a head": ({"base": "owners"}, ("roll", 0, "took_part"), False, "只投了一部分"),
    "a tally": ({}, ("count", "tallies", str(YES), "homes"), 5, "合起来不等于"),
    "a tally of no option": ({}, ("count", "tallies"), {"5": {"homes": 6}}, "合起来不等于"),
    "votes moved in the court's copy": (COURT, ("count", "tallies"), swapped, "逐张重新计票"),
    "the outcome": ({}, ("count", "outcome"), "not_passed", "按规则算出的不是"),
    "an outcome without quorum": ({"homes": FEW}, ("count", "outcome"), "passed", "按规则算出的不是"),
    "tallies withheld": ({}, ("count", "tallies"), None, "没有公布各选项"),
    "tallies told without quorum": (
        {"homes": FEW}, ("count", "tallies"), {str(YES): {"homes": 3}}, "不应公布各选项",
    ),
    "a choice": ({"mode": "open"}, ("ballots", 0, "option"), str(NO), "算不出它的回执"),
    "a salt": ({"mode": "open"}, ("ballots", 0, "salt"), "ff" * 16, "算不出它的回执"),
    "a ballot dropped": ({"mode": "open"}, ("ballots",), lambda all_: all_[1:], "对不上"),
    "a ballot of another home": ({"mode": "open"}, ("ballots", 0, "home"), str(home_id(6)), "名册上参加了"),
    "a ballot for no option": ({"mode": "open"}, ("ballots", 0, "option"), "5", "没有列出的选项"),
    "a channel": ({"mode": "open"}, ("ballots", 0, "channel"), "paper", "各途径"),
    "the channels' sum": ({}, ("count", "channels", "phone"), 9, "各途径"),
    "how many hide a secret vote": ({"mode": "secret"}, ("terms", "least"), 4, "题目、选项"),
    "tallies of too few in secret": (
        {"mode": "secret", "least": 7}, ("count", "tallies"), {str(YES): {"homes": 6}}, "不应公布各选项",
    ),
    "a secret choice": ({"mode": "secret"}, ("ballots", 0, "option"), str(NO), "有选票被换"),
    "a count before the end": ({}, ("closed_at",), "2026-11-20T10:00:00.000000+00:00", "计票早于截止"),
    "an extension beyond three months": ({}, ("extension",), ENDLESS, "延期不合规"),
    "who took part, hidden": ({}, ("roll", 0, "took_part"), None, "参加情况"),
}  # fmt: skip


@pytest.mark.parametrize("name", TAMPERED)
def test_tampering_is_found(check, name):
    made, path, to, words = TAMPERED[name]

    code, said = check(spoilt(publication(**made), *path, to=to))

    assert code == 1, said
    assert words in "".join(line for line in said.splitlines() if "✗" in line), said


#: What the publisher merely says: no hash covers it, and the verifier says so.
SAID = {"state", "scope", "closed_at", "record", "extension"}


def places(value, path=()):
    """The path of every number, word and flag."""
    if isinstance(value, dict):
        for key, one in value.items():
            yield from places(one, (*path, key))
    elif isinstance(value, list):
        for at, one in enumerate(value):
            yield from places(one, (*path, at))
    else:
        yield path


def other(value):
    if isinstance(value, bool) or value is None:
        return not value
    if isinstance(value, int):
        return value + 1
    digits = value.isascii() and value.isdigit()
    return str(int(value) + 1) if digits else value[:-1] + ("0" if value[-1:] != "0" else "1")


@pytest.mark.parametrize("name", ["open homes", "secret homes", "owners for the court", "named homes"])
def test_whatever_single_thing_is_changed_is_found(check, name):
    paper = publication(**HONEST[name])
    unseen = [
        path
        for path in places(paper)
        if path[0] not in SAID and check(spoilt(paper, *path, to=other))[0] == 0
    ]

    assert unseen == []


def test_a_fair_extension_is_accepted(check):
    extension = {
        "closes_at": "2026-12-20T15:59:59.000000+00:00",
        "extended_at": "2026-11-21T01:00:00.000000+00:00",
        "reason": "参与面积不够，延期一个月",
    }
    paper = publication() | {"extension": extension, "closed_at": "2026-12-20T16:00:30.000000+00:00"}

    code, said = check(paper)

    assert code == 0, said
    assert "延期一次" in said


def test_a_forger_who_makes_every_hash_anew_is_found_by_the_sums(check):
    """王's third home is given away as a head of its own, and its receipts are made to fit."""
    paper = spoilt(publication(**COURT), "roll", 2, "head", to=6)
    rehash(paper)

    code, said = check(paper)

    assert code == 1
    assert "逐户加起来" in said


def test_a_home_that_stands_twice_on_the_roll_is_found_even_when_the_hash_fits(check):
    paper = publication()
    paper["roll"].append(dict(paper["roll"][-1]))
    rehash(paper)

    code, said = check(paper)

    assert code == 1
    assert "名册被改过" in said


def test_a_stuffed_box_is_found_even_when_its_hash_and_channels_fit(check):
    paper = publication()
    paper["receipts"].append("5e" * 32)
    paper["count"]["channels"]["phone"] += 1
    rehash(paper)

    code, said = check(paper)

    assert code == 1
    assert "参加的房屋数与选票数不一致" in said


def test_owners_voting_two_ways_are_found_even_when_every_hash_fits(check):
    paper = publication(**COURT)
    first = paper["ballots"][0]
    forged = roll.receipt(POLL, home_id(0), NO, salt(0)).hex()
    paper["receipts"][paper["receipts"].index(first["receipt"])] = forged
    first.update(option=str(NO), receipt=forged)
    paper["ballots"].sort(key=lambda one: one["receipt"])
    rehash(paper)

    code, said = check(paper)

    assert code == 1
    assert "有业主的各套房屋选得不一样" in said


def test_numbers_below_the_law_are_found_even_when_they_were_the_terms(check):
    code, said = check(publication(base="owners", quorum=[1, 2, True]))

    assert code == 1
    assert "规定的不一致" in said


def test_what_was_written_down_before_finds_a_whole_forgery(check):
    paper = publication()
    known = f"terms_hash={paper['terms_hash']}"
    forged = spoilt(paper, "terms", "question", to="另一个问题")
    rehash(forged)

    assert check(forged)[0] == 0
    assert check(forged, "--expect", known)[0] == 1
    assert check(paper, "--expect", known, "--expect", f"box_root={paper['count']['box_root']}")[0] == 0


def test_a_voter_finds_his_secret_ballot_by_his_token_and_what_it_says(check):
    paper = publication(mode="secret")

    code, said = check(paper, "--receipt", TOKENS[4])

    assert code == 0
    assert "选的是「反对」" in said
    assert check(paper, "--receipt", "somebody-elses")[0] == 1


def test_it_says_why_so_few_secret_ballots_are_not_opened(check):
    _, said = check(publication(mode="secret", least=7))

    assert "不足 7 户 参加就不开票" in said
    assert "参与没有达到要求，没有公布各选项的票数" in said


def test_a_voter_finds_his_named_ballot_by_home_option_and_salt(check):
    paper = publication()
    mine = f"{home_id(0)}:{YES}:{salt(0).hex()}"

    assert check(paper, "--mine", mine)[0] == 0
    assert check(paper, "--mine", mine.replace(str(YES), str(NO)))[0] == 1
    assert check(paper, "--receipt", paper["receipts"][0])[0] == 0


class Site(BaseHTTPRequestHandler):
    """Serves one publication to whoever carries the right token."""

    def do_GET(self):
        known = self.headers["Authorization"] == "Bearer mine"
        self.send_response(200 if known else 401)
        self.end_headers()
        self.wfile.write(json.dumps(publication()).encode() if known else b"{}")

    def log_message(self, *_):
        pass


@pytest.fixture
def address():
    with HTTPServer(("127.0.0.1", 0), Site) as server:
        serving = threading.Thread(target=server.serve_forever)
        serving.start()
        yield f"http://127.0.0.1:{server.server_port}/publication"
        server.shutdown()
        serving.join()


def test_a_published_address_is_verified_with_ones_own_session(address, capsys):
    assert verify_poll.main([address, "--session", "mine"]) == 0
    assert verify_poll.main([address]) == 2
    assert "读不出" in capsys.readouterr().err


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"format": "other/2"}', "<html></html>"])
def test_what_is_no_publication_is_called_unreadable(check, text):
    code, said = check(text)

    assert code == 2
    assert "读不出" in said


def test_a_missing_file_is_called_unreadable(capsys):
    assert verify_poll.main(["/nowhere/paper.json"]) == 2


def test_the_sample_has_every_kind_of_home():
    assert {one[3] for one in APART} == {"phone", "paper", "proxy", None}


@given(
    st.dictionaries(
        st.sampled_from("abcdefg"),
        st.none()
        | st.booleans()
        | st.integers(-(2**62), 2**62)
        | st.text(st.characters(exclude_categories=["Cs"])),
    )
)
def test_its_canonical_json_is_the_servers(entry):
    assert verify_poll.canonical(entry) == chain.canonical(entry)


@given(st.lists(st.binary(min_size=32, max_size=32), max_size=40))
def test_its_tree_is_the_servers(leaves):
    assert verify_poll.root(leaves) == roll.root(leaves)
