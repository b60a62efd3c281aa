"""What a neighbour takes away of an emergency: what he said for his own home."""

from tests.emergency.conftest import step
from tests.identity.parcels import parts_of, text_of


def test_what_he_said_is_in_it_and_what_the_helper_noted_is_not(town, begin, need, sign_on):
    emergency = begin()
    asked = need(emergency)
    answer = {"home_id": str(town.homes[0].id), "answer": "help"}
    assert town.resident.post(f"emergencies/{emergency}/answers", json=answer).status_code == 200
    sign_on(emergency)
    step(town.helper, asked, "take")
    assert step(town.helper, asked, "finish", note="药已送到老人手里").status_code == 200

    parts = parts_of(town.resident)
    assert [(row["需求"], row["您写的"], row["状态"]) for row in parts["emergency_needs"]] == [
        ("用药", "降压药只剩一天的量", "已办好")
    ]
    assert [row["回答"] for row in parts["emergency_answers"]] == ["需要帮助"]
    assert [row["能做"] for row in parts_of(town.helper)["emergency_offers"]] == [["跑腿"]]
    assert [word for word in ("药已送到", "王") if word in text_of(town.resident)] == []
    assert "降压药" not in text_of(town.helper)


def test_what_a_clerk_wrote_down_for_a_home_is_not_the_clerks(town, begin, need):
    emergency = begin()
    need(emergency, by=town.clerk, text="老人要去透析")
    answer = {"home_id": str(town.homes[1].id), "answer": "help"}
    assert town.clerk.post(f"emergencies/{emergency}/records", json=answer).status_code == 200

    parts = parts_of(town.clerk)
    assert (parts["emergency_needs"], parts["emergency_answers"]) == ([], [])
    assert "透析" not in text_of(town.clerk)
