"""What projects add to the feature they belong to."""

from server.core.access import Permission, Rules
from server.deliberation import policy
from server.deliberation.projects import api, api_result, checks, clockwork, events

BLUEPRINTS = (api.blp, api_result.blp)
HEARS = {
    events.ProjectNoteWritten.topic: (checks.check_note,),
    events.EvaluationWritten.topic: (checks.check_evaluation,),
}
CLOCK = clockwork.EVERY_MINUTE
RULES: Rules = {Permission.PROJECT_RATE: (policy.lives_there,)}
SAYS = events.SAID
