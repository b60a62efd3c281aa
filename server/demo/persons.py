"""Invented people: their documents are well-formed and belong to nobody."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from server.demo import content
from server.identity.sandbox import PREFIX
from server.kit import idcard

#: No place of the country has this code: a number that begins with it was never issued.
NOWHERE = "999101"


@dataclass(frozen=True, slots=True)
class Neighbour:
    """One of the demo's people. `number` and `phone` are generated from the place in the list."""

    key: str
    name: str
    number: str = field(repr=False)
    phone: str = field(repr=False)
    home: tuple[str, str, str] | None = None
    relation: str = "owner"
    note: str = ""
    duties: tuple[dict[str, str], ...] = ()

    @property
    def openid(self) -> str:
        """Who has no note stays off the sandbox's list of people."""
        return f"{PREFIX}{self.key}" if self.note else f"demo-quiet-{self.key}"


def everybody(today: date) -> dict[str, Neighbour]:
    """The named people, in order. Ages are of today, so that the sixteen-year-old stays sixteen."""
    rows = [*content.read("people"), *content.read("applications")["waiting"]]
    made: dict[str, Neighbour] = {}
    for place, row in enumerate(rows):
        made[row["key"]] = _neighbour(row, place, today, made)
    return made


def _neighbour(row: dict[str, Any], place: int, today: date, before: dict[str, Neighbour]) -> Neighbour:
    same = before.get(row.get("same_as", ""))
    return Neighbour(
        key=row["key"],
        name=row["name"],
        number=same.number if same else id_number(today.year - row["age"], place, row["sex"]),
        phone=same.phone if same else f"1990000{1000 + place:04d}",
        home=tuple(row["home"]) if "home" in row else None,
        relation=row.get("relation", "owner"),
        note=row["note"],
        duties=tuple(row.get("duties", ())),
    )


def id_number(year: int, place: int, sex: str) -> str:
    """Born on a day of early January, so that the birthday of this year has passed, or nearly."""
    order = 2 * (place % 450) + (1 if sex == "m" else 0)
    body = f"{NOWHERE}{year}01{1 + place % 9:02d}{order:03d}"
    return body + idcard.check_digit(body)
