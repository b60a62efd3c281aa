"""议事规则: the numbers a community may set for itself within bounds, each change with who, when and why.

A feature declares the settings it reads (`Feature.settings`). A setting with `law` carries a number of
a law: only the district office fills it, citing the article; until then the route it belongs to is shut.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from sqlalchemy import Row, select

from server.core import audit, tenancy
from server.core.access import Actor, Permission, enforce
from server.core.database import insert_into, put, rows
from server.core.setting_models import MOST_TEXT, CommunitySetting, SettingChange
from server.extensions import db
from server.kit.db import utc_now
from server.kit.errors import GateClosedError, InvalidError, NotFoundError
from server.kit.ids import new_id

OWN = "系统默认值"
LEAST_REASON = 4


class Kind(StrEnum):
    """What a value is: whole numbers but for SHARE ({"num", "den", "over"}), SWITCH (bool) and TEXT."""

    DAYS = "days"
    COUNT = "count"
    PERCENT = "percent"
    SHARE = "share"
    SWITCH = "switch"
    TEXT = "text"


@dataclass(frozen=True)
class Setting:
    """One rule. `least` and `most` bound a number, or the length of a text; `basis` is its source."""

    key: str
    title: str
    kind: Kind
    default: Any
    group: str = ""
    unit: str = ""
    least: int = 0
    most: int = 365
    basis: str = OWN
    law: bool = False

    @property
    def permission(self) -> Permission:
        return Permission.SETTING_LAW if self.law else Permission.SETTING_CHANGE


_declared: dict[str, Setting] = {}
_IN_FORCE = select(CommunitySetting.key, CommunitySetting.value)


def declare(settings: Iterable[Setting]) -> None:
    """Called by create_app for every feature. One key is one setting, whoever declares it again."""
    for setting in settings:
        if _declared.setdefault(setting.key, setting) != setting:
            raise RuntimeError(f"{setting.key} is declared twice and differently")


def declared() -> Mapping[str, Setting]:
    """Every setting by its key, in the order of the features."""
    return _declared


def find(key: str) -> Setting:
    """NotFoundError for a key nobody declared."""
    if (setting := _declared.get(key)) is None:
        raise NotFoundError("没有这条议事规则")
    return setting


def values() -> Mapping[str, Any]:
    """key → value in the bound community: one statement, remembered until the transaction ends."""
    session, community_id = db.session(), tenancy.bound_community()
    transaction, known, found = session.info.get("settings", (None, None, {}))
    if transaction is None or transaction is not session.get_transaction() or known != community_id:
        stored = {row.key: row.value for row in rows(_IN_FORCE, {})}
        found = MappingProxyType(
            {
                key: setting.default if stored.get(key) is None else stored[key]
                for key, setting in _declared.items()
            }
        )
        session.info["settings"] = (session.get_transaction(), community_id, found)
    return found  # type: ignore[no-any-return]


def value(key: str) -> Any:
    """The value in the bound community; the default where nobody changed it. None: a law's, not filled."""
    return values()[key]


def needed(key: str) -> Any:
    """The value of a law's number. GateClosedError while it has not been verified."""
    if (found := value(key)) is None:
        sentence = f"“{find(key).title}”的法定数字还没有核定，请区社建办核定后再办"
        raise GateClosedError(sentence, code="law_number_missing", setting=key)
    return found


def change(actor: Actor, key: str, value: Any, reason: str, cite: str | None = None) -> None:
    """Set it for the bound community from now on; None is the default again (of a law's number: unverified).

    A law's number needs `cite`, the article it stands in. InvalidError names the field that is wrong.
    """
    setting = find(key)
    enforce(actor, setting.permission, setting)
    value = None if value is None else checked(setting, value)
    _check_words(setting, reason, cite)
    row = {
        "key": key,
        "value": value,
        "law": setting.law,
        "cite": cite or None,
        "reason": reason,
        "changed_by": actor.person_id,
        "changed_name": actor.name,
        "changed_at": utc_now(),
    }
    _refuse_the_same(setting, row)
    _store(actor, row)


