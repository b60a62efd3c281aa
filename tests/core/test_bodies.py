"""Bodies that are no JSON of ours are a 400 in the one shape, never an error of the server."""

import pytest

JSON = {"Content-Type": "application/json"}
NESTED = 100_000


@pytest.mark.parametrize(
    "body",
    [
        b"[" * NESTED,
        b'{"code":' * NESTED,
        b"[" * NESTED + b"]" * NESTED,
        b'{"code": NaN}',
        b'{"code": "\xff\xfe"}',
        b'{"code": "\\ud800"}',
        b'{"code":',
    ],
)
def test_what_cannot_be_read_is_refused_in_the_one_shape(client, body):
    answer = client.post("/api/v1/sessions", data=body, headers=JSON)

    assert answer.status_code == 400
    assert answer.json == {"code": "bad_request", "message": "请求的格式不对", "details": {}}


@pytest.mark.parametrize("body", [b"", b"[]", b"5", b"null"])
def test_what_is_no_form_says_so_in_chinese(client, body):
    answer = client.post("/api/v1/sessions", data=body, headers=JSON)

    assert answer.status_code == 422
    assert answer.json["message"] == "有几处填写得不对，请看说明"
    assert "请填写" in str(answer.json) or "格式不对" in str(answer.json)


def test_another_kind_of_body_is_no_form(client):
    answer = client.post("/api/v1/sessions", data=b"code=demo", content_type="text/plain")

    assert answer.status_code == 422
    assert answer.json["details"] == {"fields": {"json": {"code": ["请填写"]}}}
