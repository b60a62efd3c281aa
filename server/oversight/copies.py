"""存证: keeping the ledgers' heads at the district, and saying whose ledger agrees with them no more."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from server.core.access import GRANTS, Actor, Permission
from server.core.database import insert_into
from server.core.regions import subtree
from server.core.tenancy import bound_community
from server.deliberation.signing import Head, keyring
from server.extensions import db
from server.kit.db import utc_now
from server.kit.pagination import cut
from server.kit.worktime import today
from server.oversight import copy_queries
from server.oversight.models import CopiedChain, LedgerCopy

CHAINS = {CopiedChain.GATE: "把关台账", CopiedChain.AUDIT: "审计记录"}
STATES = {"same": "一致", "differs": "不一致", "none": "还没有存证"}


def keep(said: dict[str, Any]) -> None:
    """Copy what `HeadPublished` says of the bound community, once per chain and day."""
    row = {
        "chain": said["chain"],
        "community_id": bound_community(),
        "day": date.fromisoformat(said["day"]),
        "seq": said["seq"],
        "hash": bytes.fromhex(said["hash"]),
        "whole": said["whole"],
        "signature_key_id": said["key_id"],
        "signature": bytes.fromhex(said["signature"]),
        "received_at": utc_now(),
    }
    db.session.execute(insert_into(LedgerCopy).values(row).on_conflict_do_nothing())


def signed(copy: LedgerCopy) -> bool:
    """Whether the deployment said exactly this of the head: a copy made up by somebody else is not signed."""
    head = Head(copy.community_id, copy.chain.value, copy.day, copy.seq, copy.hash, copy.whole)
    return keyring().signed(copy.signature_key_id, head.message, copy.signature)


def page(actor: Actor, after: int | None, limit: int) -> dict[str, Any]:
    """Every community below the actor's office, its latest copy, and whether it agrees with all of them."""
    subtrees = {subtree(duty.region) for duty in actor.offices if Permission.COPY_READ in GRANTS[duty.role]}
    found, following = cut(copy_queries.communities_below(subtrees, after, limit), limit)
    ids = [row.id for row in found]
    kept, differing = copy_queries.latest(ids), copy_queries.differing(ids)
    return {
        "items": [
            _row(row, kept.get(row.id), [one for one in differing if one.community_id == row.id])
            for row in found
        ],
        "next": following,
    }


def _row(community: Any, copy: LedgerCopy | None, differing: Sequence[Any]) -> dict[str, Any]:
    trouble = copy and _trouble(copy, differing)
    state = "none" if copy is None else "differs" if trouble else "same"
    return {
        "community_id": community.id,
        "community": community.name,
        "state": state,
        "state_name": STATES[state],
        "note": trouble,
        "day": copy and copy.day,
        "seq": copy and copy.seq,
        "hash": copy and copy.hash.hex(),
        "received_at": copy and copy.received_at,
    }


def _trouble(copy: LedgerCopy, differing: Sequence[Any]) -> str | None:
    """The first day on which something disagrees; else what is wrong with the latest copy itself."""
    if differing:
        return _words(differing[0])
    if not signed(copy):
        return f"{_day(copy)}的存证签名对不上"
    return None if copy.whole else f"{_day(copy)}社区自己核对时就对不上"


def _words(copy: Any) -> str:
    return f"{CHAINS[copy.chain]}与{_day(copy)}的存证不一致"


def _day(row: Any) -> str:
    return f"{row.day.year}年{row.day.month}月{row.day.day}日"


def problems(community_id: int) -> list[str]:
    """Every way in which the bound community's ledger disagrees with the district's copies, in words."""
    forged = [one for one in copy_queries.copies_of(community_id) if not signed(one)]
    return [
        *map(_words, copy_queries.differing([community_id])),
        *(f"{CHAINS[one.chain]}{_day(one)}的存证签名对不上" for one in forged),
        *(
            f"{_day(one)}公布的链头在区里没有存证"
            for one in copy_queries.heads_without_copy(community_id, today(utc_now()))
        ),
    ]
