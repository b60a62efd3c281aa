"""Every column says how far what it holds may go (docs/adr/0010-column-classes.md)."""

import pytest
from sqlalchemy import Column, Integer, LargeBinary, MetaData, String, Table, Text
from sqlalchemy.dialects.postgresql import ARRAY

from scripts import data_map
from server.core.outbox import OutboxMessage
from server.core.setting_models import Value
from server.kit.classes import COMMUNITY, PERSONAL, PUBLIC, SENSITIVE, DataClass, UndeclaredError, class_of
from server.kit.db import Base, Json, Word
from server.places.models import CommunityKind

#: Where class 4 lies, and why it may: nobody reads it there without a key or a token that lies elsewhere.
SEALED = {
    "person_vault": "sealed, with blind indexes (docs/adr/0003-vaults.md)",
    "application_vault": "sealed, with a blind index; dropped when the application ends",
    "home_owner": "the roll's names and numbers: sealed, with a blind index",
    "emergency_need_vault": "sealed: may speak of illness",
    "ballot": "the choice in a named poll: sealed (docs/adr/0008-how-votes-are-kept.md)",
    "sealed_ballot": "the urn of a secret poll",
    "paper_ballot": "what the first clerk read, sealed from the second; of the sheet's code only a hash",
    "login_session": "of the token only its SHA-256",
}


@pytest.fixture(scope="module")
def tables():
    data_map.load()
    return Base.metadata.sorted_tables


def name_of(column):
    return f"{column.table.name}.{column.name}"


def of_class(tables, wanted):
    return [column for table in tables for column in table.columns if class_of(column) is wanted]


def undeclared(tables):
    """Columns that could hold anything and do not say what."""
    found = []
    for column in (column for table in tables for column in table.columns):
        try:
            class_of(column)
        except UndeclaredError as error:
            found.append(str(error))
    return found


def misplaced(tables):
    """Class 4 that lies open, or in a table that is not named."""
    return [
        name_of(column)
        for column in of_class(tables, DataClass.SENSITIVE)
        if column.table.name not in SEALED or not isinstance(column.type, LargeBinary)
    ]


def test_every_column_says_its_class_or_has_one_by_its_type(tables):
    assert len(tables) > 90
    assert undeclared(tables) == []
    assert all(of_class(tables, one) for one in DataClass)


@pytest.mark.parametrize(
    "kind", [String(8), Text(), LargeBinary(), Json, ARRAY(String()), Value(), None], ids=repr
)
def test_a_column_of_words_or_bytes_without_a_class_is_found(kind):
    table = Table("careless", MetaData(), Column("silent", kind), Column("said", kind, info=PUBLIC))

    assert undeclared([table]) == ["careless.silent"]
    assert class_of(table.c.said) is DataClass.PUBLIC


@pytest.mark.parametrize("kind", [Integer(), Word(CommunityKind)], ids=repr)
def test_a_number_or_a_closed_word_is_the_communitys_unless_it_says_more(kind):
    table = Table("calm", MetaData(), Column("silent", kind), Column("said", kind, info=PERSONAL))

    assert [class_of(column) for column in table.columns] == [DataClass.COMMUNITY, DataClass.PERSONAL]


def test_a_class_that_does_not_exist_is_refused():
    column = Column("held", String(8), info={"class": 5})

    with pytest.raises(ValueError, match="5"):
        class_of(column)


def test_class_4_is_bytes_and_lies_in_the_named_tables_only(tables):
    assert misplaced(tables) == []
    assert {column.table.name for column in of_class(tables, DataClass.SENSITIVE)} == set(SEALED)


def test_class_4_in_the_open_or_in_another_table_is_found():
    memory = MetaData()
    open_ = Table("person_vault", memory, Column("name", String(8), info=SENSITIVE))
    elsewhere = Table("post", memory, Column("name", LargeBinary, info=SENSITIVE))
    well = Table("home_owner", memory, Column("name", LargeBinary, info=SENSITIVE))

    assert misplaced([open_, elsewhere, well]) == ["person_vault.name", "post.name"]


def test_bytes_that_are_called_sealed_or_an_index_are_class_4(tables):
    called = {
        name_of(column): class_of(column)
        for table in tables
        for column in table.columns
        if column.name.endswith(("_sealed", "_index")) and isinstance(column.type, LargeBinary)
    }

    assert "person_vault.phone_index" in called
    assert set(called.values()) == {DataClass.SENSITIVE}


def test_the_outbox_holds_nothing_personal():
    assert max(class_of(column) for column in OutboxMessage.__table__.columns) is DataClass.COMMUNITY


def test_the_map_of_the_data_is_what_the_columns_say(tables):
    packages = data_map.by_package()

    assert {table for group in packages.values() for table in group} == set(tables)
    assert data_map.FILE.read_text(encoding="utf-8") == data_map.render(packages), "run scripts/data_map"


def test_the_map_names_declared_columns_and_counts_the_others():
    columns = Column("id", Integer), Column("title", Text, info=COMMUNITY), Column("hash", Text, info=PUBLIC)
    text = data_map.render({"core": [Table("thing", MetaData(), *columns)]})

    assert "1 tables, 3 columns, 2 of them declared." in text
    assert "| `thing` |  |  | title, *1 by type* | hash |" in text
