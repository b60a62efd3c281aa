"""`flask ledger verify`: recompute every community's gate ledger, for auditors and for cron."""

import click
from flask.cli import with_appcontext

from server.core import sessions, tenancy
from server.core.database import begin_read, transaction
from server.deliberation import verify


@click.group("ledger")
def ledger() -> None:
    """把关台账。"""


@ledger.command("verify")
@click.option("--community", type=int, help="只核对这个社区的编号；不写则逐个核对")
@with_appcontext
def verify_ledger(community: int | None) -> None:
    """重新计算全部哈希，与留存的记录核对；有不一致时退出码为 1。"""
    broken = 0
    for community_id in [community] if community else sessions.communities():
        with tenancy.in_community(community_id), transaction():
            begin_read()
            found = verify.problems()
        for problem in found:
            click.echo(f"社区 {community_id}：{problem}")
        broken += bool(found)
    if broken:
        raise click.ClickException(f"{broken} 个社区的台账不完整")
    click.echo("台账完整")
