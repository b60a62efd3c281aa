"""docs/data-map.md from what the columns declare (server/kit/classes.py): `python -m scripts.data_map`."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Table

from server.app import FEATURES
from server.kit.classes import DataClass, class_of, declared
from server.kit.db import Base

FILE = Path(__file__).resolve().parent.parent / "docs" / "data-map.md"
HEAD = """\
# Which column holds what

Written by `scripts/data_map` from what the columns themselves declare; nothing here is edited by hand.
What the classes mean, and what may be kept where: `docs/adr/0010-column-classes.md`. "By type" are ids,
numbers, times, yes-or-no and closed words that declare nothing: they are class 2.
"""
MEANING: Mapping[DataClass, str] = {
    DataClass.SENSITIVE: "sealed, or a digest; read by nobody without a key",
    DataClass.PERSONAL: "the person himself, and who answers for the matter",
    DataClass.COMMUNITY: "neighbours of the community",
    DataClass.PUBLIC: "anybody",
}
HIGHEST_FIRST = tuple(MEANING)
_ORDER = ("core", *FEATURES)


def load() -> None:
    """Import every feature, and with it every table."""
    for feature in FEATURES:
        import_module(f"server.{feature}.feature")


def by_package() -> dict[str, list[Table]]:
    """{package: its tables by name}, lower tiers first. Only of what is imported."""
    found: dict[str, list[Table]] = {}
    for mapper in Base.registry.mappers:
        assert isinstance(mapper.local_table, Table)
        package = "/".join(mapper.class_.__module__.split(".")[1:-1])
        found.setdefault(package, []).append(mapper.local_table)
    for tables in found.values():
        tables.sort(key=lambda table: table.name)
    return dict(sorted(found.items(), key=lambda one: (_ORDER.index(one[0].split("/")[0]), one[0])))


def render(packages: Mapping[str, Sequence[Table]]) -> str:
    """The whole file."""
    lines = [HEAD, *_counts([table for group in packages.values() for table in group])]
    for package, group in packages.items():
        lines += ["", f"## {package}", "", _row("table", *map(_title, HIGHEST_FIRST)), "|---" * 5 + "|"]
        lines += [_line(table) for table in group]
    return "\n".join([*lines, ""])


def _counts(tables: Sequence[Table]) -> Iterator[str]:
    columns = [column for table in tables for column in table.columns]
    said = Counter(class_of(column) for column in columns if declared(column) is not None)
    yield f"{len(tables)} tables, {len(columns)} columns, {said.total()} of them declared.\n"
    yield _row("class", "who may read it", "declared", "by type")
    yield "|---|---|--:|--:|"
    for one in HIGHEST_FIRST:
        silent = len(columns) - said.total() if one is DataClass.COMMUNITY else 0
        yield _row(_title(one), MEANING[one], str(said[one]), str(silent))


def _line(table: Table) -> str:
    return _row(f"`{table.name}`", *(_cell(table.columns, one) for one in HIGHEST_FIRST))


def _cell(columns: Iterable[Column[Any]], wanted: DataClass) -> str:
    names = [column.name for column in columns if declared(column) is wanted]
    silent = sum(1 for column in columns if declared(column) is None and class_of(column) is wanted)
    return ", ".join([*names, *([f"*{silent} by type*"] if silent else [])])


def _title(one: DataClass) -> str:
    return f"{one.value} {one.name}"


def _row(*cells: str) -> str:
    return "| " + " | ".join(cells) + " |"


def main() -> None:
    load()
    FILE.write_text(render(by_package()), encoding="utf-8")
    print(f"已写好 {FILE.name}")


if __name__ == "__main__":
    main()
