"""The texts that people agree to: one file each, never changed once in use; a new version is a new date."""

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True, slots=True)
class ConsentText:
    """`provider`: only asked where this identity provider is used."""

    purpose: str
    version: str
    title: str
    text: str
    required: bool
    provider: str | None

    @property
    def sha256(self) -> bytes:
        return hashlib.sha256(self.text.encode()).digest()


def texts(provider: str) -> list[ConsentText]:
    """What an applicant is asked where `provider` checks real names, the general text first."""
    return [one for one in every_text() if one.provider in (None, provider)]


@cache
def every_text() -> tuple[ConsentText, ...]:
    found = [_read(path) for path in Path(__file__).parent.glob("*.md")]
    return tuple(sorted(found, key=lambda one: (one.purpose != "privacy", one.purpose)))


def _read(path: Path) -> ConsentText:
    head, text = path.read_text(encoding="utf-8").split("\n---\n", 1)
    said = dict(line.split(": ", 1) for line in head.splitlines())
    return ConsentText(
        purpose=said["purpose"],
        version=said["version"],
        title=said["title"],
        text=text.strip(),
        required=said["required"] == "yes",
        provider=said.get("provider"),
    )
