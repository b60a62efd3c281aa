"""Version keys: what a cached answer was made from. Bumped after the commit, never deleted.

A version is a value that is never used again (an id), so a filler that read an old version can
never be mistaken for a fresh one. A missing key is given a fresh value by whoever looks first.
"""

from server.core.database import after_commit
from server.core.wire import Command
from server.extensions import db
from server.kit.ids import new_id

LIFE = 6 * 3600


def key(kind: str, community_id: int | None, ident: object = "") -> str:
    """`v:<kind>:<community>:<id>`; every key of one community sorts together."""
    return f"v:{kind}:{community_id or 0}:{ident}"


def person_key(person_id: int) -> str:
    """Bumped when a person's sessions, memberships or duties change."""
    return f"v:p:{person_id}"


def own_key(community_id: int | None, person_id: int) -> str:
    """Bumped when what only this person sees in this community changes (thanks, drafts, ballots)."""
    return f"v:o:{community_id or 0}:{person_id}"


def touch(*keys: str) -> None:
    """Bump these after the running transaction has committed."""
    touched: set[str] = db.session().info.setdefault("touched", set())
    touched.update(keys)
    after_commit("versions", _bump)


def _bump() -> list[Command]:
    # Should they not arrive, the bodies made from the old versions live at most a minute (hot.BODY_LIFE).
    touched: set[str] = db.session().info.pop("touched", set())
    return [("SET", name, new_id(), "EX", LIFE) for name in touched]
