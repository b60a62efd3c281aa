"""One topic from the first word to the certified decision, over HTTP."""

import time
from datetime import timedelta

from server.ballots import service
from server.core import tenancy
from server.core.database import transaction
from server.deliberation import verify
from server.kit.db import utc_now


def close(scene):
    """The minute's clock, and the outbox after it."""
    with tenancy.in_community(scene.community.id), transaction():
        service.close_due()
    scene.deliver()


def test_a_topic_goes_through_three_gates_to_a_decision(scene, monkeypatch):
    # The days of the vote are seconds here, and really pass: moving the poll's ends would be tampering.
    soon = lambda _: utc_now() + timedelta(seconds=6)  # noqa: E731
    monkeypatch.setattr("server.deliberation.proposals.end_of_day", soon)
    topic = scene.voting()
    ends = utc_now() + timedelta(seconds=6)
    for voter in (scene.author, *scene.neighbours[:2]):
        assert scene.vote(voter, topic, "赞成").status_code == 200
    time.sleep(max(0, (ends - utc_now()).total_seconds()) + 0.1)
    close(scene)
    scene.confirmed(topic)

    page = scene.step(scene.secretary, topic, "certify")

    assert page.status_code == 200, page.json
    assert page.json["topic"]["state"] == "decided"
    assert [one["action"] for one in page.json["topic"]["gate_decisions"]] == [
        "accept",
        "open",
        "open",
        "certify",
    ]
    result = scene.author.get(f"polls/{scene.poll_of(topic)}/result").json
    assert result["passed"]
    assert result["certified"]
    with tenancy.in_community(scene.community.id):
        assert verify.problems() == []
