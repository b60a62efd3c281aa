"""`flask ledger compare`: is each community's ledger still the one the district has copies of?"""

import click
from flask.cli import with_appcontext

from server.core import sessions, tenancy
from server.core.database import begin_read, transaction
from server.oversight import copies


@click.command()
@with_appcontext
def compare() -> None:
    """逐个社区与区里的存证比对；有不一致时退出码为 1。"""
    broken = 0
    for community_id in sessions.communities():
        with tenancy.in_community(community_id), transaction():
            begin_read()
            found = copies.problems(community_id)
        for problem in found:
            click.echo(f"社区 {community_id}：{problem}")
        broken += bool(found)
    if broken:
        raise click.ClickException(f"{broken} 个社区的台账与存证不一致")
    click.echo("台账与存证一致")
