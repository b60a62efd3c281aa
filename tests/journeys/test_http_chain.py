"""A topic from a resident's phone to a covenant in force, over HTTP alone, in the days it takes.

On its way it is sent back once, declined and appealed, misses its quorum and is extended, and is
decided by phones and by paper.
"""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.ballots.desk import upload
from tests.deliberation.covenants.agreements import ARTICLES, LAW
from tests.deliberation.projects.undertakings import paper, photo
from tests.deliberation.scenes import BALLOT, SUMMARY, TEXT, plan
from tests.journeys.chain import lived

VERIFIER = Path(__file__).parents[2] / "scripts" / "verify_poll"
COVENANT_BALLOT = {"matter": "residents_covenant", "route": "C", "days": 3}
COMPARE = "只写了没有抵触，请写明比对了哪些法律法规、逐条结果如何。"
DOUBT = "有住户反映没有看到表决的通知，请街镇核实通知是否按期张贴。"
WHY = "请补充大约多少户有电瓶车、打算装在车棚的哪一侧，附一张照片。"


@pytest.fixture
def chain(app, session, deliver):
    with lived(app, deliver) as chain:
        yield chain


class Topic:
    """One topic's steps; each answers with its page."""

    def __init__(self, chain, topic_id):
        self.chain, self.id = chain, topic_id

    def step(self, who, verb, **form):
        return self.chain.ask(who, f"topics/{self.id}/steps", verb=verb, **form)["topic"]

    def refused(self, who, verb, **form):
        return self.chain.refused(who, f"topics/{self.id}/steps", verb=verb, **form)

    def page(self, who="ann"):
        return self.chain.get(who, f"topics/{self.id}")["topic"]


def onto_the_agenda(chain):
    """Sent back, mended, declined, appealed, looked at again, admitted."""
    made = chain.ask("ann", "topics", **TEXT, submit=True)
    topic = Topic(chain, made["topic"]["id"])
    topic.step("secretary", "return", reason_code="facts_missing", reason=WHY)
    assert topic.page()["state"] == "returned"
    assert chain.people["bob"].get(f"topics/{topic.id}").status_code == 404

    topic.step("ann", "revise", title=TEXT["title"], body=TEXT["body"] + "约 40 户有电瓶车，装在东侧。")
    topic.step("ann", "submit")
    assert topic.refused("committee", "admit") == (403, "forbidden")
    topic.step(
        "secretary",
        "decline",
        reason_code="single_case",
        reason="只涉及几户人家自己的车，请先和物业商量解决。",
    )
    chain.wait(2)
    topic.step("ann", "appeal", reason="三号楼四十户都有车，飞线是全楼的事。")
    assert topic.refused("ann", "appeal", reason="再说一遍，请再看看。")[0] == 409
    assert topic.refused("secretary", "order_review", reason="我自己再看一遍。") == (403, "forbidden")
    topic.step("supervisor", "order_review", reason="涉及全楼安全，请重新把关并写明理由。")
    chain.wait(5)
    assert topic.page()["state"] == "gate1_pending", "a gate that is late stays shut"
    assert any("把关" in one for one in chain.told("secretary"))
    topic.step("secretary", "admit")
    return topic


def talked_over(chain, topic):
    topic.step("committee", "plan", plan=plan())
    topic.step("secretary", "open_discussion")
    early = chain.people["bob"].post(f"topics/{topic.id}/comments", json={"body": "支持，最好能扫码付费。"})
    assert (early.status_code, early.json["code"]) == (409, "not_discussing")
    chain.wait(2)
    chain.put("bob", f"topics/{topic.id}/stance", stance="for")
    chain.put("cai", f"topics/{topic.id}/stance", stance="against")
    chain.ask("bob", f"topics/{topic.id}/comments", body="支持，最好能扫码付费。")
    assert topic.refused("committee", "summarise", summary=SUMMARY)[0] == 409
    chain.wait(6)
    summed = topic.step("committee", "summarise", summary=SUMMARY)
    assert topic.refused("committee", "route", ballot=BALLOT)[0] == 409
    chain.wait_until(summed["public_until"])


