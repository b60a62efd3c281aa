"""What those who keep a covenant are told."""

from typing import Any

from server.deliberation.covenants import queries as covenants
from server.notices import queries
from server.notices.models import Kind
from server.notices.service import Line, tell_all


def review_due(event: dict[str, Any]) -> None:
    """The committee and the party organisation hear once that a covenant is to be read again."""
    covenant = covenants.get(event["covenant_id"])
    version = covenants.in_force(event["covenant_id"])
    if covenant is None or version is None or version.version != event["version"]:
        return
    line = Line(Kind.TOPIC, "公约已到复核日期", covenant.title, f"covenant:{covenant.id}")
    secretaries = queries.secretaries_of(covenant.community_id, covenant.estate_id)
    people = {*queries.committee_of(covenant.community_id), *secretaries}
    tell_all(people, f"covenant_review:{covenant.id}:{version.version}:{version.review_on}", line)
