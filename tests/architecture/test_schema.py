"""The tables keep what the design promises: sharding by community, names by convention, closed words."""

import pytest
from sqlalchemy import CheckConstraint, Index, UniqueConstraint

from server.kit.db import Base, Word

#: Tables without a community: few, and each has its reason (docs/adr/0001).
GLOBAL = {
    "region", "calendar_day", "community", "person", "wechat_account", "login_session", "person_vault",
    "person_copy", "consent", "duty", "person_community", "enrolment_scene", "application_ref",
    "idempotency_record", "ledger_copy", "account_closing",
}  # fmt: skip
#: Keys that only guard: nothing is ever looked up by them, and their parents are never deleted.
NOT_READ_BY = {("membership", "estate_id"), ("application", "estate_id"), ("building", "estate_id")}
#: Where class 4 may lie, sealed.
VAULTS = {"person_vault", "application_vault", "home_owner", "emergency_need_vault"}


@pytest.fixture(scope="module")
def tables(migrated):
    return Base.metadata.tables


def test_every_table_is_either_global_by_name_or_owned_by_a_community(tables):
    tenant = {
        name for name, table in tables.items() if next(iter(table.primary_key.columns)).name == "community_id"
    }

    assert set(tables) - tenant == GLOBAL


def test_every_unique_rule_of_a_tenant_table_starts_with_the_community(tables):
    for name in set(tables) - GLOBAL:
        for rule in (*tables[name].indexes, *tables[name].constraints):
            if isinstance(rule, UniqueConstraint) or (isinstance(rule, Index) and rule.unique):
                assert next(iter(rule.columns)).name == "community_id", f"{name}: {rule.name}"


def test_every_foreign_key_between_tenant_tables_carries_the_community(tables):
    for name in set(tables) - GLOBAL:
        for key in tables[name].foreign_key_constraints:
            if key.referred_table.name not in GLOBAL:
                pairs = [(element.parent.name, element.column.name) for element in key.elements]
                assert pairs[0] == ("community_id", "community_id"), f"{name}: {key.name}"


def test_every_foreign_key_is_the_start_of_an_index(tables):
    for name, table in tables.items():
        starts = [[column.name for column in index.columns] for index in table.indexes]
        starts.append([column.name for column in table.primary_key.columns])
        starts += [
            [c.name for c in rule.columns] for rule in table.constraints if isinstance(rule, UniqueConstraint)
        ]
        for key in table.foreign_key_constraints:
            columns = [column.name for column in key.columns]
            if (name, columns[-1]) in NOT_READ_BY or columns in (["region_code"], ["community_id"]):
                continue
            assert any(start[: len(columns)] == columns for start in starts), f"{name}: {columns}"


def test_every_word_column_is_closed_by_a_check(tables):
    for name, table in tables.items():
        checks = " ".join(
            str(rule.sqltext) for rule in table.constraints if isinstance(rule, CheckConstraint)
        )
        for column in table.columns:
            if isinstance(column.type, Word) and not column.name.startswith(("from_", "to_")):
                assert f"{column.name} IN (" in checks, f"{name}.{column.name}"


def test_sealed_columns_lie_in_the_vaults_only(tables):
    for name, table in tables.items():
        if any(column.name.endswith("_sealed") for column in table.columns):
            assert name in VAULTS
