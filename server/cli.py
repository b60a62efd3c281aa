"""`flask --app server.wsgi …`: the commands that the features bring, and the check of the audit chains."""

import click
from flask import Flask
from flask.cli import with_appcontext

from server.core import audit, sessions, tenancy
from server.core.database import begin_read, transaction
from server.core.feature import Feature


def register(app: Flask) -> None:
    """Add every feature's commands beside Flask's own (`db upgrade`)."""
    features: list[Feature] = app.extensions["features"]
    for feature in features:
        for command in feature.commands:
            app.cli.add_command(command)
    app.cli.add_command(audit_group)


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
