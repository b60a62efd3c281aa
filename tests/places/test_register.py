"""The district's register: all of it or nothing, every wrong line named."""

from decimal import Decimal
from io import BytesIO

import pytest
from sqlalchemy import func, select, update

from server.cli import register as register_commands
from server.core import tenancy
from server.core.access import Role
from server.core.database import transaction
from server.core.tenancy import across_communities
from server.kit.spreadsheet import OutSheet, read_book, write_book
from server.places import queries
from server.places.models import Community, CommunityKind, Estate, Home, HomeOwner, Region
from server.places.register import COLUMNS
from server.places.template import template
from server.places.vault import owners_of
from tests import factories

REGIONS = [
    ("330203000000", "海曙区", "区", None, None),
    ("330203009000", "月湖街道", "街道", "330203000000", None),
    ("330203009001", "锦秋居委会", "社区", "330203009000", "居委"),
    ("330203009002", "栎社村委会", "村委", "330203009000", None),
]
ESTATES = [
    ("330203009001", "锦秋花园", "商品房", "锦秋路 18 号", "是"),
    ("330203009002", "栎社村", None, None, None),
]
NUMBER = factories.make_id_number()
HOMES = [
    (
        "330203009001",
        "锦秋花园",
        "3号楼",
        "502室",
        Decimal("89.05"),
        "李秀英、王建国",
        f"{NUMBER}、{factories.make_id_number('19800101')}",
    ),
    ("330203009001", "锦秋花园", "3号楼", "503室", 120, "陈志强", None),
    ("330203009002", "栎社村", "东区", "8", "66.5", None, None),
]


def book(regions=REGIONS, estates=ESTATES, homes=HOMES):
    rows = {"区划": regions, "小区": estates, "房屋": homes}
    return write_book([OutSheet(name, [one.title for one in COLUMNS[name]], rows[name]) for name in COLUMNS])


def undelivered(room="602室", developer="锦秋置业 有限公司", owners=None):
    return ("330203009001", "锦秋花园", "3号楼", room, 90, owners, None, developer)


@pytest.fixture
def office(session):
    return factories.make_member(factories.make_community(), Role.DISTRICT_OFFICE)


def send(caller, data, query=""):
    return caller.post(
        f"/register/imports{query}",
        data={"file": (BytesIO(data), "名册.xlsx")},
        content_type="multipart/form-data",
    )


def errors(answer):
    assert (answer.status_code, answer.json["code"]) == (422, "register_refused"), answer.json
    return [(one["line"], one["column"]) for one in answer.json["details"]["errors"]]


def stored(session):
    with across_communities():
        tables = (Region, Community, Estate, Home, HomeOwner)
        return [session.scalar(select(func.count()).select_from(table)) for table in tables]


def test_a_register_is_stored_and_found_again(office, session):
    answer = send(office, book())
    assert answer.json == {
        "applied": True,
        "counts": {"regions": 4, "communities": 2, "estates": 2, "buildings": 2, "homes": 3, "owners": 3},
        "errors": [],
    }
    community = queries.community_of_code("330203009001")
    assert queries.community_of_code("330203009002").kind is CommunityKind.VILLAGE
    with tenancy.in_community(community.id):
        (estate,) = queries.estates()
        assert estate.gates_delegated
        home_id = queries.find_home(estate.id, "3栋", "502")
        owners = owners_of([home_id])[home_id]
    assert {owner.name for owner in owners} == {"李秀英", "王建国"}
    assert all(owner.number_index for owner in owners)


def test_owners_are_sealed(office, session):
    send(office, book())
    with across_communities():
        sealed = session.scalars(select(HomeOwner.name_sealed)).all()
    assert not [one for one in sealed if "李秀英".encode() in one]


def test_the_same_register_again_changes_nothing(office, session):
    send(office, book())
    with across_communities():
        before = set(session.scalars(select(HomeOwner.id)))
    first = stored(session)
    assert send(office, book()).status_code == 200
    with across_communities():
        assert set(session.scalars(select(HomeOwner.id))) == before
    assert stored(session) == first


