"""An office's act on a poll tried by who may not is written down, as at the gates (identity/trespass.py)."""

from functools import wraps
from typing import Any

from flask import g

from server.core import tenancy
from server.core.blueprint import View
from server.identity import trespass
from server.kit.errors import AppError, ForbiddenError

#: One hand that tries to be both of two.
BOTH_HANDS = "two_hands"


def watched(view: View) -> View:
    """Around the guard: what it refuses, and what is forbidden behind it, leaves a note."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        try:
            return view(*args, **kwargs)
        except AppError as refused:
            if isinstance(refused, ForbiddenError) or refused.code == BOTH_HANDS:
                community_id, poll_id = kwargs["community_id"], kwargs["poll_id"]
                said = {"act": view.__name__, "refused": refused.message}
                with tenancy.in_community(community_id):
                    trespass.note(g.actor, community_id, "poll.trespass", poll_id, **said)
            raise

    return guarded
