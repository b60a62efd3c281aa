"""A counted named poll, and one of each of the two bodies that may open its rows."""

from datetime import timedelta

from sqlalchemy import select, update

from server.ballots import counter_queries
from server.ballots.counter_models import RowsOpening
from server.core import tenancy
from server.core.access import Role
from server.core.audit import AuditEntry
from server.core.database import transaction
from server.extensions import db
from server.kit.db import utc_now
from tests.factories import make_member

REASON = "三户住户对计票提出异议，逐户核对。"
COURT = {"ground": "court", "reason": "海曙区人民法院（2026）浙0203民初88号调查令"}


class Counters:
    """A counted named poll, one of the committee, one of the watch."""

    def __init__(self, voting):
        self.voting, here = voting, voting.community
        self.committee = make_member(here, Role.COMMITTEE, name="陈志强")
        self.watch = make_member(here, Role.WATCH, name="高建国")
        self.path = f"polls/{voting.poll_id}/openings"

    def ask(self, who=None, **form):
        return (who or self.committee).post(self.path, json={"ground": "objection", "reason": REASON, **form})

    def asked(self, who=None, **form):
        answer = self.ask(who, **form)
        assert answer.status_code == 200, answer.json
        return next(
            one["id"] for one in reversed(answer.json["openings"]["mine"]["items"]) if not one["may_look"]
        )

    def confirm(self, opening, who=None):
        return (who or self.watch).post(f"{self.path}/{opening}/confirmation")

    def opened(self, **form):
        opening = self.asked(**form)
        answer = self.confirm(opening)
        assert answer.status_code == 200, answer.json
        return opening

    def look(self, opening, who=None, **form):
        return (who or self.watch).put(f"{self.path}/{opening}/look", json=form)

    def export(self, opening, who=None):
        return (who or self.committee).put(f"{self.path}/{opening}/export")

    def told(self, who):
        return who.get(f"polls/{self.voting.poll_id}/result").json["openings"]

    def past(self, opening):
        """Its days are over."""
        over = utc_now() - timedelta(minutes=1)
        begun = {"asked_at": over - timedelta(days=9), "ends_at": over}
        with tenancy.in_community(self.voting.community.id), transaction():
            row = counter_queries.get(int(opening))
            done = {"confirmed_at": over - timedelta(days=8)} if row.confirmed_at else {}
            db.session.execute(
                update(RowsOpening).where(RowsOpening.id == int(opening)).values(**begun, **done)
            )

    def deeds(self):
        with tenancy.in_community(self.voting.community.id):
            asked = select(AuditEntry.deed, AuditEntry.person_id).order_by(AuditEntry.seq)
            return [(deed, person) for deed, person in db.session.execute(asked)]
