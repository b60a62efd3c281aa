"""Which route decides what: every cell of the reviewed table, and what each route asks of a vote."""

import re
from pathlib import Path

import pytest

from server.ballots import civil_code
from server.ballots.arithmetic import Share
from server.ballots.models import Electorate, Mode
from server.core.settings import Kind
from server.deliberation.matters import TITLES, Matter, Route
from server.deliberation.models import Stake
from server.deliberation.routes import choices, resolve, shut
from server.deliberation.settings import SETTINGS
from server.deliberation.ways import WAYS
from server.kit.errors import GateClosedError, InvalidError
from server.places.models import CommunityKind

TABLE = Path(__file__).parents[2] / "docs" / "decision-routes.md"
ROW = re.compile(r"^\| [^|]+ \| `(\w+)` \| `(\w+)` \| ([A-H ]+) \| ([A-H ]+) \|$", re.MULTILINE)
REVIEWED = {
    (Matter(matter), Stake(stake), kind): letters.split()
    for matter, stake, *cells in ROW.findall(TABLE.read_text(encoding="utf-8"))
    for kind, letters in zip(CommunityKind, cells, strict=True)
}
DEFAULTS = {setting.key: setting.default for setting in SETTINGS}
FILLED = DEFAULTS | {
    f"route.{letter}.{asked}": {"num": 1, "den": 2, "over": True}
    for letter in ("C", "D", "G", "G.delegates")
    for asked in ("participation", "approval")
}
HALF, TWO_THIRDS = Share.usual(1, 2), Share.usual(2, 3)
TOWN, VILLAGE = CommunityKind.NEIGHBOURHOOD, CommunityKind.VILLAGE


def test_the_reviewed_table_has_every_cell():
    cells = {(matter, stake, kind) for matter in Matter for stake in Stake for kind in CommunityKind}

    assert set(REVIEWED) == cells


@pytest.mark.parametrize(("matter", "stake", "kind"), REVIEWED)
def test_a_topic_may_take_the_routes_of_the_reviewed_table_and_no_other(matter, stake, kind):
    found = choices(stake, matter, kind)

    assert [one.route.value for one in found] == list("ABCDEFGH")
    assert [one.route.value for one in found if one.allowed] == REVIEWED[matter, stake, kind]
    assert all((one.why_not is None) == one.allowed for one in found)


def test_every_topic_has_a_way_to_a_decision():
    assert all(REVIEWED.values())


@pytest.mark.parametrize("kind", CommunityKind)
@pytest.mark.parametrize("matter", Matter)
def test_what_may_decide_the_heavier_may_decide_the_lighter(matter, kind):
    light, normal, major = (set(REVIEWED[matter, stake, kind]) for stake in Stake)

    assert major <= normal <= light


@pytest.mark.parametrize("matter", civil_code.Matter)
def test_what_the_law_gives_to_the_owners_nobody_else_decides(matter):
    found = {one.route: one for one in choices(Stake.LIGHT, Matter(matter), TOWN)}
    right = Route(civil_code.statute_for(matter).route)

    assert [route for route, one in found.items() if one.allowed] == [right]
    assert "《民法典》第二百七十八条" in found[Route.OPINION].why_not
    assert civil_code.ITEMS[matter] in found[Route.OPINION].why_not


@pytest.mark.parametrize(
    ("stake", "matter", "kind", "route", "words"),
    [
        (Stake.MAJOR, Matter.DAILY, TOWN, Route.OPINION, "意见表决只用于较轻的事"),
        (Stake.LIGHT, Matter.DAILY, TOWN, Route.VILLAGERS, "只有村民委员会"),
        (Stake.LIGHT, Matter.DAILY, VILLAGE, Route.DELEGATES, "由村民会议"),
        (Stake.LIGHT, Matter.DAILY, TOWN, Route.OWNERS, "不是业主共同决定的法定事项"),
        (Stake.LIGHT, Matter.BUILDING, TOWN, Route.OPINION, "由这幢楼的住户定"),
        (Stake.LIGHT, Matter.DAILY, TOWN, Route.BUILDING, "不止涉及一幢楼"),
        (Stake.LIGHT, Matter.RESIDENTS_COVENANT, TOWN, Route.DELEGATES, "代表会议不能代替"),
        (Stake.LIGHT, Matter.RESIDENTS_MAJOR, TOWN, Route.OPINION, "会议定"),
    ],
)
def test_a_route_that_is_shut_to_a_topic_says_why(stake, matter, kind, route, words):
    found = next(one for one in choices(stake, matter, kind) if one.route is route)

    assert words in found.why_not


