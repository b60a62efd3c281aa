"""Posts filed for a neighbour: whose they are, what everybody reads, and what his answer does."""

import pytest
from sqlalchemy import func, select

from server.boards.models import Post
from server.core import tenancy
from server.core.access import Role
from server.core.audit import AuditEntry
from server.core.database import transaction
from server.extensions import db
from server.identity.models import Membership
from server.identity.service.duties import Scope, grant_duty
from server.kit.db import utc_now
from tests.assistance.scenes import POST, behalf, note
from tests.ballots.desk import upload
from tests.factories import join, make_community, make_home, make_member, make_person, signed_in


def answer(who, post_id, verb, **more):
    return who.post(f"posts/{post_id}/filing", json={"verb": verb, **more})


def line(who, post_id):
    filed = who.get(f"posts/{post_id}").json["post"]["filed"]
    return filed and filed["line"]


def posts(community):
    with tenancy.in_community(community.id):
        return db.session.scalar(select(func.count(Post.id)))


def told(caller):
    return [(one["title"], one["body"], one["link"]) for one in caller.get("notices").json["items"]]


def test_the_author_is_the_neighbour_and_everybody_reads_whose_office_filed_it(lane, post_id):
    card = lane.neighbour.get("boards/nearby/posts").json["items"][0]

    assert card["author"] == {"name": "李女士", "place": "3号楼", "role": ""}
    assert card["filed"]["line"] == "由楼组长代为提交，待本人确认"
    assert line(lane.neighbour, post_id) == "由楼组长代为提交，待本人确认"
    mine = lane.elder.get("boards/nearby/posts", query_string={"state": "mine"}).json["items"]
    assert [one["id"] for one in mine] == [post_id]


def test_what_one_writes_himself_says_nothing_of_helpers(lane, deliver):
    made = lane.elder.post("boards/nearby/posts", json=POST).json["post"]

    assert made["filed"] is None


def test_the_neighbour_is_asked_and_his_yes_stands_on_the_card(lane, post_id, deliver):
    asked = f"post:{post_id}"
    assert told(lane.elder) == [("赵女士（楼组长）代您提交了身边事，请确认", POST["title"], asked)]
    lane.neighbour.get("boards/nearby/posts")

    said = answer(lane.elder, post_id, "confirm")
    deliver()

    assert said.json["post"]["filed"]["line"] == "由楼组长代为提交，本人已确认"
    assert line(lane.neighbour, post_id) == "由楼组长代为提交，本人已确认"
    card = lane.neighbour.get("boards/nearby/posts").json["items"][0]
    assert card["filed"]["state"] == "confirmed"
    assert told(lane.head) == [("李女士已确认您代为提交的内容", POST["title"], asked)]


def test_the_home_page_says_so_too_and_follows_his_word(lane, post_id, deliver):
    def filed():
        return [card["filed"] for card in lane.neighbour.get("home").json["items"]]

    (waiting,) = filed()
    assert waiting["line"] == "由楼组长代为提交，待本人确认"
    assert waiting == lane.neighbour.get(f"posts/{post_id}").json["post"]["filed"]

    answer(lane.elder, post_id, "confirm")
    deliver()
    assert [one["line"] for one in filed()] == ["由楼组长代为提交，本人已确认"]

    lane.elder.post("boards/nearby/posts", json=POST)
    deliver()
    assert filed()[0] is None


def test_what_he_disowns_leaves_the_board_and_the_helper_reads_why(lane, post_id, deliver):
    said = answer(lane.elder, post_id, "disown", reason="我没有说过这件事")
    deliver()

    assert (said.status_code, said.json["post"]["state"]) == (200, "withdrawn")
    assert lane.neighbour.get(f"posts/{post_id}").status_code == 404
    assert lane.neighbour.get("boards/nearby/posts").json["items"] == []
    assert lane.neighbour.get("home").json["items"] == []
    title, body, _ = told(lane.head)[0]
    assert title == "李女士表示您代为提交的不是自己的意思"
    assert body == f"{POST['title']}。我没有说过这件事"
    (filing,) = lane.head.get("filings", query_string={"side": "by_me"}).json["items"]
    assert (filing["state_name"], filing["reason"]) == ("本人表示不是自己的意思", "我没有说过这件事")


