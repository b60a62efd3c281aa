"""Somebody opens the address that scripts/run prints, picks a demo person and is in the neighbourhood."""

import pytest

pytestmark = pytest.mark.browser


@pytest.fixture
def people(page):
    return page.request.get("/api/v1/sandbox/people").json()["items"]


def someone(people, role):
    return next(one for one in people if one["role"] == role)


def sign_in(page, person):
    """Long lists are folded: whoever looks for one by name types it."""
    page.goto("/")
    page.get_by_test_id("seek").locator("input").fill(person["name"])
    label = f"以{person['name']}的身份进入，{person['role']}"
    rows = page.get_by_role("button", name=label, exact=True)
    rows.filter(has_text=person["note"]).first.click()


@pytest.mark.parametrize("role", ["业主", "书记", "居委"])
def test_a_demo_person_is_home_after_one_tap(page, people, role):
    person = someone(people, role)

    sign_in(page, person)

    page.get_by_text(person["community"]).first.wait_for()
    page.get_by_text("议事厅").first.wait_for()


def test_nothing_is_asked_of_another_machine(page, people):
    asked = []
    page.on("request", lambda request: asked.append(request.url))

    sign_in(page, someone(people, "业主"))
    page.get_by_text("议事厅").first.wait_for()

    assert [url for url in asked if not url.startswith((page.url.split("/#")[0], "data:", "blob:"))] == []
