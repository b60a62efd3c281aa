"""The boards as clients meet them."""

import io

import pytest
from PIL import Image

from server.boards.schemas import CommentPage, DeskPage, PostList, PostPage
from server.core.access import Role
from server.core.database import transaction
from server.identity import queries
from server.identity.service.duties import Scope, grant_duty
from tests import factories
from tests.factories import make_member


def listed(by, board="nearby", **query):
    return by.get(f"boards/{board}/posts", query_string=query).json


def titles(page):
    return [card["title"] for card in page["items"]]


def test_a_resident_may_post_nearby_and_only_the_committee_publishes_notices(street):
    by_resident = {one["key"]: one["verbs"] for one in street.resident.get("boards").json["items"]}
    by_clerk = {one["key"]: one["verbs"] for one in street.clerk.get("boards").json["items"]}

    assert by_resident == {"notice": [], "nearby": ["post"]}
    assert by_clerk == {"notice": ["post"], "nearby": ["post", "assist"]}


def test_a_post_is_seen_by_its_author_alone_until_the_check_passed_it(street, write, deliver):
    post_id = write(street.resident)

    assert titles(listed(street.neighbour)) == []
    assert listed(street.resident)["mine"]["pending"][0]["state_name"] == "审核中"
    assert street.resident.get(f"posts/{post_id}").json["post"]["state"] == "checking"
    assert street.neighbour.get(f"posts/{post_id}").status_code == 404

    deliver()

    assert titles(listed(street.neighbour)) == ["楼道灯坏了"]
    assert listed(street.resident)["mine"]["pending"] == []
    assert street.neighbour.get(f"posts/{post_id}").json["post"]["author"] == {
        "name": "李女士",
        "place": "3号楼",
        "role": "",
    }


def test_an_author_who_looks_at_his_waiting_post_again_and_again_lets_nobody_wait(street, write, app):
    post_id = write(street.resident)

    for _ in range(3):
        assert street.resident.get(f"posts/{post_id}").status_code == 200
        assert street.neighbour.get(f"posts/{post_id}").status_code == 404
    # A claim that is still held is one whose body lies there already.
    claimed, ready = (app.extensions["redis"].keys(f"{kind}:*") for kind in "lb")
    assert {name[2:] for name in claimed} <= {name[2:] for name in ready}


def test_a_post_with_a_forbidden_word_is_refused_and_only_its_author_reads_why(street, publish):
    publish(street.resident, title="快来看", body="六 合 彩 内部资料")

    mine = listed(street.resident)["mine"]["pending"][0]
    assert (mine["state"], mine["state_name"]) == ("refused", "未通过审核")
    assert "六合彩" in mine["reason"]
    assert titles(listed(street.neighbour)) == []


def test_a_notice_is_refused_to_a_resident_with_the_reason(street):
    answer = street.resident.post(
        "boards/notice/posts", json={"kind": "matter", "title": "停水", "body": "明天停水"}
    )

    assert answer.status_code == 403
    assert answer.json["message"] == "社区公告由居委会和党组织发布"


def test_a_kind_of_another_board_is_refused(street):
    answer = street.clerk.post("boards/notice/posts", json={"kind": "ask", "title": "停水", "body": "停水"})

    assert answer.status_code == 422


@pytest.mark.parametrize("field", ["state", "author_id", "pinned", "community_id", "created_at"])
def test_a_field_that_is_not_the_authors_to_set_is_refused(street, field):
    form = {"kind": "ask", "title": "灯", "body": "灯坏了", field: "1"}

    assert street.resident.post("boards/nearby/posts", json=form).status_code == 422


def test_a_post_for_one_estate_does_not_exist_for_the_other(street, publish):
    post_id = publish(street.resident, estate_id=str(street.east.id))

    assert titles(listed(street.neighbour)) == ["楼道灯坏了"]
    assert titles(listed(street.stranger)) == []
    assert titles(listed(street.clerk)) == ["楼道灯坏了"]
    assert street.neighbour.get(f"posts/{post_id}").json["post"]["estate"]["name"] == "东苑"
    for path in (f"posts/{post_id}", f"posts/{post_id}/comments"):
        assert street.stranger.get(path).status_code == 404
    assert street.stranger.post(f"posts/{post_id}/comments", json={"body": "在吗"}).status_code == 404
    thanks = {"kind": "thanks", "on": True}
    assert street.stranger.post(f"posts/{post_id}/reactions", json=thanks).status_code == 404


def test_nobody_posts_to_an_estate_he_does_not_live_in(street):
    form = {"kind": "ask", "title": "灯", "body": "灯坏了", "estate_id": str(street.west.id)}

    assert street.resident.post("boards/nearby/posts", json=form).status_code == 422


def test_an_unknown_board_and_an_unknown_post_do_not_exist(street):
    assert street.resident.get("boards/elsewhere/posts").status_code == 404
    assert street.resident.get("posts/5").status_code == 404


