"""`flask poll export`: all of a counted poll, for a court. Who asked and why stays in the audit chain."""

from pathlib import Path
from typing import Any

import click
import orjson
from flask.cli import with_appcontext

from server.ballots import publication, queries
from server.core import audit, tenancy
from server.core.access import Actor
from server.core.database import transaction
from server.kit.errors import AppError

LEAST_REASON = 10


@click.group("poll")
def poll() -> None:
    """表决。"""


@poll.command("export")
@click.argument("poll_id", type=int)
@click.option("--community", type=int, required=True, help="社区编号")
@click.option("--by", required=True, help="谁调取，例如 海曙区人民法院 王法官")
@click.option("--reason", required=True, help="依据和用途，例如案号")
@click.option("--to", type=click.Path(dir_okay=False, path_type=Path), help="写到这个文件；不写则打印")
@with_appcontext
def export(poll_id: int, community: int, to: Path | None, **why: str) -> None:
    """导出一次表决的全部材料，含记名表决每户的选择；由 scripts/verify_poll 核验。调取人和理由记入审计链。"""
    if len(why["reason"].strip()) < LEAST_REASON:
        raise click.ClickException(f"请写明依据和用途，至少 {LEAST_REASON} 个字")
    found = orjson.dumps(_exported(community, poll_id, why), option=orjson.OPT_INDENT_2).decode()
    if to is None:
        click.echo(found)
        return
    to.touch(mode=0o600)
    to.write_text(found, encoding="utf-8")
    click.echo(f"已写到 {to}，只有本机当前用户可读")


def _exported(community: int, poll_id: int, why: dict[str, str]) -> dict[str, Any]:
    operator = Actor(person_id=0, community_id=community, roles=frozenset(), name="系统管理员")
    with tenancy.in_community(community), transaction():
        if (found := queries.get_poll(poll_id)) is None:
            raise click.ClickException("这个社区没有这次表决")
        try:
            exported = publication.court(found)
        except AppError as error:
            raise click.ClickException(error.message) from error
        audit.record(operator, "poll.export", poll_id, **why)
        return exported