def too_few_vote(chain, topic):
    """One home of six votes; the count says so, shows no choice, and the vote is extended once."""
    topic.step("committee", "route", ballot=BALLOT)
    assert topic.refused("secretary", "open_ballot")[0] == 409
    chain.wait(1)
    poll = topic.step("secretary", "open_ballot")["poll"]["id"]
    chain.vote("ann", poll, "赞成")
    hidden = chain.people["secretary"].get(f"polls/{poll}/result")
    assert (hidden.status_code, hidden.json["code"]) == (409, "poll_open")
    chain.wait(4)
    result = chain.get("bob", f"polls/{poll}/result")
    assert (result["outcome"], {one["votes"] for one in result["options"]}) == ("no_quorum", {None})
    assert topic.refused("secretary", "certify")[0] == 409
    assert chain.refused("committee", f"polls/{poll}/confirmation", note="票数相符") == (403, "forbidden")
    chain.ask("watch", f"polls/{poll}/confirmation", note="到场核对，票数与名册相符。")
    assert topic.refused("secretary", "certify")[0] == 409
    chain.wait_until(topic.page()["public_until"])
    assert topic.step("secretary", "certify")["state"] == "no_quorum"
    until = (chain.now.date().fromordinal(chain.now.toordinal() + 6)).isoformat()
    assert (
        topic.step("committee", "extend_vote", until=until, reason="老人没有手机，改送纸质票。")["state"]
        == "voting"
    )
    return poll


def phones_and_paper(chain, topic, poll):
    """Two homes vote on paper read in by two clerks; a phone goes before the paper of its home."""
    at = f"polls/{poll}/paper-ballots"
    chain.ask("committee", at, home_ids=chain.homes[3:])
    serials = {one["home_id"]: one["serial"] for one in chain.get("committee", at)["items"] if one["serial"]}
    for home, label in zip(chain.homes[3:], ("反对", "赞成", "反对"), strict=True):
        for clerk in ("committee", "worker"):
            entry = {"option_id": chain.choice(poll, label), "upload_id": upload(chain.people[clerk])}
            chain.ask(clerk, f"{at}/{serials[home]}/entries", **entry)
    chain.vote("dan", poll, "赞成")
    chain.vote("bob", poll, "反对")
    chain.vote("bob", poll, "赞成")
    chain.vote("cai", poll, "反对")
    chain.wait(8)
    result = chain.get("ann", f"polls/{poll}/result")
    assert {one["label"]: one["votes"] for one in result["options"]} == {"赞成": 4, "反对": 2, "弃权": 0}
    assert result["poll"]["channels"] == {"phone": 4, "paper": 2, "proxy": 0}
    chain.ask("watch", f"polls/{poll}/confirmation", note="两人录入一致，抽查了照片。")
    assert topic.refused("secretary", "certify")[0] == 409
    chain.wait_until(topic.page()["public_until"])
    assert topic.step("secretary", "certify")["state"] == "decided"
    assert topic.refused("committee", "extend_vote", until="2026-12-01", reason="再延长一次。")[0] == 409


def carried_out(chain, topic):
    """A project with two milestones; every home that has a phone says whether it helped."""
    project = chain.ask("committee", f"topics/{topic.id}/project", **paper())["project"]
    at = f"projects/{project['id']}"
    chain.ask("committee", f"{at}/steps", verb="start")
    for stone in project["milestones"]:
        chain.wait(5)
        done = {"text": "做好了，居委和两位住户代表一起看过。", "spent_cents": 100}
        photos = [photo(chain.people["committee"])]
        chain.ask("committee", f"{at}/milestones/{stone['id']}/steps", verb="done", upload_ids=photos, **done)
    chain.ask("committee", f"{at}/steps", verb="finish", text="充电桩全部通电，飞线已经拆除。")
    assert topic.page()["state"] == "evaluating"
    for name in ("ann", "bob", "cai", "dan"):
        home = str(chain.people[name].actor.members[0].home_id)
        chain.put(name, f"topics/{topic.id}/evaluation", home_id=home, rating=3, text="")
    chain.wait_until(topic.page()["public_until"])


