"""WeChat in every state of failure: sign-in ends within three seconds and says what to do; see also W1."""

import threading
import time

import pytest

from server.wechat.breaker import Breaker
from server.wechat.client import MiniClient
from server.wechat.faults import WeChatUnavailable
from server.wechat.gateway import Scene, WeChat
from server.wechat.sandbox_faults import MODES
from server.wechat.sandbox_state import SANDBOX_APPID, SANDBOX_SECRET

LOGIN = "/sns/jscode2session"
TEXT = "/wxa/msg_sec_check"
#: The three seconds of the deadline and what two busy cores may add.
AT_MOST = 3.5
LONG = {"silent", "slow", "drip"}
NEIGHBOUR = "demo-openid-zhang"


def seconds_of(call) -> float:
    began = time.monotonic()
    with pytest.raises(WeChatUnavailable):
        call()
    return time.monotonic() - began


@pytest.fixture
def now():
    return [0.0]


@pytest.fixture
def patient(sandbox, shared_redis, now):
    """A gateway whose breakers go by a clock the test turns."""
    client = MiniClient(SANDBOX_APPID, SANDBOX_SECRET, shared_redis, sandbox.origin)
    yield WeChat(client, lambda: Breaker(clock=lambda: now[0]))
    client.close()


class TestEveryMode:
    @pytest.mark.parametrize(
        "mode", [pytest.param(mode, marks=[pytest.mark.slow] * (mode in LONG)) for mode in MODES]
    )
    def test_sign_in_ends_in_time_and_the_next_one_works(self, wechat, sandbox, mode):
        sandbox.state.fail_next(LOGIN, mode)

        assert seconds_of(lambda: wechat.sign_in("demo:zhang")) < AT_MOST
        assert wechat.sign_in("demo:zhang") == NEIGHBOUR

    @pytest.mark.parametrize("mode", sorted(MODES.keys() - LONG))
    def test_a_text_check_never_passes_by_failing(self, wechat, sandbox, mode):
        sandbox.state.fail_next(TEXT, mode)

        with pytest.raises(WeChatUnavailable, match="请稍后再试"):
            wechat.check_text("您好", openid=NEIGHBOUR, scene=Scene.FORUM)

    @pytest.mark.parametrize("mode", sorted(MODES.keys() - LONG))
    def test_a_picture_is_never_something_else(self, wechat, sandbox, mode):
        sandbox.state.fail_next("/wxa/getwxacodeunlimit", mode)

        with pytest.raises(WeChatUnavailable):
            wechat.mini_program_code("e1.a", page="pages/home/index")

    def test_nobody_listening_at_all(self, shared_redis, sandbox, wechat):
        sandbox.stop()

        assert seconds_of(lambda: wechat.sign_in("demo:zhang")) < AT_MOST


class TestBreaker:
    def test_after_five_failures_nobody_is_asked(self, patient, sandbox):
        sandbox.state.fail_next(LOGIN, "error_500", times=99)
        for _ in range(5):
            seconds_of(lambda: patient.sign_in("demo:zhang"))

        assert seconds_of(lambda: patient.sign_in("demo:zhang")) < 0.05
        assert len(sandbox.state.calls_of(LOGIN)) == 5

    def test_after_a_rest_one_tries_and_opens_the_way(self, patient, sandbox, now):
        sandbox.state.fail_next(LOGIN, "error_500", times=5)
        for _ in range(5):
            seconds_of(lambda: patient.sign_in("demo:zhang"))
        now[0] = 31

        assert patient.sign_in("demo:zhang") == NEIGHBOUR
        assert patient.sign_in("demo:zhang") == NEIGHBOUR

    def test_a_refused_code_is_no_outage(self, patient, sandbox):
        for _ in range(8):
            sandbox.state.fail_next(LOGIN, 40029)
            with pytest.raises(Exception, match="授权已失效"):
                patient.sign_in("wrong")

        assert patient.sign_in("demo:zhang") == NEIGHBOUR

    @pytest.mark.parametrize("errcode", [40125, 45009, 45011])
    def test_being_refused_or_slowed_down_is_no_outage(self, patient, sandbox, errcode):
        sandbox.state.fail_next(LOGIN, errcode, times=8)
        for _ in range(8):
            seconds_of(lambda: patient.sign_in("demo:zhang"))

        assert patient.sign_in("demo:zhang") == NEIGHBOUR

    def test_one_errand_failing_leaves_the_others_alone(self, patient, sandbox):
        sandbox.state.fail_next(TEXT, "error_503", times=99)
        for _ in range(6):
            seconds_of(lambda: patient.check_text("您好", openid=NEIGHBOUR, scene=Scene.FORUM))

        assert patient.sign_in("demo:zhang") == NEIGHBOUR

    def test_while_one_tries_the_others_are_still_turned_away(self, now):
        breaker = Breaker(threshold=1, clock=lambda: now[0])
        breaker.record(healthy=False)
        now[0] = 31

        assert [breaker.admits() for _ in range(3)] == [True, False, False]

    def test_a_failed_try_starts_the_rest_anew(self, now):
        breaker = Breaker(threshold=1, clock=lambda: now[0])
        breaker.record(healthy=False)
        now[0] = 31
        breaker.admits()
        breaker.record(healthy=False)
        now[0] = 60

        assert not breaker.admits()


@pytest.mark.slow
def test_forty_people_at_a_silent_wechat_all_get_an_answer(wechat, sandbox, at_once):
    sandbox.state.fail_next(LOGIN, "silent", times=99)

    began = time.monotonic()
    answers = at_once(lambda: wechat.sign_in("demo:zhang"), 40)

    assert all(isinstance(answer, WeChatUnavailable) for answer in answers)
    assert time.monotonic() - began < AT_MOST
    assert threading.active_count() < 60, "waiting threads are bounded"
