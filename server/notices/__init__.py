"""notices: what a person should know, one line each, with a link into the app.

Owns `notice`. Emits nothing. Hears what happens to a person's posts, items, topics and applications.
"""
