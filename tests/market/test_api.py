"""The market as clients meet it."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from server.core import tenancy
from server.core.access import Role
from server.core.database import transaction
from server.core.safety import Suggest, Verdict
from server.extensions import db
from server.kit.db import utc_now
from server.market import passage, queries, reads, service
from server.market.models import Item, ItemRequest, ItemStep, Kind, RequestState, State
from server.market.schemas import ItemList, ItemPage
from server.market.workflow import ITEMS, Party, Verb
from tests.factories import make_member
from tests.support.counting import redis_trips, statements


def titles(by, **query):
    return [card["title"] for card in by.get("items", query_string=query).json["items"]]


def test_the_first_neighbour_gets_it_and_both_confirm_the_hand_over(street, offer, step, look, deliver):
    item_id = offer()
    assert look(street.first, item_id)["mine"] == {
        "verbs": ["request"],
        "place_in_queue": None,
        "giver": False,
    }

    assert step(street.first, item_id, "request", "我家孩子五岁").json["item"]["state"] == "reserved"
    deliver()
    page = look(street.giver, item_id)
    assert page["mine"] == {
        "verbs": ["release", "hand_over", "withdraw"],
        "place_in_queue": None,
        "giver": True,
    }
    assert [(one["note"], one["place_in_queue"]) for one in page["requests"]] == [("我家孩子五岁", 0)]
    assert step(street.giver, item_id, "hand_over").json["item"]["state_name"] == "已交出，等对方确认"
    assert step(street.first, item_id, "receive").json["mine"]["verbs"] == ["thank"]
    assert titles(street.third, state="done") == ["儿童自行车"]
    assert titles(street.third) == []


def test_the_taker_says_thanks_once_and_neighbours_read_them(street, offer, step, look, deliver):
    item_id = offer()
    for by, verb in ((street.first, "request"), (street.giver, "hand_over"), (street.first, "receive")):
        step(by, item_id, verb)

    assert step(street.first, item_id, "thank").json["code"] == "note_needed"
    assert step(street.first, item_id, "thank", "孩子很喜欢，谢谢您").json["item"]["thanks"] is None
    deliver()

    thanks = look(street.third, item_id)["item"]["thanks"]
    assert (thanks["note"], thanks["author"]["name"]) == ("孩子很喜欢，谢谢您", street.first.actor.name)
    assert step(street.first, item_id, "thank", "再谢一次").status_code == 409


def test_others_queue_and_whoever_steps_back_makes_room_for_the_next(street, offer, step, look):
    item_id = offer()
    for neighbour in (street.first, street.second, street.third):
        step(neighbour, item_id, "request")

    assert [
        look(one, item_id)["mine"]["place_in_queue"] for one in (street.first, street.second, street.third)
    ] == [
        0,
        1,
        2,
    ]
    assert look(street.second, item_id)["requests"] == []
    step(street.second, item_id, "leave")
    assert look(street.third, item_id)["mine"]["place_in_queue"] == 1

    page = step(street.first, item_id, "cancel").json
    assert (page["item"]["state"], page["item"]["waiting"]) == ("reserved", 0)
    assert look(street.third, item_id)["mine"]["place_in_queue"] == 0
    step(street.giver, item_id, "release")
    assert look(street.third, item_id)["item"]["state"] == "offered"
    assert step(street.first, item_id, "request").json["mine"]["place_in_queue"] == 0


def test_a_note_is_read_by_the_giver_only_after_the_check_passed_it(street, offer, step, look, deliver):
    item_id = offer()
    step(street.first, item_id, "request", "六合彩")
    step(street.second, item_id, "request", "我来拿")
    assert [one["note"] for one in look(street.giver, item_id)["requests"]] == ["", ""]
    deliver()

    assert [one["note"] for one in look(street.giver, item_id)["requests"]] == ["", "我来拿"]


def test_each_step_belongs_to_its_party(street, offer, step):
    item_id = offer()
    assert step(street.giver, item_id, "request").json["message"] == "这是您自己的物品"
    step(street.first, item_id, "request")

    for by, verb in (
        (street.second, "hand_over"),
        (street.second, "release"),
        (street.second, "cancel"),
        (street.first, "withdraw"),
        (street.giver, "cancel"),
        (street.second, "refuse"),
        (street.clerk, "request"),
    ):
        assert step(by, item_id, verb, "写明了的原因").status_code == 403, verb
    assert step(street.first, item_id, "request").status_code == 409
    assert step(street.first, item_id, "pass_on").status_code == 422


def test_a_withdrawn_item_sends_its_queue_away(street, offer, step, look):
    item_id = offer()
    for neighbour in (street.first, street.second):
        step(neighbour, item_id, "request")

    assert step(street.giver, item_id, "withdraw").json["item"]["state"] == "withdrawn"
    assert street.first.get(f"items/{item_id}").status_code == 404
    with tenancy.in_community(street.community.id):
        states = set(db.session.scalars(select(ItemRequest.state)))
    assert states == {RequestState.PASSED}


def clock(street):
    with tenancy.in_community(street.community.id), transaction():
        service.settle_due()


def handed_over_days_ago(street, days):
    with tenancy.in_community(street.community.id), transaction():
        long_ago = utc_now() - timedelta(days=days, minutes=1)
        db.session.execute(update(Item).values(handed_over_at=long_ago))


def test_a_community_sets_how_long_a_taker_has_to_confirm(street, offer, step, look):
    secretary = make_member(street.community, Role.SECRETARY)
    form = {"value": 3, "reason": "邻居住得近，三天够了"}
    assert secretary.put("settings/item.settled_days", json=form).status_code == 200
    item_id = offer()
    step(street.first, item_id, "request")
    step(street.giver, item_id, "hand_over")
    states = []
    for days in (2, 3):
        handed_over_days_ago(street, days)
        clock(street)
        states.append(look(street.giver, item_id)["item"]["state"])

    assert states == ["handed_over", "received"]


def test_what_nobody_confirmed_for_a_week_counts_as_received(street, offer, step, look, deliver):
    item_id = offer()
    step(street.first, item_id, "request")
    step(street.giver, item_id, "hand_over")
    clock(street)
    early = look(street.giver, item_id)["item"]["state"]
    handed_over_days_ago(street, 7)
    clock(street)
    clock(street)
    deliver()

    assert (early, look(street.giver, item_id)["item"]["state"]) == ("handed_over", "received")
    assert look(street.first, item_id)["mine"]["verbs"] == ["thank"]
    for who in (street.giver, street.first):
        told = [one["title"] for one in who.get("notices").json["items"]]
        assert len([one for one in told if one.endswith("没有确认，已自动按收到办结")]) == 1


@pytest.mark.parametrize(("body", "code"), [("50元拿走", "no_price"), ("电话13812345678", "no_phone")])
def test_prices_and_numbers_are_refused_when_offering_and_when_asking(street, offer, step, body, code):
    form = {"kind": "give", "title": "自行车", "body": body}
    answer = street.giver.post("items", json=form)
    assert (answer.status_code, answer.json["code"]) == (422, code)

    assert step(street.first, offer(), "request", body).json["code"] == code


def test_only_a_swap_says_what_it_wants(street, offer, look):
    assert look(street.first, offer(kind="swap", wants="一盆绿萝"))["item"]["wants"] == "一盆绿萝"
    form = {"kind": "give", "title": "自行车", "body": "八成新", "wants": "一盆绿萝"}
    assert street.giver.post("items", json=form).status_code == 422


def test_an_item_for_one_estate_does_not_exist_for_the_other(street, offer):
    item_id = offer(estate_id=str(street.east.id))

    assert titles(street.first) == ["儿童自行车"]
    assert titles(street.third) == []
    assert street.third.get(f"items/{item_id}").status_code == 404
    form = {"kind": "give", "title": "自行车", "body": "八成新", "estate_id": str(street.west.id)}
    assert street.giver.post("items", json=form).status_code == 422


def test_the_list_narrows_by_kind_and_pages_without_a_gap(street, offer):
    for number in range(3):
        offer(title=f"第{number}件", kind="lend" if number == 1 else "give")

    first = street.first.get("items?limit=2").json
    assert [card["title"] for card in first["items"]] == ["第2件", "第1件"]
    assert titles(street.first, after=first["next"]) == ["第0件"]
    assert titles(street.first, kind="lend") == ["第1件"]
    assert street.first.get("items?state=held").status_code == 422


def test_ones_own_items_are_listed_until_taken_back_and_nobody_elses(street, offer, step):
    done, gone, kept = (offer(title=title) for title in ("完成的", "撤回的", "在送的"))
    step(street.giver, gone, "withdraw")
    for by, verb in ((street.first, "request"), (street.giver, "hand_over"), (street.first, "receive")):
        step(by, done, verb)

    first = street.giver.get("items?state=mine&limit=1").json
    assert [(one["id"], one["state"]) for one in first["items"]] == [(kept, "offered")]
    rest = street.giver.get(f"items?state=mine&limit=1&after={first['next']}").json
    assert [(one["id"], one["state"]) for one in rest["items"]] == [(done, "received")]
    assert rest["next"] is None
    assert titles(street.giver, state="mine", kind="lend") == []
    assert titles(street.first, state="mine") == []


class Review:
    def check(self, submission):
        return Verdict(Suggest.REVIEW, "需要人工查看")


def test_what_the_check_cannot_pass_waits_for_a_clerk(street, offer, step, app, monkeypatch):
    monkeypatch.setitem(app.extensions, "checker", Review())
    kept, gone = offer(title="旧书"), offer(title="旧药")

    assert street.giver.get("items").json["mine"]["pending"][0]["state_name"] == "等待人工审核"
    assert street.first.get("items/held").status_code == 403
    assert [one["title"] for one in street.clerk.get("items/held").json["items"]] == ["旧书", "旧药"]
    assert step(street.clerk, gone, "refuse", "不行").json["code"] == "reason_needed"
    assert step(street.clerk, gone, "refuse", "药品不能转让").json["item"]["reason"] == "药品不能转让"
    assert step(street.clerk, kept, "admit").status_code == 200
    assert titles(street.first) == ["旧书"]


def test_an_estate_branch_judges_the_items_of_its_own_estate(street, offer, step, app, monkeypatch):
    branch = make_member(street.community, Role.SECRETARY, estate=street.east)
    monkeypatch.setitem(app.extensions, "checker", Review())
    inside = [offer(title=f"第{number}件", estate_id=str(street.east.id)) for number in range(2)]
    for_all = offer(title="旧药")

    first = branch.get("items/held?limit=1").json
    assert [one["title"] for one in first["items"]] == ["第0件"]
    after = branch.get(f"items/held?after={first['next']}").json
    assert ([one["title"] for one in after["items"]], after["next"]) == (["第1件"], None)
    assert branch.get(f"items/{for_all}").status_code == 404
    assert step(branch, inside[0], "admit").json["item"]["state"] == "offered"


def test_what_goes_out_is_what_the_schemas_say(street, offer, step, look, deliver):
    item_id = offer(estate_id=str(street.east.id))
    step(street.first, item_id, "request", "我来拿")
    street.giver.post("items", json={"kind": "give", "title": "花盆", "body": "两个"})

    for schema, document in (
        (ItemList(), street.giver.get("items").json),
        (ItemPage(), look(street.giver, item_id)),
    ):
        assert schema.dump(schema.load(document)) == document


@pytest.mark.parametrize("count", [10, 1000])
def test_the_list_costs_one_statement_and_one_for_the_readers_own(street, count):
    actor, args = street.first.actor, {"kind": None, "state": "open", "after": None, "limit": 20}
    with tenancy.in_community(street.community.id):
        with transaction():
            db.session.add_all(
                Item(
                    kind=Kind.GIVE,
                    title="花盆",
                    body="两个",
                    author_id=1,
                    author_name="李女士",
                    state=State.OFFERED,
                )
                for _ in range(count)
            )
        with statements() as shared:
            _, document = reads.ITEM_LIST.shared(actor, args)
        with statements() as mine:
            reads.ITEM_LIST.mine(actor, args, document)

    assert len(document["items"]) == min(count, 20)
    assert (len(shared), len(mine)) == (1, 1), shared + mine


def test_a_hit_is_one_redis_trip_and_no_statement(street, offer, monkeypatch):
    offer()
    first = street.first.get("items")
    street.first.get("items")

    with statements() as sent, redis_trips(monkeypatch) as trips:
        again = street.first.get("items")

    assert again.data == first.data
    assert (sent, trips) == ([], ["pipeline"])


PREPARED = {
    State.RESERVED: {"holder": True},
    State.HANDED_OVER: {"holder": True, "handed_over_at": True},
    State.RECEIVED: {"holder": True, "handed_over_at": True, "received_at": True},
}


@pytest.mark.parametrize(
    ("one", "source"),
    [(one, source) for one in ITEMS.steps for source in sorted(one.sources)],
    ids=lambda value: str(getattr(value, "verb", value)),
)
def test_every_legal_step_is_saved_with_who_from_and_to(street, offer, one, source):
    item_id = int(offer())
    _prepare(street, item_id, one.verb, source)
    actors = {Party.GIVER: street.giver, Party.HOLDER: street.first, Party.CLERK: street.clerk}
    with tenancy.in_community(street.community.id), transaction():
        item = queries.locked(item_id)
        if one.verb is Verb.PASS_ON:
            item.holder_id = street.first.actor.person_id
        if one.who is Party.MACHINE:
            passage.enter(item, one, "词语", None)
        else:
            actor = actors.get(one.who, street.second).actor
            service.move(actor, item_id, one.verb, "写明了的原因")

    with tenancy.in_community(street.community.id):
        steps = list(db.session.scalars(select(ItemStep).order_by(ItemStep.id)))
        assert db.session.scalars(select(Item)).one().state is one.target
        db.session.rollback()
    assert (steps[-1].verb, steps[-1].from_state, steps[-1].to_state) == (one.verb, source, one.target)


def _prepare(street, item_id, verb, source):
    """Put the item into the source state, with the request that the step's party needs."""
    first, second = street.first.actor, street.second.actor
    with tenancy.in_community(street.community.id), transaction():
        item = queries.locked(item_id)
        item.state, item.reason = source, "先前的原因" if source is State.REFUSED else None
        for name in PREPARED.get(source, {}):
            column = "holder_id" if name == "holder" else name
            setattr(item, column, first.person_id if name == "holder" else item.created_at)
        if source in PREPARED:
            db.session.add(_asked(item_id, first, 1, RequestState.HOLDING))
        if verb is Verb.LEAVE:
            db.session.add(_asked(item_id, second, 2, RequestState.WAITING))
        item.places = 2


