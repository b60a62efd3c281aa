"""Filing, review and citation of a covenant in force."""

from datetime import date

import pytest

from server.core import tenancy
from server.core.access import Role
from server.core.database import transaction
from server.deliberation.covenants import clock
from server.deliberation.covenants.effects import months_later
from server.deliberation.covenants.models import CovenantArticle, CovenantCitation
from server.deliberation.models import TopicState
from server.extensions import db
from server.kit.frozen import FrozenError
from tests.deliberation.covenants.agreements import (
    decided,
    draft,
    in_force,
    review_comes,
    step,
)
from tests.factories import make_estate, make_member

NOTE = "条文仍然适用，暂不修订。"


def post_of(scene, who=None, **changes):
    form = {"kind": "ask", "title": "楼道堆了旧家具", "body": "二楼转角堆了一个月，请大家留意。", **changes}
    answer = (who or scene.author).post("boards/nearby/posts", json=form)
    assert answer.status_code == 201, answer.json
    scene.deliver()
    return answer.json["post"]["id"]


def cite(who, covenant, subject, kind="post", **form):
    form = {"article": 2, "subject_kind": kind, "subject_id": subject, **form}
    return who.post(f"covenants/{covenant['id']}/citations", json=form)


def breach(who, covenant, post):
    form = {"article": 2, "subject_kind": "post", "subject_id": post, "kind": "breach"}
    return who.post(f"covenants/{covenant['id']}/citations", json=form)


def chips(who, **page):
    (name, ident), *_ = page.items()
    return who.get(f"covenant-citations?{name}={ident}").json["items"]


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        ((2026, 11, 22), 12, (2027, 11, 22)),
        ((2026, 1, 31), 1, (2026, 2, 28)),
        ((2026, 12, 1), 3, (2027, 3, 1)),
    ],
)
def test_months_end_where_the_calendar_ends_them(day, months, later):
    assert months_later(date(*day), months) == date(*later)


def test_a_covenant_is_filed_once(scene):
    covenant = in_force(scene)

    filed = step(scene.host, covenant, "file", filing_no="江厦街备〔2026〕3号")
    again = step(scene.host, covenant, "file", filing_no="江厦街备〔2026〕4号")

    assert filed.json["filing_no"] == "江厦街备〔2026〕3号"
    assert filed.json["mine"]["may_file"] is False
    assert (again.status_code, again.json["code"]) == (409, "already_filed")


@pytest.mark.parametrize(("verb", "form"), [("file", {"filing_no": "备1"}), ("note_review", {"text": NOTE})])
def test_neighbours_neither_file_nor_review(scene, verb, form):
    covenant = in_force(scene)

    assert step(scene.author, covenant, verb, **form).status_code == 403


@pytest.mark.parametrize(("verb", "code"), [("file", "filing_no_required"), ("note_review", "text_required")])
def test_a_number_or_a_conclusion_is_asked_for(scene, verb, code):
    answer = step(scene.host, in_force(scene), verb)

    assert (answer.status_code, answer.json["code"]) == (422, code)


def test_a_draft_is_not_filed(scene):
    answer = step(scene.host, draft(scene), "file", filing_no="备1")

    assert (answer.status_code, answer.json["code"]) == (409, "not_in_force")


def test_a_review_waits_for_its_day(scene):
    answer = step(scene.host, in_force(scene), "note_review", text=NOTE)

    assert (answer.status_code, answer.json["code"]) == (409, "review_not_due")


def test_a_covenant_whose_day_has_come_says_so_until_it_is_read_again(scene):
    covenant = in_force(scene)
    review_comes(scene, covenant)
    due = scene.author.get(f"covenants/{covenant['id']}").json
    listed = scene.author.get("covenants").json["items"][0]

    done = step(scene.host, covenant, "note_review", text=NOTE).json

    assert due["review_due"] is listed["review_due"] is True
    assert done["review_due"] is False
    assert [one["text"] for one in done["reviews"]] == [NOTE]
    assert step(scene.host, covenant, "note_review", text=NOTE).json["code"] == "review_not_due"


