"""`flask duty grant …`, `flask scene issue …`."""

import re
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import wraps
from typing import Any

import click

from server.core import tenancy
from server.core.access import ROLE_NAMES, Role
from server.core.database import transaction
from server.identity import queries, vault
from server.identity.service import scenes
from server.identity.service.duties import IN_COMMUNITY, IN_SUBTREE, Scope, call_by, grant_duty
from server.identity.service.forms import CHINA
from server.kit.errors import AppError
from server.kit.rest import MOST_ID
from server.places import queries as places
from server.places.models import Estate

_NUMBER = re.compile("[0-9]{1,19}")
OFFICES = sorted(role.value for role in IN_COMMUNITY | IN_SUBTREE)


@click.group()
def duty() -> None:
    """职务"""


def whom(command: Callable[..., None]) -> Callable[..., None]:
    """The three ways to name a person; the command gets his id."""

    @click.option("--account", help="账号编号：本人登录小程序后在「我的」里看到，点一下就复制")
    @click.option("--phone", help="本人实名入住时填写的手机号")
    @click.option("--openid", help="本人登录过的微信 openid")
    @wraps(command)
    def named(account: str | None, phone: str | None, openid: str | None, **words: Any) -> None:
        with transaction():
            command(person_id=_person(account, phone, openid), **words)

    return named


def _person(account: str | None, phone: str | None, openid: str | None) -> int:
    if sum(one is not None for one in (account, phone, openid)) != 1:
        raise click.ClickException("请用 --account、--phone 或 --openid 中的一个写明是谁")
    if phone is not None:
        return _only_one(vault.persons_with_phone(phone))
    if openid is not None:
        found = queries.person_of_openid(openid)
    else:
        number = int(account) if account and _NUMBER.fullmatch(account) else 0
        brief = queries.person_brief(number) if number <= MOST_ID else None
        found = brief.id if brief else None
    if found is None:
        raise click.ClickException("没有这个人，请本人先登录一次小程序")
    return found


def _only_one(people: Sequence[int]) -> int:
    """A family may share one telephone: then only the account says who is meant."""
    if len(people) == 1:
        return people[0]
    if people:
        raise click.ClickException(f"有 {len(people)} 个人用这个手机号，请用 --account 写明是谁")
    raise click.ClickException("没有人用这个手机号通过实名，没有入住的干部请用 --account")


@duty.command("grant")
@whom
@click.option("--role", required=True, type=click.Choice(OFFICES))
@click.option("--code", required=True, help="12 位区划代码：社区职务写社区的，区和街镇职务写区或街镇的")
@click.option("--estate", help="只管一个小区时写小区名称")
@click.option("--building", help="楼组长只管一栋楼时写楼栋，和 --estate 一起用")
@click.option("--ends", type=click.DateTime(["%Y-%m-%d"]), help="任期到这一天为止")
def grant(person_id: int, role: str, ends: datetime | None, **where: Any) -> None:
    """任命一个人"""
    if role == Role.ACTING and ends is None:
        raise click.ClickException("代理把关人要用 --ends 写明到哪一天为止")
    ends_at = ends.replace(tzinfo=CHINA) if ends else None
    try:
        made = grant_duty(person_id, Role(role), _scope(Role(role), **where), ends_at=ends_at)
    except AppError as error:
        raise click.ClickException(error.message) from error
    click.echo(f"已任命：{made.organisation} {ROLE_NAMES[made.role]}")


@duty.command("name")
@whom
@click.argument("name")
def name_(person_id: int, name: str) -> None:
    """没有实名入住的干部，写明居民看到的称呼，例如 周女士"""
    click.echo(f"居民看到的称呼：{call_by(person_id, name)}")


def _scope(role: Role, code: str, estate: str | None, building: str | None) -> Scope:
    if role in IN_SUBTREE:
        return Scope(region=code)
    if (community := places.community_of_code(code)) is None:
        raise click.ClickException("没有这个社区")
    estate_id = _estate(community.id, estate).id if estate else None
    if building is None:
        return Scope(community.id, estate_id)
    if estate_id is None:
        raise click.ClickException("请用 --estate 写明是哪个小区的楼栋")
    return Scope(community.id, estate_id, building_id=_building(community.id, estate_id, building))


def _building(community_id: int, estate_id: int, name: str) -> int:
    with tenancy.in_community(community_id):
        found = places.buildings_named(estate_id, name)
    if len(found) != 1:
        raise click.ClickException("这个小区没有这栋楼")
    return found[0]


def _estate(community_id: int, name: str) -> Estate:
    with tenancy.in_community(community_id):
        found = places.estate_named(name)
    if found is None:
        raise click.ClickException("这个社区没有这个小区")
    return found


@click.group()
def scene() -> None:
    """小区二维码"""


@scene.command("issue")
@click.option("--code", required=True, help="社区的 12 位区划代码")
@click.option("--estate", required=True, help="小区名称")
def issue(code: str, estate: str) -> None:
    """给小区发第一张二维码；已有可用的就显示它"""
    with transaction():
        community = places.community_of_code(code)
        if community is None:
            raise click.ClickException("没有这个社区")
        made = scenes.revive_first(_estate(community.id, estate), 0)
        click.echo(f"{made.serial} {scenes.url_of(made.scene)}")
