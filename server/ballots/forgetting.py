"""What the polls do when somebody closed his account: the home's vote stays, who pressed the button goes."""

from server.ballots.models import Ballot
from server.core.leaving import FORMER, rename


def forget(person_id: int) -> None:
    """A home's label stands on its ballot; his masked name was for the others of his home."""
    rename(Ballot, Ballot.cast_by == person_id, {"cast_name": FORMER})
