"""What enrolment says."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class ApplicationSubmitted:
    """Handed in, or again; `version` is the application's, so that a late check of an old form is nothing."""

    topic: ClassVar[str] = "identity.application_submitted"
    application_id: int
    version: int


@dataclass(frozen=True, slots=True)
class ApplicationVerified:
    """Waits for the committee. Those who live behind the named door (`home_id`) should hear of it."""

    topic: ClassVar[str] = "identity.application_verified"
    application_id: int
    person_id: int
    estate_id: int
    home_id: int | None


@dataclass(frozen=True, slots=True)
class ApplicationMoved:
    """Any later step; the applicant should hear of it."""

    topic: ClassVar[str] = "identity.application_moved"
    application_id: int
    person_id: int
    verb: str
    state: str


@dataclass(frozen=True, slots=True)
class Unmasked:
    """Somebody looked at what is masked of this person, who should hear of it."""

    topic: ClassVar[str] = "identity.unmasked"
    unmasking_id: int
    person_id: int