def test_who_keeps_it_is_told_once_that_it_is_due_and_nothing_else_moves(scene):
    covenant = in_force(scene)
    review_comes(scene, covenant, days_ago=3)

    for _ in range(3):
        with tenancy.in_community(scene.community.id), transaction():
            clock.tell_reviews()
        scene.deliver()

    for keeper in (scene.host, scene.secretary):
        lines = [
            one for one in keeper.get("notices").json["items"] if one["link"] == f"covenant:{covenant['id']}"
        ]
        assert [one["title"] for one in lines] == ["公约已到复核日期"]
    told = [one["link"] for one in scene.author.get("notices").json["items"]]
    assert f"covenant:{covenant['id']}" not in told
    assert scene.author.get(f"covenants/{covenant['id']}").json["state"] == "in_force"


def test_an_author_names_the_article_his_words_rest_on(scene):
    covenant, post = in_force(scene), post_of(scene)

    answer = cite(scene.author, covenant, post)

    assert answer.status_code == 201
    assert answer.json["articles"][1]["citations"] == 1
    (chip,) = chips(scene.neighbours[0], post=post)
    assert (chip["article"], chip["title"], chip["covenant"]) == (2, "楼道整洁", covenant["title"])


def test_nobody_else_cites_under_anothers_words_but_the_desk(scene):
    covenant, post = in_force(scene), post_of(scene)

    assert cite(scene.neighbours[0], covenant, post).status_code == 403
    assert cite(scene.host, covenant, post).status_code == 201


def test_a_breach_is_the_desks_to_note_and_counts_by_article(scene):
    covenant, post = in_force(scene), post_of(scene)

    refused, noted = (breach(who, covenant, post) for who in (scene.author, scene.host))

    assert refused.status_code == 403
    assert [one["breaches"] for one in noted.json["articles"]] == [0, 1, 0]


def test_a_breach_names_no_home_anywhere():
    columns = {column.name for column in CovenantCitation.__table__.columns}

    assert not any("home" in name for name in columns)


def test_the_same_article_is_named_once_under_the_same_words(scene):
    covenant, post = in_force(scene), post_of(scene)
    cite(scene.author, covenant, post)

    answer = cite(scene.author, covenant, post)

    assert (answer.status_code, answer.json["code"]) == (409, "already_cited")


def test_an_article_that_is_not_there_cannot_be_named(scene):
    answer = cite(scene.author, in_force(scene), post_of(scene), article=9)

    assert (answer.status_code, answer.json["code"]) == (422, "no_such_article")


def test_what_is_not_in_force_cannot_be_named(scene):
    answer = cite(scene.host, draft(scene), post_of(scene))

    assert (answer.status_code, answer.json["code"]) == (409, "not_in_force")


def test_an_estates_covenant_is_not_cited_to_the_whole_community(scene):
    covenant = in_force(scene, decided(scene, estate_id=scene.estate.id))
    topic = decided(scene, TopicState.ADMITTED)

    answer = cite(scene.author, covenant, topic, kind="topic")

    assert (answer.status_code, answer.json["code"]) == (422, "another_estate")


def test_words_one_does_not_see_cannot_be_cited_under(scene):
    covenant, estate = in_force(scene), make_estate(scene.community)
    elsewhere = make_member(scene.community, estate=estate)
    post = post_of(scene, elsewhere, estate_id=str(estate.id))

    assert cite(scene.author, covenant, post).status_code == 404
    assert scene.author.get(f"covenant-citations?post={post}").status_code == 404


@pytest.mark.parametrize("query", ["", "?post=1&topic=2"])
def test_citations_are_asked_for_one_page(scene, query):
    assert scene.author.get(f"covenant-citations{query}").status_code == 422


def test_a_comment_of_ones_own_carries_its_article_on_the_posts_page(scene):
    covenant, post = in_force(scene), post_of(scene)
    said = scene.neighbours[0].post(f"posts/{post}/comments", json={"body": "公约里写了不能堆放"}).json["id"]
    scene.deliver()

    assert cite(scene.neighbours[0], covenant, said, kind="comment").status_code == 201
    assert [one["subject_id"] for one in chips(scene.author, post=post)] == [said]


def test_articles_citations_and_covenants_are_written_once(scene, inside):
    in_force(scene)
    row = db.session.query(CovenantArticle).first()
    row.body = "改成别的"

    with pytest.raises(FrozenError):
        db.session.flush()
    db.session.rollback()


def test_a_clerk_of_another_estate_notes_no_breach_here(scene):
    covenant, post = in_force(scene), post_of(scene, estate_id=str(scene.estate.id))
    branch = make_member(scene.community, Role.SECRETARY, estate=make_estate(scene.community))

    assert cite(branch, covenant, post).status_code in {403, 404}
