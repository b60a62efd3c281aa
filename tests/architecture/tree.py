"""The source as data: who imports whom."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SERVER = ROOT / "server"

#: Lowest first. Members of one set are siblings and blind to each other.
TIERS: tuple[set[str], ...] = (
    {"kit"},
    {"config", "extensions"},
    {"wechat"},
    {"core"},
    {"places"},
    {"identity"},
    {"assistance"},
    {"boards", "market", "emergency", "ballots"},
    {"deliberation"},
    {"notices", "oversight"},
    {"feed"},
    {"demo"},
    {"app", "cli"},
    {"wsgi", "serve"},
)


def tier(package: str) -> int:
    return next(level for level, names in enumerate(TIERS) if package in names)


def modules() -> Iterator[Path]:
    yield from (path for path in SERVER.rglob("*.py") if "migrations" not in path.parts)


def package_of(path: Path) -> str:
    return path.relative_to(SERVER).parts[0].removesuffix(".py")


def imports(path: Path) -> Iterator[str]:
    """Every `server.*` module this file imports, wherever in the file the import stands."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("server"):
            yield from (f"{node.module}.{name.name}" for name in node.names)
        elif isinstance(node, ast.Import):
            yield from (name.name for name in node.names if name.name.startswith("server."))


def all_imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
        elif isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