def test_an_observer_reads_and_never_writes(street, publish):
    post_id = publish(street.resident)

    assert street.observer.get(f"posts/{post_id}").status_code == 200
    assert street.observer.post(f"posts/{post_id}/comments", json={"body": "好"}).status_code == 403
    assert street.observer.get("moderation").status_code == 403


def test_pages_follow_each_other_without_a_gap_and_pinned_posts_stand_above_the_first(street, publish):
    ids = [publish(street.resident, title=f"第{number}条") for number in range(5)]
    street.clerk.post(f"posts/{ids[0]}/steps", json={"verb": "pin"})

    first = listed(street.neighbour, limit=2)
    second = listed(street.neighbour, limit=2, after=first["next"])

    assert titles(first) == ["第0条", "第4条", "第3条"]
    assert first["items"][0]["pinned"]
    assert titles(second) == ["第2条", "第1条"]
    assert second["next"] is None


def test_ones_own_posts_are_listed_in_whatever_state_and_nobody_elses(street, publish, write):
    public = [publish(street.resident, title=f"第{number}条") for number in range(3)]
    publish(street.neighbour, title="邻居的")
    street.resident.post(f"posts/{public[1]}/steps", json={"verb": "withdraw"})
    write(street.resident, title="还没审的")

    first = listed(street.resident, state="mine", limit=2)
    rest = listed(street.resident, state="mine", limit=2, after=first["next"])

    assert [(one["title"], one["state"]) for one in first["items"]] == [
        ("还没审的", "checking"),
        ("第2条", "published"),
    ]
    assert (titles(rest), rest["next"]) == (["第0条"], None)
    assert rest["mine"] == {"thanked": [], "pending": []}
    assert titles(listed(street.neighbour, state="mine")) == ["邻居的"]
    assert listed(street.resident, board="notice", state="mine")["items"] == []
    assert street.resident.get("boards/nearby/posts?state=held").status_code == 422


def test_the_committees_first_comment_under_an_ask_is_its_answer(street, publish, say):
    post_id = publish(street.resident)
    say(street.neighbour, post_id)
    answer_id = say(street.clerk, post_id, "今天下午电工来修")
    say(street.secretary, post_id, "已经跟进")

    card = listed(street.neighbour)["items"][0]
    assert card["comments"] == 3
    assert card["answered"]["by"] == street.clerk.actor.duties[0].organisation
    assert card["answered"]["after_minutes"] == 0
    page = street.neighbour.get(f"posts/{post_id}").json
    assert [one["id"] for one in page["comments"]["items"] if one["answer"]] == [answer_id]


@pytest.mark.parametrize("offices", [(Role.WATCH, Role.COMMITTEE), (Role.CHAIR, Role.COMMITTEE)])
def test_whatever_else_he_is_a_committee_member_answers_as_the_committee(street, publish, say, offices):
    post_id = publish(street.resident)
    say(make_member(street.community, *offices), post_id, "今天下午电工来修")

    card = listed(street.neighbour)["items"][0]
    assert card["answered"]["by"] == street.community.name
    (said,) = street.neighbour.get(f"posts/{post_id}").json["comments"]["items"]
    assert (said["answer"], said["author"]["role"]) == (True, "居委")


def test_who_only_watches_the_committee_speaks_as_the_neighbour_he_is(street, publish, say):
    post_id = publish(street.resident)
    with transaction():
        grant_duty(street.neighbour.actor.person_id, Role.WATCH, Scope(street.community.id))
    say(street.neighbour, post_id)

    page = street.resident.get(f"posts/{post_id}").json
    assert page["comments"]["items"][0]["author"]["role"] == ""
    assert page["post"]["answered"] is None


def test_an_owner_in_two_estates_signs_with_his_building_there(street, publish, say):
    owner = street.resident
    person = queries.get_person(owner.actor.person_id)
    factories.join(person, factories.make_home(street.west, building="9号楼"))
    factories.moved(owner)
    for estate, building in ((street.east, "3号楼"), (street.west, "9号楼")):
        post_id = publish(owner, estate_id=str(estate.id))
        assert owner.get(f"posts/{post_id}").json["post"]["author"]["place"] == building


def test_a_comment_under_a_shared_moment_answers_nothing(street, publish, say):
    post_id = publish(street.resident, kind="share")
    say(street.clerk, post_id, "真好看")

    assert street.resident.get(f"posts/{post_id}").json["post"]["answered"] is None


def test_when_the_answer_is_withdrawn_the_next_word_of_the_committee_takes_its_place(street, publish, say):
    post_id = publish(street.resident)
    first, second = say(street.clerk, post_id), say(street.secretary, post_id)

    assert street.clerk.post(f"comments/{first}/steps", json={"verb": "withdraw"}).status_code == 200

    page = street.resident.get(f"posts/{post_id}").json
    assert [one["id"] for one in page["comments"]["items"] if one["answer"]] == [second]
    assert page["post"]["comments"] == 1


