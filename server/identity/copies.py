"""What identity holds of a person, as his copy tells it. Name and numbers are opened for him alone."""

from collections.abc import Iterator
from typing import Any

from server.core.access import ROLE_NAMES
from server.core.feature import Copy
from server.identity import consents, copy_queries, queries_enrolment, vault
from server.identity.models import RELATION_NAMES
from server.identity.models_enrolment import Application, ApplicationStep
from server.identity.models_unmasking import GROUND_NAMES, Field
from server.identity.queries_closing import closing_of
from server.identity.views import ASSURANCE_NAMES, STATE_NAMES
from server.identity.views_unmasking import opened_names
from server.identity.workflow import ENDS
from server.places import doors

Rows = Iterator[dict[str, Any]]


def person(person_id: int) -> Rows:
    row, sealed = copy_queries.person(person_id), vault.person_texts(person_id, Field) or {}
    yield {
        "显示名": row.display_name,
        "实名": sealed.get(Field.NAME),
        "手机号": sealed.get(Field.PHONE),
        "身份证号码": sealed.get(Field.ID_NUMBER),
        "实名核对": ASSURANCE_NAMES[row.assurance],
        "核对时间": row.verified_at,
        "成年的日子": row.adult_on,
        "微信标识": row.openid,
        "第一次登录": row.created_at,
    }


def memberships(person_id: int) -> Rows:
    for row in copy_queries.memberships(person_id):
        yield {
            "小区": row.estate,
            "楼栋": row.building,
            "室": row.room,
            "身份": RELATION_NAMES[row.relation],
            "加入": row.starts_at,
            "结束": row.ends_at,
        }


def owned(person_id: int) -> Rows:
    """By the number's index: the roll knows owners by their number, not by their account."""
    if index := vault.index_of(person_id):
        for row in copy_queries.owned(index):
            door = doors.label(row.building, row.room)
            yield {"房屋": door, "面积（平方米）": doors.square_metres(row.area_cm)}


def applications(person_id: int) -> Rows:
    found = copy_queries.applications(person_id)
    steps = queries_enrolment.steps_of(found)
    for row in found:
        yield _application(row, steps[row.id])


def _application(row: Application, steps: list[ApplicationStep]) -> dict[str, Any]:
    # The form is kept until the application ends.
    form = None if row.state in ENDS else vault.open_form(row.id)
    return {
        "编号": str(row.id),
        "楼栋": row.building,
        "室": row.room,
        "身份": RELATION_NAMES[row.relation],
        "填写的姓名": form.name if form else row.masked_name,
        "填写的手机号": form.phone if form else row.masked_phone,
        "填写的身份证号码": form.number if form else None,
        "状态": STATE_NAMES[row.state],
        "原因": row.reason,
        "提交": row.created_at,
        "经过": [
            {"时间": one.at, "经办": one.by, "到": STATE_NAMES[one.to_state], "原因": one.reason}
            for one in steps
        ],
    }


def duties(person_id: int) -> Rows:
    for row in copy_queries.duties(person_id):
        yield {
            "社区": row.community,
            "职务": ROLE_NAMES[row.role],
            "单位": row.organisation,
            "开始": row.starts_at,
            "结束": row.ends_at,
        }


def agreed(person_id: int) -> Rows:
    titles = {one.purpose: one.title for one in consents.every_text()}
    for row in copy_queries.consents(person_id):
        yield {
            "内容": titles.get(row.purpose, row.purpose),
            "版本": row.version,
            "文本的 SHA-256": row.text_sha256.hex(),
            "同意时间": row.given_at,
        }


def sessions(person_id: int) -> Rows:
    for row in copy_queries.sessions(person_id):
        yield {"登录": row.created_at, "到期": row.expires_at, "退出": row.revoked_at}


def made(person_id: int) -> Rows:
    for moment in copy_queries.made(person_id):
        yield {"下载": moment}


def seen(person_id: int) -> Rows:
    for row in copy_queries.seen(person_id):
        yield {
            "时间": row.at,
            "单位": row.by_unit,
            "职务": ROLE_NAMES[row.by_role],
            "看了": opened_names(row),
            "用途": GROUND_NAMES[row.ground],
            "理由": row.reason,
        }


def closing(person_id: int) -> Rows:
    if row := closing_of(person_id):
        yield {"申请注销": row.asked_at, "到期注销": row.due_at}


COPIES = (
    Copy("person", "您的账号：显示名、实名、手机号和实名核对", person, at_large=True),
    Copy("memberships", "您加入的住处", memberships),
    Copy("owned_homes", "房屋名册里登记在您名下的房屋（按身份证号码对上的）", owned),
    Copy("applications", "您的加入申请和办理经过", applications),
    Copy("duties", "您担任过的职务", duties, at_large=True),
    Copy("consents", "您同意过的说明", agreed, at_large=True),
    Copy("sessions", "您的登录记录，只有时间，过期九十天后删除", sessions, at_large=True),
    Copy("seen", "工作人员查看您完整信息的记录", seen),
    Copy("closing", "您的注销申请", closing, at_large=True),
    Copy("copies", "您下载本人信息的记录", made, at_large=True),
)
