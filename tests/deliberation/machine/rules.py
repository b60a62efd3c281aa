"""The rules of the agenda as the product study and the contract state them, in plain data.

Nothing here is imported from the application: when the two disagree, one of them is wrong.
"""

#: Six households of one estate; B is home to two. The outsider lives in another estate of the community.
HOMES = {
    "ann": "A", "bob": "B", "bea": "B", "cai": "C", "dan": "D", "former": "E", "deputy": "F", "outsider": "X",
}  # fmt: skip
HOUSEHOLDS = 6
#: `former` was secretary until his duty ended; `stand_in` is another community's until the street names him.
OFFICES = ("secretary", "deputy", "committee", "watch", "supervisor", "stand_in")
PEOPLE = (*HOMES, *(office for office in OFFICES if office not in HOMES))
#: Whom §2.2 lets read a topic whole before it is admitted.
OVERSIGHT = {"secretary", "deputy", "supervisor", "watch"}
NEIGHBOURS = {who for who, home in HOMES.items() if home != "X"}
HOSTS = {"secretary", "deputy", "committee"}
#: `committee` is its chair.
SECOND_HANDS = {"deputy", "committee"}
PARTY = {"secretary", "deputy"}

#: 议事规则 of the community; working days unless said otherwise.
GATE, PLAN, PAUSE, SECONDING, PUBLICITY, ROUTE, OBJECTION, PROJECT = 3, 5, 10, 10, 3, 3, 5, 10
#: Calendar days.
NOTICE, LEAST_TALK, EXTENSION, CONSENSUS, APPEAL, ADOPTION, SUMMARY, STANDS_IN = 2, 3, 15, 7, 7, 7, 3, 60
TWO_HANDS, RETURNS = 3, 2
#: Acts at a gate that judge nothing: they free it.
FREEING = {"recuse", "retract_signature"}
LONGEST_VOTE_MONTHS = 3

EXTENDING = ("extend_vote", "extend_called_vote")
CERTIFYING = ("certify", "adopt_covenant", "drop_covenant")
#: Where a paper lies at the gate, which its writer does not hold.
PAPER_AT = ("gate2_pending", "gate3_pending")
AT_THE_GATE = ("gate1_pending", "gate2_pending", "paused", "gate3_pending", "tallied")
#: Whoever hosts has days there too; that he let them pass is told, and nothing else follows.
AT_THE_HOST = ("admitted", "discussing", "summarised", "decided")
#: Of a covenant, too, once its draft is handed in, or its vote counted.
KEPT = (*AT_THE_GATE, "covenant_draft", "covenant_vote")
BEFORE_TALK = ("draft", "seconding", "returned", "gate1_pending", "admitted", "gate2_pending")
SECONDABLE = ("seconding", "gate1_pending", "admitted", "gate2_pending")
ENDS = ("not_passed", "merged", "transferred", "terminated", "closed")
STAY = None

