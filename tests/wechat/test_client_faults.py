"""Each fault of wechatpy 1.8.18 that matters here, and that our client does not have it."""

from io import BytesIO

import pytest
from requests.exceptions import ReadTimeout, TooManyRedirects
from wechatpy import WeChatClient
from wechatpy.exceptions import WeChatClientException

from server.wechat import transport
from server.wechat.sandbox_state import SANDBOX_APPID, SANDBOX_SECRET

TEXT = "/wxa/msg_sec_check"
TOKEN = "/cgi-bin/stable_token"
LOGIN = "/sns/jscode2session"
NEIGHBOUR = "demo-openid-zhang"


class TestRetry:
    def test_a_token_refused_for_ever_is_tried_twice(self, client, sandbox):
        sandbox.state.fail_next(TEXT, 40001, times=99)

        with pytest.raises(WeChatClientException) as refused:
            client.wxa.check_text("您好", openid=NEIGHBOUR, scene=2)

        assert refused.value.errcode == 40001
        assert len(sandbox.state.calls_of(TEXT)) == 2

    def test_the_plain_client_would_go_on(self, sandbox):
        plain = WeChatClient(SANDBOX_APPID, SANDBOX_SECRET)
        plain._http.mount(transport.WECHAT, transport.OriginAdapter(sandbox.origin))
        sandbox.state.fail_next(TEXT, 40001, times=9)

        plain.wxa.check_text_security("您好")
        plain._http.close()

        assert len(sandbox.state.calls_of(TEXT)) == 10

    @pytest.mark.parametrize("errcode", [40001, 40014, 42001])
    def test_one_stale_answer_is_got_over(self, client, sandbox, errcode):
        sandbox.state.fail_next(TEXT, errcode)

        assert client.wxa.check_text("您好", openid=NEIGHBOUR, scene=2)["suggest"] == "pass"

    def test_another_refusal_is_not_tried_again(self, client, sandbox):
        sandbox.state.fail_next(TEXT, 45009)

        with pytest.raises(WeChatClientException):
            client.wxa.check_text("您好", openid=NEIGHBOUR, scene=2)

        assert len(sandbox.state.calls_of(TEXT)) == 1

    def test_a_revoked_token_that_comes_back_is_forced_out(self, client, sandbox):
        client.wxa.check_text("您好", openid=NEIGHBOUR, scene=2)
        sandbox.state.revoke_tokens(keep_current=True)

        assert client.wxa.check_text("您好", openid=NEIGHBOUR, scene=2)["suggest"] == "pass"
        assert [call.body["force_refresh"] for call in sandbox.state.calls_of(TOKEN)] == [False, False, True]

    def test_an_expired_token_is_renewed_without_force(self, client, sandbox):
        client.wxa.check_text("您好", openid=NEIGHBOUR, scene=2)
        sandbox.state.revoke_tokens(keep_current=False)

        assert client.wxa.check_text("您好", openid=NEIGHBOUR, scene=2)["suggest"] == "pass"
        assert [call.body["force_refresh"] for call in sandbox.state.calls_of(TOKEN)] == [False, False]

    def test_a_file_is_sent_whole_both_times(self, client, sandbox):
        sandbox.state.revoke_tokens(keep_current=False)
        client.fetch_access_token()
        sandbox.state.revoke_tokens(keep_current=False)

        # The second attempt with an exhausted handle would be refused as empty, 44001.
        assert client.wxa.check_image_security(BytesIO(b"\xff\xd8picture"))["errcode"] == 0
        assert len(sandbox.state.calls_of("/wxa/img_sec_check")) == 2


class TestTimeAndSize:
    def test_the_token_fetch_times_out_too(self, client, sandbox, monkeypatch):
        monkeypatch.setattr(transport, "PATIENCE", (0.3, 0.3))
        sandbox.state.fail_next(TOKEN, "silent")

        with pytest.raises(ReadTimeout):
            client.fetch_access_token()

    def test_an_answer_that_trickles_is_cut_off(self, client, sandbox, monkeypatch):
        monkeypatch.setattr(transport, "WHOLE_ANSWER", 0.2)
        sandbox.state.fail_next(LOGIN, "drip")

        with pytest.raises(ReadTimeout):
            client.wxa.code_to_session("demo:zhang")

    def test_a_huge_answer_is_not_read_to_its_end(self, client, sandbox):
        sandbox.state.fail_next(LOGIN, "huge")

        with pytest.raises(transport.AnswerTooLarge):
            client.wxa.code_to_session("demo:zhang")

    def test_a_redirect_is_not_followed(self, client, sandbox):
        sandbox.state.fail_next(LOGIN, "redirect")

        with pytest.raises(TooManyRedirects):
            client.wxa.code_to_session("demo:zhang")

        assert [call.path for call in sandbox.state.calls] == [LOGIN]


class TestSignIn:
    def test_it_is_one_call_and_needs_no_token(self, client, sandbox):
        client.wxa.code_to_session("demo:zhang")

        (call,) = sandbox.state.calls
        assert call.path == LOGIN
        assert "access_token" not in call.query

    def test_it_works_while_the_token_endpoint_is_down(self, client, sandbox):
        sandbox.state.fail_next(TOKEN, "error_500", times=99)

        assert client.wxa.code_to_session("demo:zhang") == NEIGHBOUR

    def test_only_the_openid_comes_out(self, client):
        assert client.wxa.code_to_session("demo:zhang") == NEIGHBOUR


class TestSharedToken:
    def test_two_processes_fetch_one_token(self, new_client, sandbox):
        first, second = new_client(), new_client()

        assert first.access_token == second.access_token
        assert len(sandbox.state.calls_of(TOKEN)) == 1

    def test_it_ends_in_redis_before_it_ends_at_wechat(self, client, shared_redis):
        client.fetch_access_token()

        assert 6800 < shared_redis.ttl(f"wechat:{SANDBOX_APPID}:token") <= 6900

    def test_a_process_learns_that_another_renewed_it(self, new_client, sandbox):
        first, second = new_client(), new_client()
        old = second.access_token
        sandbox.state.revoke_tokens(keep_current=False)
        first.wxa.check_text("您好", openid=NEIGHBOUR, scene=2)

        second.wxa.check_text("您好", openid=NEIGHBOUR, scene=2)

        assert second.access_token != old
        assert len(sandbox.state.calls_of(TEXT)) == 3, "the second process met no refusal"

    def test_a_plain_fetch_elsewhere_does_not_invalidate_it(self, client, sandbox):
        client.fetch_access_token()
        plain = WeChatClient(SANDBOX_APPID, SANDBOX_SECRET)
        plain._http.mount(transport.WECHAT, transport.OriginAdapter(sandbox.origin))
        plain.fetch_access_token()
        plain._http.close()

        client.wxa.check_text("您好", openid=NEIGHBOUR, scene=2)

        assert len(sandbox.state.calls_of(TEXT)) == 1


def test_the_second_version_of_the_checks_is_asked_for(client, sandbox):
    client.wxa.check_text("您好", openid=NEIGHBOUR, scene=3)
    client.wxa.check_media("https://files.example.cn/1.jpg", openid=NEIGHBOUR, scene=3)

    text, media = (
        sandbox.state.calls_of(TEXT)[0].body,
        sandbox.state.calls_of("/wxa/media_check_async")[0].body,
    )
    assert (text["version"], text["openid"], text["scene"]) == (2, NEIGHBOUR, 3)
    assert (media["version"], media["openid"], media["media_type"]) == (2, NEIGHBOUR, 2)
