"""Settings: one frozen dataclass from the environment. Production refuses weak or missing secrets."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


class ConfigError(RuntimeError):
    """The environment does not describe a deployment that may start."""


@dataclass(frozen=True)
class Settings:
    """Everything that differs between deployments.

    production: real people; sandbox sign-in is impossible and every secret must be given.
    database_url: SQLAlchemy URL; SQLite under `var_dir` unless set.
    redis_url: None means fakeredis inside the process.
    pii_keys: "1:<base64 of 32 bytes>,2:…", the last is current. pii_index_key: base64 of 32 bytes.
    ledger_keys: the same for the seeds that sign the gate ledger; a retired one may be "1:public:<base64>".
    origin: where phones reach the server; printed into QR codes.
    proxies: how many of our own stand in front and say in X-Forwarded-For who calls: limits count addresses.
    """

    production: bool = False
    var_dir: Path = ROOT / "var"
    database_url: str = ""
    redis_url: str | None = None
    secret_key: str = ""
    pii_keys: str = ""
    pii_index_key: str = ""
    ledger_keys: str = ""
    wx_appid: str = "wx-sandbox"
    wx_secret: str = ""
    wx_origin: str | None = None
    identity_provider: str = "roll"
    tencent_id: str = ""
    tencent_key: str = ""
    tencent_origin: str | None = None
    storage_url: str = ""
    origin: str = "http://127.0.0.1:5000"
    content_check: str = "words"
    hot_cache: bool = True
    limits: bool = True
    proxies: int = 0

    @property
    def sandbox(self) -> bool:
        return not self.production

    @classmethod
    def from_env(cls, env: Mapping[str, str] = os.environ) -> "Settings":
        """Read the environment; ConfigError names every variable that is missing or weak."""
        production = env.get("APP_ENV", "sandbox") == "production"
        var_dir = Path(env.get("VAR_DIR", ROOT / "var")).resolve()
        keys = _from_environment(env) if production else _kept_in(var_dir)
        return cls(
            production=production,
            var_dir=var_dir,
            database_url=env.get("DATABASE_URL") or f"sqlite:///{var_dir / 'shequtong.db'}",
            redis_url=env.get("REDIS_URL") or None,
            wx_appid=env.get("WX_APPID", "wx-sandbox"),
            wx_secret=env.get("WX_SECRET", ""),
            wx_origin=env.get("WX_ORIGIN") or None,
            identity_provider=env.get("IDENTITY_PROVIDER", "roll"),
            tencent_id=env.get("TENCENT_SECRET_ID", ""),
            tencent_key=env.get("TENCENT_SECRET_KEY", ""),
            storage_url=env.get("STORAGE_URL", ""),
            origin=env.get("ORIGIN") or f"http://127.0.0.1:{env.get('PORT', '5000')}",
            content_check=env.get("CONTENT_CHECK", "wechat" if production else "words"),
            hot_cache=env.get("HOT_CACHE", "on") != "off",
            limits=env.get("LIMITS", "on") != "off",
            proxies=int(env.get("PROXIES", "1" if production else "0")),
            secret_key=keys["secret_key"],
            pii_keys=keys["pii_keys"],
            pii_index_key=keys["pii_index_key"],
            ledger_keys=keys["ledger_keys"],
        ).check()

    def check(self) -> "Settings":
        """Itself, or ConfigError naming what may not go into production."""
        if self.production:
            wrong = [name for name, bad in _weaknesses(self).items() if bad]
            if wrong:
                raise ConfigError("生产环境缺少或过弱的配置：" + "、".join(wrong))
        return self


def _weaknesses(settings: Settings) -> dict[str, bool]:
    return {
        "SECRET_KEY": len(settings.secret_key) < 32,
        "PII_KEYS": len(settings.pii_keys) < 44,
        "PII_INDEX_KEY": len(settings.pii_index_key) < 40,
        "LEDGER_KEYS": len(settings.ledger_keys) < 44,
        "WX_SECRET": len(settings.wx_secret) < 16,
        "WX_APPID": not settings.wx_appid.startswith("wx") or settings.wx_appid == "wx-sandbox",
        "WX_ORIGIN": settings.wx_origin is not None,
        "DATABASE_URL": not settings.database_url.startswith("postgresql+psycopg://"),
        "REDIS_URL": settings.redis_url is None,
        "ORIGIN": not settings.origin.startswith("https://"),
        "TENCENT_SECRET_ID": settings.identity_provider == "tencent" and not settings.tencent_key,
    }


_NAMES = {
    "secret_key": "SECRET_KEY",
    "pii_keys": "PII_KEYS",
    "pii_index_key": "PII_INDEX_KEY",
    "ledger_keys": "LEDGER_KEYS",
}


def _from_environment(env: Mapping[str, str]) -> dict[str, str]:
    return {field_name: env.get(name, "") for field_name, name in _NAMES.items()}


def _kept_in(var_dir: Path) -> dict[str, str]:
    """Random keys of the embedded default, each made once, readable by the owner only.

    They lie beside the data, which is why the sandbox is not for real residents. A file of before a key
    existed gets it added; of two processes that start at once the second reads what the first made.
    """
    import fcntl
    import json

    var_dir.mkdir(parents=True, exist_ok=True)
    with open(os.open(var_dir / "keys.json", os.O_CREAT | os.O_RDWR, 0o600), "r+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        kept: dict[str, str] = json.loads(file.read() or "{}")
        if set(_NAMES) - set(kept):
            kept = {**_fresh(), **kept}
            file.seek(0)
            file.write(json.dumps(kept))
            file.truncate()
    return kept


def _fresh() -> dict[str, str]:
    import base64

    def random() -> str:
        return base64.b64encode(secrets.token_bytes(32)).decode()

    return {
        "secret_key": secrets.token_urlsafe(48),
        "pii_keys": f"1:{random()}",
        "pii_index_key": random(),
        "ledger_keys": f"1:{random()}",
    }
