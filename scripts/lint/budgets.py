"""How long a file and a function may be, and how many parameters a function takes.

A file counts its lines. A function counts the lines from its first statement to its last; its docstring is
free. Parameters count without self and cls, and without those whose name starts with `_` (a signature that a
library dictates). In tests parameters are fixtures and are not counted.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from scripts.lint.sources import ROOT, Finding, functions, is_test, listed, settings, without_escaped

COUNTED = (".py", ".ts", ".vue", ".mjs")


@dataclass(frozen=True)
class Budget:
    file: int
    test_file: int
    function: int
    parameters: int


def body_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines from the first statement after the docstring to the end; 0 when there is only a docstring."""
    body = function.body[1:] if ast.get_docstring(function, clean=False) is not None else function.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def parameters(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    given = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
    return sum(1 for one in given if one.arg not in ("self", "cls") and not one.arg.startswith("_"))


def _of_functions(path: str, text: str, budget: Budget) -> Iterator[Finding]:
    for name, function in functions(ast.parse(text, path)):
        place = f"{path}::{name}"
        if (lines := body_lines(function)) > budget.function:
            message = f"{name} has {lines} lines (at most {budget.function})"
            yield Finding(path, function.lineno, place, message)
        if not is_test(path) and (count := parameters(function)) > budget.parameters:
            message = f"{name} takes {count} parameters (at most {budget.parameters})"
            yield Finding(path, function.lineno, place, message)


def check_text(path: str, text: str, budget: Budget) -> list[Finding]:
    """Findings of one file, escapes not considered."""
    most = budget.test_file if is_test(path) else budget.file
    lines = len(text.splitlines())
    found = [Finding(path, 1, path, f"{lines} lines (at most {most})")] if lines > most else []
    return found + list(_of_functions(path, text, budget)) if path.endswith(".py") else found


def check(root: Path = ROOT) -> list[Finding]:
    """Findings of the whole project after the escapes of [tool.budgets.escapes]."""
    table = settings("budgets", root)
    escapes = table.pop("escapes")
    budget = Budget(**table)
    paths = [path for path in listed(root) if path.endswith(COUNTED)]
    found = [one for path in paths for one in check_text(path, (root / path).read_text(), budget)]
    return without_escaped(found, escapes, "budgets")
