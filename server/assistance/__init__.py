"""assistance: a helper files for a neighbour, who says afterwards whether it was his word (代为提交).

Owns `filing`: who filed what for whom, how the neighbour agreed, and what he answered. What is filed lies in
boards and deliberation, which ask this feature. Nobody votes, seconds, takes a stance or objects for another
here: that is 委托 (a letter of authority, server/ballots), another thing with another name.
Emits assistance.filed and assistance.answered. Hears nothing.
"""