def _store(actor: Actor, row: dict[str, Any]) -> None:
    new = insert_into(CommunitySetting).values(community_id=tenancy.bound_community(), **row)
    keys = ["community_id", "key"]
    db.session.execute(
        new.on_conflict_do_update(index_elements=keys, set_={name: new.excluded[name] for name in row})
    )
    change_id = new_id()
    put(SettingChange(id=change_id, **row))
    told = ("key", "value", "cite", "reason")
    audit.record(actor, "setting.change", change_id, **{name: row[name] for name in told})
    db.session().info.pop("settings", None)


def checked(setting: Setting, value: Any) -> Any:
    """The value as it is stored, or InvalidError with the bounds in words."""
    good = {Kind.SHARE: _is_share, Kind.SWITCH: _is_switch, Kind.TEXT: _is_text}.get(setting.kind, _is_number)
    if not good(setting, value):
        raise InvalidError(f"{setting.title}{_bounds(setting)}", fields={"value": [_bounds(setting)]})
    return value.strip() if setting.kind is Kind.TEXT else value


def _is_number(setting: Setting, value: Any) -> bool:
    return type(value) is int and setting.least <= value <= setting.most


def _is_switch(_: Setting, value: Any) -> bool:
    return type(value) is bool


def _is_text(setting: Setting, value: Any) -> bool:
    if not isinstance(value, str) or not value.strip().isprintable():
        return False
    return max(setting.least, 1) <= len(value.strip()) <= setting.most


def _is_share(_: Setting, value: Any) -> bool:
    if not isinstance(value, dict) or value.keys() != {"num", "den", "over"}:
        return False
    num, den, over = value["num"], value["den"], value["over"]
    whole = type(num) is int and type(den) is int and type(over) is bool
    # More than all is nobody's to reach.
    return whole and 0 < num <= den <= 100 and not (over and num == den)


def _bounds(setting: Setting) -> str:
    if setting.kind is Kind.SHARE:
        return "应是一个分数，大于 0，不超过全部，分母不超过 100"
    if setting.kind is Kind.SWITCH:
        return "应选择“是”或“否”"
    if setting.kind is Kind.TEXT:
        return f"应为 {max(setting.least, 1)} 到 {setting.most} 个字"
    return f"应为 {setting.least} 到 {setting.most} 之间的整数"


def _check_words(setting: Setting, reason: str, cite: str | None) -> None:
    if not LEAST_REASON <= len(reason) <= MOST_TEXT:
        sentence = f"请写明理由，{LEAST_REASON} 到 {MOST_TEXT} 个字"
        raise InvalidError(sentence, fields={"reason": [sentence]})
    if setting.law and not cite:
        sentence = "请写明这个数字出自哪部法律的哪一条"
        raise InvalidError(sentence, fields={"cite": [sentence]})


def _refuse_the_same(setting: Setting, row: Mapping[str, Any]) -> None:
    known = in_force().get(setting.key)
    before = (known.value, known.cite) if known else (None, None)
    if (row["value"], row["cite"]) == before:
        raise InvalidError("和现在的一样，没有改动", fields={"value": ["和现在的一样"]})


def in_force() -> dict[str, Row[*tuple[Any, ...]]]:
    """key → the stored row of every setting the bound community ever changed."""
    row = CommunitySetting
    asked = select(row.key, row.value, row.cite, row.reason, row.changed_name, row.changed_at)
    return {found.key: found for found in db.session.execute(asked)}


def history(key: str, after: int | None, limit: int) -> list[Row[*tuple[Any, ...]]]:
    """The changes of one setting, newest first, one more than `limit`, before the id `after`."""
    row = SettingChange
    asked = (
        select(row.id, row.value, row.cite, row.reason, row.changed_name, row.changed_at)
        .where(row.key == key)
        .order_by(row.id.desc())
        .limit(limit + 1)
    )
    if after:
        asked = asked.where(row.id < after)
    return list(db.session.execute(asked))
