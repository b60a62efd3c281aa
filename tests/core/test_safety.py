"""What the content check says, and what it says when WeChat does not answer."""

import pytest

from server.core.safety import Scene, Submission, Suggest, WeChatCheck, WordList
from server.wechat.faults import WeChatUnavailable, fault_of
from server.wechat.gateway import Suggest as Advice
from server.wechat.gateway import TextVerdict


class Answering:
    """WeChat as one fixed answer."""

    def __init__(self, answer):
        self.answer, self.asked = answer, []

    def check_text(self, text, *, openid, scene):
        self.asked.append((text, openid, scene))
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


def submission(text="楼道灯坏了三天", openid="o-1"):
    return Submission(text, openid, Scene.FORUM)


@pytest.mark.parametrize(
    ("text", "suggest"),
    [
        ("楼道灯坏了三天，晚上老人下楼看不见", Suggest.PASS),
        ("介绍一个赌博网站", Suggest.RISKY),
        ("介绍一个赌 博-网。站", Suggest.RISKY),
        ("加 微 信 领 红 包", Suggest.REVIEW),
        ("", Suggest.PASS),
    ],
)
def test_the_word_list_sees_through_spaces_and_signs(text, suggest):
    assert WordList().check(submission(text)).suggest is suggest


@pytest.mark.parametrize("advice", list(Advice))
def test_wechat_decides_what_the_list_lets_through(advice):
    wechat = Answering(TextVerdict(advice, 100))
    assert WeChatCheck(wechat).check(submission()).suggest == advice.value
    assert wechat.asked == [("楼道灯坏了三天", "o-1", Scene.FORUM)]


def test_a_risky_word_is_not_even_sent():
    wechat = Answering(TextVerdict(Advice.PASS, 100))
    assert WeChatCheck(wechat).check(submission("六合彩")).suggest is Suggest.RISKY
    assert wechat.asked == []


def test_without_an_openid_a_clerk_must_look():
    verdict = WeChatCheck(Answering(None)).check(submission(openid=None))
    assert verdict.suggest is Suggest.REVIEW


def test_a_check_that_does_not_answer_holds_the_text():
    verdict = WeChatCheck(Answering(WeChatUnavailable("慢"))).check(submission())
    assert verdict.suggest is Suggest.DOWN
    assert "人工" in verdict.note


@pytest.mark.parametrize(
    ("errcode", "why"), [(61010, "超过两小时"), (40226, "没有回应"), (40001, "没有回应")]
)
def test_a_text_that_wechat_will_not_judge_is_held_and_says_why(errcode, why):
    verdict = WeChatCheck(Answering(fault_of(errcode))).check(submission())
    assert verdict.suggest is Suggest.DOWN
    assert why in verdict.note
    assert "人工" in verdict.note
