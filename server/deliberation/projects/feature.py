"""What projects add to the feature they belong to."""

from server.core.access import Permission, Rules
from server.deliberation import policy as topic_policy
from server.deliberation.projects import api, api_result, checks, clockwork, copies, events, policy

BLUEPRINTS = (api.blp, api_result.blp)
HEARS = {
    events.ProjectNoteWritten.topic: (checks.check_note,),
    events.EvaluationWritten.topic: (checks.check_evaluation,),
}
COPIES = copies.COPIES
CLOCK = clockwork.EVERY_MINUTE
RULES: Rules = {
    Permission.PROJECT_RATE: (topic_policy.lives_there,),
    Permission.PROJECT_LEAD: (topic_policy.of_this_unit(Permission.PROJECT_LEAD), policy.led_by_this_body),
}
SAYS = events.SAID
