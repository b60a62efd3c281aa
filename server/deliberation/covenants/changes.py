"""What one version of a covenant changes in the one before. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Article:
    """An article as people read it: its number in its version, its heading, its words."""

    number: int
    title: str
    body: str


@dataclass(frozen=True)
class Change:
    """An article of the newer version and what it was: `before` is None when it is new."""

    article: Article
    before: Article | None

    @property
    def kind(self) -> str:
        """added, changed or same. A mere new number is no change of what was agreed."""
        if self.before is None:
            return "added"
        same = (self.article.title, self.article.body) == (self.before.title, self.before.body)
        return "same" if same else "changed"


#: By what an article is known again, the surest first: all its words, its text, its heading; without a
#: heading its number.
_MARKS: tuple[Callable[[Article], Any], ...] = (
    lambda one: (one.title, one.body),
    lambda one: one.body,
    lambda one: one.title or None,
    lambda one: None if one.title else one.number,
)


def compare(old: Sequence[Article], new: Sequence[Article]) -> tuple[list[Change], list[Article]]:
    """Every article of `new` with what it was, and those of `old` that are gone.

    An article that moved to another number is known again by its words.
    """
    left, found = list(old), dict[int, Article]()
    for mark in _MARKS:
        for article in new:
            if article.number in found or mark(article) is None:
                continue
            match = next((one for one in left if mark(one) == mark(article)), None)
            if match is not None:
                found[article.number] = match
                left.remove(match)
    return [Change(one, found.get(one.number)) for one in new], left
