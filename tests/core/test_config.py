"""A deployment that may not start says which variable is wrong."""

import base64
import json
import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from server.config import ConfigError, Settings

GOOD = Settings(
    production=True,
    database_url="postgresql+psycopg://db/sqt",
    redis_url="redis://cache/0",
    secret_key="s" * 48,
    pii_keys="1:" + base64.b64encode(b"k" * 32).decode(),
    pii_index_key=base64.b64encode(b"i" * 32).decode(),
    ledger_keys="1:" + base64.b64encode(b"l" * 32).decode(),
    wx_appid="wx1234567890abcdef",
    wx_secret="0123456789abcdef0123456789abcdef",
    origin="https://shequ.example.cn",
)


def test_a_complete_production_environment_may_start():
    GOOD.check()
    assert not GOOD.sandbox


@pytest.mark.parametrize(
    ("field", "value", "named"),
    [
        ("secret_key", "short", "SECRET_KEY"),
        ("pii_keys", "", "PII_KEYS"),
        ("pii_index_key", "", "PII_INDEX_KEY"),
        ("ledger_keys", "1:c2hvcnQ=", "LEDGER_KEYS"),
        ("wx_secret", "", "WX_SECRET"),
        ("wx_appid", "wx-sandbox", "WX_APPID"),
        ("wx_origin", "http://127.0.0.1:9", "WX_ORIGIN"),
        ("database_url", "sqlite:///x.db", "DATABASE_URL"),
        ("redis_url", None, "REDIS_URL"),
        ("origin", "http://shequ.example.cn", "ORIGIN"),
        ("identity_provider", "tencent", "TENCENT_SECRET_ID"),
    ],
)
def test_production_refuses_to_start_without(field, value, named):
    with pytest.raises(ConfigError, match=named):
        replace(GOOD, **{field: value}).check()


def test_an_empty_production_environment_names_everything_at_once(monkeypatch):
    for name in ("SECRET_KEY", "PII_KEYS", "PII_INDEX_KEY", "WX_SECRET", "REDIS_URL", "DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("APP_ENV", "production")
    with pytest.raises(ConfigError, match=r"SECRET_KEY.*PII_KEYS.*WX_SECRET"):
        Settings.from_env()


def test_the_sandbox_makes_its_keys_once_and_keeps_them_to_itself(monkeypatch, tmp_path):
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    monkeypatch.delenv("APP_ENV", raising=False)
    first, again = Settings.from_env(), Settings.from_env()

    assert first.secret_key == again.secret_key
    assert first.pii_keys != first.pii_index_key
    assert oct(os.stat(tmp_path / "keys.json").st_mode & 0o777) == "0o600"


def test_a_folder_of_before_a_key_existed_gets_it_and_keeps_the_others(monkeypatch, tmp_path):
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    monkeypatch.delenv("APP_ENV", raising=False)
    first = Settings.from_env()
    file = tmp_path / "keys.json"
    of_before = json.loads(file.read_text())
    del of_before["ledger_keys"]
    file.write_text(json.dumps(of_before, indent=4))

    grown, again = Settings.from_env(), Settings.from_env()

    assert (grown.secret_key, grown.pii_keys) == (first.secret_key, first.pii_keys)
    assert grown.ledger_keys == again.ledger_keys != first.ledger_keys
    assert json.loads(file.read_text()) == {**of_before, "ledger_keys": grown.ledger_keys}


def test_processes_that_start_at_once_share_one_set_of_keys(monkeypatch, tmp_path):
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    monkeypatch.delenv("APP_ENV", raising=False)
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: Settings.from_env(), range(8)))

    assert len(set(made)) == 1
