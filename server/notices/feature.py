"""notices, as create_app plugs it in."""

from server.core.feature import Feature
from server.notices import (
    on_boards,
    on_counts,
    on_covenants,
    on_gates,
    on_identity,
    on_market,
    on_oversight,
    on_paper,
    on_projects,
    on_talk,
    on_topics,
)
from server.notices.api import blp

feature = Feature(
    name="notices",
    blueprints=(blp,),
    hears={
        "boards.post_moved": (on_boards.post_moved,),
        "boards.comment_moved": (on_boards.comment_moved,),
        "boards.comment_published": (on_boards.comment_published,),
        "market.item_moved": (on_market.item_moved,),
        "deliberation.topic_moved": (on_topics.topic_moved, on_gates.convening),
        "deliberation.text_held": (on_topics.text_held,),
        "deliberation.comment_judged": (on_topics.comment_judged,),
        "deliberation.amendment_judged": (on_talk.amendment_judged,),
        "deliberation.objection_answered": (on_talk.objection_answered,),
        "deliberation.gate_reminder": (on_gates.gate_reminder,),
        "deliberation.gate_overdue": (on_gates.gate_overdue,),
        "deliberation.appeal_overdue": (on_gates.appeal_overdue,),
        "deliberation.petition_reached": (on_gates.petition_reached,),
        "deliberation.petition_overdue": (on_gates.petition_overdue,),
        "deliberation.petition_answered": (on_gates.petition_answered,),
        "deliberation.merged_asks": (on_gates.merged_asks,),
        "deliberation.covenant_review_due": (on_covenants.review_due,),
        "ballots.poll_closed": (on_counts.poll_closed,),
        "ballots.count_confirmed": (on_gates.count_confirmed,),
        "ballots.paper_entered": (on_paper.paper_entered,),
        "ballots.paper_mismatch": (on_paper.paper_mismatch,),
        "ballots.proxy_moved": (on_paper.proxy_moved,),
        "deliberation.milestone_done": (on_projects.milestone_done,),
        "deliberation.milestone_overdue": (on_projects.milestone_overdue,),
        "deliberation.project_rescheduled": (on_projects.rescheduled,),
        "deliberation.project_note_judged": (on_projects.note_judged,),
        "deliberation.evaluation_judged": (on_projects.evaluation_judged,),
        "oversight.order_moved": (on_oversight.order_moved,),
        "identity.application_verified": (on_identity.application_verified,),
        "identity.application_moved": (on_identity.application_moved,),
    },
)
