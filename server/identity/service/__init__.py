"""The verbs of identity, by family: sessions, duties, scenes, enrolment, review."""
