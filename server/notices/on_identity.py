"""What people are told about enrolment and their data: the applicant of each step, a home of who wants to
join it, whoever was looked at of the look."""

from typing import Any

from server.core.access import ROLE_NAMES
from server.identity import queries, queries_enrolment, queries_unmasking
from server.identity.models import RELATION_NAMES
from server.identity.models_enrolment import Application
from server.identity.models_unmasking import GROUND_NAMES
from server.identity.views_unmasking import opened_names
from server.notices.models import Kind
from server.notices.service import Line, tell

MOVED = {
    "approved": "审核通过，欢迎回家",
    "returned": "申请被退回，请补充后再交",
    "refused": "申请没有通过审核",
}


def application_verified(event: dict[str, Any]) -> None:
    """Those who already belong to the home learn who wants to join it, before the committee decides."""
    application = queries_enrolment.get_application(event["application_id"])
    if application is None or event["home_id"] is None:
        return
    body = f"{_who(application)}申请加入您家，如有疑问请联系居委会"
    line = Line(Kind.ENROLMENT, "有人申请加入您家", body, "mine")
    _tell_home(application, event["home_id"], str(application.version), line)


def application_moved(event: dict[str, Any]) -> None:
    """The applicant hears what the committee decided, with its reason; the home, who has joined it."""
    application = queries_enrolment.get_application(event["application_id"])
    if application is None or event["state"] not in MOVED:
        return
    reason = f"原因：{application.reason}" if application.reason else ""
    line = Line(Kind.ENROLMENT, MOVED[event["state"]], reason, f"application:{application.id}")
    tell(event["person_id"], f"application:{application.id}:{event['state']}:{application.version}", line)
    # The committee may have chosen another home than the one that was told of the wish.
    if event["state"] == "approved" and application.home_id is not None:
        body = f"{_who(application)}加入您家，如有疑问请联系居委会"
        joined = Line(Kind.ENROLMENT, "您家有了新成员", body, "mine")
        _tell_home(application, application.home_id, "joined", joined)


def unmasked(event: dict[str, Any]) -> None:
    """Whose data it is hears what was looked at, by which unit and why; not by whom, nor what it says."""
    row = queries_unmasking.get(event["unmasking_id"])
    if row is None:
        return
    title = f"有工作人员查看了您的{'、'.join(opened_names(row))}"
    body = f"{row.by_unit}（{ROLE_NAMES[row.by_role]}），{GROUND_NAMES[row.ground]}：{row.reason}"
    tell(row.person_id, f"unmasking:{row.id}", Line(Kind.PRIVACY, title, body, "seen"))


def _who(application: Application) -> str:
    return f"{application.masked_name}以{RELATION_NAMES[application.relation]}身份"


def _tell_home(application: Application, home_id: int, what: str, line: Line) -> None:
    """Tell everybody of the home but the applicant himself."""
    for member in queries.members_of_home(home_id):
        if member.person_id != application.person_id:
            tell(member.person_id, f"application:{application.id}:{what}", line)
