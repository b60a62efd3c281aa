"""One topic from the first word to the certified decision, over HTTP."""

from server.core import tenancy
from server.deliberation import verify


def test_a_topic_goes_through_three_gates_to_a_decision(scene):
    topic = scene.voting()
    for voter in (scene.author, *scene.neighbours[:2]):
        assert scene.vote(voter, topic, "赞成").status_code == 200
    scene.close(topic)

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
