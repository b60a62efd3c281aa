"""The one line about each demo person in the sandbox's list: what can be tried as him or her."""

from server.demo import content


def notes() -> dict[str, str]:
    """sign-in key (without `demo:`) → note."""
    rows = [*content.read("people"), *content.read("applications")["waiting"]]
    return {row["key"]: row["note"] for row in rows}
