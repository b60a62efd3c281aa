"""Who wants to know what the database is asked, reads the queries: SELECTs stand nowhere else."""

import ast
from pathlib import Path

import pytest

from tests.architecture.tree import SERVER, modules, package_of

#: Who selects outside the queries, and why.
ELSEWHERE = {
    "ballots/casting.py": "what one INSERT … SELECT inserts from: the condition of the vote is its WHERE",
    "emergency/vault.py": "sealed columns are selected only where they are opened",
    "identity/sandbox.py": "lists the demo's people; never part of a production site",
    "identity/standing.py": "the sessions' own reads, which answer plain data to every request",
    "identity/vault.py": "sealed columns are selected only where they are opened",
    "places/vault.py": "sealed columns are selected only where they are opened",
}


def selects(source: str) -> list[int]:
    """The lines that call select()."""
    return [
        node.lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        and (node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", ""))
        == "select"
    ]


def home_of_selects(path: Path) -> bool:
    # The core serves features and has none of its own to ask for: its few statements stand by their use.
    return "queries" in path.stem.split("_") or package_of(path) == "core"


def test_selects_stand_in_queries_or_where_a_reason_is_named():
    asking = {
        str(path.relative_to(SERVER)): lines
        for path in modules()
        if not home_of_selects(path) and (lines := selects(path.read_text(encoding="utf-8")))
    }

    assert {path: asking[path] for path in asking.keys() - ELSEWHERE.keys()} == {}
    assert ELSEWHERE.keys() - asking.keys() == set(), "named without need"


@pytest.mark.parametrize("call", ["select(Post)", "sa.select(Post.id).where(Post.id == 1)"])
def test_a_select_is_found_however_it_is_called(call):
    assert selects(f"def f():\n    return {call}\n") == [2]


def test_what_only_looks_like_one_is_none():
    assert selects("# select(Post)\nselector.selected('x')\n") == []
