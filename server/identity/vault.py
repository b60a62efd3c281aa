"""What is sealed of applicants and of verified persons (docs/adr/0003)."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from server.core.tenancy import bound_community
from server.extensions import db
from server.identity.models import PersonVault
from server.identity.models_enrolment import ApplicationVault
from server.kit.errors import ConflictError
from server.places.vault import NUMBER, PHONE, vault

_FORM = ApplicationVault.__tablename__
_PERSON = PersonVault.__tablename__
_SEALED = ("name", "number", "phone")


@dataclass(frozen=True, slots=True)
class Claim:
    """Who somebody says he is. Lives in memory only."""

    name: str = field(repr=False)
    number: str = field(repr=False)
    phone: str = field(repr=False)

    @property
    def number_index(self) -> bytes:
        return vault().blind_index(NUMBER, self.number)


def keep_form(application_id: int, claim: Claim) -> None:
    """Seal an applicant's form; a corrected one takes the place of the first."""
    community = bound_community() or 0

    def sealed(text: str, column: str) -> bytes:
        return vault().seal(text, table=_FORM, column=column, row=application_id, community=community)

    drop_form(application_id)
    db.session.add(
        ApplicationVault(
            application_id=application_id,
            name_sealed=sealed(claim.name, "name_sealed"),
            number_sealed=sealed(claim.number, "number_sealed"),
            number_index=claim.number_index,
            phone_sealed=sealed(claim.phone, "phone_sealed"),
        )
    )


def open_form(application_id: int) -> Claim:
    row = db.session.scalars(
        select(ApplicationVault).where(ApplicationVault.application_id == application_id)
    ).one()

    def opened(sealed: bytes, column: str) -> str:
        return vault().open(
            sealed, table=_FORM, column=column, row=application_id, community=row.community_id
        )

    return Claim(
        name=opened(row.name_sealed, "name_sealed"),
        number=opened(row.number_sealed, "number_sealed"),
        phone=opened(row.phone_sealed, "phone_sealed"),
    )


def drop_form(application_id: int) -> None:
    db.session.execute(delete(ApplicationVault).where(ApplicationVault.application_id == application_id))


def account_of(number_index: bytes) -> int | None:
    """The person who was verified with this number."""
    return db.session.scalar(select(PersonVault.person_id).where(PersonVault.number_index == number_index))


def index_of(person_id: int) -> bytes | None:
    """The blind index this account was verified with."""
    return db.session.scalar(select(PersonVault.number_index).where(PersonVault.person_id == person_id))


def persons_with_phone(phone: str) -> list[int]:
    """Who was verified with this number as his telephone: whole families may share one."""
    index = vault().blind_index(PHONE, phone)
    return list(db.session.scalars(select(PersonVault.person_id).where(PersonVault.phone_index == index)))


def keep_person(person_id: int, claim: Claim, *, with_number: bool) -> None:
    """Make this human this account's. ConflictError when he is another's; `with_number` False: index only."""
    known = index_of(person_id)
    if known == claim.number_index:
        return
    if known is not None:
        raise ConflictError(
            "这个微信号已实名为另一位居民，请退回并请本人用自己的微信申请", code="account_of_other"
        )

    try:
        with db.session.begin_nested():
            db.session.add(_sealed_person(person_id, claim, with_number=with_number))
    except IntegrityError as error:
        # Two communities may approve the same human at once: the unique index lets one through.
        raise ConflictError(
            "这位居民已用另一个微信号通过实名，一个人只能有一个账号，请先与本人核实",
            code="person_elsewhere",
        ) from error


def open_person(person_id: int) -> Mapping[str, str | None]:
    """What lies sealed of a verified person: name, number (None where only its index is kept), phone.

    Empty of anybody else. Only the person's own copy asks.
    """
    asked = select(PersonVault.name_sealed, PersonVault.number_sealed, PersonVault.phone_sealed)
    row = db.session.execute(asked.where(PersonVault.person_id == person_id)).one_or_none()

    def opened(sealed: bytes | None, column: str) -> str | None:
        if sealed is None:
            return None
        return vault().open(sealed, table=_PERSON, column=column, row=person_id)

    if row is None:
        return {}
    return {name: opened(getattr(row, f"{name}_sealed"), f"{name}_sealed") for name in _SEALED}


def _sealed_person(person_id: int, claim: Claim, *, with_number: bool) -> PersonVault:
    def sealed(text: str, column: str) -> bytes:
        return vault().seal(text, table=_PERSON, column=column, row=person_id)

    return PersonVault(
        person_id=person_id,
        name_sealed=sealed(claim.name, "name_sealed"),
        number_sealed=sealed(claim.number, "number_sealed") if with_number else None,
        number_index=claim.number_index,
        phone_sealed=sealed(claim.phone, "phone_sealed"),
        phone_index=vault().blind_index(PHONE, claim.phone),
    )
