"""What somebody does who wants the ledger to have said something else, and forgets nothing."""

from sqlalchemy import select, text, update

from server.core import chains, tenancy
from server.deliberation.gate_models import CHAIN, GateDecision, GateHead
from server.deliberation.gates import entry_of
from server.deliberation.signing import Head, decision_message
from server.extensions import db
from server.kit import chain
from server.kit.signing import Keyring

CHANGED = "（事后改过的一句话）"


def rewrite(sign: Keyring | None) -> None:
    """Change every reason in the bound community's ledger and write its whole chain anew.

    sign: the deployment's keys, of whoever got hold of them too; None: the old signatures stay.
    """
    previous = chain.GENESIS
    for row in db.session.scalars(select(GateDecision).order_by(GateDecision.seq)).all():
        entry = {**entry_of(row), "reason_text": (row.reason_text or "") + CHANGED}
        hashed = chain.link(previous, entry)
        changed = {"reason_text": entry["reason_text"], "previous_hash": previous, "hash": hashed}
        if sign:
            changed["signature"] = sign.sign(decision_message(row.seq, hashed))
        db.session.execute(update(GateDecision).where(GateDecision.id == row.id).values(**changed))
        previous = hashed
    db.session.execute(update(chains.ChainHead).where(chains.ChainHead.name == CHAIN).values(hash=previous))
    db.session.expire_all()


def republish(sign: Keyring) -> None:
    """Write the published heads anew too, by raw SQL, so that they lead to the chain as it is now."""
    hashes = {row.seq: row.hash for row in db.session.scalars(select(GateDecision)).all()}
    for head in db.session.scalars(select(GateHead)).all():
        hashed = hashes.get(head.seq, chain.GENESIS)
        said = Head(head.community_id, CHAIN, head.day, head.seq, hashed, head.whole)
        values = {"hash": hashed, "signature": sign.sign(said.message), "day": head.day.isoformat()}
        with tenancy.across_communities():
            db.session.execute(
                text("UPDATE gate_head SET hash = :hash, signature = :signature WHERE day = :day"), values
            )
    db.session.expire_all()
