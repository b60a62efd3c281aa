"""大家评: one word a household, hidden while it runs, with what those who watch add."""

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from server.core import settings, tenancy
from server.core.access import Role
from server.core.database import transaction
from server.deliberation.projects.evaluation_models import Evaluation
from server.extensions import db
from server.places.models import Home
from tests.ballots.crowds import crowd
from tests.deliberation.projects.undertakings import evaluating, evaluation_ends, formed
from tests.deliberation.scenes import REASON
from tests.factories import make_estate, make_home, make_member

WHY = "两个桩位经常断电，报修没有人来"


@pytest.fixture
def topic(scene):
    return evaluating(scene)["topic_id"]


def rate(who, topic, rating, words="", home=None):
    home = home or str(who.actor.members[0].home_id)
    return who.put(f"topics/{topic}/evaluation", json={"home_id": home, "rating": rating, "text": words})


def result(who, topic):
    return who.get(f"topics/{topic}/evaluation").json


def housemate(scene, who, **more):
    with tenancy.in_community(scene.community.id):
        home = db.session.scalars(select(Home).where(Home.id == who.actor.members[0].home_id)).one()
    return make_member(scene.community, home=home, **more)


def least(scene, topic, homes):
    """So many homes were asked for when its evaluation began."""
    scene.set_row(topic, lambda row: {"rules": {**row.rules, "evaluation.least": homes}})


def ask_for(scene, homes):
    """The rule of the community from now on."""
    with tenancy.in_community(scene.community.id), transaction():
        settings.change(scene.secretary.actor, "evaluation.least", homes, "本社区户数有变化")


def test_while_it_runs_only_the_number_of_homes_is_known_to_anybody(scene, topic):
    one, two = scene.neighbours[:2]

    said = rate(one, topic, 1, WHY)
    scene.deliver()

    assert said.status_code == 200, said.json
    for who in (two, scene.host, scene.secretary, scene.watch, scene.supervisor):
        seen = result(who, topic)
        assert (seen["rated"], seen["counts"], seen["texts"], seen["enough"]) == (1, None, None, None)
        assert WHY not in str(seen)
    assert result(one, topic)["mine"]["homes"][0]["rating"] == 1


def test_when_it_is_over_everybody_reads_counts_words_and_what_is_missing(scene, topic):
    least(scene, topic, 3)
    one, two, three = scene.neighbours
    rate(one, topic, 1, WHY)
    rate(two, topic, 3, "晚上充电方便多了")
    rate(three, topic, 3)
    scene.deliver()
    evaluation_ends(scene, topic)

    ask_for(scene, 50)  # afterwards: what is over is not judged anew
    seen = result(scene.author, topic)

    assert (seen["phase"], seen["rated"], seen["households"], seen["enough"]) == ("closed", 3, 4, True)
    assert [(one["name"], one["homes"], one["percent"]) for one in seen["counts"]] == [
        ("满意", 2, 67), ("基本满意", 0, 0), ("不满意", 1, 33),
    ]  # fmt: skip
    assert [one["text"] for one in seen["texts"]] == [WHY, "晚上充电方便多了"]
    assert seen["mine"]["may_rate"] is False


def test_below_the_least_number_of_homes_it_says_so(scene, topic):
    rate(scene.author, topic, 3)
    evaluation_ends(scene, topic)

    seen = result(scene.author, topic)

    assert (seen["enough"], seen["least"]) == (False, 5)
    assert seen["sentence"] == "只有 1 户评价，不到 5 户，样本不足，结果仅供参考"


def test_who_gave_it_changes_it_until_the_last_day_and_nobody_else_of_the_home_does(scene, topic):
    one = scene.neighbours[0]
    wife = housemate(scene, one)
    rate(one, topic, 3)

    other = rate(wife, topic, 1, WHY)
    changed = rate(one, topic, 2, "总体可以，门口的灯还没修")

    assert (other.status_code, other.json["code"]) == (409, "home_rated")
    assert (changed.status_code, changed.json["rating"]) == (200, 2)
    assert result(wife, topic)["mine"]["homes"][0]["by_me"] is False
    evaluation_ends(scene, topic)
    late = rate(one, topic, 3)
    assert (late.status_code, late.json["code"]) == (409, "evaluation_over")
    assert result(one, topic)["counts"][1]["homes"] == 1


@pytest.mark.parametrize(
    "form",
    [{"rating": 1}, {"rating": 1, "words": "差"}, {"rating": 0}, {"rating": 4}, {"rating": "3"}],
    ids=["no reason", "one word", "nought", "four", "a word for a number"],
)
def test_who_is_not_satisfied_says_why_and_there_are_three_answers(scene, topic, form):
    assert rate(scene.author, topic, **form).status_code == 422
    assert result(scene.author, topic)["rated"] == 0