def test_what_the_check_refused_may_be_disowned_too(lane, file_post):
    post_id = file_post(lane.head, lane.elder, body="六 合 彩 内部资料").json["post"]["id"]

    assert answer(lane.elder, post_id, "disown").json["post"]["state"] == "withdrawn"


def test_what_a_clerk_hid_stays_hidden_when_it_is_disowned(lane, post_id):
    lane.clerk.post(f"posts/{post_id}/steps", json={"verb": "hide", "reason": "泄露了门牌号"})

    assert answer(lane.elder, post_id, "disown").json["post"]["state"] == "hidden"
    assert lane.elder.get("filings").json["items"][0]["state"] == "disowned"


def test_only_the_neighbour_answers_and_only_once(lane, post_id):
    for other in (lane.head, lane.neighbour, lane.clerk):
        assert answer(other, post_id, "confirm").status_code == 403
    assert answer(lane.stranger, post_id, "maybe").status_code == 422

    assert answer(lane.elder, post_id, "confirm").status_code == 200
    again = answer(lane.elder, post_id, "disown")
    assert (again.status_code, again.json["code"]) == (409, "already_answered")


def test_a_post_that_nobody_filed_for_another_has_nothing_to_confirm(lane, deliver):
    own = lane.elder.post("boards/nearby/posts", json=POST).json["post"]["id"]

    assert answer(lane.elder, own, "confirm").status_code == 404


def test_how_he_agreed_is_asked_of_every_helper(lane, file_post):
    for wrong in ({"words": ""}, {"words": "说好的"}, {"consent": "dream"}, {"photos": ["1", "2"]}):
        assert file_post(lane.head, lane.elder, wrong).status_code == 422
    assert lane.head.post("boards/nearby/assisted-posts", json=POST).status_code == 422
    assert posts(lane.community) == 0


def test_how_he_agreed_is_read_by_him_his_helper_and_the_staff_of_his_estate_alone(lane, file_post):
    agreed = note(lane.worker)
    filing = file_post(lane.worker, lane.elder, agreed).json["post"]["filed"]["id"]
    west = make_member(lane.community, Role.SECRETARY, estate=lane.west)

    for reader in (lane.elder, lane.worker, lane.clerk, lane.secretary):
        shown = reader.get(f"filings/{filing}").json
        assert (shown["consent_name"], shown["words"]) == ("书面同意", "本人手写的字条")
        assert [photo["id"] for photo in shown["photos"]] == agreed["photos"]
    for other in (lane.neighbour, lane.head, west):
        assert other.get(f"filings/{filing}").status_code == 404
    assert lane.elder.get("filings/1").status_code == 404


def test_his_verbs_are_the_neighbours_until_he_answered(lane, post_id):
    filing = lane.elder.get(f"posts/{post_id}").json["post"]["filed"]["id"]

    assert lane.elder.get(f"filings/{filing}").json["verbs"] == ["confirm", "disown"]
    assert lane.head.get(f"filings/{filing}").json["verbs"] == []
    answer(lane.elder, post_id, "confirm")
    assert lane.elder.get(f"filings/{filing}").json["verbs"] == []


def test_residents_observers_and_the_party_organisation_file_for_nobody(lane, file_post):
    observer = make_member(lane.community, Role.OBSERVER)

    for other in (lane.neighbour, lane.secretary, observer):
        refused = file_post(other, lane.elder)
        assert refused.status_code == 403
        assert refused.json["message"] == "代邻居提交由居委会、社工和楼组长办理"


def test_an_estates_head_files_for_its_people_and_no_others(lane, file_post):
    assert file_post(lane.head, lane.stranger).status_code == 403
    assert file_post(lane.clerk, lane.stranger).status_code == 201


