"""Photos: decoded, stripped and encoded anew before anything is stored; served by short-lived signed paths.

A path is signed for the running and the next hour, so shared answers can carry it. The files lie in
a folder or in S3-compatible storage (obstore); names are ours, never the uploader's.
"""

import hashlib
import hmac
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

import obstore
from flask import current_app
from sqlalchemy import Index, String, delete, select, text, update
from sqlalchemy.orm import Mapped, mapped_column

from server.config import Settings
from server.core.access import Actor
from server.core.tenancy import CommunityOwned, Identified, bound_community
from server.core.trip import minute
from server.extensions import db
from server.kit import images
from server.kit.classes import COMMUNITY
from server.kit.db import Base, utc_now
from server.kit.errors import InvalidError, NotFoundError

MOST_PHOTOS = 9
#: So long a photo may wait for the text it belongs to.
PATIENCE = timedelta(days=1)
_FREE = text("attached_to IS NULL")
MIME = {"jpg": "image/jpeg", "webp": "image/webp", "png": "image/png"}


class Upload(CommunityOwned, Identified, Base):
    """One stored photo and its thumbnail. Unattached ones are swept by the clock."""

    __tablename__ = "upload"
    __table_args__ = (
        # The clock looks for what stayed free; what is attached leaves the index.
        Index("ix_upload_free", "community_id", "created_at", sqlite_where=_FREE, postgresql_where=_FREE),
    )

    person_id: Mapped[int]
    suffix: Mapped[str] = mapped_column(String(8), info=COMMUNITY)
    width: Mapped[int]
    height: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    attached_to: Mapped[int | None]


def open_store(settings: Settings) -> Any:
    """A folder under var, or the bucket of STORAGE_URL (`s3://bucket?endpoint=…`)."""
    if settings.storage_url:
        return obstore.store.from_url(settings.storage_url)
    folder = settings.var_dir / "uploads"
    folder.mkdir(parents=True, exist_ok=True)
    return obstore.store.LocalStore(str(folder))


def save(actor: Actor, data: bytes) -> Upload:
    """Re-encode and store one photo of the caller. InvalidError when it is not a plain picture."""
    try:
        large, small = images.reencode(data), images.thumbnail(data)
    except images.ImageError as error:
        raise InvalidError(str(error), code="bad_image") from error
    suffix = next(key for key, mime in MIME.items() if mime == large.mime)
    row = Upload(person_id=actor.person_id, suffix=suffix, width=large.width, height=large.height)
    db.session.add(row)
    db.session.flush()
    store = current_app.extensions["store"]
    obstore.put(store, _path(row.community_id, row.id, False), large.data)
    obstore.put(store, _path(row.community_id, row.id, True), small.data)
    return row


def claim(actor: Actor, ids: Sequence[int], object_id: int) -> list[dict[str, Any]]:
    """Attach the caller's own, still free photos to an object; what its row keeps. InvalidError otherwise."""
    if len(ids) > MOST_PHOTOS or len(set(ids)) != len(ids):
        raise InvalidError(f"最多 {MOST_PHOTOS} 张照片，且不能重复")
    rows = (
        db.session.execute(
            update(Upload)
            .where(Upload.id.in_(ids), Upload.person_id == actor.hand.person_id, Upload.attached_to.is_(None))
            .values(attached_to=object_id)
            .returning(Upload.id, Upload.width, Upload.height)
            .execution_options(synchronize_session=False)
        ).all()
        if ids
        else []
    )
    found = {row.id: {"id": row.id, "w": row.width, "h": row.height} for row in rows}
    if len(found) != len(ids):
        raise InvalidError("有照片已经用过或不是您上传的，请重新选择")
    return [found[upload_id] for upload_id in ids]


def view(community_id: int, photos: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """What answers say of an object's photos."""
    return [
        {
            "id": str(photo["id"]),
            "url": _signed(community_id, photo["id"], False),
            "thumb": _signed(community_id, photo["id"], True),
            "width": photo["w"],
            "height": photo["h"],
        }
        for photo in photos
    ]


def read(upload_id: int, *, small: bool, seal: str) -> tuple[bytes, str]:
    """The bytes and the MIME type, if the seal of the path holds. NotFoundError otherwise."""
    community_id = bound_community()
    assert community_id is not None
    hour = minute() // 60
    if not any(
        hmac.compare_digest(seal.encode(), _seal(community_id, upload_id, small, at).encode())
        for at in (hour, hour + 1)
    ):
        raise NotFoundError
    suffix = db.session.scalar(select(Upload.suffix).where(Upload.id == upload_id))
    if suffix is None:
        raise NotFoundError
    data = obstore.get(current_app.extensions["store"], _path(community_id, upload_id, small)).bytes()
    return bytes(data), MIME[suffix]


def sweep() -> None:
    """The clock's work: photos of texts never sent. Files first: a row left behind is found again."""
    rows = db.session.execute(
        select(Upload.community_id, Upload.id)
        .where(Upload.attached_to.is_(None), Upload.created_at < utc_now() - PATIENCE)
        .limit(200)
        .with_for_update(skip_locked=True)
    ).all()
    for row in rows:
        for small in (False, True):
            _remove(_path(row.community_id, row.id, small))
    gone = [row.id for row in rows]
    db.session.execute(delete(Upload).where(Upload.id.in_(gone)).execution_options(synchronize_session=False))


def _remove(path: str) -> None:
    with suppress(FileNotFoundError):  # an earlier sweep got this far
        obstore.delete(current_app.extensions["store"], path)


def _path(community_id: int, upload_id: int, small: bool) -> str:
    return f"{community_id}/{upload_id}{'.small' if small else ''}"


def _signed(community_id: int, upload_id: int, small: bool) -> str:
    seal = _seal(community_id, upload_id, small, minute() // 60 + 1)
    size = "small" if small else "large"
    return f"/api/v1/communities/{community_id}/uploads/{upload_id}/{size}/{seal}"


def _seal(community_id: int, upload_id: int, small: bool, hour: int) -> str:
    key = current_app.config["SETTINGS"].secret_key.encode()
    text = f"upload|{community_id}|{upload_id}|{int(small)}|{hour}".encode()
    return hmac.new(key, text, hashlib.sha256).hexdigest()[:32]
