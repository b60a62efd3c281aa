"""A name in the query that a route does not know is refused, as in a body: a misspelt filter is no filter."""

import pytest

STRANGE = {"code": "invalid", "message": "有几处填写得不对，请看说明"}


def refusal(*names):
    return {**STRANGE, "details": {"fields": {"query": {name: ["没有这一项"] for name in names}}}}


@pytest.mark.parametrize("path", ["home", "boards/nearby/posts", "topics", "items", "notices", "gate-ledger"])
def test_a_list_refuses_what_it_does_not_know_and_names_it(neighbour, path):
    caller = neighbour()
    answers = [caller.get(f"{path}{query}") for query in ("?limit=3", "?limits=3&size=2&limit=3")]

    assert [one.status_code for one in answers] == [200, 422]
    assert answers[1].json == refusal("limits", "size")


def test_a_page_that_is_asked_often_refuses_it_every_time(neighbour):
    """The path in front of Flask holds the plain address, and nothing of the one that was refused."""
    caller = neighbour()
    for _ in range(3):
        assert caller.get("home").status_code == 200
        assert caller.get("home?borad=market").status_code == 422


def test_a_route_without_a_query_refuses_any(neighbour, client):
    caller = neighbour()

    assert caller.get("/me").status_code == 200
    assert caller.get("/me?fields=all").json == refusal("fields")
    assert client.post("/api/v1/sessions?debug=1", json={"code": "demo:x"}).json == refusal("debug")


def test_nothing_is_written_when_the_query_is_refused(neighbour, session):
    caller = neighbour()
    form = {"kind": "ask", "title": "楼道灯坏了", "body": "三楼晚上看不清台阶"}

    assert caller.post("boards/nearby/posts?draft=true", json=form).status_code == 422
    assert caller.get("boards/nearby/posts").json["mine"]["pending"] == []


def test_who_may_not_read_learns_nothing_of_the_names(client, neighbour, community):
    home = f"/api/v1/communities/{community.id}/home"

    assert client.get(f"{home}?x=1").status_code == 401
    assert neighbour().get("moderation?x=1").status_code == 403
