"""What the house does not write, and where. Each rule says what to write instead."""

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from scripts.lint.sources import ROOT, Finding, listed, settings, without_escaped

TIERS_WITHOUT_RULES = ("server/kit/", "server/core/", "server/wechat/")
CLOCKS = {
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("datetime", "today"),
    ("date", "today"),
    ("time", "time"),
}
LOG_VERBS = {"debug", "info", "warning", "error", "exception", "critical", "msg", "bind"}
LOGGERS = {"log", "logger", "logging", "_log", "_logger", "LOG"}


@dataclass(frozen=True)
class Rule:
    """`where` picks the files by path, `breaks` looks at one syntax node."""

    where: Callable[[str], bool]
    breaks: Callable[[ast.AST], bool]
    message: str


def _owner(call: ast.Call) -> tuple[str, str]:
    """("datetime", "now") of `datetime.now()` and of `datetime.datetime.now()`; ("", name) of a bare call."""
    if isinstance(call.func, ast.Attribute):
        value = call.func.value
        last = value.attr if isinstance(value, ast.Attribute) else getattr(value, "id", "")
        return last, call.func.attr
    return "", getattr(call.func, "id", "")


def _commits(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "commit"


def _reads_a_clock(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and _owner(node) in CLOCKS


def _formats_a_log(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call):
        return False
    owner, verb = _owner(node)
    said = [*node.args, *(keyword.value for keyword in node.keywords)]
    return owner in LOGGERS and verb in LOG_VERBS and any(isinstance(one, ast.JoinedStr) for one in said)


def _opens_a_shell(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call):
        return False
    asks = any(
        keyword.arg == "shell"
        and not (isinstance(keyword.value, ast.Constant) and keyword.value.value is False)
        for keyword in node.keywords
    )
    return asks or _owner(node) in {("os", "system"), ("os", "popen")}


def _in_server(path: str) -> bool:
    return path.startswith("server/")


def _in_a_feature(path: str) -> bool:
    return _in_server(path) and path.count("/") > 1 and not path.startswith(TIERS_WITHOUT_RULES)


RULES = (
    Rule(
        lambda path: _in_server(path) and path != "server/core/database.py",
        _commits,
        "nobody commits but server.core.database.transaction: returning commits, raising rolls back",
    ),
    Rule(
        _in_a_feature,
        _reads_a_clock,
        "a feature reads no clock of its own: kit.db.db_now judges deadlines, kit.db.utc_now stamps",
    ),
    Rule(
        _in_server,
        _formats_a_log,
        "a log line is an event word and named values: personal data hides in formatted sentences",
    ),
    Rule(
        lambda path: not path.startswith("tests/"), _opens_a_shell, "no shell: pass a list to subprocess.run"
    ),
)


def check_text(path: str, text: str) -> list[Finding]:
    """Findings of one Python file, escapes not considered."""
    return list(_findings(path, ast.parse(text, path)))


def _findings(path: str, tree: ast.AST) -> Iterator[Finding]:
    rules = [rule for rule in RULES if rule.where(path)]
    for node in ast.walk(tree):
        for rule in rules:
            if rule.breaks(node):
                yield Finding(path, getattr(node, "lineno", 1), path, rule.message)


def check(root: Path = ROOT) -> list[Finding]:
    """Findings of the whole project after the escapes of [tool.words.escapes]."""
    paths = [path for path in listed(root) if path.endswith(".py")]
    found = [one for path in paths for one in check_text(path, (root / path).read_text())]
    return without_escaped(found, settings("words", root)["escapes"], "words")
