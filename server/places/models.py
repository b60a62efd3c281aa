"""Tables of places. `region` and `community` are global; everything below a community is its own."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, SmallInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from server.core.tenancy import CommunityOwned, Identified, tenant_key
from server.kit.classes import COMMUNITY, PERSONAL, PUBLIC, SENSITIVE
from server.kit.db import Base, Word, one_of, utc_now


class Level(StrEnum):
    DISTRICT = "district"  # 区
    SUBDISTRICT = "subdistrict"  # 街镇、园区
    COMMUNITY = "community"  # 居委、村委


class CommunityKind(StrEnum):
    NEIGHBOURHOOD = "neighbourhood"  # 居委
    VILLAGE = "village"  # 村委


class Region(Base):
    """A node of the tree, by its 12-digit 区划 code (GB/T 2260 + GB/T 10114); the prefix is the ancestry."""

    __tablename__ = "region"
    __table_args__ = (
        CheckConstraint("length(code) = 12", name="twelve_digits"),
        CheckConstraint(one_of("level", Level), name="level"),
        CheckConstraint("(level = 'district') = (parent_code IS NULL)", name="parent_below_district"),
    )

    code: Mapped[str] = mapped_column(String(12), primary_key=True, info=PUBLIC)
    parent_code: Mapped[str | None] = mapped_column(ForeignKey("region.code"), index=True, info=PUBLIC)
    level: Mapped[Level] = mapped_column(Word(Level), info=PUBLIC)
    name: Mapped[str] = mapped_column(String(40), info=PUBLIC)


class Community(Base):
    """居委 or 村委: the tenant. Its id is small because it stands in every key."""

    __tablename__ = "community"
    __table_args__ = (CheckConstraint(one_of("kind", CommunityKind), name="kind"),)

    id: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    region_code: Mapped[str] = mapped_column(ForeignKey("region.code"), unique=True, info=PUBLIC)
    kind: Mapped[CommunityKind] = mapped_column(Word(CommunityKind), info=PUBLIC)
    name: Mapped[str] = mapped_column(String(40), info=PUBLIC)
    created_at: Mapped[datetime] = mapped_column(default=utc_now)


class Estate(CommunityOwned, Identified, Base):
    """小区. `gates_delegated`: its own party branch (小区党支部) holds the gates of its own topics."""

    __tablename__ = "estate"
    __table_args__ = (Index(None, "community_id", "name", unique=True),)

    name: Mapped[str] = mapped_column(String(40), info=PUBLIC)
    kind: Mapped[str] = mapped_column(String(16), default="商品房", info=PUBLIC)
    address: Mapped[str] = mapped_column(String(120), default="", info=PUBLIC)
    gates_delegated: Mapped[bool] = mapped_column(default=False)


class Building(CommunityOwned, Identified, Base):
    """楼栋, by the name on its door (「3号楼」)."""

    __tablename__ = "building"
    __table_args__ = (
        tenant_key("estate_id", "estate"),
        Index(None, "community_id", "estate_id", "name", unique=True),
    )

    estate_id: Mapped[int]
    name: Mapped[str] = mapped_column(String(24), info=COMMUNITY)


class Home(CommunityOwned, Identified, Base):
    """户: the unit that votes. Area in hundredths of a square metre, so that sums are exact.

    `developer`: whose undelivered home it is; empty once it was handed over.
    """

    __tablename__ = "home"
    __table_args__ = (
        tenant_key("estate_id", "estate"),
        tenant_key("building_id", "building"),
        Index(None, "community_id", "building_id", "room", unique=True),
        Index(None, "community_id", "estate_id"),
        CheckConstraint("area_cm > 0", name="area_positive"),
    )

    estate_id: Mapped[int]
    building_id: Mapped[int]
    room: Mapped[str] = mapped_column(String(24), info=COMMUNITY)
    area_cm: Mapped[int] = mapped_column(info=PERSONAL)
    developer: Mapped[str] = mapped_column(String(60), default="", info=COMMUNITY)


class HomeOwner(CommunityOwned, Identified, Base):
    """An owner on the committee's roll. A vault table: name and number are sealed (docs/adr/0003)."""

    __tablename__ = "home_owner"
    __table_args__ = (
        tenant_key("home_id", "home", ondelete="CASCADE"),
        Index(None, "community_id", "home_id"),
        Index(None, "community_id", "number_index"),
    )

    home_id: Mapped[int]
    name_sealed: Mapped[bytes] = mapped_column(info=SENSITIVE)
    number_sealed: Mapped[bytes | None] = mapped_column(info=SENSITIVE)
    number_index: Mapped[bytes | None] = mapped_column(info=SENSITIVE)
