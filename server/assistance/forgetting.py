"""What assistance does when somebody closed his account: that he agreed stays, his name goes."""

from server.assistance.models import Filing
from server.core.leaving import FORMER, rename


def forget(person_id: int) -> None:
    """For whom it was filed; who filed it did so in office and stays named."""
    rename(Filing, Filing.person_id == person_id, {"person_name": FORMER})