def test_routes_of_unverified_laws_say_which_numbers_must_be_filled_first():
    needs = {one.route.value: one.needs for one in choices(Stake.LIGHT, Matter.DAILY, TOWN)}

    assert needs["C"] == ("route.C.participation", "route.C.approval")
    assert [letter for letter, keys in needs.items() if keys] == ["C", "D", "G"]
    residents = WAYS[Route.RESIDENTS]
    words = "请区社建办先核定“居民会议：参加的要求”、“居民会议：通过的要求”"
    assert shut(residents, Electorate.ADULTS, DEFAULTS) == words
    assert shut(residents, Electorate.ADULTS, FILLED) is None
    assert shut(WAYS[Route.OPINION], Electorate.ADULTS, DEFAULTS) is None
    with pytest.raises(GateClosedError, match="先核定") as refused:
        resolve(Route.RESIDENTS, DEFAULTS, {"matter": "daily"})
    assert refused.value.code == "law_number_missing"


def test_every_setting_that_a_route_reads_is_declared_as_a_share_and_laws_are_marked_as_such():
    declared = {setting.key: setting for setting in SETTINGS}
    for way in WAYS.values():
        for key in way.needs(*way.who):
            assert declared[key].kind is Kind.SHARE
            assert declared[key].law is way.needs_law


def test_an_ordinary_owners_meeting_asks_what_the_civil_code_asks():
    found = resolve(Route.OWNERS, DEFAULTS, {"matter": "manager"})

    assert found == ("owners", Electorate.OWNERS, Mode.NAMED, TWO_THIRDS, HALF, found.rule)
    assert found.rule == {
        "route": "E",
        "title": "业主大会（一般事项）",
        "cite": "《民法典》第二百七十八条第（四）项",
        "version": "2021-01-01 起施行",
    }


def test_raising_a_repair_fund_asks_three_quarters():
    found = resolve(Route.OWNERS_STRICT, DEFAULTS, {"matter": "raise_fund"})

    assert (found.quorum, found.majority) == (TWO_THIRDS, Share.usual(3, 4))
    assert found.rule["cite"].endswith("第（六）项")


@pytest.mark.parametrize(("asked", "share"), [("quorum", (1, 2)), ("pass", (3, 4)), ("quorum", (3, 4))])
def test_the_numbers_of_the_law_are_neither_lowered_nor_raised(asked, share):
    form = {"matter": "manager", asked: {"num": share[0], "den": share[1]}}

    with pytest.raises(InvalidError, match="由法律规定") as refused:
        resolve(Route.OWNERS, DEFAULTS, form)
    assert refused.value.code == "fixed_by_law"


def test_naming_the_number_of_the_law_itself_is_allowed():
    form = {"matter": "manager", "quorum": {"num": 4, "den": 6, "over": False}, "pass": {"num": 1, "den": 2}}

    assert resolve(Route.OWNERS, DEFAULTS, form).quorum.at_least(TWO_THIRDS)


def test_an_opinion_poll_may_ask_more_than_the_community_does_never_less():
    more = resolve(Route.OPINION, DEFAULTS, {"matter": "daily", "quorum": {"num": 1, "den": 2}})

    assert (more.quorum, more.majority) == (HALF, HALF)
    assert more.rule["cite"] == "本社区议事规则"
    with pytest.raises(InvalidError, match="不能低于三分之一以上"):
        resolve(Route.OPINION, DEFAULTS, {"matter": "daily", "quorum": {"num": 1, "den": 4}})
    with pytest.raises(InvalidError, match="比例"):
        resolve(Route.OPINION, DEFAULTS, {"matter": "daily", "quorum": {"num": 5, "den": 4}})


