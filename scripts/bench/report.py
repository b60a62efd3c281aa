"""The table, and whether the targets were reached."""

import time
from collections.abc import Sequence
from dataclasses import dataclass

from scripts.bench.load import CONNECTIONS, Result
from scripts.bench.works import Measure

_began = time.monotonic()
#: Below this share of a core taken by others a row is judged by its rate, above it by its CPU.
QUIET = 0.2
HEAD = "项目                  次/秒   p50 ms   p99 ms  CPU µs/次  对裸路由  按 CPU  目标   结果   其他负载"


@dataclass(frozen=True)
class Round:
    """One run of one measure. CPU seconds of our servers, and of everybody else on the machine."""

    measure: Measure
    seen: Result
    cpu: float
    others: float
    warming: bool = False

    @property
    def cost(self) -> float:
        """CPU microseconds of the application, PostgreSQL and Redis for one answer."""
        return self.cpu / max(self.seen.requests, 1) * 1e6

    def line(self) -> str:
        seen = self.seen
        return (
            f"{self.measure.work.name:10} {seen.rate:7.0f}/s  p50 {seen.p50:6.2f}  p99 {seen.p99:6.2f} ms"
            f"  CPU {self.cost:6.0f} µs  others {self.others / seen.seconds:4.0%}"
        )


def say(text: str) -> None:
    print(f"[{time.monotonic() - _began:3.0f} 秒] {text}", flush=True)


def middle(rounds: Sequence[Round], measure: Measure) -> Round:
    """The round with the middle rate."""
    own = sorted(
        (one for one in rounds if one.measure is measure and not one.warming), key=lambda r: r.seen.rate
    )
    return own[len(own) // 2]


def show(chosen: Sequence[Measure], rounds: Sequence[Round], memory: float, stored: int) -> int:
    """Print everything; exit status 1 when a target was missed or an answer was wrong."""
    bare = middle(rounds, chosen[0])
    print(f"\n{HEAD}")
    missed = sum(not _row(middle(rounds, one), bare) for one in chosen)
    print(f"应用进程内存 PSS {memory:.0f} MB")
    return 1 if _wrong(rounds, stored) or missed else 0


def _row(one: Round, bare: Round) -> bool:
    """One line; False when its target was missed."""
    measure, seen = one.measure, one.seen
    share, by_cost = seen.rate / bare.seen.rate, bare.cost / one.cost
    # A rate says little of a core that others use as well; CPU for each answer says more, and is blurred too.
    judged = share if max(one.others / seen.seconds, bare.others / bare.seen.seconds) < QUIET else by_cost
    reached = measure.least is None or judged >= measure.least
    target = "" if measure.least is None else f"{measure.least:.2f}"
    verdict = "" if measure.least is None else ("PASS" if reached else "FAIL")
    print(
        f"{_wide(measure.label, 20)}{seen.rate:7.0f}{seen.p50:9.2f}{seen.p99:9.2f}{one.cost:11.0f}"
        f"{share:10.3f}{by_cost:8.3f}{target:>6}   {verdict:5}{one.others / seen.seconds:9.0%}"
    )
    return reached


def _wide(text: str, width: int) -> str:
    """Padded by what a terminal shows: a Chinese character takes two columns."""
    return text + " " * (width - sum(2 if ord(sign) > 0x2E80 else 1 for sign in text))


def _wrong(rounds: Sequence[Round], stored: int) -> bool:
    """Say what was not as it should be: wrong answers, broken connections, replies that are not stored."""
    checked = sum(one.seen.checked for one in rounds)
    wrong = sum(one.seen.wrong for one in rounds)
    broken = sum(one.seen.broken for one in rounds)
    replies = [one.seen.requests for one in rounds if one.measure.work.status == 201]
    said = sum(replies)
    # The generator stops without waiting for the answers on their way.
    lost = not said <= stored <= said + CONNECTIONS * len(replies)
    print(f"读完整的答案 {checked} 个，不对的 {wrong} 个，断开 {broken} 次")
    print(f"回复答了 {said} 条，库里有 {stored} 条")
    for one in rounds:
        if one.seen.sample.strip():
            print(f"  {one.measure.work.name}: {one.seen.sample}")
    return bool(wrong or broken or lost)
