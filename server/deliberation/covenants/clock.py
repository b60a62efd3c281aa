"""What the clock does for covenants: it says once that one is to be read again. It changes none."""

from server.core import database, outbox
from server.deliberation.covenants import queries
from server.deliberation.covenants.events import CovenantReviewDue
from server.extensions import db
from server.kit.worktime import today


def tell_reviews() -> None:
    moment = database.now()
    for version in queries.review_due(today(moment)):
        version.review_told_at = moment
        db.session.flush()
        outbox.emit(CovenantReviewDue(version.covenant_id, version.version))
