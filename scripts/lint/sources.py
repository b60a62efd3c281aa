"""The files the house linters read, and how a finding is written."""

import ast
import subprocess
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
LINTED = ("server/", "scripts/", "tests/", "miniprogram/src/", "miniprogram/tests/")
GENERATED = ("server/migrations/versions/", "miniprogram/src/api/schema.d.ts", "/static/vendor/")


@dataclass(frozen=True, order=True)
class Finding:
    """One broken house rule. `place` is what an escape in pyproject.toml names: a path or path::function."""

    path: str
    line: int
    place: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


def listed(root: Path = ROOT) -> list[str]:
    """Relative paths under the linted folders that git knows or would add, without generated files."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", *LINTED]
    answer = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True)
    names = sorted(set(answer.stdout.splitlines()))
    return [name for name in names if not any(part in name for part in GENERATED) and (root / name).is_file()]


def is_test(path: str) -> bool:
    return path.startswith("tests/") or path.endswith(".test.ts")


def functions(tree: ast.AST) -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
    """Every function of a module with its dotted name: `Class.method`, `outer.inner`."""

    def walk(node: ast.AST, prefix: str) -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
        for child in ast.iter_child_nodes(node):
            named = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
            name = f"{prefix}{child.name}" if named else ""  # type: ignore[attr-defined]
            if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
                yield name, child
            yield from walk(child, f"{name}." if named else prefix)

    yield from walk(tree, "")


def settings(tool: str, root: Path = ROOT) -> dict[str, Any]:
    """The table [tool.<tool>] of pyproject.toml."""
    table: dict[str, Any] = tomllib.loads((root / "pyproject.toml").read_text())["tool"][tool]
    return table


def without_escaped(findings: list[Finding], escapes: dict[str, str], tool: str) -> list[Finding]:
    """Findings that no escape names, and one for every escape that is needed no more or gives no reason."""
    used = {finding.place for finding in findings}
    rest = [finding for finding in findings if finding.place not in escapes]
    for place, reason in escapes.items():
        if place not in used:
            rest.append(
                Finding("pyproject.toml", 1, place, f"[tool.{tool}.escapes] {place!r} is needed no more")
            )
        elif len(reason) < 15:
            rest.append(
                Finding("pyproject.toml", 1, place, f"[tool.{tool}.escapes] {place!r} needs a reason")
            )
    return sorted(rest)
