"""Topics that say much the same are shown while one writes: the same on every database."""

from server.core import tenancy
from server.core.database import transaction
from server.deliberation.agenda_models import TopicGram
from server.extensions import db
from tests.deliberation.scenes import TEXT
from tests.factories import make_estate, make_home, make_member


def similar(who, text):
    answer = who.get("topics/similar", query_string={"text": text})
    assert answer.status_code == 200, answer.json
    return answer.json["items"]


def admitted(scene, title, body, **changes):
    return scene.walk(scene.submit(title=title, body=body, **changes), "admit")


def test_the_most_alike_comes_first_and_chance_is_left_out(scene):
    charge = admitted(scene, TEXT["title"], TEXT["body"])
    bikes = admitted(scene, "电动车充电桩收费太高", "车棚里的充电桩一度电收两元，请物业公开价格。")
    admitted(scene, "广场舞音量太大", "晚上九点以后音乐声还很响，影响孩子睡觉。")

    found = similar(scene.neighbours[0], "想在三号楼车棚加装充电桩")

    assert [one["id"] for one in found] == [charge, bikes]
    assert found[0]["shared"] > found[1]["shared"] >= 2
    assert (found[0]["state"], found[0]["state_name"], found[0]["seconds"]) == ("admitted", "已立题", 0)


def test_at_most_five_are_shown(scene):
    with tenancy.in_community(scene.community.id), transaction():
        from server.deliberation import similar as index
        from server.deliberation.states import TopicState
        from tests.deliberation.factories import put

        for _ in range(7):
            index.index(put(scene, TopicState.DISCUSSING))

    assert len(similar(scene.author, "三号楼加装充电桩")) == 5


def test_what_is_not_public_is_found_by_nobody(scene):
    draft = scene.author.post("topics", json=TEXT).json["topic"]["id"]
    waiting = scene.submit(title="三号楼装充电桩", body="同一件事，还在把关。")
    declined = scene.submit(title="三号楼的充电桩问题", body="不属于本辖区的那一件事。")
    reason = "充电桩由供电公司统一规划建设，不属于本社区可以决定的事项。"
    scene.step(scene.secretary, declined, "decline", reason_code="not_ours", reason=reason)

    found = [one["id"] for one in similar(scene.neighbours[0], "三号楼加装充电桩")]

    assert found == [waiting]
    assert draft not in found


def test_the_topics_of_another_estate_are_not_found(scene):
    admitted(scene, TEXT["title"], TEXT["body"], estate_id=str(scene.estate.id))
    elsewhere = make_member(scene.community, home=make_home(make_estate(scene.community, "另一个小区")))

    assert similar(elsewhere, "三号楼加装充电桩") == []


def test_a_new_text_replaces_the_pairs_of_the_old(scene):
    topic = scene.submit()
    reason = "请补充涉及哪几个楼栋、大约多少户受影响，以及现场照片。"
    scene.step(scene.secretary, topic, "return", reason_code="unclear", reason=reason)
    words = {"title": "楼道里的声控灯", "body": "二楼到四楼的灯都不亮，晚上看不清台阶。"}
    scene.step(scene.author, topic, "revise", **words)
    scene.walk(topic, "submit")

    with tenancy.in_community(scene.community.id):
        grams = {row.gram for row in db.session.query(TopicGram).all()}

    assert "声控" in grams
    assert "充电" not in grams


def test_a_word_of_one_character_finds_nothing_and_an_empty_text_is_refused(scene):
    admitted(scene, TEXT["title"], TEXT["body"])

    assert similar(scene.author, "桩") == []
    assert scene.author.get("topics/similar", query_string={"text": ""}).status_code == 422
