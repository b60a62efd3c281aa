"""What homes wrote: sealed, opened for those who may read it, removed when its time is over."""

from collections.abc import Iterable, Sequence

from sqlalchemy import delete, select, update

from server.core.tenancy import bound_community
from server.emergency.need_models import EmergencyNeedVault
from server.extensions import db
from server.places.vault import vault

_ROW = EmergencyNeedVault
_TABLE = EmergencyNeedVault.__tablename__


def keep(need_id: int, text: str) -> None:
    db.session.add(EmergencyNeedVault(need_id=need_id, text_sealed=_sealed(need_id, "text_sealed", text)))


def note(need_id: int, text: str) -> None:
    """What was noted when it was done."""
    sealed = _sealed(need_id, "note_sealed", text)
    db.session.execute(update(_ROW).where(_ROW.need_id == need_id).values(note_sealed=sealed))


def words_of(need_ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    """need id → what the home wrote, what was noted. What was removed is missing."""
    asked = select(_ROW.community_id, _ROW.need_id, _ROW.text_sealed, _ROW.note_sealed)
    found = db.session.execute(asked.where(_ROW.need_id.in_(list(need_ids))))

    def opened(row: tuple[int, int], column: str, sealed: bytes | None) -> str:
        community, need_id = row
        if sealed is None:
            return ""
        return vault().open(sealed, table=_TABLE, column=column, row=need_id, community=community)

    return {
        row.need_id: (
            opened((row.community_id, row.need_id), "text_sealed", row.text_sealed),
            opened((row.community_id, row.need_id), "note_sealed", row.note_sealed),
        )
        for row in found
    }


def remove(need_ids: Sequence[int]) -> None:
    gone = delete(_ROW).where(_ROW.need_id.in_(need_ids))
    db.session.execute(gone.execution_options(synchronize_session=False))


def _sealed(need_id: int, column: str, text: str) -> bytes:
    community = bound_community() or 0
    return vault().seal(text, table=_TABLE, column=column, row=need_id, community=community)
