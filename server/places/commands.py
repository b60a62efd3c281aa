"""`flask register import FILE`, `flask calendar load FILE`, `flask calendar show YEAR`."""

from datetime import date
from pathlib import Path

import click

from server.core import calendar
from server.core.access import Actor, Role, permissions_of
from server.core.database import begin_read, transaction
from server.kit.errors import InvalidError
from server.places import service


def operator() -> Actor:
    """Whoever has the machine: bound to no region, named as such in the audit chain."""
    roles = frozenset({Role.DISTRICT_OFFICE})
    return Actor(0, None, roles, name="系统管理员", permissions=permissions_of(roles))


@click.group()
def register() -> None:
    """区划、小区、房屋名册"""


@register.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="只检查，不导入")
def import_(file: Path, dry_run: bool) -> None:
    """导入名册；有一行不对就一行也不存"""
    try:
        with transaction():
            counts = service.import_register(operator(), file.read_bytes(), dry_run=dry_run)
    except InvalidError as error:
        for one in error.details["errors"]:
            click.echo(f"{one['sheet']} 第 {one['line']} 行 {one['column']}：{one['message']}", err=True)
        raise click.ClickException(error.message) from error
    click.echo("，".join(f"{name} {count}" for name, count in counts.items()))


@click.group("calendar")
def days() -> None:
    """工作日历：放假和调休"""


@days.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--source", default="", help="出处，如通知的文号；不写时记文件名")
def load(file: Path, source: str) -> None:
    """导入一年的放假和调休（CSV：日期,上班,名称）；有一行不对就一行也不存"""
    try:
        with transaction():
            count = calendar.load(file.read_bytes(), (source or file.name)[:120])
    except InvalidError as error:
        for one in error.details["errors"]:
            click.echo(f"第 {one['line']} 行：{one['message']}", err=True)
        raise click.ClickException(error.message) from error
    click.echo(f"已导入 {count} 天")


@days.command()
@click.argument("year", type=click.IntRange(2000, 2099))
def show(year: int) -> None:
    """列出与平常的周不同的日子，和导入的每一天"""
    with transaction():
        begin_read()
        special, provisional = calendar.special_days(year), calendar.is_provisional(date(year, 1, 1))
    for one in special:
        word = "上班" if one.working else "休息"
        weekday = "一二三四五六日"[one.day.weekday()]
        click.echo(f"{one.day.isoformat()} 周{weekday} {word} {one.name} {one.source}".rstrip())
    if provisional:
        click.echo(f"{year} 年的调休还没有公布或导入，期限是暂定的")
