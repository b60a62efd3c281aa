"""What people are told about enrolment: the applicant of each step, a home of who wants to join it."""

from typing import Any

from server.identity import queries, queries_enrolment
from server.identity.models import RELATION_NAMES
from server.notices.models import Kind
from server.notices.service import Line, tell

MOVED = {
    "approved": "审核通过，欢迎回家",
    "returned": "申请被退回，请补充后再交",
    "refused": "申请没有通过审核",
}


def application_verified(event: dict[str, Any]) -> None:
    """Those who already belong to the home learn who wants to join it, before the committee decides."""
    if event["home_id"] is None:
        return
    application = queries_enrolment.get_application(event["application_id"])
    if application is None:
        return
    relation = RELATION_NAMES[application.relation]
    body = f"{application.masked_name}申请以{relation}身份加入您家，如有疑问请联系居委会"
    line = Line(Kind.ENROLMENT, "有人申请加入您家", body, "mine")
    for member in queries.members_of_home(event["home_id"]):
        if member.person_id != event["person_id"]:
            tell(member.person_id, f"application:{application.id}:{application.version}", line)


def application_moved(event: dict[str, Any]) -> None:
    """The applicant hears what the committee decided, with its reason."""
    application = queries_enrolment.get_application(event["application_id"])
    if application is None or event["state"] not in MOVED:
        return
    reason = f"原因：{application.reason}" if application.reason else ""
    line = Line(Kind.ENROLMENT, MOVED[event["state"]], reason, f"application:{application.id}")
    tell(event["person_id"], f"application:{application.id}:{event['state']}:{application.version}", line)