def test_a_reply_names_whom_it_replies_to_and_stays_under_its_post(street, publish, say):
    post_id, other = publish(street.resident), publish(street.resident, title="另一条")
    said = say(street.neighbour, post_id)

    say(street.resident, post_id, "谢谢", reply_to=said)

    last = street.clerk.get(f"posts/{post_id}/comments").json["items"][-1]
    assert (last["reply_to"], last["reply_to_name"]) == (said, street.neighbour.actor.name)
    wrong = street.resident.post(f"posts/{other}/comments", json={"body": "谢谢", "reply_to": said})
    assert wrong.status_code == 422


def test_comments_page_without_a_gap(street, publish, say):
    post_id = publish(street.resident)
    for number in range(3):
        say(street.neighbour, post_id, f"第{number}句")

    first = street.clerk.get(f"posts/{post_id}/comments?limit=2").json
    second = street.clerk.get(f"posts/{post_id}/comments?after={first['next']}").json
    assert [one["body"] for one in first["items"] + second["items"]] == ["第0句", "第1句", "第2句"]
    assert second["next"] is None


def test_ones_own_comment_shows_as_pending_until_the_check_passed_it(street, publish, deliver):
    post_id = publish(street.resident)
    street.neighbour.get(f"posts/{post_id}")
    answer = street.neighbour.post(f"posts/{post_id}/comments", json={"body": "我来帮忙"})

    assert answer.json["state_name"] == "审核中"
    page = street.neighbour.get(f"posts/{post_id}").json
    assert page["mine"]["pending_comments"] == [answer.json]
    assert page["comments"]["items"] == []
    deliver()
    page = street.neighbour.get(f"posts/{post_id}").json
    assert page["mine"]["pending_comments"] == []
    assert page["comments"]["items"][0]["body"] == "我来帮忙"


def test_thanks_count_once_and_can_be_taken_back(street, publish):
    post_id = publish(street.resident)

    def thank(by, on):
        return by.post(f"posts/{post_id}/reactions", json={"kind": "thanks", "on": on}).json

    assert thank(street.neighbour, True) == {"thanks": 1, "thanked": True}
    assert thank(street.neighbour, True) == {"thanks": 1, "thanked": True}
    assert thank(street.clerk, True)["thanks"] == 2
    assert street.neighbour.get(f"posts/{post_id}").json["mine"]["thanked"] is True
    assert listed(street.neighbour)["mine"]["thanked"] == [post_id]
    assert thank(street.neighbour, False) == {"thanks": 1, "thanked": False}
    assert thank(street.neighbour, False)["thanks"] == 1
    assert thank(street.resident, True)["message"] == "不能感谢自己"


def test_the_same_submission_twice_is_one_comment(street, publish, deliver):
    post_id = publish(street.resident)
    for _ in range(2):
        answer = street.neighbour.post(f"posts/{post_id}/comments", json={"body": "好"}, key="one-tap-only")
        assert answer.status_code == 201
    deliver()

    assert street.resident.get(f"posts/{post_id}").json["post"]["comments"] == 1


def picture():
    data = io.BytesIO()
    Image.new("RGB", (64, 48), "green").save(data, "PNG")
    return {"file": (io.BytesIO(data.getvalue()), "照片.png")}


def test_a_photo_is_sent_once_attached_once_and_fetched_by_its_signed_path(street, write, client):
    sent = street.resident.post("uploads", data=picture())
    assert sent.status_code == 201, sent.json

    post_id = write(street.resident, photos=[sent.json["id"]])

    photo = street.resident.get(f"posts/{post_id}").json["post"]["photos"][0]
    assert (photo["width"], photo["height"]) == (64, 48)
    fetched = client.get(photo["thumb"])
    assert fetched.status_code == 200
    assert fetched.mimetype.startswith("image/")
    assert client.get(photo["url"][:-4] + "0000").status_code == 404
    again = {"kind": "ask", "title": "灯", "body": "灯坏了", "photos": [sent.json["id"]]}
    assert street.resident.post("boards/nearby/posts", json=again).status_code == 422


def test_what_is_no_picture_is_refused(street):
    sent = street.resident.post("uploads", data={"file": (io.BytesIO(b"<svg/>"), "a.png")})

    assert sent.status_code == 422
    assert sent.json["code"] == "bad_image"


def test_what_goes_out_is_what_the_schemas_say(street, publish, say):
    post_id = publish(street.resident, estate_id=str(street.east.id))
    say(street.clerk, post_id)
    street.neighbour.post(f"posts/{post_id}/reports", json={"reason_code": "spam"})

    for schema, document in (
        (PostList(), listed(street.resident)),
        (PostPage(), street.resident.get(f"posts/{post_id}").json),
        (CommentPage(), street.resident.get(f"posts/{post_id}/comments").json),
        (DeskPage(), street.clerk.get("moderation").json),
    ):
        assert schema.dump(schema.load(document)) == document
