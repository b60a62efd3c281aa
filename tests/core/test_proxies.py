"""Behind our own proxy an address is the caller's; what a caller says of himself counts for nothing."""

from dataclasses import replace

import pytest
from werkzeug.middleware.proxy_fix import ProxyFix

from server.config import Settings
from server.core import limits

CODE = {"code": "nobody"}


@pytest.fixture
def tries(app, client, monkeypatch):
    """Call it with (proxies in front, what X-Forwarded-For says): the status of a sign-in. Two a minute."""
    monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], limits=True))
    monkeypatch.setattr(limits, "PER_MINUTE", {**limits.PER_MINUTE, "sign_in": 2})
    inner = app.wsgi_app._inner

    def call(proxies, said):
        monkeypatch.setattr(app.wsgi_app, "_inner", ProxyFix(inner, x_for=proxies))
        return client.post("/api/v1/sessions", json=CODE, headers={"X-Forwarded-For": said}).status_code

    return call


def test_behind_a_proxy_each_address_is_counted_for_itself(tries):
    assert [tries(1, "192.0.2.1") for _ in range(3)] == [400, 400, 429]
    assert tries(1, "192.0.2.2") == 400


def test_a_caller_cannot_take_another_address_by_saying_so(tries):
    assert [tries(1, f"203.0.113.{n}, 192.0.2.3") for n in range(3)] == [400, 400, 429]


def test_without_a_proxy_nobody_is_believed(tries):
    assert [tries(0, f"192.0.2.{n}") for n in range(10, 13)] == [400, 400, 429]


def test_production_expects_one_proxy_and_the_sandbox_none(app, tmp_path):
    assert Settings.from_env({"VAR_DIR": str(tmp_path)}).proxies == 0
    assert Settings.from_env({"VAR_DIR": str(tmp_path), "PROXIES": "2"}).proxies == 2
    assert isinstance(app.wsgi_app._inner, ProxyFix)