def handed_in(chain, topic):
    """Drafted, handed in once the district office has verified the numbers of the law, sent back for its
    comparison with the law, mended, handed in again; where it is."""
    words = {"articles": ARTICLES, "law_note": "已与现行法律比对，没有抵触。"}
    form = {"title": "锦秋居民公约", "preamble": "大家一起约定。", **words}
    covenant = chain.ask("committee", f"topics/{topic.id}/covenant", **form)
    at, edition = f"covenants/{covenant['id']}", covenant["mine"]["edition"]
    early = chain.refused("secretary", f"{at}/steps", verb="open_vote")
    assert early == (409, "gate_closed")
    asked = {"verb": "submit", "ballot": COVENANT_BALLOT}
    assert chain.refused("committee", f"{at}/steps", **asked) == (409, "law_number_missing")
    for key in ("participation", "approval"):
        share = {"num": 1, "den": 2, "over": True}
        chain.put("office", f"settings/route.C.{key}/law", value=share, **LAW)
    chain.ask("committee", f"{at}/steps", **asked)
    topic.step("secretary", "return_covenant", reason_code="not_compared", reason=COMPARE)
    mended = {**words, "law_note": "逐条比对了消防法和本市规定，没有抵触。", "edition": edition}
    chain.put("committee", f"{at}/draft", **mended)
    chain.ask("committee", f"{at}/steps", **asked)
    return at


def agreed(chain, topic):
    """The residents' meeting adopts the covenant, which its committee has called by handing it in; the
    party organisation's doubt about the count is answered first."""
    at = handed_in(chain, topic)
    assert chain.refused("committee", f"{at}/steps", verb="open_vote")[0] == 403
    poll = chain.ask("secretary", f"{at}/steps", verb="open_vote")["adoption"]["poll_id"]
    for name in ("ann", "bob", "cai", "dan"):
        chain.vote(name, poll, "赞成")
    chain.wait(5)
    assert chain.refused("secretary", f"{at}/steps", verb="adopt")[0] == 409
    chain.ask("watch", f"polls/{poll}/confirmation", note="票数与名册相符。")
    topic.step("secretary", "challenge", reason_code="procedure", reason=DOUBT)
    chain.wait_until(topic.page()["public_until"])
    assert chain.refused("secretary", f"{at}/steps", verb="adopt") == (409, "gate_closed")
    topic.step("supervisor", "dismiss_challenge", reason="通知提前五天张贴，程序符合规定。")
    adopted = chain.ask("secretary", f"{at}/steps", verb="adopt")
    assert (adopted["state"], adopted["version_in_force"]) == ("in_force", 1)
    assert [one["title"] for one in chain.get("bob", "covenants")["items"]] == ["锦秋居民公约"]


@pytest.mark.slow
def test_from_a_residents_phone_to_a_covenant_in_force(chain, tmp_path):
    topic = onto_the_agenda(chain)
    talked_over(chain, topic)
    poll = too_few_vote(chain, topic)
    phones_and_paper(chain, topic, poll)
    carried_out(chain, topic)
    agreed(chain, topic)

    page = topic.page()
    assert page["state"] == "covenant_in_force"
    ledger = chain.get("bob", "gate-ledger")["items"]
    assert [one["action"] for one in reversed(ledger)] == [
        "return", "decline", "accept", "open", "open", "certify", "certify", "return", "open",
        "challenge", "certify",
    ]  # fmt: skip
    assert chain.ledger_problems() == []
    published = tmp_path / "poll.json"
    published.write_text(json.dumps(chain.get("cai", f"polls/{poll}/publication")))
    verified = subprocess.run(
        [sys.executable, VERIFIER, published], capture_output=True, text=True, check=False
    )
    assert verified.returncode == 0, verified.stdout
    assert chain.get("dan", f"topics/{topic.id}/trace")["nodes"]
