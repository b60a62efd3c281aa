"""表决: polls over a frozen roll of homes, one ballot a home, exact arithmetic after the close.

Owns poll, poll_option, roll_entry, ballot and what the count leaves; paper_ballot (代录), proxy_letter (委托)
and rows_opening (点票). Says `ballots.poll_closed`, `count_confirmed`, `rows_asked`, `rows_opened`,
`paper_entered`, `paper_mismatch`, `proxy_moved`. Hears nothing. Whoever opens a poll (deliberation) decides
whether it may be opened; here nobody sees a running count.
"""
