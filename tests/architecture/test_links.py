"""Every link the server sends leads to a page of the client."""

import ast
import re
from collections.abc import Iterator

from server.feed.models import FeedKind
from tests.architecture.tree import ROOT, modules

CLIENT = ROOT / "miniprogram/src/composables/openLink.ts"
TRACE = "server.deliberation.covenants.trace"
#: What takes a link, in which package, and its place among the arguments.
TAKERS = {"Line": ("server.notices", 3), "Place": (TRACE, 1)}


def pages() -> set[str]:
    table = CLIENT.read_text(encoding="utf-8").split("PAGES", 1)[1].split("}", 1)[0]
    return set(re.findall(r"^  (\w+): '/", table, re.MULTILINE))


def written(module: str, tree: ast.AST) -> Iterator[ast.expr]:
    """Whatever stands where a link is expected."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in TAKERS:
            package, place = TAKERS[node.func.id]
            # A schema's Line and a map's Place are others of the same name.
            yield from node.args[place : place + 1] if module.startswith(package) else ()
        elif isinstance(node, ast.Dict):
            pairs = zip(node.keys, node.values, strict=True)
            yield from (
                value for key, value in pairs if isinstance(key, ast.Constant) and key.value == "link"
            )


def words(node: ast.expr, tree: ast.AST) -> Iterator[str]:
    """The kinds a link may name; a variable stands for all that its module ever gives it."""
    if isinstance(node, ast.JoinedStr):
        node = node.values[0]
    if isinstance(node, ast.Constant):
        yield str(node.value).split(":")[0]
    elif isinstance(node, ast.IfExp):
        yield from (*words(node.body, tree), *words(node.orelse, tree))
    elif isinstance(node, ast.Name):
        yield from (word for value in given(node.id, tree) for word in words(value, tree))
    else:
        assert ast.unparse(node) in {"place.link", "line.link"}, ast.unparse(node)


def given(name: str, tree: ast.AST) -> Iterator[ast.expr]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Assign):
            continue
        for target in node.targets:
            if isinstance(target, ast.Name) and target.id == name:
                yield node.value
            elif isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
                pairs = zip(target.elts, node.value.elts, strict=True)
                yield from (value for one, value in pairs if isinstance(one, ast.Name) and one.id == name)


def test_every_link_word_of_the_server_is_known_to_the_client():
    sent = {kind.value for kind in FeedKind}  # a card of the home page is `kind:id`
    for path in modules():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for link in written(module, tree):
            found = set(words(link, tree)) - {"None"}
            assert found or ast.unparse(link).endswith(".link"), f"{path}: what is {ast.unparse(link)}?"
            sent |= found
    assert {"mine", "topic", "evaluation", "covenant", "ledger"} <= sent
    assert sent <= pages(), f"the client does not know {sorted(sent - pages())}"
