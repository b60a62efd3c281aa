"""`flask register import FILE`."""

from pathlib import Path

import click

from server.core.access import Actor, Role, permissions_of
from server.core.database import transaction
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
