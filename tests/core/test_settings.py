"""议事规则: a community sets its numbers within bounds, and every change says who, when and why."""

import pytest
from sqlalchemy import select

from server.core import settings, tenancy
from server.core.access import Role
from server.core.audit import AuditEntry
from server.core.database import transaction
from server.core.setting_models import SettingChange
from server.core.settings import Kind, Setting
from server.kit.errors import ForbiddenError, GateClosedError, InvalidError, NotFoundError
from server.kit.frozen import FrozenError
from tests.factories import make_community
from tests.support.counting import statements

DAYS = Setting("trial.days", "试验期限", Kind.DAYS, 3, unit="个工作日", least=1, most=5)
SHARE = Setting("trial.share", "试验比例", Kind.SHARE, {"num": 1, "den": 3, "over": False})
SWITCH = Setting("trial.switch", "试验开关", Kind.SWITCH, False)
TEXT = Setting("trial.text", "试验用语", Kind.TEXT, "邻里", most=8)
LAW = Setting("trial.law", "试验会议参与", Kind.SHARE, None, law=True)
HALF = {"num": 1, "den": 2, "over": True}
WHY = "居民代表会议讨论通过"
CITE = "《居民委员会组织法》第二十条"


@pytest.fixture
def declared(monkeypatch):
    monkeypatch.setattr(settings, "_declared", {})
    settings.declare((DAYS, SHARE, SWITCH, TEXT, LAW))


@pytest.fixture
def here(session, community, declared):
    with tenancy.in_community(community.id):
        yield community


@pytest.fixture
def secretary(neighbour, here):
    return neighbour(Role.SECRETARY).actor


@pytest.fixture
def office(neighbour, here):
    return neighbour(Role.DISTRICT_OFFICE).actor


def change(actor, key, value, reason=WHY, cite=None):
    with transaction():
        settings.change(actor, key, value, reason, cite)


def test_a_community_that_changed_nothing_has_the_defaults(here):
    assert settings.values() == {
        "trial.days": 3,
        "trial.share": {"num": 1, "den": 3, "over": False},
        "trial.switch": False,
        "trial.text": "邻里",
        "trial.law": None,
    }


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("trial.days", 1),
        ("trial.days", 5),
        ("trial.share", HALF),
        ("trial.share", {"num": 1, "den": 1, "over": False}),
        ("trial.switch", True),
        ("trial.text", "街坊"),
    ],
)
def test_a_value_within_its_bounds_is_in_force_at_once(secretary, key, value):
    before = settings.value(key)

    change(secretary, key, value)

    assert before != value
    assert settings.value(key) == value


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("trial.days", 0),
        ("trial.days", 6),
        ("trial.days", True),
        ("trial.days", 2.0),
        ("trial.days", "3"),
        ("trial.share", 1),
        ("trial.share", {"num": 1, "den": 2}),
        ("trial.share", {"num": 0, "den": 2, "over": False}),
        ("trial.share", {"num": 3, "den": 2, "over": False}),
        ("trial.share", {"num": 1, "den": 101, "over": False}),
        ("trial.share", {"num": 1, "den": 1, "over": True}),
        ("trial.share", {"num": 1.0, "den": 2, "over": True}),
        ("trial.switch", 1),
        ("trial.text", "  "),
        ("trial.text", "一二三四五六七八九"),
        ("trial.text", "街\n坊"),
        ("trial.text", 5),
    ],
)
def test_a_value_outside_its_bounds_is_refused_and_leaves_nothing(secretary, session, key, value):
    with pytest.raises(InvalidError) as refused:
        change(secretary, key, value)

    assert list(refused.value.details["fields"]) == ["value"]
    assert settings.value(key) == settings.find(key).default
    assert session.scalars(select(SettingChange)).all() == []


@pytest.mark.parametrize("reason", ["", "不行", "长" * 201])
def test_no_change_without_a_reason(secretary, reason):
    with pytest.raises(InvalidError, match="理由"):
        change(secretary, "trial.days", 4, reason)


def test_a_change_that_changes_nothing_is_refused(secretary):
    change(secretary, "trial.days", 4)

    with pytest.raises(InvalidError, match="没有改动"):
        change(secretary, "trial.days", 4)
    with pytest.raises(InvalidError, match="没有改动"):
        change(secretary, "trial.share", None)