#: verb → (whose, from where, to where). STAY: a record, and no move. What several rows share has one button.
TABLE = {
    "submit": ("author", ("draft", "returned"), "gate1_pending"),
    "revise": ("author", ("draft", "returned"), STAY),
    "withdraw": ("author", BEFORE_TALK, "withdrawn"),
    "adopt": ("neighbour", ("withdrawn",), "gate1_pending"),
    "admit": ("gate", ("gate1_pending",), "admitted"),
    "return": ("gate", ("gate1_pending",), "returned"),
    "decline": ("gate", ("gate1_pending",), "declined"),
    "countersign": ("second_hand", ("gate1_pending",), "declined"),
    "refuse_countersign": ("second_hand", ("gate1_pending",), STAY),
    "retract_signature": ("gate", ("gate1_pending",), STAY),
    "merge": ("gate", ("gate1_pending",), "merged"),
    "transfer": ("gate", ("gate1_pending",), "transferred"),
    "appeal": ("author", ("declined",), STAY),
    "order_review": ("street", ("declined",), "gate1_pending"),
    "uphold": ("street", ("declined",), STAY),
    "recuse": ("gate", KEPT, STAY),
    "name_keeper": ("street", KEPT, STAY),
    "plan": ("host", ("admitted",), "gate2_pending"),
    "open_discussion": ("gate", ("gate2_pending",), "discussing"),
    "return_plan": ("gate", ("gate2_pending",), "admitted"),
    "pause": ("host", ("discussing",), "paused"),
    "resume": ("host", ("paused",), "discussing"),
    "extend_discussion": ("host", ("discussing",), STAY),
    "terminate": ("gate", ("paused",), "terminated"),
    "summarise": ("host", ("discussing", "summarised"), "summarised"),
    "route": ("host", ("summarised",), "gate3_pending"),
    "convene": ("convener", ("gate3_pending", "covenant_draft"), STAY),
    "open_ballot": ("gate", ("gate3_pending",), "voting"),
    "decide": ("gate", ("gate3_pending",), "decided"),
    "return_route": ("gate", ("gate3_pending",), "summarised"),
    "certify": ("gate", ("tallied",), "decided"),
    "challenge": ("gate", ("tallied", "covenant_vote"), STAY),
    "dismiss_challenge": ("street", ("tallied", "covenant_vote"), STAY),
    "order_revote": ("street", ("tallied", "covenant_vote"), "gate3_pending"),
    "extend_vote": ("host", ("no_quorum",), "voting"),
    "extend_called_vote": ("convener", ("no_quorum", "covenant_vote"), "voting"),
    "draft_covenant": ("host", ("decided",), "covenant_draft"),
    "submit_covenant": ("host", ("covenant_draft",), "covenant_draft"),
    "return_covenant": ("gate", ("covenant_draft",), "covenant_draft"),
    "open_covenant_vote": ("gate", ("covenant_draft",), "covenant_vote"),
    "adopt_covenant": ("gate", ("covenant_vote",), "covenant_in_force"),
    "drop_covenant": ("gate", ("covenant_vote",), "covenant_draft"),
    "archive": ("host", ("decided", "covenant_in_force"), "closed"),
}
#: Where a covenant's vote goes instead.
OF_A_COVENANT = {"order_revote": "covenant_draft", "extend_called_vote": "covenant_vote"}
#: Which steps of a covenant's draft are taken after it was handed in.
HANDED = {"submit_covenant": False, "convene": True, "return_covenant": True, "open_covenant_vote": True}
OUTCOMES = {"passed", "not_passed", "no_quorum"}
#: What a covenant's vote is counted as, for a step to be shown at all.
COUNTED_AS = {
    "adopt_covenant": {"passed"}, "drop_covenant": {"not_passed", "no_quorum"},
    "extend_called_vote": {"no_quorum"},
    "challenge": OUTCOMES, "dismiss_challenge": OUTCOMES, "order_revote": OUTCOMES,
}  # fmt: skip
#: Steps taken by a paper with a route of its own: offered here, taken elsewhere.
HANDED_IN = {"form_project": ("host", ("decided",), STAY)}
#: Which row of the gate's record a step leaves: (gate, action).
RECORDED = {
    "admit": ("1", "accept"), "return": ("1", "return"), "decline": ("1", "decline"),
    "countersign": ("1", "decline"), "merge": ("1", "merge"),
    "transfer": ("1", "transfer"), "open_discussion": ("2", "open"), "return_plan": ("2", "return"),
    "open_ballot": ("3", "open"), "return_route": ("3", "return"), "decide": ("3", "decide"),
    "challenge": ("3", "challenge"), "certify": ("3", "certify"), "pause": ("pause", "pause"),
    "resume": ("pause", "resume"), "terminate": ("pause", "terminate"),
    "return_covenant": ("covenant", "return"), "open_covenant_vote": ("covenant", "open"),
    "adopt_covenant": ("covenant", "certify"), "drop_covenant": ("covenant", "certify"),
}  # fmt: skip
#: What takes a topic off the agenda against its supporters (two hands are asked for beyond a petition only).
STOPS = {"decline", "merge", "transfer", "terminate"}
#: Reasons that even a petition leaves to the gate.
LAWFUL = {"unlawful", "privacy"}
CODES = {
    "return": ("unclear", "facts_missing"),
    "decline": ("not_ours", "unlawful", "privacy"),
    "return_plan": ("period", "parties_missing"),
    "return_route": ("question_unclear", "summary_disputed"),
    "pause": ("disorder", "facts_disputed"),
    "terminate": ("changed", "settled", "unlawful"),
    "challenge": ("roll_error", "technical"),
    "return_covenant": ("wording", "against_law"),
}
SAID = {
    "appeal", "order_review", "uphold", "recuse", "name_keeper", "merge", "transfer", "refuse_countersign",
    "retract_signature",
    "resume", "extend_discussion", "dismiss_challenge", "order_revote", *EXTENDING, "archive",
}  # fmt: skip
