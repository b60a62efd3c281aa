"""The levers of the stand-in: what a demonstration or a test may decide in place of WeChat and its users."""

import pytest
import requests

from server.wechat.faults import WeChatUnavailable
from server.wechat.gateway import Scene

NEIGHBOUR = "demo-openid-zhang"


@pytest.fixture
def pull(sandbox):
    def post(path, told):
        return requests.post(f"{sandbox.origin}/__admin/{path}", json=told, timeout=5).status_code

    return post


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("codes", {}),
        ("codes", []),
        ("codes", {"openid": ""}),
        ("phone-codes", {"openid": "o-li"}),
        ("words", {"word": "团购群", "suggest": "block", "label": 1}),
        ("pages", {}),
        ("push-target", {"url": "http://127.0.0.1:1"}),
        ("faults", {"path": "/cgi-bin/token", "fault": "earthquake", "times": 1}),
    ],
)
def test_a_lever_pulled_wrongly_says_so(pull, path, told):
    assert pull(path, told) == 400


def test_credits_add_up(admin):
    told = {"openid": NEIGHBOUR, "template_id": "t", "count": 2}

    assert [admin("credits", **told)["count"] for _ in range(2)] == [2, 4]


def test_a_mode_can_be_ordered_by_name(admin, wechat):
    admin("faults", path="/sns/jscode2session", fault="html", times=1)

    with pytest.raises(WeChatUnavailable):
        wechat.sign_in("demo:zhang")


def test_revoked_tokens_are_renewed_unseen(admin, wechat, sandbox):
    for _ in range(2):
        wechat.check_text("您好", openid=NEIGHBOUR, scene=Scene.FORUM)
        admin("tokens/revoke")

    assert wechat.check_text("您好", openid=NEIGHBOUR, scene=Scene.FORUM).label == 100
    assert len(sandbox.state.calls_of("/cgi-bin/stable_token")) == 3


def test_what_was_called_and_sent_can_be_read(admin, wechat, sandbox):
    admin("credits", openid=NEIGHBOUR, template_id="t", count=1)
    wechat.remind(NEIGHBOUR, "t", {"thing1": "明天停水"}, page="pages/notices/index")

    calls = requests.get(f"{sandbox.origin}/__admin/calls", timeout=5).json()["calls"]
    sent = requests.get(f"{sandbox.origin}/__admin/sent", timeout=5).json()["sent"]

    assert [call["path"] for call in calls] == ["/cgi-bin/stable_token", "/cgi-bin/message/subscribe/send"]
    assert [message["data"]["thing1"]["value"] for message in sent] == ["明天停水"]


@pytest.mark.parametrize(
    ("path", "told", "errcode"),
    [
        ("/cgi-bin/stable_token", [], 47001),
        ("/wxa/getwxacodeunlimit", {"scene": "e1.a", "width": 100}, 40097),
        ("/wxa/getwxacodeunlimit", {"scene": "e1.a", "env_version": "beta"}, 40097),
        ("/wxa/media_check_async", {"media_url": "ftp://x/1.jpg", "media_type": 2, "version": 2}, 40097),
        ("/wxa/media_check_async", {"media_url": "https://x/1.jpg", "media_type": 2}, 40097),
        ("/wxa/img_sec_check", {}, 44001),
    ],
)
def test_what_the_platform_refuses_is_refused(client, sandbox, path, told, errcode):
    query = {"access_token": client.access_token}
    answer = requests.post(sandbox.origin + path, params=query, json=told, timeout=5).json()

    assert answer["errcode"] == errcode


def test_a_code_without_a_page_opens_the_home_page(client):
    assert client.wxa.code_unlimited("e1.a").startswith(b"\x89PNG")
