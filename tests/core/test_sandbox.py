"""Sandbox sign-in cannot exist where real people are: no route, no stand-in, no `demo:` code."""

import socket
from dataclasses import replace

import pytest

from server.app import wechat_origin
from server.extensions import api
from server.wechat import sandbox
from tests.core.test_config import GOOD
from tests.support.application import make_app

WECHAT = "api.weixin.qq.com"


@pytest.fixture
def production(settings, tmp_path):
    """The application as production settings make it, but for the database, which is the test's."""
    kept = dict(vars(api))
    app = make_app(replace(GOOD, database_url=settings.database_url, redis_url=None, var_dir=tmp_path))
    yield app
    app.extensions["wechat"].close()
    vars(api).clear()
    vars(api).update(kept)  # one object serves the whole process: the next test finds its own document


@pytest.fixture
def asked(monkeypatch):
    """The names looked up; none is found, as on a machine without a way out."""
    names = []

    def look_up(host, *_, **__):
        names.append(host)
        raise socket.gaierror("no way out")

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    return names


def test_the_settings_are_those_of_production():
    GOOD.check()
    assert not GOOD.sandbox


def test_the_list_of_demo_people_is_not_there(production, app):
    path = "/api/v1/sandbox/people"

    assert app.test_client().get(path).status_code == 200
    assert production.test_client().get(path).status_code == 404
    assert not [rule for rule in production.url_map.iter_rules() if "sandbox" in rule.rule]
    assert path not in production.test_client().get("/api/v1/openapi.json").json["paths"]


def test_a_demo_code_is_asked_of_wechat_itself_and_signs_nobody_in(production, asked):
    answer = production.test_client().post("/api/v1/sessions", json={"code": "demo:secretary"})

    assert answer.status_code == 503
    assert "token" not in answer.json
    assert set(asked) == {WECHAT}


def test_the_same_code_signs_in_where_everybody_is_made_up(app):
    assert app.test_client().post("/api/v1/sessions", json={"code": "demo:secretary"}).status_code == 201


def test_no_stand_in_is_started(production, monkeypatch):
    def start(**_):
        raise AssertionError("the stand-in was started")

    monkeypatch.setattr(sandbox, "start", start)

    assert wechat_origin(production.config["SETTINGS"]) is None
    with pytest.raises(AssertionError, match="started"):
        wechat_origin(replace(GOOD, production=False))
