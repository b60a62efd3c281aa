"""The application: every feature is one line of FEATURES, lower tiers first."""

from collections.abc import Sequence
from importlib import import_module
from typing import Any

import fakeredis
import redis
from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from server.config import Settings
from server.core import access, database, errors, hotpath, jobs, logs, safety, site, uploads
from server.core.feature import Feature
from server.core.hot import HotCache
from server.core.settings import declare
from server.core.trip import Traveller
from server.extensions import api, db, migrate
from server.kit.rest import Id, Stamp, use_orjson
from server.wechat.gateway import WeChat

#: Tier by tier; a feature imports only what stands before its tier (tests/architecture/test_layers.py).
FEATURES = (
    "places",
    "identity",
    "assistance",
    "boards",
    "market",
    "emergency",
    "ballots",
    "deliberation",
    "oversight",
    "notices",
    "feed",
    "demo",
)


def create_app(settings: Settings, features: Sequence[str] = FEATURES) -> Flask:
    """Build and bind everything. Only the sandbox's stand-in for WeChat starts running by itself."""
    logs.configure()
    app = Flask("server", static_folder=None)
    app.config.update(flask_config(settings))
    use_orjson(app)
    _connect(app, settings)
    _plug(app, features)
    errors.register(app)
    site.bind(app)
    app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.proxies)  # type: ignore[method-assign]
    app.wsgi_app = hotpath.HotPath(  # type: ignore[method-assign]
        app.wsgi_app, app.extensions["hot"], limited=settings.limits
    )
    return app


def flask_config(settings: Settings) -> dict[str, Any]:
    """What Flask and its extensions are told."""
    return {
        "SETTINGS": settings,
        "SQLALCHEMY_DATABASE_URI": settings.database_url,
        "SQLALCHEMY_ENGINE_OPTIONS": database.engine_options(settings.database_url),
        "MAX_CONTENT_LENGTH": 12 * 1024 * 1024,
        "API_TITLE": "社区通",
        "API_VERSION": "v1",
        "OPENAPI_VERSION": "3.0.3",
        "OPENAPI_URL_PREFIX": "/api/v1",
        "OPENAPI_JSON_PATH": "openapi.json",
        "API_SPEC_OPTIONS": {
            "components": {"securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}}}
        },
    }


def _connect(app: Flask, settings: Settings) -> None:
    store: Any = (
        redis.Redis.from_url(settings.redis_url, socket_timeout=0.25, socket_connect_timeout=0.25)
        if settings.redis_url
        else fakeredis.FakeRedis()
    )
    traveller = Traveller(store)
    wechat = WeChat.from_settings(settings.wx_appid, settings.wx_secret, store, wechat_origin(settings))
    app.extensions.update(
        redis=store,
        traveller=traveller,
        hot=HotCache(traveller, on=settings.hot_cache),
        wechat=wechat,
        store=uploads.open_store(settings),
        checker=safety.WeChatCheck(wechat) if settings.content_check == "wechat" else safety.WordList(),
    )
    db.init_app(app)
    migrate.init_app(app, db, directory="server/migrations", render_as_batch=True)
    api.init_app(app)
    api.register_field(Id, "string", None)
    api.register_field(Stamp, "string", "date-time")
    database.bind(app)
    jobs.bind(app, settings)


def wechat_origin(settings: Settings) -> str | None:
    """Where WeChat answers: None is the real one; the sandbox brings its own on a loopback port."""
    if settings.production or settings.wx_origin:
        return settings.wx_origin
    from server.wechat import sandbox

    return sandbox.start(appid=settings.wx_appid, secret=settings.wx_secret).origin


def _plug(app: Flask, names: Sequence[str]) -> None:
    features: list[Feature] = [import_module(f"server.{name}.feature").feature for name in names]
    hears: dict[str, list[Any]] = {}
    for feature in features:
        access.add_rules(feature.rules)
        declare(feature.settings)
        for topic, handlers in feature.hears.items():
            hears.setdefault(topic, []).extend(handlers)
        for blueprint in feature.blueprints:
            api.register_blueprint(blueprint)
        if feature.setup:
            feature.setup(app)
    copies = [copy for feature in features for copy in feature.copies]
    app.extensions.update(features=features, hears=hears, copies=copies)