def test_only_grown_members_of_a_home_it_concerns_rate_for_it(scene):
    topic = evaluating(scene, estate_id=scene.estate.id)["topic_id"]
    one, two = scene.neighbours[:2]
    elsewhere = make_member(scene.community, home=make_home(make_estate(scene.community, "别的小区")))
    away = make_member(scene.community, Role.AWAY, estate=scene.estate)
    child = housemate(scene, one, adult=False)
    foreign = str(two.actor.members[0].home_id)

    assert rate(one, topic, 3, home=foreign).status_code == 403
    assert rate(child, topic, 3).status_code == 403
    assert rate(away, topic, 3).status_code == 403
    assert rate(scene.host, topic, 3, home=foreign).status_code == 403
    assert rate(elsewhere, topic, 3).status_code in (403, 404)
    assert result(one, topic)["rated"] == 0


def test_before_it_is_finished_nobody_is_asked(scene):
    topic = formed(scene)["topic_id"]

    assert rate(scene.author, topic, 3).json["code"] == "not_evaluating"
    assert result(scene.author, topic)["phase"] == "none"


def test_words_that_do_not_pass_the_check_are_unread_and_the_home_still_counts(scene, topic):
    one, two = scene.neighbours[:2]
    rate(one, topic, 1, "不如去赌博网站碰运气")
    rate(two, topic, 2, "加微信领红包，充电优惠")
    scene.deliver()
    evaluation_ends(scene, topic)

    before = result(scene.author, topic)
    (held,) = scene.host.get("projects/held-words").json["evaluations"]
    path = f"topics/{topic}/evaluation/{held['home_id']}/steps"
    released = scene.host.post(path, json={"verb": "release", "reason": "没有问题"})

    assert (before["rated"], before["texts"], before["texts_unseen"]) == (2, [], 2)
    assert released.status_code == 200, released.json
    assert [one["text"] for one in result(scene.author, topic)["texts"]] == ["加微信领红包，充电优惠"]
    assert scene.host.post(path, json={"verb": "release", "reason": "没有问题"}).status_code == 409
    assert one.post(path, json={"verb": "hide", "reason": "没有问题"}).status_code == 403


def test_a_verdict_on_older_words_lets_no_newer_ones_through(scene, topic):
    rate(scene.author, topic, 3, "很好用")
    rate(scene.author, topic, 3, "不如去赌博网站碰运气")
    scene.deliver()
    evaluation_ends(scene, topic)

    assert result(scene.author, topic)["texts"] == []


def test_another_rating_with_the_same_words_keeps_them_under_the_check(scene, topic):
    rate(scene.author, topic, 3, "门口的灯还没修")
    rate(scene.author, topic, 2, "门口的灯还没修")
    scene.deliver()
    evaluation_ends(scene, topic)

    assert [one["text"] for one in result(scene.author, topic)["texts"]] == ["门口的灯还没修"]


def test_who_watches_adds_a_word_once_and_it_is_read_at_once(scene, topic):
    said = {"text": "验收时两位住户代表在场，账目与发票相符。"}
    path = f"topics/{topic}/evaluation/remarks"

    first, again = scene.watch.post(path, json=said), scene.watch.post(path, json=said)

    assert (first.status_code, again.status_code) == (201, 409)
    (seen,) = result(scene.author, topic)["remarks"]
    assert (seen["text"], seen["name"]) == (said["text"], scene.watch.actor.name)
    assert seen["organisation"]
    for who in (scene.author, scene.host, scene.secretary, scene.supervisor):
        assert who.post(path, json=said).status_code == 403


def test_the_topic_is_archived_only_when_the_evaluation_is_over(scene, topic):
    early = scene.step(scene.host, topic, "archive", reason=REASON)
    evaluation_ends(scene, topic)
    late = scene.step(scene.host, topic, "archive", reason=REASON)

    assert early.status_code == 409
    assert early.json["message"].startswith("评价到")
    assert (late.status_code, late.json["topic"]["state"]) == (200, "closed")
    assert result(scene.author, topic)["phase"] == "closed"


@pytest.mark.parametrize("round_", range(3))
def test_of_two_members_of_one_home_at_once_one_rates(app, scene, topic, round_):
    one = scene.neighbours[0]
    both = (one, housemate(scene, one))

    answers = crowd(app, 2, lambda index: rate(both[index], topic, 3).status_code)

    assert sorted(answers) == [200, 409]
    with tenancy.in_community(scene.community.id):
        assert db.session.scalar(select(func.count()).select_from(Evaluation)) == 1


def test_the_database_keeps_what_an_evaluation_promises(scene, topic, inside):
    rate(scene.author, topic, 3)
    for change, rule in (
        ("rating = 4", "rating"),
        ("rating = 1", "complaint_says_why"),
        ("body = '好'", "words"),
    ):
        with tenancy.across_communities(), pytest.raises(IntegrityError, match=rule):
            db.session.execute(text(f"UPDATE evaluation SET {change}"))
        db.session.rollback()
