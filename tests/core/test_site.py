"""Beside the API: health that tells the truth, the document's page, the H5 client and its headers."""

import pytest
from flask import Flask
from redis.exceptions import ConnectionError as LostError

from server.core import site
from server.extensions import db

PROMISED = {
    "Cache-Control",
    "Content-Security-Policy",
    "X-Content-Type-Options",
    "Referrer-Policy",
}


@pytest.fixture
def h5(monkeypatch, tmp_path):
    """A built client of two files."""
    (tmp_path / "assets").mkdir()
    (tmp_path / "index.html").write_text("<!doctype html>社区通")
    (tmp_path / "assets" / "index-1a2b.js").write_text("1")
    (tmp_path / "logo.svg").write_text("<svg/>")
    monkeypatch.setattr(site, "H5", tmp_path)


def raising(*_, **__):
    raise LostError("gone")


def test_a_healthy_process_is_alive_and_ready(client):
    assert client.get("/healthz").json == {"ok": True}
    ready = client.get("/readyz")
    assert (ready.status_code, ready.json) == (
        200,
        {"ready": True, "database": True, "migrations": True, "cache": True, "given_up": 0},
    )


def test_without_redis_it_stays_ready_and_says_so(app, client, monkeypatch):
    monkeypatch.setattr(app.extensions["redis"], "ping", raising)
    ready = client.get("/readyz")

    assert (ready.status_code, ready.json["cache"]) == (200, False)


def test_without_its_database_it_is_alive_but_not_ready(client, monkeypatch):
    monkeypatch.setattr(db.session, "scalar", raising)
    ready = client.get("/readyz")

    assert (ready.status_code, ready.json["database"], client.get("/healthz").status_code) == (
        503,
        False,
        200,
    )


def test_an_older_schema_is_not_ready(client, monkeypatch):
    monkeypatch.setattr(site.ScriptDirectory, "get_heads", lambda _: ["0099"])
    assert client.get("/readyz").status_code == 503


def test_migrations_that_cannot_be_read_are_not_ready(client, monkeypatch):
    monkeypatch.setattr(site.MigrationContext, "configure", raising)
    assert client.get("/readyz").json["migrations"] is False


def test_the_document_has_a_page_and_its_files_come_from_here(client):
    page = client.get("/api/docs")
    assert "/api/v1/openapi.json" in page.get_data(as_text=True)
    assert "https://" not in page.get_data(as_text=True)
    for name in ("swagger-ui.css", "swagger-ui-bundle.js"):
        with client.get(f"/api/docs/{name}") as answer:
            assert answer.status_code == 200


def test_the_client_is_served_at_the_root(client, h5):
    for path, age in (("/", None), ("/assets/index-1a2b.js", "31536000"), ("/logo.svg", "300")):
        with client.get(path) as answer:
            assert answer.status_code == 200
            assert age is None or f"max-age={age}" in answer.headers["Cache-Control"]


def test_nothing_outside_the_client_is_served(client, h5):
    for path in ("/../pyproject.toml", "/%2e%2e/pyproject.toml", "/assets/../../x", "/nothing.js"):
        assert client.get(path).status_code == 404


def test_a_client_that_is_not_built_says_what_to_run(client, monkeypatch, tmp_path):
    monkeypatch.setattr(site, "H5", tmp_path)
    answer = client.get("/")

    assert (answer.status_code, "scripts/run" in answer.get_data(as_text=True)) == (503, True)


def test_every_answer_carries_the_headers_that_keep_a_browser_safe(app: Flask, client, h5):
    for path in ("/", "/healthz", "/api/v1/me"):
        with client.get(path) as answer:
            assert set(answer.headers.keys()) >= PROMISED, path
            assert "https:" not in answer.headers["Content-Security-Policy"]
