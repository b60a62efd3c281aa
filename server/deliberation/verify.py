"""Is the ledger of the bound community whole? Everything that can be recomputed is recomputed."""

from collections.abc import Sequence

from server.ballots import queries as ballots
from server.ballots import verify as polls
from server.core import chains
from server.core.access import Role
from server.deliberation import grounds, ledger_queries, texts
from server.deliberation.gate_models import CHAIN, Gate, GateAction, GateDecision
from server.deliberation.gates import entry_of
from server.deliberation.projects import fund_verify
from server.deliberation.signing import Head, decision_message, keyring
from server.kit import chain


def problems() -> list[str]:
    """Every way in which the stored rows disagree with one another, in words; empty when whole."""
    decisions = ledger_queries.chain()
    return [
        *_broken_chain(decisions),
        *_unsigned(decisions),
        *_rewritten_since_published(decisions),
        *_changed_texts(decisions),
        *_ungated(decisions),
        *_unnamed(decisions),
        *_changed_minutes(decisions),
        *_changed_polls(decisions),
        *fund_verify.problems(),
    ]


def _broken_chain(decisions: Sequence[GateDecision]) -> list[str]:
    if [one.seq for one in decisions] != list(range(1, len(decisions) + 1)):
        return ["台账的序号不连续，有记录缺失或被插入"]
    rows = ((entry_of(one), one.previous_hash, one.hash) for one in decisions)
    broken = chain.first_break(rows, chains.head_of(CHAIN))
    if broken is None:
        return []
    if broken == len(decisions):
        return ["台账末尾与链头不一致，最后的记录缺失或被改动"]
    return [f"台账第 {broken + 1} 条与前一条接不上，记录被改动过"]


def _unsigned(decisions: Sequence[GateDecision]) -> list[str]:
    """A row that was written, or written anew, by somebody who had the database and not the key."""
    ring, found = keyring(), []
    for one in decisions:
        if not ring.knows(one.signature_key_id):
            found.append(f"台账第 {one.seq} 条的签名密钥 {one.signature_key_id} 不在本系统中")
        elif not ring.signed(one.signature_key_id, decision_message(one.seq, one.hash), one.signature):
            found.append(f"台账第 {one.seq} 条的签名对不上，这一条不是本系统写下的")
    return found


def _rewritten_since_published(decisions: Sequence[GateDecision]) -> list[str]:
    """A chain rewritten from some point on is whole in itself; the heads published before say otherwise."""
    hashes, found = {0: chain.GENESIS, **{one.seq: one.hash for one in decisions}}, []
    for head in ledger_queries.published_heads():
        if hashes.get(head.seq) != head.hash:
            found.append(f"台账与 {head.day} 公布的链头不一致")
        said = Head(head.community_id, CHAIN, head.day, head.seq, head.hash, head.whole)
        if not keyring().signed(head.signature_key_id, said.message, head.signature):
            found.append(f"{head.day} 公布的链头签名对不上")
    return found


def _changed_texts(decisions: Sequence[GateDecision]) -> list[str]:
    kept = {}
    found = []
    for text in ledger_queries.texts():
        kept[text.topic_id, text.version] = text.sha256
        if texts.digest(text.title, text.body, text.photos) != text.sha256:
            found.append(f"议题 {text.topic_id} 第 {text.version} 版文字被改动过")
    return found + [
        f"台账第 {one.seq} 条所批的文字与留存的不一致"
        for one in decisions
        if kept.get((one.topic_id, one.text_version)) != one.text_hash
    ]


def _ungated(decisions: Sequence[GateDecision]) -> list[str]:
    accepted = {
        one.topic_id for one in decisions if (one.gate, one.action) == (Gate.AGENDA, GateAction.ACCEPT)
    }
    return [
        f"议题 {topic_id} 没有把关记录却已立题"
        for topic_id, *_ in ledger_queries.admitted_topics()
        if topic_id not in accepted
    ]


def _unnamed(decisions: Sequence[GateDecision]) -> list[str]:
    """A stand-in decided where the 街镇 named one; a second hand stands where a refusal was put to it."""
    named, signed = ledger_queries.named_topics(), ledger_queries.second_hands()
    found = [
        f"台账第 {one.seq} 条由代理把关人作出，却没有街镇的指定"
        for one in decisions
        if one.acting_role == Role.ACTING and one.topic_id not in named
    ]
    return found + [
        f"台账第 {one.seq} 条的第二签没有留存的签字"
        for one in decisions
        if one.second_signer and (one.topic_id, one.decided_by, one.second_signer) not in signed
    ]


def _changed_minutes(decisions: Sequence[GateDecision]) -> list[str]:
    """The minutes say what they said when the decision was made that names them."""
    kept = {one.id: grounds.digest(one.held_on, one.present, one.body) for one in ledger_queries.minutes()}
    return [
        f"台账第 {one.seq} 条所附的集体研究记录与当时的不一致"
        for one in decisions
        if one.collective_minutes_id is not None
        and kept.get(one.collective_minutes_id, b"").hex() != one.evidence.get("minutes_hash")
    ]


def _changed_polls(decisions: Sequence[GateDecision]) -> list[str]:
    """What decided each topic, and what was asked last of its covenant."""
    asked = ((Gate.DECISION, GateAction.OPEN), (Gate.COVENANT, GateAction.OPEN))
    opened = {one.evidence["poll"]: one.evidence for one in decisions if (one.gate, one.action) in asked}
    polled = [(row[0], poll_id) for row in ledger_queries.admitted_topics() for poll_id in row[1:] if poll_id]
    found = []
    for topic_id, poll_id in polled:
        poll = ballots.get_poll(poll_id)
        assert poll is not None
        signed = opened.get(poll.id, {})
        if (poll.terms_hash.hex(), poll.roll_root.hex()) != (
            signed.get("ballot_hash"),
            signed.get("electorate_hash"),
        ):
            found.append(f"议题 {topic_id} 的表决与把关批准的不一致")
        found += [f"议题 {topic_id} 的表决：{problem}" for problem in polls.problems(poll)]
    return found