def test_every_change_is_kept_with_who_when_and_why(secretary, session):
    change(secretary, "trial.days", 4)
    change(secretary, "trial.days", 5, "春节期间人手不够")
    change(secretary, "trial.days", None, "恢复平时的期限")

    kept = settings.history("trial.days", None, 10)
    assert [(row.value, row.reason) for row in kept] == [
        (None, "恢复平时的期限"),
        (5, "春节期间人手不够"),
        (4, WHY),
    ]
    assert {row.changed_name for row in kept} == {secretary.name}
    assert settings.value("trial.days") == 3
    assert settings.in_force()["trial.days"].reason == "恢复平时的期限"
    entries = session.scalars(select(AuditEntry).order_by(AuditEntry.seq)).all()
    assert [(one.deed, one.person_id) for one in entries] == [("setting.change", secretary.person_id)] * 3
    assert [one.object_id for one in entries] == [row.id for row in reversed(kept)]


def test_the_history_comes_in_pages(secretary):
    for days in (4, 5, 2):
        change(secretary, "trial.days", days)

    first = settings.history("trial.days", None, 1)
    rest = settings.history("trial.days", first[0].id, 5)
    assert [row.value for row in first] == [2, 5]
    assert [row.value for row in rest] == [5, 4]


def test_what_was_changed_cannot_be_rewritten_or_dropped(secretary, session):
    change(secretary, "trial.days", 4)
    row = session.scalars(select(SettingChange)).one()

    row.reason = "别的理由"
    with pytest.raises(FrozenError):
        session.flush()
    session.rollback()
    session.delete(session.scalars(select(SettingChange)).one())
    with pytest.raises(FrozenError):
        session.flush()


def test_a_number_of_a_law_keeps_its_route_shut_until_it_is_filled_with_its_article(office):
    with pytest.raises(GateClosedError, match="“试验会议参与”的法定数字还没有核定") as shut:
        settings.needed("trial.law")
    assert shut.value.details == {"setting": "trial.law"}

    with pytest.raises(InvalidError, match="哪部法律"):
        change(office, "trial.law", HALF)
    change(office, "trial.law", HALF, cite=CITE)

    assert settings.needed("trial.law") == HALF
    assert settings.in_force()["trial.law"].cite == CITE


def test_a_number_of_a_law_can_be_withdrawn_and_shuts_its_route_again(office):
    change(office, "trial.law", HALF, cite=CITE)
    change(office, "trial.law", None, "条文已经修订，重新核对", CITE)

    with pytest.raises(GateClosedError):
        settings.needed("trial.law")


def test_numbers_of_a_law_belong_to_the_district_and_the_others_to_the_community(secretary, office):
    with pytest.raises(ForbiddenError, match="区社建办"):
        change(secretary, "trial.law", HALF, cite=CITE)
    with pytest.raises(ForbiddenError, match="书记和居委会"):
        change(office, "trial.days", 4)


@pytest.mark.parametrize("role", [Role.RESIDENT, Role.DEPUTY, Role.SOCIAL_WORKER, Role.SUPERVISOR])
def test_nobody_else_changes_a_rule(neighbour, here, role):
    with pytest.raises(ForbiddenError):
        change(neighbour(role).actor, "trial.days", 4)


def test_what_one_community_sets_is_nothing_to_another(secretary):
    change(secretary, "trial.days", 4)

    with tenancy.in_community(make_community().id):
        assert settings.value("trial.days") == 3
        assert settings.history("trial.days", None, 10) == []
    assert settings.value("trial.days") == 4


def test_what_one_reader_has_he_cannot_change_for_the_next(here):
    with pytest.raises(TypeError):
        settings.values()["trial.days"] = 1


def test_all_values_of_a_request_cost_one_statement(here):
    with transaction(), statements() as sent:
        assert settings.value("trial.days") == 3
        assert settings.value("trial.switch") is False
        settings.values()
    assert len(sent) == 1


def test_what_was_read_is_forgotten_with_the_transaction_and_with_a_change(secretary, here):
    with transaction():
        settings.values()
        settings.change(secretary, "trial.days", 4, WHY)
        assert settings.value("trial.days") == 4
    with transaction(), statements() as sent:
        settings.values()
    assert len(sent) == 1


def test_a_key_nobody_declared_is_not_found(secretary):
    with pytest.raises(NotFoundError):
        change(secretary, "trial.other", 1)
    with pytest.raises(KeyError):
        settings.value("trial.other")


def test_one_key_is_one_setting(declared):
    settings.declare((DAYS,))
    with pytest.raises(RuntimeError, match=r"trial\.days"):
        settings.declare((Setting("trial.days", "别的", Kind.DAYS, 7),))


def test_every_default_that_ships_keeps_its_own_bounds(app):
    shipped = settings.declared().values()

    for setting in shipped:
        if setting.default is not None:
            assert settings.checked(setting, setting.default) == setting.default, setting.key
        assert setting.default is not None or setting.law, setting.key
    assert {one.key.split(".")[0] for one in shipped} >= {"gate", "route", "discussion", "evaluation"}