def test_who_votes_and_how_is_chosen_among_what_the_route_offers():
    secret = resolve(Route.OPINION, DEFAULTS, {"matter": "daily", "mode": "secret", "who": "owners"})

    assert (secret.who, secret.mode) == (Electorate.OWNERS, Mode.SECRET)
    assert resolve(Route.BUILDING, DEFAULTS, {"matter": "building"}).mode is Mode.OPEN
    for wrong in ({"mode": "secret"}, {"who": "adults"}):
        with pytest.raises(InvalidError, match="不能这样选"):
            resolve(Route.OWNERS, DEFAULTS, {"matter": "manager", **wrong})


def test_delegates_vote_in_their_own_meeting_and_in_the_villagers():
    assert resolve(Route.DELEGATES, FILLED, {"matter": "daily"}).who is Electorate.DELEGATES
    assert resolve(Route.VILLAGERS, FILLED, {"matter": "daily", "who": "delegates"}).base == "homes"
    with pytest.raises(InvalidError, match="不能这样选"):
        resolve(Route.VILLAGERS, FILLED, {"matter": "residents_covenant", "who": "delegates"})


DELEGATES = {"matter": "daily", "who": "delegates"}


def test_villagers_and_their_delegates_are_two_meetings_with_numbers_of_their_own():
    settings = FILLED | {
        "route.G.participation": {"num": 1, "den": 2, "over": True},
        "route.G.delegates.participation": {"num": 2, "den": 3, "over": False},
    }
    cites = {"route.G.participation": "第一条", "route.G.delegates.participation": "第二条"}

    whole = resolve(Route.VILLAGERS, settings, {"matter": "daily"}, cites)
    fewer = resolve(Route.VILLAGERS, settings, DELEGATES, cites)

    assert (whole.quorum, whole.rule["cite"]) == (HALF, "第一条")
    assert (fewer.quorum, fewer.rule["cite"]) == (TWO_THIRDS, "第二条")
    with pytest.raises(InvalidError, match="由法律规定"):
        resolve(Route.VILLAGERS, settings, {**DELEGATES, "quorum": {"num": 1, "den": 2}})


def test_a_meeting_opens_with_its_own_numbers_though_the_other_has_none_yet():
    villagers_only = FILLED | {"route.G.delegates.participation": None}

    assert resolve(Route.VILLAGERS, villagers_only, {"matter": "daily"}).who is Electorate.ADULTS
    with pytest.raises(GateClosedError, match="村民代表会议：参加的要求"):
        resolve(Route.VILLAGERS, villagers_only, DELEGATES)


def test_a_covenant_asks_for_no_number_of_the_delegates_who_may_not_adopt_it():
    found = {one.route: one.needs for one in choices(Stake.LIGHT, Matter.RESIDENTS_COVENANT, VILLAGE)}

    assert found[Route.VILLAGERS] == ("route.G.participation", "route.G.approval")


def test_a_verified_number_is_cited_with_the_article_that_the_district_office_named():
    cites = {"route.C.participation": "某法第十一条", "route.C.approval": "某法第十一条"}

    assert resolve(Route.RESIDENTS, FILLED, {"matter": "daily"}, cites).rule["cite"] == "某法第十一条"
    assert "2025 年修订" in resolve(Route.RESIDENTS, FILLED, {"matter": "daily"}).rule["cite"]


def test_consensus_needs_no_ballot_and_a_wrong_route_opens_none():
    with pytest.raises(InvalidError, match="不需要表决"):
        resolve(Route.CONSENSUS, DEFAULTS, {"matter": "daily"})
    with pytest.raises(InvalidError, match="由业主共同决定"):
        resolve(Route.OPINION, DEFAULTS, {"matter": "use_fund"})


def test_no_secret_vote_is_counted_by_area_and_delegates_are_no_owners():
    for way in WAYS.values():
        assert way.base != "owners" or Mode.SECRET not in way.modes
        assert way.base in (None, "homes", "owners")
        assert (way.base is None) == (not way.who) == (not way.modes)


def test_titles_are_those_of_the_article():
    assert set(TITLES) == set(Matter)
    assert TITLES[Matter.USE_FUND] == "使用建筑物及其附属设施的维修资金"
    assert Matter.DAILY.statutory is None