def test_a_later_register_changes_by_key_and_deletes_no_home(office, session):
    send(office, book())
    changed = ("330203009001", "锦秋花园", "3栋", "502", 90, "赵丽华", None)
    send(office, book([], [("330203009001", "锦秋花园", "商品房", "", "否")], [changed]))
    with across_communities():
        assert session.scalar(select(func.count()).select_from(Home)) == 3
        assert 9000 in session.scalars(select(Home.area_cm)).all()
        assert session.scalars(select(Estate.gates_delegated)).all() == [False, False]
        homes = session.scalars(select(Home.id)).all()
        assert sorted(o.name for found in owners_of(homes).values() for o in found) == ["赵丽华", "陈志强"]


def test_what_a_later_register_leaves_blank_stays_as_it_is(office, session):
    send(office, book(estates=[("330203009001", "锦秋花园", "老公房", "锦秋路 18 号", "是"), ESTATES[1]]))
    assert send(office, book([], [("330203009001", "锦秋花园", None, None, None)], [])).status_code == 200
    with across_communities():
        asked = select(Estate.kind, Estate.address, Estate.gates_delegated)
        assert session.execute(asked.where(Estate.name == "锦秋花园")).all() == [
            ("老公房", "锦秋路 18 号", True)
        ]


def developers(session):
    with across_communities():
        return dict(session.execute(select(Home.room, Home.developer)).all())


def test_a_home_not_handed_over_stands_under_its_developer(office, session):
    assert send(office, book(homes=[*HOMES, undelivered()])).status_code == 200

    assert developers(session) == {"502室": "", "503室": "", "8": "", "602室": "锦秋置业有限公司"}


def test_a_sheet_without_the_developers_column_leaves_them_as_they_are(office, session):
    send(office, book(homes=[*HOMES, undelivered()]))
    headings = [one.title for one in COLUMNS["房屋"]][:-1]
    old = OutSheet("房屋", headings, [("330203009001", "锦秋花园", "3号楼", "602室", 90, None, None)])

    assert send(office, write_book([old])).status_code == 200
    assert developers(session)["602室"] == "锦秋置业有限公司"


def test_a_home_handed_over_belongs_to_its_owners_and_one_taken_back_to_nobody_else(office, session):
    send(office, book(homes=[*HOMES, undelivered()]))
    assert send(office, book(homes=[undelivered(developer=None, owners="孙伟")])).status_code == 200
    assert developers(session)["602室"] == ""

    assert send(office, book(homes=[undelivered(room="503室")])).status_code == 200
    assert developers(session)["503室"] == "锦秋置业有限公司"
    with across_communities():
        owners = owners_of(session.scalars(select(Home.id)).all())
    assert sorted(one.name for found in owners.values() for one in found) == ["孙伟", "李秀英", "王建国"]


def test_a_dry_run_counts_and_stores_nothing(office, session):
    before = stored(session)
    answer = send(office, book(), "?dry_run=true").json
    assert (answer["applied"], answer["counts"]["homes"]) == (False, 3)
    assert stored(session) == before


