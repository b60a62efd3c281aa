"""Photos: only pixels are kept, only the uploader attaches them, only a signed path shows them."""

from datetime import timedelta
from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import func, select, update

from server.core import tenancy, uploads
from server.core.database import transaction
from server.core.uploads import Upload
from server.extensions import db
from server.kit.db import utc_now
from server.kit.errors import InvalidError, NotFoundError
from tests.factories import make_community, make_member
from tests.journeys.world import photo

BOARD = "boards/nearby/posts"


def send(caller, data=None):
    return caller.post("uploads", data={"file": (BytesIO(photo() if data is None else data), "外滩.jpg")})


def post_with(caller, *ids):
    words = {"kind": "share", "title": "傍晚的河边", "body": "风很舒服"}
    return caller.post(BOARD, json=words | {"photos": list(ids)})


def count(session):
    with tenancy.across_communities():
        return session.scalar(select(func.count()).select_from(Upload))


def test_a_photo_comes_back_smaller_and_without_the_place_it_was_taken(neighbour, client):
    sent = send(neighbour()).json
    for size in ("url", "thumb"):
        answer = client.get(sent[size])
        with Image.open(BytesIO(answer.data)) as shown:
            assert (answer.status_code, answer.mimetype, dict(shown.getexif())) == (200, "image/jpeg", {})
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert (sent["width"], sent["height"]) == (640, 480)


def test_a_part_that_the_form_does_not_know_is_refused_and_named(neighbour):
    caller = neighbour()
    for part in ("20260101", (BytesIO(photo()), "二.jpg")):
        answer = caller.post("uploads", data={"file": (BytesIO(photo()), "外滩.jpg"), "second": part})
        assert (answer.status_code, answer.json["code"]) == (422, "invalid")
        assert answer.json["details"] == {"fields": {"files": {"second": ["没有这一项"]}}}


@pytest.mark.parametrize("data", [b"", b"GIF89a" + bytes(40), b"\xff\xd8\xff" + bytes(100), b"<svg/>"])
def test_what_is_no_picture_is_refused_and_leaves_nothing(session, neighbour, data):
    answer = send(neighbour(), data)

    assert answer.status_code == 422
    assert count(session) == 0


def test_a_path_is_worth_nothing_with_another_seal_size_or_community(neighbour, client):
    sent = send(neighbour()).json
    start, _, seal = sent["url"].rpartition("/")
    elsewhere = make_community().id
    for path in (
        f"{start}/{'0' * 32}",
        f"{start}/密封",
        f"{sent['thumb'].rpartition('/')[0]}/{seal}",
        sent["url"].replace("/communities/", f"/communities/{elsewhere}0", 1),
    ):
        assert client.get(path).status_code == 404, path


def test_a_path_ends_with_the_hour_after_the_next(neighbour, client, monkeypatch):
    sent, real = send(neighbour()).json, uploads.minute
    monkeypatch.setattr(uploads, "minute", lambda: real() + 60)
    assert client.get(sent["url"]).status_code == 200
    monkeypatch.setattr(uploads, "minute", lambda: real() + 121)
    assert client.get(sent["url"]).status_code == 404


def test_a_sealed_path_of_a_photo_that_is_gone_shows_nothing(session, community):
    with tenancy.in_community(community.id):
        seal = uploads._seal(community.id, 7, False, uploads.minute() // 60)
        with pytest.raises(NotFoundError):
            uploads.read(7, small=False, seal=seal)


def test_a_photo_is_used_once_and_by_its_uploader(neighbour):
    caller, other = neighbour(), neighbour()
    mine = send(caller).json["id"]

    assert post_with(other, mine).status_code == 422
    assert post_with(caller, mine, mine).status_code == 422
    assert post_with(caller, mine).json["post"]["photos"][0]["id"] == mine
    assert post_with(caller, mine).status_code == 422


def test_more_photos_than_fit_are_refused_before_any_is_taken(session, community, neighbour):
    actor = neighbour().actor
    with tenancy.in_community(community.id), pytest.raises(InvalidError, match="最多 9 张"):
        uploads.claim(actor, range(1, 11), 5)


def test_no_photos_ask_nothing(session, community, neighbour):
    assert uploads.claim(neighbour().actor, [], 5) == []


def age(days):
    with tenancy.across_communities(), transaction():
        old = update(Upload).values(created_at=utc_now() - timedelta(days=days))
        db.session.execute(old.execution_options(synchronize_session=False))


def sweep(community):
    with tenancy.in_community(community.id), transaction():
        uploads.sweep()


def files(app):
    return sorted(entry["path"] for page in app.extensions["store"].list() for entry in page)


def test_the_clock_takes_what_was_never_sent_and_leaves_the_rest(app, session, community, neighbour):
    before, caller = files(app), neighbour()
    used, unused = send(caller).json, send(caller).json
    post_with(caller, used["id"])
    elsewhere = send(make_member(make_community())).json
    age(days=2)
    fresh = send(caller).json
    sweep(community)

    with tenancy.across_communities():
        assert set(session.scalars(select(Upload.id))) == {int(one["id"]) for one in (used, elsewhere, fresh)}
    left = set(files(app)) - set(before)
    assert not [path for path in left if unused["id"] in path]
    assert len(left) == 6


def test_a_sweep_that_was_cut_short_is_finished_by_the_next(app, session, community, neighbour):
    sent = send(neighbour()).json
    age(days=2)
    uploads._remove(uploads._path(community.id, int(sent["id"]), False))
    sweep(community)

    assert count(session) == 0
