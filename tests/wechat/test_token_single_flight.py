"""A hundred callers without a token: one asks WeChat, the others wait at most a second."""

import threading
import time

import fakeredis
import pytest
from redis.exceptions import ConnectionError as RedisConnectionError

from server.wechat import tokens
from server.wechat.faults import WeChatUnavailable
from server.wechat.gateway import Scene
from server.wechat.tokens import Issued, SharedToken

TOKEN = "/cgi-bin/stable_token"


class TestStampede:
    @pytest.fixture(autouse=True)
    def _as_long_as_it_takes(self, monkeypatch):
        """How soon waiting ends is asked below: a hundred threads on a busy machine take longer."""
        monkeypatch.setattr(tokens, "PATIENCE", 60)

    def test_a_hundred_threads_fetch_once(self, client, sandbox, at_once):
        answers = at_once(lambda: client.access_token, 100)

        assert len(set(answers)) == 1
        assert len(sandbox.state.calls_of(TOKEN)) == 1

    def test_a_hundred_refused_at_once_renew_once(self, client, sandbox, at_once):
        client.fetch_access_token()
        sandbox.state.revoke_tokens(keep_current=False)

        answers = at_once(lambda: client.wxa.check_text("您好", openid="demo-openid-li", scene=2), 100)

        assert {answer["suggest"] for answer in answers} == {"pass"}
        assert len(sandbox.state.calls_of(TOKEN)) == 2

    def test_ten_processes_fetch_once(self, new_client, sandbox, at_once):
        clients = iter([new_client() for _ in range(10)])

        answers = at_once(lambda: next(clients).access_token, 10)

        assert len(set(answers)) == 1
        assert len(sandbox.state.calls_of(TOKEN)) == 1

    def test_without_taking_turns_everyone_would_fetch(self, client, sandbox, at_once):
        at_once(lambda: client._fetch_stable_token(False), 20)

        assert len(sandbox.state.calls_of(TOKEN)) == 20


class TestWaiting:
    def test_nobody_waits_longer_than_a_second_for_a_slow_fetch(self, shared_redis, at_once):
        others_gone, waits = threading.Event(), []

        def slow(force):
            others_gone.wait(30)
            return Issued("late", 7200)

        token = SharedToken(shared_redis, "wx-slow", slow)

        def ask():
            began = time.monotonic()
            try:
                return token.get()
            finally:
                waits.append(time.monotonic() - began)
                if len(waits) == 7:
                    others_gone.set()

        answers = at_once(ask, 8)

        assert answers.count("late") == 1
        assert sum(isinstance(answer, WeChatUnavailable) for answer in answers) == 7
        assert max(waits[:7]) < 10

    def test_who_waited_too_long_in_a_queue_still_takes_one_that_is_there(self, shared_redis, monkeypatch):
        monkeypatch.setattr(tokens, "PATIENCE", 0.1)
        token = SharedToken(shared_redis, "wx-queue", lambda force: Issued("new", 7200))
        token._mine.acquire()
        threading.Timer(0.05, shared_redis.set, ("wechat:wx-queue:token", "there")).start()

        assert token.get() == "there"

    def test_a_fetcher_that_died_is_forgotten_after_its_lease(self, shared_redis, monkeypatch):
        monkeypatch.setattr(tokens, "PATIENCE", 0.2)
        token = SharedToken(shared_redis, "wx-dead", lambda force: Issued("new", 7200))
        shared_redis.set("wechat:wx-dead:token:lease", "somebody", px=1500)

        with pytest.raises(WeChatUnavailable):
            token.get()
        time.sleep(1.5)

        assert token.get() == "new"

    def test_waiting_in_vain_reads_as_wechat_not_answering(self, wechat, shared_redis, monkeypatch):
        monkeypatch.setattr(tokens, "PATIENCE", 0.1)
        shared_redis.set("wechat:wx-sandbox:token:lease", "somebody", px=5000)

        with pytest.raises(WeChatUnavailable) as busy:
            wechat.check_text("您好", openid="demo-openid-li", scene=Scene.FORUM)

        assert busy.value.retryable

    def test_a_failed_fetch_leaves_the_turn_to_the_next(self, shared_redis):
        outcomes = iter([TimeoutError(), Issued("second", 7200)])

        def fetch(force):
            outcome = next(outcomes)
            if isinstance(outcome, Exception):
                raise outcome
            return outcome

        token = SharedToken(shared_redis, "wx-twice", fetch)
        with pytest.raises(TimeoutError):
            token.get()

        assert token.get() == "second"


class TestWithoutRedis:
    @pytest.fixture
    def gone(self):
        server = fakeredis.FakeServer()
        server.connected = False
        redis = fakeredis.FakeRedis(server=server)
        with pytest.raises(RedisConnectionError):
            redis.ping()
        yield redis
        redis.close()

    def test_calls_go_on_with_a_token_of_their_own(self, new_client, gone, sandbox):
        client = new_client(gone)

        for _ in range(3):
            assert client.wxa.check_text("您好", openid="demo-openid-li", scene=2)["suggest"] == "pass"

        assert len(sandbox.state.calls_of(TOKEN)) == 1

    def test_a_stale_one_is_renewed(self, new_client, gone, sandbox):
        client = new_client(gone)
        client.fetch_access_token()
        sandbox.state.revoke_tokens(keep_current=False)

        assert client.wxa.check_text("您好", openid="demo-openid-li", scene=2)["suggest"] == "pass"


def test_redis_may_answer_text_instead_of_bytes(new_client, sandbox):
    redis = fakeredis.FakeRedis(decode_responses=True)
    first, second = new_client(redis), new_client(redis)

    assert first.access_token == second.access_token
    assert len(sandbox.state.calls_of(TOKEN)) == 1
    redis.close()
