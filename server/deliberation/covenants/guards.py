"""Why a covenant's step is shut now. Pure, as server/deliberation/guards.py."""

from server.deliberation.guards import Facts


def not_handed_in(facts: Facts) -> str | None:
    return "草案已经提交把关，请等党组织交付表决或退回" if facts.at_gate else None


def handed_in(facts: Facts) -> str | None:
    return None if facts.at_gate else "主持人还没有把公约草案提交把关"


def not_announced(facts: Facts) -> str | None:
    return "这次计票已经公布" if facts.at_gate else None


def announced(facts: Facts) -> str | None:
    """Between the close and the clock's next minute nothing is done with a count."""
    return None if facts.at_gate else "表决刚刚截止，计票公布以后再办"


#: Both states of a covenant have two halves: what is done in the other half is not shown, as what is done in
#: another state is not.
OTHER_HALF = frozenset({not_handed_in, handed_in, announced})