def test_nobody_is_found_who_is_no_member_here(lane, file_post):
    abroad = make_member(make_community())
    moved_out = make_member(lane.community, estate=lane.east)
    with tenancy.in_community(lane.community.id):
        change = db.update(Membership).where(Membership.person_id == moved_out.actor.person_id)
        db.session.execute(change.values(ends_at=utc_now()))

    for gone in (abroad, moved_out):
        refused = file_post(lane.clerk, gone)
        assert refused.status_code == 404
        assert refused.json["message"] == "没有找到这位邻居，只能代本社区的住户提交"
    assert posts(lane.community) == 0


def test_his_own_matters_a_helper_files_himself(lane, file_post):
    person = make_person()
    join(person, make_home(lane.east))
    with transaction():
        grant_duty(person.id, Role.SOCIAL_WORKER, Scope(lane.community.id))
    helper = signed_in(person, lane.community)

    assert file_post(helper, helper).json["code"] == "not_another"


def test_the_neighbours_own_rules_hold(lane, file_post):
    """Scope and board are asked of him: the clerk's wider rights lend him nothing."""
    west, everybody = str(lane.west.id), None

    assert file_post(lane.clerk, lane.elder, estate_id=west).status_code == 422
    assert file_post(lane.clerk, lane.elder, estate_id=everybody).status_code == 201
    notice = {**POST, "kind": "matter", **behalf(lane.elder)}
    assert lane.clerk.post("boards/notice/assisted-posts", json=notice).status_code == 403
    assert lane.clerk.post("boards/nowhere/assisted-posts", json=notice).status_code == 404


def test_photos_are_the_helpers_to_add(lane, file_post):
    shot, foreign = upload(lane.head), upload(lane.elder)

    assert file_post(lane.head, lane.elder, photos=[foreign]).status_code == 422
    made = file_post(lane.head, lane.elder, photos=[shot]).json["post"]
    assert [photo["id"] for photo in made["photos"]] == [shot]


def test_who_filed_it_does_not_judge_it(lane, file_post):
    post_id = file_post(lane.clerk, lane.elder).json["post"]["id"]
    hide = {"verb": "hide", "reason": "不该发在这里"}

    refused = lane.clerk.post(f"posts/{post_id}/steps", json=hide)
    assert refused.status_code == 403
    assert refused.json["message"] == "您代邻居提交的内容，请由其他工作人员处理"
    assert "hide" not in lane.clerk.get(f"posts/{post_id}").json["mine"]["verbs"]
    assert lane.clerk.post(f"posts/{post_id}/steps", json={"verb": "withdraw"}).status_code == 403
    assert lane.worker.post(f"posts/{post_id}/steps", json=hide).status_code == 200


def test_the_chain_names_the_hand_and_the_word(lane, post_id):
    answer(lane.elder, post_id, "confirm")

    with tenancy.in_community(lane.community.id):
        asked = select(AuditEntry.deed, AuditEntry.person_id, AuditEntry.role, AuditEntry.object_id)
        deeds = [tuple(row) for row in db.session.execute(asked.order_by(AuditEntry.seq))]
    assert deeds == [
        ("assistance.file", lane.head.actor.person_id, "building_head", int(post_id)),
        ("assistance.confirm", lane.elder.actor.person_id, "resident", int(post_id)),
    ]


def test_the_same_tap_twice_files_once(lane, deliver):
    form = {**POST, **behalf(lane.elder)}
    first = lane.head.post("boards/nearby/assisted-posts", json=form, key="1" * 32)
    second = lane.head.post("boards/nearby/assisted-posts", json=form, key="1" * 32)

    assert first.json["post"]["id"] == second.json["post"]["id"]
    assert posts(lane.community) == 1


@pytest.mark.parametrize("verb", ["confirm", "disown"])
def test_the_same_answer_twice_is_one_answer(lane, post_id, verb):
    path = f"posts/{post_id}/filing"

    assert lane.elder.post(path, json={"verb": verb}, key="1" * 32).status_code == 200
    assert lane.elder.post(path, json={"verb": verb}, key="1" * 32).status_code == 200
