"""demo: an invented district that fills an empty deployment, so that everything can be tried at once.

Owns no table. Everything it makes goes through the same doors as people's own doings.
"""
