"""Every error has one shape, a Chinese sentence, and nothing of the inside."""

import pytest
from flask import abort
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm.exc import StaleDataError

from server.core import errors
from server.kit.errors import AppError

SECRET = "李秀英 330203199003071289"
JSON = {"Content-Type": "application/json"}


def failing_with(error):
    def fail(*_, **__):
        raise error

    return fail


@pytest.fixture
def answer_to(app, neighbour, monkeypatch):
    """Call it with an exception: the answer to a request in which it happened."""
    caller = neighbour()

    def call(error):
        with monkeypatch.context() as patch:
            patch.setattr("server.identity.overview.me", failing_with(error))
            return caller.get("/me")

    return call


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (StaleDataError(SECRET), 409, "conflict"),
        (OperationalError("SELECT 1", {"name": SECRET}, OSError(SECRET)), 503, "unavailable"),
        (ValueError(SECRET), 500, "internal"),
        (AppError("请稍后再试"), AppError.status, AppError.code),
    ],
)
def test_whatever_happens_inside_leaves_in_the_one_shape(answer_to, error, status, code):
    answer = answer_to(error)

    assert (answer.status_code, answer.json["code"]) == (status, code)
    assert set(answer.json) == {"code", "message", "details"}
    assert SECRET not in answer.get_data(as_text=True)
    assert ("Retry-After" in answer.headers) == (status in (429, 503))


@pytest.mark.parametrize(
    ("sent", "status", "code"),
    [
        (("GET /api/v1/nothing", {}, None), 404, "not_found"),
        (("PATCH /api/v1/me", {}, None), 405, "method_not_allowed"),
        (("POST /api/v1/sessions", {"Content-Type": "text/plain"}, "x"), 422, "invalid"),
        (("POST /api/v1/sessions", JSON, "{"), 400, "bad_request"),
        (("POST /api/v1/sessions", JSON, "[]"), 422, "invalid"),
        (("POST /api/v1/sessions", JSON, '{"other": 1}'), 422, "invalid"),
        (("GET /api/v1/me", {}, None), 401, "unauthenticated"),
        (("GET /api/v1/me", {"Authorization": "Basic eDp5"}, None), 401, "unauthenticated"),
        (("GET /api/v1/me", {"Authorization": "Bearer x"}, None), 401, "unauthenticated"),
    ],
)
def test_what_cannot_be_understood_is_refused_in_the_one_shape(client, sent, status, code):
    line, headers, body = sent
    method, path = line.split()
    answer = client.open(path, method=method, headers=headers, data=body)

    assert (answer.status_code, answer.json["code"]) == (status, code), answer.json
    assert any("一" <= sign <= "鿿" for sign in answer.json["message"])


def test_a_method_that_is_not_there_says_which_are(client):
    assert client.patch("/api/v1/me").headers["Allow"] == "GET, HEAD, OPTIONS"


def test_a_body_beyond_the_limit_is_refused(neighbour):
    assert neighbour().post("boards/nearby/posts", data=b"x" * (12 * 2**20 + 1)).status_code == 413


def test_a_status_without_a_sentence_of_its_own_still_has_the_shape(app):
    with app.test_request_context():
        try:
            abort(418)
        except Exception as error:
            shaped = errors._http(error)

    assert (shaped.status_code, shaped.json["code"], shaped.json["message"]) == (418, "http", "请求没有成功")


@pytest.mark.parametrize("number", ["0", "32768", "99999999999"])
def test_a_community_that_cannot_be_is_not_found(neighbour, number):
    assert neighbour().get(f"/communities/{number}/home").status_code == 404


def test_an_id_beyond_any_row_is_not_found(neighbour):
    assert neighbour().get(f"posts/{2**63}").status_code == 404
