"""What filings are called."""

from typing import Any

from server.assistance.models import ConsentKind, Filing, FilingKind, FilingState
from server.core.access import ROLE_NAMES

KIND_NAMES = {FilingKind.POST: "身边事", FilingKind.TOPIC: "议题"}
CONSENT_NAMES = {
    ConsentKind.SPOKEN: "当面口头同意",
    ConsentKind.PHONE: "电话同意",
    ConsentKind.WRITTEN: "书面同意",
}
STATE_NAMES = {
    FilingState.WAITING: "待本人确认",
    FilingState.CONFIRMED: "本人已确认",
    FilingState.DISOWNED: "本人表示不是自己的意思",
}


def by(role: str) -> str:
    return f"由{ROLE_NAMES[role]}代为提交"  # type: ignore[index]


def shown(row: Any) -> dict[str, str] | None:
    """`filed` of a card: the line that everybody reads. `row` has the columns of queries.SHOWN."""
    return None if row.filing_id is None else _line(row.filing_id, row.filing_role, row.filing_state)


def line(filing: Filing) -> dict[str, str]:
    """The same of the filing itself."""
    return _line(filing.id, filing.helper_role, filing.state)


def _line(ident: int, role: str, state: FilingState) -> dict[str, str]:
    return {"id": str(ident), "state": state.value, "line": f"{by(role)}，{STATE_NAMES[state]}"}
