"""Imports point strictly down; siblings never import each other; the kit knows no neighbour."""

import pytest

from tests.architecture.tree import SERVER, all_imports, imports, modules, package_of, tier

FILES = [path for path in modules() if path.parent != SERVER or path.stem not in ("__init__",)]


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SERVER)))
def test_a_module_imports_only_what_stands_below_it(path):
    own = package_of(path)
    for name in imports(path):
        other = name.split(".")[1]
        if other != own and not (path.name == "__init__.py" and path.parent == SERVER):
            assert tier(other) < tier(own), f"{own} imports {name}"


def test_every_package_has_a_place_in_the_order():
    for path in FILES:
        tier(package_of(path))


def test_only_the_gateway_imports_wechatpy():
    for path in modules():
        if package_of(path) != "wechat":
            assert not [name for name in all_imports(path) if name.split(".")[0] == "wechatpy"], path


def test_routes_alone_know_the_request():
    """Below api.py nobody asks who is calling: the actor is an argument."""
    for path in modules():
        if package_of(path) in ("core", "app", "cli", "serve", "wechat", "kit") or path.stem.startswith(
            "api"
        ):
            continue
        assert "current_actor" not in path.read_text(encoding="utf-8"), path


def test_the_workflow_tables_are_pure():
    for path in modules():
        if path.stem in ("workflow", "policy"):
            names = set(all_imports(path))
            assert not names & {"flask", "server.extensions", "sqlalchemy.orm"}, path
