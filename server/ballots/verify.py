"""Does what is stored still say what was opened and counted? For anybody with the rows, no office needed."""

from server.ballots import box_queries, counting, queries
from server.ballots.models import Mode, Poll
from server.ballots.roll import receipt, roll_root, terms_hash
from server.kit.sealed import SealError


def problems(poll: Poll) -> list[str]:
    """Every way in which the poll's rows disagree with its hashes and its count; empty when whole."""
    found = []
    if roll_root(poll.id, [tuple(row) for row in box_queries.roll(poll.id)]) != poll.roll_root:
        found.append("名册与开始表决时公布的不一致")
    options = [[one.id, one.label, one.weight] for one in queries.options(poll.id)]
    if terms_hash(counting.terms_of(poll, options)) != poll.terms_hash:
        found.append("题目、选项、规则或时间与开始表决时公布的不一致")
    spoilt = _spoilt(poll)
    return found + spoilt + _miscounted(poll, whole=not spoilt)


def _spoilt(poll: Poll) -> list[str]:
    """Ballots that do not say what their receipts promise, and owners whose homes vote two ways."""
    found, said = [], dict[int, int]()
    for row in box_queries.cast(poll.id):
        try:
            option, salt = counting.option_of(poll.id, row)
        except SealError:
            found.append(f"房屋 {row.home_id} 的选票密文被改动或移动过")
            continue
        if receipt(poll.id, row.home_id, option, salt) != row.receipt:
            found.append(f"房屋 {row.home_id} 的选票与回执不一致")
        if said.setdefault(row.head, option) != option:
            found.append(f"房屋 {row.home_id} 与同一业主的其他房屋选择不一致")
    return found


def _miscounted(poll: Poll, *, whole: bool) -> list[str]:
    if poll.counted is None:
        return []
    found, part = [], box_queries.participation(poll)
    if counting.counted_part(poll.counted["participation"]) != part:
        found.append("公布的参与情况与选票不一致")
    if counting.box_root(poll).hex() != poll.counted["box_root"]:
        found.append("选票回执与计票时公布的不一致")
    if not whole:
        return found
    tallies = _recounted(poll) if counting.enough(poll, part) else {}
    if {int(key): counting.counted_part(one) for key, one in poll.counted["tallies"].items()} != tallies:
        return [*found, "公布的票数与选票不一致"]
    if counting.verdict_of(poll, part, tallies or None).outcome != poll.counted["outcome"]:
        found.append("公布的结论与规则算出的不一致")
    return found


def _recounted(poll: Poll) -> dict[int, box_queries.Part]:
    if poll.mode is Mode.SECRET:
        return counting.secret_tally(poll.id)
    return counting.tally(poll.id, box_queries.cast(poll.id))