def _asked(item_id, actor, place, state):
    who = {"author_id": actor.person_id, "author_name": actor.name}
    return ItemRequest(item_id=item_id, place=place, state=state, **who)


BAD = {
    "promised to nobody": {"state": "reserved"},
    "on offer but promised": {"holder_id": 5},
    "promised to oneself": {"state": "reserved", "holder_id": 1},
    "handed over at no time": {"state": "handed_over", "holder_id": 5},
    "refused without a reason": {"state": "refused"},
}


@pytest.mark.parametrize("columns", BAD.values(), ids=BAD)
def test_the_database_itself_refuses_an_item_that_cannot_be(street, columns):
    good = {"kind": "give", "title": "花盆", "body": "两个", "author_id": 1, "author_name": "李女士"}
    with tenancy.in_community(street.community.id), pytest.raises(IntegrityError), transaction():
        db.session.add(Item(**{**good, "state": "offered", **columns}))


def test_the_database_itself_refuses_a_second_holder(street, offer):
    item_id = int(offer())
    both = [
        _asked(item_id, neighbour.actor, place, RequestState.HOLDING)
        for place, neighbour in enumerate((street.first, street.second))
    ]
    with tenancy.in_community(street.community.id), pytest.raises(IntegrityError), transaction():
        db.session.add_all(both)
