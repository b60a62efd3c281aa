"""What polls hold of a person, as his copy tells it: never more than his own page of the poll shows today."""

from collections.abc import Iterator
from typing import Any

from server.ballots import copy_queries, counting, queries
from server.ballots.counter_rows import CHANNEL_NAMES
from server.ballots.models import Channel, Mode
from server.core.feature import Copy

Rows = Iterator[dict[str, Any]]
MODES = {Mode.OPEN: "公开表决", Mode.NAMED: "记名表决", Mode.SECRET: "无记名表决"}
#: Why there is no choice.
SEALED = "加密封存"
NOT_HIS = "纸质票不记是谁填的"
UNKNOWN = "没有人能查到"


def votes(person_id: int) -> Rows:
    """What he cast himself, and of the homes he belonged to that they took part on paper or in secret."""
    homes = copy_queries.homes_now(person_id)
    for row in copy_queries.cast_by(person_id):
        yield _vote(row, row.cast_at, CHANNEL_NAMES[row.channel], _choice(row, person_id, homes))
    for row in copy_queries.on_paper(person_id):
        yield _vote(row, row.at, CHANNEL_NAMES[Channel.PAPER], NOT_HIS)
    for row in copy_queries.in_secret(person_id):
        yield _vote(row, row.at, None, UNKNOWN)


def _vote(row: Any, at: Any, channel: str | None, choice: str | None) -> dict[str, Any]:
    return {
        "表决": row.question,
        "方式": MODES[row.mode],
        "户": row.label,
        "怎么投的": channel,
        "选择": choice,
        "时间": at,
    }


def _choice(row: Any, person_id: int, homes: frozenset[int]) -> str | None:
    """An open one; a named one only while his page of the poll still shows him this home."""
    if row.mode is Mode.OPEN:
        return copy_queries.label_of(row.poll_id, row.option_id)
    shown = row.home_id in homes or row.home_id in queries.agent_homes(row.poll_id, person_id)
    if row.mode is not Mode.NAMED or not shown:
        return SEALED
    return copy_queries.label_of(row.poll_id, counting.option_of(row.poll_id, row)[0])


def letters(person_id: int) -> Rows:
    for row in copy_queries.letters(person_id):
        yield {
            "表决": row.question,
            "户": row.label,
            "登记": row.registered_at,
            "核对": row.confirmed_at,
            "撤销": row.revoked_at,
        }


def rolls(person_id: int) -> Rows:
    for row in copy_queries.as_delegate(person_id):
        yield {"表决": row.question, "开始": row.opens_at}


COPIES = (
    Copy("votes", "您投过的票，和您家参加过的表决", votes),
    Copy("letters_of_authority", "委托您投票的委托书", letters),
    Copy("delegate_rolls", "您作为代表列在名册上的表决", rolls),
)
