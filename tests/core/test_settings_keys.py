"""Whoever reads a rule names one that is declared: a misspelt key fails only when somebody gets there."""

import ast
import re

import pytest

from server.core import settings
from tests.architecture.tree import modules

KEY = re.compile(r"[a-z_]+(\.[A-Za-z_]+)+")
#: What rules read at once are called where they are asked.
BOOKS = {"settings", "rules", "values"}


def keys(source):
    """The dotted words by which something is looked up; a part that is filled in later is `*`."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Subscript) and _name(node.value) in BOOKS:
            found = node.slice
        elif isinstance(node, ast.Call) and _name(node.func) in {"value", "needed"} and node.args:
            found = node.args[0]
        else:
            continue
        text = _text(found)
        if KEY.fullmatch(text.replace("*", "x")):
            yield text


def _name(node):
    """The last word of what is looked into: `facts.settings`, `settings.values()`."""
    if isinstance(node, ast.Call):
        return _name(node.func)
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def _text(node):
    if isinstance(node, ast.JoinedStr):
        return "".join(_text(part) for part in node.values)
    if isinstance(node, ast.FormattedValue):
        return "*"
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def test_every_rule_that_is_read_is_declared(app):
    declared = set(settings.declared())
    unknown = [
        (path.name, key)
        for path in modules()
        for key in set(keys(path.read_text(encoding="utf-8")))
        if not any(re.fullmatch(re.escape(key).replace(r"\*", r"\w+"), one) for one in declared)
    ]

    assert unknown == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("settings.value('gate.days')", ["gate.days"]),
        ("rules['gate.days']", ["gate.days"]),
        ("rules[f'discussion.days.{stake}']", ["discussion.days.*"]),
        ("settings.needed('route.C.participation')", ["route.C.participation"]),
        ("settings.values()['gate.days'] + facts.settings['pause.days']", ["gate.days", "pause.days"]),
        ("rules['key']; environ['a.b']; text.replace('a.b', 'c')", []),
    ],
)
def test_a_key_is_found_however_it_is_read(source, found):
    assert list(keys(source)) == found
