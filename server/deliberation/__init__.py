"""议题: what residents propose, the three gates of the party organisation, the discussion, the decision.

Owns topic, topic_step, topic_text, stance, topic_comment, gate_decision and gate_head. Opens polls
in ballots and hears their close. Every pass through a gate is a row that nobody can rewrite; posts
and comments are no matter of the gates: they pass the content check and the moderators.
"""
