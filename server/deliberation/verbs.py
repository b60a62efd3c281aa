"""What a topic's steps are called: every row of workflow.py by its own name, and the button that shows it."""

from enum import StrEnum


class Verb(StrEnum):
    SUBMIT = "submit"
    CALL = "call"
    SECONDED = "seconded"
    REVISE = "revise"
    WITHDRAW = "withdraw"
    ADOPT = "adopt"
    ADOPT_ADMITTED = "adopt_admitted"
    BOUNCE = "bounce"
    ADMIT = "admit"
    RETURN = "return"
    DECLINE = "decline"
    DECLINE_FIRST = "decline_first"
    COUNTERSIGN = "countersign"
    REFUSE_COUNTERSIGN = "refuse_countersign"
    RETRACT_SIGNATURE = "retract_signature"
    MERGE = "merge"
    TRANSFER = "transfer"
    APPEAL = "appeal"
    ORDER_REVIEW = "order_review"
    UPHOLD = "uphold"
    RECUSE = "recuse"
    NAME_KEEPER = "name_keeper"
    PLAN = "plan"
    OPEN_DISCUSSION = "open_discussion"
    RETURN_PLAN = "return_plan"
    PAUSE = "pause"
    RESUME = "resume"
    EXTEND_DISCUSSION = "extend_discussion"
    TERMINATE = "terminate"
    SUMMARISE = "summarise"
    ROUTE = "route"
    CONVENE = "convene"
    OPEN_BALLOT = "open_ballot"
    DECIDE = "decide"
    RETURN_ROUTE = "return_route"
    CLOSE = "close"
    CERTIFY = "certify"
    CERTIFY_NOT_PASSED = "certify_not_passed"
    CERTIFY_NO_QUORUM = "certify_no_quorum"
    CHALLENGE = "challenge"
    DISMISS_CHALLENGE = "dismiss_challenge"
    ORDER_REVOTE = "order_revote"
    EXTEND_VOTE = "extend_vote"
    EXTEND_CALLED_VOTE = "extend_called_vote"
    FORM_PROJECT = "form_project"
    START_PROJECT = "start_project"
    FINISH_PROJECT = "finish_project"
    DRAFT_COVENANT = "draft_covenant"
    SUBMIT_COVENANT = "submit_covenant"
    RETURN_COVENANT = "return_covenant"
    OPEN_COVENANT_VOTE = "open_covenant_vote"
    COUNT_COVENANT = "count_covenant"
    CHALLENGE_COVENANT = "challenge_covenant"
    ORDER_COVENANT_REVOTE = "order_covenant_revote"
    EXTEND_COVENANT_VOTE = "extend_covenant_vote"
    ADOPT_COVENANT = "adopt_covenant"
    DROP_COVENANT = "drop_covenant"
    ARCHIVE = "archive"


#: One button for rows of which the facts decide, never the person: 「确认计票结果」 is whatever was counted.
BUTTON = {
    Verb.CALL: Verb.SUBMIT,
    Verb.DECLINE_FIRST: Verb.DECLINE,
    Verb.ADOPT_ADMITTED: Verb.ADOPT,
    Verb.CERTIFY_NOT_PASSED: Verb.CERTIFY,
    Verb.CERTIFY_NO_QUORUM: Verb.CERTIFY,
    Verb.CHALLENGE_COVENANT: Verb.CHALLENGE,
    Verb.ORDER_COVENANT_REVOTE: Verb.ORDER_REVOTE,
    Verb.EXTEND_COVENANT_VOTE: Verb.EXTEND_CALLED_VOTE,
}
#: Steps taken by handing in the paper they are about, by a route of its own: what the paper is called.
HANDED_IN = {
    Verb.FORM_PROJECT: "project",
    Verb.START_PROJECT: "project_step",
    Verb.FINISH_PROJECT: "project_step",
    Verb.DRAFT_COVENANT: "covenant",
    Verb.SUBMIT_COVENANT: "covenant_step",
    Verb.OPEN_COVENANT_VOTE: "covenant_step",
    Verb.ADOPT_COVENANT: "covenant_step",
    Verb.DROP_COVENANT: "covenant_step",
}
