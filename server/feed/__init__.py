"""feed: the home page of an estate – one stream of what is new, and what waits for the caller.

Owns `feed_entry`, a copy in the order it happened, made from events so that one index range answers
the most read page of all (docs/adr/0004-feed.md). Emits nothing.
"""
