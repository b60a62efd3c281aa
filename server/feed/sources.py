"""What each source shows of one object in the stream, as its owner reads it."""

from datetime import timedelta

from server.assistance import queries as filings
from server.assistance import words
from server.assistance.models import FilingKind
from server.boards import queries as boards
from server.boards.catalogue import ANSWERABLE
from server.boards.models import Post, State
from server.deliberation import queries as deliberation
from server.deliberation.models import Topic, TopicState
from server.deliberation.words import state_name
from server.feed import queries
from server.feed.service import Card, author_columns, excerpt
from server.market import queries as market
from server.market.models import Kind as ItemKind
from server.market.models import State as ItemState

HOUR = timedelta(hours=1)
ITEM_KINDS = {ItemKind.GIVE: "赠送", ItemKind.SWAP: "交换", ItemKind.LEND: "借用"}
ITEM_BADGES = {ItemState.OFFERED: ("", "plain"), ItemState.RESERVED: ("已有人预约", "green")}
_S = TopicState
#: Where the party organisation acts next, and where a clock runs towards the neighbours.
AT_A_GATE = (_S.GATE2_PENDING, _S.GATE3_PENDING, _S.TALLIED)
RUNNING = (_S.DISCUSSING, _S.VOTING, _S.COVENANT_VOTE)


def post(post_id: int) -> Card | None:
    row = boards.get_post(post_id)
    if row is None or row.state is not State.PUBLISHED:
        return None
    badge, tone = _answer_badge(row)
    return Card(
        ref_id=row.id,
        sort=row.id,
        board=row.board.value,
        estate_id=row.estate_id,
        title=row.title,
        excerpt=excerpt(row.body),
        author=author_columns(row),
        at=row.created_at,
        photos=row.photos[:1],
        badge=badge,
        tone=tone,
        filed=_filed(FilingKind.POST, row),
    )


def _filed(kind: FilingKind, row: Post | Topic) -> dict[str, str] | None:
    """The line under what a helper filed, while it is still whose it was filed for."""
    filing = filings.of_subject(kind, row.id) if row.filed_by else None
    return words.line(filing) if filing and filing.helper_id == row.filed_by else None


def _answer_badge(row: Post) -> tuple[str, str]:
    """「居委已回复 · 2 小时」, or that the question is still open."""
    if row.kind not in ANSWERABLE:
        return "", "plain"
    if row.answered_at is None:
        return "等待居委会回复", "clock"
    return f"居委已回复 · {spoken(row.answered_at - row.created_at)}", "green"


def spoken(span: timedelta) -> str:
    """A span as people say it: 20 分钟, 2 小时, 3 天."""
    if span < HOUR:
        return f"{max(int(span.total_seconds() // 60), 1)} 分钟"
    if span < 48 * HOUR:
        return f"{int(span / HOUR)} 小时"
    return f"{span.days} 天"


def item(item_id: int) -> Card | None:
    row = market.get_item(item_id)
    if row is None or row.state not in ITEM_BADGES:
        return None
    badge, tone = ITEM_BADGES[row.state]
    return Card(
        ref_id=row.id,
        sort=row.id,
        board="market",
        estate_id=row.estate_id,
        title=f"{ITEM_KINDS[row.kind]} · {row.title}",
        excerpt=excerpt(row.body),
        author=author_columns(row),
        at=row.created_at,
        photos=row.photos[:1],
        badge=badge,
        tone=tone,
    )


def topic(topic_id: int) -> Card | None:
    """A topic stands where its last step put it: each step brings it back to the top."""
    row = deliberation.get_topic(topic_id)
    if row is None or row.admitted_at is None:
        return None
    party = row.state in AT_A_GATE or row.at_gate
    return Card(
        ref_id=row.id,
        sort=queries.last_step(topic_id) or row.id,
        board="hall",
        estate_id=row.estate_id,
        title=row.title,
        excerpt=excerpt(row.body),
        author=author_columns(row),
        at=row.state_at,
        photos=row.photos[:1],
        badge=state_name(row),
        tone="party" if party else "clock" if row.state in RUNNING else "green",
        filed=_filed(FilingKind.TOPIC, row),
    )
