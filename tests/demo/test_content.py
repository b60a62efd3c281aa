"""The content before anything is loaded: it names people who exist, and nobody who could."""

from datetime import date

import pytest

from server.core.safety import Submission, Suggest, WordList
from server.demo import content, pictures, register
from server.demo.notes import notes
from server.demo.persons import NOWHERE, everybody
from server.kit import idcard
from server.market import wording

TODAY = date(2026, 11, 22)
PEOPLE = everybody(TODAY)
POSTS = content.read_all("posts")
TOPICS = content.read_all("topics")
ITEMS = content.read("items")
WAITING = {row["key"] for row in content.read("applications")["waiting"]}
ESTATES = {one["name"]: one for one in content.read("district")["estates"]}
COMMUNITIES = {one["code"]: one["name"] for one in content.read("district")["regions"]}


def is_there(who: str, community: str, estate: str | None) -> bool:
    """Lives in the estate (any, without one), or holds an office of the community that reaches it."""
    person = PEOPLE[who]
    if person.home and who not in WAITING:
        own = ESTATES[person.home[0]]
        if COMMUNITIES[own["community"]] == community and estate in (None, person.home[0]):
            return True
    return any(
        duty.get("community") == community and duty.get("estate") in (None, estate) for duty in person.duties
    )


def test_every_number_is_well_formed_and_was_never_issued():
    for person in (*PEOPLE.values(), *register.quiet_people(PEOPLE)):
        assert idcard.parse(person.number, today=TODAY).number.startswith(NOWHERE)


def test_every_phone_lies_in_one_invented_range():
    people = (*PEOPLE.values(), *register.quiet_people(PEOPLE))
    assert all(person.phone.startswith("1990000") and len(person.phone) == 11 for person in people)


def test_nobody_shares_a_number_but_the_one_who_applies_twice():
    numbers = [person.number for person in PEOPLE.values() if person.key != "li-na-xinji"]
    assert len(set(numbers)) == len(numbers)
    assert PEOPLE["li-na-xinji"].number == PEOPLE["li-na"].number


def test_the_pupil_is_sixteen_whatever_the_year():
    for year in (2026, 2031):
        number = everybody(date(year, 11, 22))["qian-xiaoyu"].number
        assert idcard.age_on(idcard.parse(number).birth_date, date(year, 11, 22)) == 16 or year > 2030


def test_the_register_is_about_three_hundred_homes_of_every_kind_of_estate():
    homes = [door for estate in ESTATES.values() for door in register.doors(estate)]
    assert 280 <= len(homes) <= 320
    assert {"动迁房", "商品房", "售后公房", "村"} <= {estate["kind"] for estate in ESTATES.values()}
    assert len(ESTATES) >= 6


def test_everybody_who_lives_somewhere_has_a_home_on_the_register():
    for person in PEOPLE.values():
        if person.home and person.key != "hong-bo":
            estate, building, room = person.home
            assert (building, room) in {door[:2] for door in register.doors(ESTATES[estate])}, person.key


@pytest.mark.parametrize("entry", [*POSTS, *TOPICS], ids=lambda entry: entry["title"])
def test_whoever_speaks_can_see_what_he_speaks_about(entry):
    speakers = [entry["by"], *(comment[0] for comment in entry.get("comments", ()))]
    stances = entry.get("stances", {})
    speakers += [who for kind in ("for", "against", "neutral") for who in stances.get(kind, ())]
    for who in speakers:
        assert is_there(who, entry["community"], entry.get("estate")), who


@pytest.mark.parametrize("entry", POSTS, ids=lambda entry: entry["title"])
def test_the_check_holds_what_the_content_says_it_holds(entry):
    texts = [f"{entry['title']}\n{entry['body']}", *(comment[2] for comment in entry["comments"])]
    held = [WordList().check(Submission(text, None)).suggest is Suggest.REVIEW for text in texts]
    assert held == [entry.get("expect") == "held", *[False] * len(entry["comments"])]


@pytest.mark.parametrize("entry", ITEMS, ids=lambda entry: entry["title"])
def test_no_item_has_a_price_or_a_phone_number(entry):
    wording.check(entry["title"], entry["body"], entry.get("wants", ""))


def test_there_is_enough_to_look_at():
    assert len([entry for entry in POSTS if entry["board"] == "nearby"]) >= 40
    assert len(TOPICS) >= 10
    assert len(ITEMS) >= 15


def test_every_photo_can_be_painted():
    used = {photo for entry in (*POSTS, *TOPICS, *ITEMS) for photo in entry.get("photos", ())}
    assert used <= set(pictures.SCENES)


def test_no_name_occurs_twice_among_the_keys():
    keys = [row["key"] for row in (*content.read("people"), *content.read("applications")["waiting"])]
    assert len(set(keys)) == len(keys)
    assert set(notes()) == set(keys)


def test_a_scene_is_the_same_picture_every_time_and_unlike_its_neighbour():
    first = pictures.paint("cat")
    pictures.paint.cache_clear()
    assert pictures.paint("cat") == first
    assert pictures.paint("cat") != pictures.paint("jar")
