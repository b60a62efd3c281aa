"""议事规则 of a community: read by everybody in it, changed by whom each is for."""

from typing import Any

from server.core import settings
from server.core.access import Permission, current_actor
from server.core.blueprint import Blueprint
from server.core.settings import Setting
from server.kit.pagination import PageArgs, cut
from server.places.schemas_settings import (
    LawIn,
    SettingChangesOut,
    SettingIn,
    SettingOut,
    SettingsOut,
    setting_view,
)

PREFIX = "/api/v1/communities/<int:community_id>/settings"
blp = Blueprint("settings", __name__, url_prefix=PREFIX, description="议事规则")


def _setting(key: str) -> Setting | None:
    return settings.declared().get(key)


def _law(key: str) -> Setting | None:
    found = _setting(key)
    return found if found and found.law else None


@blp.get("")
@blp.requires(Permission.COMMUNITY_READ)
@blp.response(200, SettingsOut)
def list_settings() -> dict[str, Any]:
    """议事规则：每一条的数值、默认值、依据，谁在什么时候为什么改过"""
    stored, actor = settings.in_force(), current_actor()
    return {"items": [setting_view(one, stored.get(key), actor) for key, one in settings.declared().items()]}


@blp.get("/<setting_id>/history")
@blp.requires(Permission.COMMUNITY_READ, setting=_setting)
@blp.arguments(PageArgs, location="query")
@blp.response(200, SettingChangesOut)
def list_changes(args: dict[str, Any], setting: Setting) -> dict[str, Any]:
    """一条议事规则的历次改动，新的在前"""
    found = settings.history(setting.key, args["after"], args["limit"])
    page, following = cut(found, args["limit"])
    return {"items": page, "next": following}


@blp.put("/<setting_id>")
@blp.requires(Permission.SETTING_CHANGE, setting=_setting)
@blp.arguments(SettingIn)
@blp.response(200, SettingOut)
def put_setting(form: dict[str, Any], setting: Setting) -> dict[str, Any]:
    """设定一条议事规则，从现在起有效；已经在办的期限不变"""
    settings.change(current_actor(), setting.key, form["value"], form["reason"])
    return _view(setting)


@blp.put("/<law_id>/law")
@blp.requires(Permission.SETTING_LAW, law=_law)
@blp.arguments(LawIn)
@blp.response(200, SettingOut)
def put_law(form: dict[str, Any], law: Setting) -> dict[str, Any]:
    """填写一个核定过的法定数字，写明条文；没有填写的，对应的表决方式不能启用"""
    settings.change(current_actor(), law.key, form["value"], form["reason"], form["cite"])
    return _view(law)


def _view(setting: Setting) -> dict[str, Any]:
    return setting_view(setting, settings.in_force().get(setting.key), current_actor())
