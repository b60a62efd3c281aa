"""The house linters find nothing here, and would find what they are for."""

import ast
import textwrap

import pytest

from scripts.lint import budgets, words
from scripts.lint.sources import Finding, functions, listed, without_escaped

BUDGET = budgets.Budget(file=10, test_file=20, function=3, parameters=2)


def test_the_project_keeps_its_budgets():
    assert [str(finding) for finding in budgets.check()] == []


def test_the_project_keeps_its_house_rules():
    assert [str(finding) for finding in words.check()] == []


def test_the_linters_read_the_server_but_no_generated_file():
    paths = listed()

    assert "server/config.py" in paths
    assert not [path for path in paths if "migrations/versions" in path or path.endswith("schema.d.ts")]


def messages(path, text):
    return [finding.message for finding in budgets.check_text(path, textwrap.dedent(text), BUDGET)]


def test_a_long_file_is_found_and_a_test_may_be_longer():
    text = "x = 1\n" * 11

    assert messages("server/a.py", text) == ["11 lines (at most 10)"]
    assert messages("miniprogram/src/a.vue", text) == ["11 lines (at most 10)"]
    assert messages("tests/test_a.py", text) == []


def test_a_long_function_is_found_wherever_it_hides():
    text = "class A:\n    def f(self):\n        def g():\n" + "            x = 1\n" * 4 + "        g()\n"

    assert messages("server/a.py", text) == ["A.f has 6 lines (at most 3)", "A.f.g has 4 lines (at most 3)"]


def test_a_docstring_is_free():
    text = 'def f():\n    """一\n\n    二\n    """\n    x = 1\n    return x\n'
    (_, function), *_ = functions(ast.parse(text))

    assert budgets.body_lines(function) == 2
    assert messages("server/a.py", text) == []


@pytest.mark.parametrize(
    ("signature", "count"),
    [
        ("a, b, c", 3),
        ("a, *, b, c", 3),
        ("self, a, b", 2),
        ("cls, a, /, b", 2),
        ("a, b, _dialect", 2),
        ("*a, **b", 0),
    ],
)
def test_what_counts_as_a_parameter(signature, count):
    (_, function), *_ = functions(ast.parse(f"def f({signature}): ..."))

    assert budgets.parameters(function) == count


def test_too_many_parameters_are_found_except_fixtures():
    text = "def f(a, b, c): ...\n"

    assert messages("server/a.py", text) == ["f takes 3 parameters (at most 2)"]
    assert messages("tests/conftest.py", text) == []


FOUND = Finding("server/a.py", 3, "server/a.py::f", "f has 30 lines")


def test_an_escape_with_a_reason_silences_its_place_only():
    other = Finding("server/b.py", 1, "server/b.py", "300 lines")

    rest = without_escaped(
        [FOUND, other], {"server/a.py::f": "one table, read from top to bottom"}, "budgets"
    )

    assert rest == [other]


@pytest.mark.parametrize(
    "escapes", [{"server/a.py::f": "long"}, {"server/gone.py": "one table, read as a whole"}]
)
def test_an_escape_without_a_reason_or_without_a_use_is_found(escapes):
    (finding,) = without_escaped([FOUND] if "server/a.py::f" in escapes else [], escapes, "budgets")

    assert finding.path == "pyproject.toml"


BROKEN = {
    "commit": ("server/market/service.py", "session.commit()"),
    "commit in core": ("server/core/outbox.py", "db.session.commit()"),
    "clock": ("server/cases/service.py", "datetime.now(UTC)"),
    "clock through the module": ("server/cases/policy.py", "datetime.datetime.utcnow()"),
    "today": ("server/insight/queries.py", "date.today()"),
    "time": ("server/market/handlers.py", "time.time()"),
    "formatted log": ("server/identity/service.py", "log.info(f'signed in {person}')"),
    "formatted value in a log": ("server/identity/service.py", "logger.warning('refused', who=f'{person}')"),
    "shell": ("scripts/seed/a.py", "subprocess.run('ls', shell=True)"),
    "shell by a variable": ("server/core/a.py", "subprocess.run('ls', shell=shell)"),
    "system": ("server/core/a.py", "os.system('ls')"),
}
ALLOWED = {
    "the one place that commits": ("server/core/database.py", "session.commit()"),
    "a clock in the tools": ("server/kit/db.py", "datetime.now(UTC)"),
    "a clock in a tool of the whole application": ("server/cli.py", "time.time()"),
    "named values": ("server/identity/service.py", "log.info('signed_in', person_id=1)"),
    "a sentence for a person": ("server/identity/service.py", "ConflictError(f'还差 {n} 户')"),
    "a test may commit": ("tests/market/test_api.py", "session.commit()"),
    "no shell": ("scripts/a.py", "subprocess.run(['ls'], shell=False)"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_house_rule_is_found(case):
    assert len(words.check_text(*BROKEN[case])) == 1


@pytest.mark.parametrize("case", ALLOWED)
def test_what_is_allowed_is_not_found(case):
    assert words.check_text(*ALLOWED[case]) == []
