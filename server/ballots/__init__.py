"""表决: polls over a frozen roll of homes, one ballot a home, exact arithmetic after the close.

Owns poll, poll_option, roll_entry and ballot. Says `ballots.poll_closed`. Hears nothing. Whoever
opens a poll (deliberation) decides whether it may be opened; here nobody sees a running count.
"""
