"""Tables of persons and of their standing. A person belongs to no community by himself."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, SmallInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from server.core.access import Role
from server.core.tenancy import CommunityOwned, Identified, tenant_key
from server.kit.classes import COMMUNITY, PERSONAL, PUBLIC, SENSITIVE
from server.kit.db import Base, Word, one_of, utc_now
from server.kit.frozen import freeze
from server.kit.ids import new_id


class Assurance(StrEnum):
    """How sure the real name is. A match proves that the pair exists, never who holds the phone."""

    NONE = "none"
    SELF_DECLARED = "self_declared"  # check digit only
    ROLL = "roll"  # the committee's roll names him in this home
    PROVIDER = "provider"  # an identity provider answered: match


class Person(Base):
    """One human. `display_name` is what neighbours see (李女士); the real name is in the vault."""

    __tablename__ = "person"
    __table_args__ = (CheckConstraint(one_of("assurance", Assurance), name="assurance"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=new_id)
    display_name: Mapped[str] = mapped_column(String(32), default="", info=COMMUNITY)
    masked_name: Mapped[str] = mapped_column(String(16), default="", info=PERSONAL)
    assurance: Mapped[Assurance] = mapped_column(Word(Assurance), default=Assurance.NONE)
    #: Eighteenth birthday: the vote needs no birth date, only whether this has passed.
    adult_on: Mapped[datetime | None] = mapped_column(info=PERSONAL)
    verified_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=utc_now)


class WechatAccount(Base):
    """The openid that signs in as this person."""

    __tablename__ = "wechat_account"

    openid: Mapped[str] = mapped_column(String(64), primary_key=True, info=PERSONAL)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    created_at: Mapped[datetime] = mapped_column(default=utc_now)


class LoginSession(Base):
    """A signed-in device: only the SHA-256 of its token is kept."""

    __tablename__ = "login_session"
    __table_args__ = (CheckConstraint("length(digest) = 32", name="digest_is_sha256"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=new_id)
    digest: Mapped[bytes] = mapped_column(unique=True, info=SENSITIVE)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class PersonVault(Base):
    """Class 4 of a verified person, sealed. The blind index makes one human one account."""

    __tablename__ = "person_vault"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    name_sealed: Mapped[bytes] = mapped_column(info=SENSITIVE)
    number_sealed: Mapped[bytes | None] = mapped_column(info=SENSITIVE)
    number_index: Mapped[bytes] = mapped_column(unique=True, info=SENSITIVE)
    phone_sealed: Mapped[bytes] = mapped_column(info=SENSITIVE)
    phone_index: Mapped[bytes] = mapped_column(index=True, info=SENSITIVE)


class PersonCopy(Base):
    """That a person took away a copy of what is held of him. Only so many are made in one day."""

    __tablename__ = "person_copy"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=new_id)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    made_at: Mapped[datetime] = mapped_column(default=utc_now)


class Consent(Base):
    """What a person agreed to, in which version of which text. Append-only."""

    __tablename__ = "consent"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=new_id)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    purpose: Mapped[str] = mapped_column(String(32), info=PERSONAL)
    version: Mapped[str] = mapped_column(String(16), info=PUBLIC)
    text_sha256: Mapped[bytes] = mapped_column(info=PUBLIC)
    given_at: Mapped[datetime] = mapped_column(default=utc_now)


freeze(Consent)


class DutyRecord(Base):
    """A person's office: role, scope, organisation and end. `region_code` is the subtree it reaches."""

    __tablename__ = "duty"
    __table_args__ = (
        CheckConstraint(one_of("role", Role), name="role"),
        CheckConstraint("estate_id IS NULL OR community_id IS NOT NULL", name="estate_inside_community"),
        CheckConstraint(
            "building_id IS NULL OR (estate_id IS NOT NULL AND role = 'building_head')", name="whose_building"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=new_id)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    role: Mapped[Role] = mapped_column(Word(Role))
    organisation: Mapped[str] = mapped_column(String(40), info=PUBLIC)
    region_code: Mapped[str] = mapped_column(ForeignKey("region.code"), info=PUBLIC)
    community_id: Mapped[int | None] = mapped_column(SmallInteger, ForeignKey("community.id"), index=True)
    estate_id: Mapped[int | None]
    building_id: Mapped[int | None]
    starts_at: Mapped[datetime] = mapped_column(default=utc_now)
    ends_at: Mapped[datetime | None]


class PersonCommunity(Base):
    """Where a person has a membership: the small global index that spares a fan-out."""

    __tablename__ = "person_community"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    community_id: Mapped[int] = mapped_column(SmallInteger, ForeignKey("community.id"), primary_key=True)


class Relation(StrEnum):
    OWNER = "owner"  # 业主
    FAMILY = "family"  # 家庭成员
    TENANT = "tenant"  # 租客
    AWAY = "away"  # 离乡村民


RELATION_NAMES = {
    Relation.OWNER: "业主",
    Relation.FAMILY: "家庭成员",
    Relation.TENANT: "租客",
    Relation.AWAY: "离乡村民",
}


class Membership(CommunityOwned, Identified, Base):
    """A person in a home of a community: the author of everything he says there."""

    __tablename__ = "membership"
    __table_args__ = (
        tenant_key("estate_id", "estate"),
        tenant_key("home_id", "home"),
        tenant_key("application_id", "application"),
        CheckConstraint(one_of("relation", Relation), name="relation"),
        Index(None, "community_id", "person_id", "home_id", unique=True),
        Index(None, "community_id", "home_id"),
        # Approval makes the membership, and one application makes one.
        Index(None, "community_id", "application_id", unique=True),
    )

    person_id: Mapped[int]
    estate_id: Mapped[int]
    home_id: Mapped[int]
    application_id: Mapped[int]
    relation: Mapped[Relation] = mapped_column(Word(Relation))
    #: 「3号楼」, as shown beside the name; the room stays with the committee.
    building: Mapped[str] = mapped_column(String(24), info=COMMUNITY)
    room: Mapped[str] = mapped_column(String(24), info=PERSONAL)
    starts_at: Mapped[datetime] = mapped_column(default=utc_now)
    ends_at: Mapped[datetime | None]