def test_one_wrong_line_among_good_ones_stores_nothing_at_all(office, session):
    before = stored(session)
    wrong = ("330203009001", "锦秋花园", "3号楼", "504室", -1, None, None)
    assert errors(send(office, book(homes=[*HOMES, wrong]))) == [(5, "面积")]
    assert stored(session) == before


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"regions": [("123", "海曙区", "区", None, None)]}, (2, "代码")),
        ({"regions": [("330203009000", "海曙区", "区", None, None)]}, (2, "代码")),
        ({"regions": [("330203000000", "海曙区", "省", None, None)]}, (2, "级别")),
        ({"regions": [("330203009000", "月湖街道", "街镇", None, None)]}, (2, "上级代码")),
        ({"regions": [("330203008000", "月湖街道", "街镇", "330299000000", None)]}, (2, "上级代码")),
        ({"regions": [("330203009001", "锦秋", "社区", "330203000000", "居委")]}, (2, "上级代码")),
        ({"regions": [("330203009001", "锦秋", "社区", "330203009000", "小组")]}, (2, "类型")),
        ({"regions": [("330204000000", "江东区", "区", None, None)]}, (2, "代码")),
        ({"regions": [REGIONS[0], REGIONS[0]]}, (3, "")),
        ({"regions": [("330203000000", None, "区", None, None)]}, (2, "名称")),
        ({"estates": [("330203009009", "无名", None, None, None)]}, (2, "社区代码")),
        ({"estates": [("330203009001", "锦秋花园", None, None, "也许")]}, (2, "把关下放")),
        ({"estates": [("330204009001", "江东花园", None, None, None)]}, (2, "社区代码")),
        ({"estates": [("330203009001", "锦秋花园", None, "路" * 121, None)]}, (2, "地址")),
        ({"homes": [("330203009001", "锦秋花园", "1", "1", 50, "李" * 41, None)]}, (2, "业主姓名")),
        ({"estates": [("330203009001", "长" * 41, None, None, None)]}, (2, "名称")),
        ({"homes": [("330203009001", "别的小区", "1", "1", 50, None, None)]}, (2, "小区")),
        ({"homes": [("330203009009", "锦秋花园", "1", "1", 50, None, None)]}, (2, "社区代码")),
        ({"homes": [("330203009001", "锦秋花园", "1", "1", "50平米", None, None)]}, (2, "面积")),
        ({"homes": [("330203009001", "锦秋花园", "1", "1", "50.123", None, None)]}, (2, "面积")),
        ({"homes": [("330203009001", "锦秋花园", "1", "1", 50, "李秀英", "123")]}, (2, "证件号码")),
        ({"homes": [("330203009001", "锦秋花园", "1", "1", 50, "李、王", NUMBER)]}, (2, "证件号码")),
        ({"homes": [undelivered(owners="孙伟")]}, (2, "未交付开发商")),
        ({"homes": [undelivered(developer="长" * 61)]}, (2, "未交付开发商")),
        ({"homes": [HOMES[0], ("330203009001", "锦秋花园", "3栋", "502", 50, None, None)]}, (3, "")),
    ],
)
def test_every_wrong_line_is_named(office, changes, found):
    if "regions" not in changes:
        assert found in errors(send(office, book(**changes)))
        return
    assert found in errors(send(office, book(estates=[], homes=[], **changes)))


def test_a_code_does_not_change_its_level(office, session):
    send(office, book())
    as_street = [("330203009000", "月湖街道", "街镇", "330203000000", None)]
    assert send(office, book(as_street, [], [])).status_code == 200
    with across_communities(), transaction():
        session.execute(update(Region).where(Region.code == "330203009000").values(level="community"))
    assert (2, "级别") in errors(send(office, book(as_street, [], [])))


def test_an_error_never_repeats_the_cell(office):
    bad = NUMBER[:-1] + ("0" if NUMBER[-1] != "0" else "1")
    answer = send(office, book(homes=[(*HOMES[1][:5], "李秀英", bad)]))
    assert errors(answer)
    assert bad not in answer.get_data(as_text=True)
    assert "李秀英" not in answer.get_data(as_text=True)


@pytest.mark.parametrize(
    "data", [b"", b"not a workbook", write_book([OutSheet("别的", ["甲", "乙"], [("1", "2")])])]
)
def test_what_is_no_register_is_refused(office, data):
    assert errors(send(office, data)) == [(0, "")]


@pytest.mark.parametrize("role", [None, Role.COMMITTEE, Role.SECRETARY, Role.SUPERVISOR])
def test_only_the_district_imports(session, role):
    caller = factories.make_member(factories.make_community(), role)
    assert send(caller, book()).status_code == 403
    assert caller.get("/register/template.xlsx").status_code == 403


def test_the_template_is_a_register_itself(office):
    answer = office.get("/register/template.xlsx")
    assert "attachment" in answer.headers["Content-Disposition"]
    assert [len(sheet.rows) for sheet in read_book(answer.data)] == [3, 1, 2]
    assert send(office, template()).json["counts"]["homes"] == 2


def test_the_command_imports_and_names_wrong_lines(app, session, tmp_path):
    if "register" not in app.cli.commands:
        register_commands(app)
    good, bad = tmp_path / "good.xlsx", tmp_path / "bad.xlsx"
    good.write_bytes(book())
    bad.write_bytes(book(homes=[("330203009009", "锦秋花园", "1", "1", 50, None, None)]))
    run = app.test_cli_runner().invoke
    session.rollback()
    refused = run(args=["register", "import", str(bad)])
    assert refused.exit_code == 1
    assert "第 2 行 社区代码：没有这个社区" in refused.output
    assert "homes 3" in run(args=["register", "import", "--dry-run", str(good)]).output
    assert stored(session)[1] == 0
    session.rollback()
    assert run(args=["register", "import", str(good)]).exit_code == 0
    assert stored(session)[1] == 2
