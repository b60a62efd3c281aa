"""What covenants add to the feature they belong to."""

from server.deliberation.covenants import api, clock, copies
from server.deliberation.covenants.events import CovenantReviewDue

BLUEPRINTS = (api.blp,)
COPIES = copies.COPIES
SAYS = (CovenantReviewDue.topic,)
CLOCK = (clock.tell_reviews,)
