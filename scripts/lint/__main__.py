"""`python -m scripts.lint`: the house rules that ruff and mypy do not know. Status 1 when one is broken."""

import sys

from scripts.lint import budgets, words

findings = [*budgets.check(), *words.check()]
for finding in findings:
    print(finding)
sys.exit(1 if findings else 0)
