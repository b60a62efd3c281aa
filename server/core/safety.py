"""Content check behind one interface: a local word list, or WeChat's msgSecCheck v2.

It runs as a job right after the commit; until then the author alone sees the text (审核中).
pass → published; review → held for a clerk; risky → refused; check down → held, and the author is told.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, Protocol

from flask import current_app

from server.wechat.faults import VisitNeeded, WeChatFault
from server.wechat.gateway import Scene, WeChat

_NOISE = re.compile(r"[\s\W_]+")


class Suggest(StrEnum):
    PASS = "pass"
    REVIEW = "review"
    RISKY = "risky"
    DOWN = "down"


@dataclass(frozen=True)
class Verdict:
    suggest: Suggest
    #: Why, for the clerk and the author; never the text itself.
    note: str = ""


@dataclass(frozen=True)
class Submission:
    """What is checked: all text of one object, who wrote it, and which kind of place it is said in."""

    text: str
    openid: str | None
    scene: Scene = Scene.FORUM


class Checker(Protocol):
    def check(self, submission: Submission) -> Verdict: ...


@cache
def _words() -> dict[Suggest, re.Pattern[str]]:
    lines = (Path(__file__).parent / "words.txt").read_text(encoding="utf-8").splitlines()
    sorted_: dict[Suggest, list[str]] = {Suggest.RISKY: [], Suggest.REVIEW: []}
    for line in lines:
        if line and not line.startswith("#"):
            suggest, word = line.split("\t")
            sorted_[Suggest(suggest)].append(re.escape(word))
    return {suggest: re.compile("|".join(words)) for suggest, words in sorted_.items()}


class WordList:
    """The embedded check: a word matches through spaces and punctuation put in to dodge it."""

    def check(self, submission: Submission) -> Verdict:
        flat = _NOISE.sub("", submission.text).lower()
        for suggest, pattern in _words().items():
            if found := pattern.search(flat):
                return Verdict(suggest, f"含有词语「{found.group()}」")
        return Verdict(Suggest.PASS)


class WeChatCheck:
    """msgSecCheck v2. It needs an openid that used the mini-program within two hours; what has none is
    judged by the word list and held."""

    def __init__(self, wechat: WeChat) -> None:
        self._wechat = wechat

    def check(self, submission: Submission) -> Verdict:
        local = WordList().check(submission)
        if local.suggest is Suggest.RISKY:
            return local
        if submission.openid is None:
            return Verdict(Suggest.REVIEW, "未通过微信提交，需人工查看")
        try:
            verdict = self._wechat.check_text(
                submission.text, openid=submission.openid, scene=submission.scene
            )
        except VisitNeeded as refused:
            return Verdict(Suggest.DOWN, refused.message)
        except WeChatFault:
            # Whatever kept it from judging, asking again would leave the text waiting: a person looks.
            return Verdict(Suggest.DOWN, "内容检查暂时没有回应，已转人工查看")
        return Verdict(Suggest(verdict.suggest), f"微信内容检查标签 {verdict.label}")


def check(submission: Submission) -> Verdict:
    """The deployment's checker. Never call it inside a transaction."""
    checker: Any = current_app.extensions["checker"]
    verdict: Verdict = checker.check(submission)
    return verdict


__all__ = ["Checker", "Scene", "Submission", "Suggest", "Verdict", "WeChatCheck", "WordList", "check"]
