"""`flask demo load`."""

import time

import click
from flask import current_app
from flask_migrate import upgrade

from server.core.database import transaction
from server.demo.load import load
from server.identity import queries
from server.identity.sandbox import PREFIX
from server.places import queries as places

#: Somebody who is there wherever the district was loaded.
SECRETARY = "zhou-shuji"


@click.group()
def demo() -> None:
    """演示街区"""


@demo.command("load")
@click.option("--migrate", is_flag=True, help="先建库或升级（和 flask db upgrade 一样，省一次启动）")
@click.option("--force", is_flag=True, help="已有社区时也再载入一次（生产环境不允许）")
def load_(migrate: bool, force: bool) -> None:
    """建好库以后载入一个虚构的街区；已有社区时什么也不做"""
    if current_app.config["SETTINGS"].production:
        raise click.ClickException("生产环境不载入演示数据")
    if migrate:
        upgrade()
    with transaction():
        known = bool(places.all_communities())
        loaded = queries.person_of_openid(f"{PREFIX}{SECRETARY}") is not None
    if known and not force:
        click.echo("已有社区，不再载入演示街区")
        return
    if loaded:
        raise click.ClickException("演示街区已经在里面了")
    begun = time.monotonic()
    load(current_app._get_current_object(), click.echo)  # type: ignore[attr-defined]
    click.echo(f"演示街区已就绪，用时 {time.monotonic() - begun:.0f} 秒")
