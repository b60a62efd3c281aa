"""`flask --app server.wsgi …`: the commands that the features bring, and those of the core: the check of the
audit chains, and the grants of the application's database role."""

import click
from flask import Flask
from flask.cli import with_appcontext

from server.core import audit, grants, sessions, tenancy
from server.core.database import begin_read, transaction
from server.core.feature import Feature


def register(app: Flask) -> None:
    """Add every feature's commands beside Flask's own (`db upgrade`)."""
    features: list[Feature] = app.extensions["features"]
    for feature in features:
        for command in feature.commands:
            app.cli.add_command(command)
    app.cli.add_command(audit_group)
    app.cli.add_command(db_grants)


@click.group("audit")
def audit_group() -> None:
    """审计记录"""


@audit_group.command("verify")
@with_appcontext
def verify() -> None:
    """逐个社区重新计算审计链；有断裂时退出码为 1"""
    broken = 0
    for community_id in sessions.communities():
        with tenancy.in_community(community_id), transaction():
            begin_read()
            found = audit.first_break()
        if found is not None:
            click.echo(f"社区 {community_id}：第 {found} 条起对不上")
            broken += 1
    if broken:
        raise click.ClickException(f"{broken} 个社区的审计记录不完整")
    click.echo("审计记录完整")


@click.command("db-grants")
@click.argument("role")
def db_grants(role: str) -> None:
    """打印给应用数据库账号 ROLE 授权的 SQL（PostgreSQL），由表的主人执行

    写下就不能改的表只给查询和插入，其余照常；flask db upgrade 仍由表的主人做。
    """
    for statement in grants.statements(role):
        click.echo(statement)
