"""Does what is stored still say what was opened and counted? For anybody with the rows, no office needed."""

from server.ballots import queries, service
from server.ballots.models import Poll
from server.ballots.roll import receipt, roll_root, root, terms_hash


def problems(poll: Poll) -> list[str]:
    """Every way in which the poll's rows disagree with its hashes and its count; empty when whole."""
    found = []
    if roll_root(poll.id, [tuple(row) for row in queries.roll(poll.id)]) != poll.roll_root:
        found.append("名册与开始表决时公布的不一致")
    options = [[one.id, one.label, one.weight] for one in queries.options(poll.id)]
    if terms_hash(service.terms_of(poll, options)) != poll.terms_hash:
        found.append("题目、选项、规则或时间与开始表决时公布的不一致")
    for row in queries.ballots(poll.id):
        if receipt(poll.id, row.home_id, row.option_id, row.salt) != row.receipt:
            found.append(f"房屋 {row.home_id} 的选票与回执不一致")
    return found + _miscounted(poll)


def _miscounted(poll: Poll) -> list[str]:
    if poll.counted is None:
        return []
    votes = queries.votes(poll.id)
    found = []
    if {int(key): count for key, count in poll.counted["votes"].items()} != votes:
        found.append("公布的票数与选票不一致")
    if root(queries.box(poll.id)).hex() != poll.counted["box_root"]:
        found.append("选票回执与计票时公布的不一致")
    if service.judge(poll, votes).outcome != poll.counted["outcome"]:
        found.append("公布的结论与规则算出的不一致")
    return found
