"""Beginning a revision as one would first write it: look, then write. The race must find it wrong."""

from typing import Any

from server.deliberation.covenants import queries
from server.extensions import db
from server.kit.errors import ConflictError


def begin(covenant_id: int, pause: Any) -> str:
    """Tells whoever saw no open version that his is the one."""
    if queries.open_version(covenant_id) is not None:
        raise ConflictError("正在修订")
    db.session.rollback()
    pause()
    return "done"
