"""Beside the API: the H5 client at `/`, the browsable document at `/api/docs`, health for the operator."""

from pathlib import Path
from typing import Any

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import (
    Blueprint,
    Flask,
    Response,
    current_app,
    jsonify,
    send_from_directory,
)
from sqlalchemy import select
from swagger_ui_bundle import swagger_ui_path  # type: ignore[import-untyped]

from server.config import ROOT
from server.core import worker
from server.core.database import transaction
from server.extensions import db

H5 = ROOT / "miniprogram" / "dist" / "build" / "h5"
site = Blueprint("site", __name__)

#: One origin only: nothing is loaded from elsewhere; uni-app sets styles on elements.
POLICY = (
    "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; "
    "script-src 'self' 'unsafe-inline'; font-src 'self' data:; frame-ancestors 'none'"
)
DOCS = """<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>社区通 接口文档</title>
<link rel="stylesheet" href="/api/docs/swagger-ui.css"><div id="ui"></div>
<script src="/api/docs/swagger-ui-bundle.js"></script>
<script>SwaggerUIBundle({url: "/api/v1/openapi.json", dom_id: "#ui", docExpansion: "none"})</script></html>"""


@site.get("/healthz")
def alive() -> Response:
    """This process answers."""
    return jsonify({"ok": True})


@site.get("/readyz")
def ready() -> tuple[Response, int]:
    """Database, migration head and cache are as they should be; how many messages were given up."""
    parts = {"database": _database(), "migrations": _migrated(), "cache": _cache()}
    # Losing the cache costs time, not truth: it is reported, and does not take the process out.
    fit = parts["database"] and parts["migrations"]
    # Messages given up wait for a person; another process would not deliver them either.
    given_up = worker.given_up() if fit else None
    return jsonify({"ready": fit, **parts, "given_up": given_up}), 200 if fit else 503


@site.get("/api/docs")
def docs() -> str:
    return DOCS


@site.get("/api/docs/<path:name>")
def docs_file(name: str) -> Response:
    return send_from_directory(swagger_ui_path, name)


@site.get("/")
def index() -> Response | tuple[str, int]:
    if not (H5 / "index.html").exists():
        return "网页端还没有构建：请先运行 scripts/run", 503
    return send_from_directory(H5, "index.html", max_age=0)


@site.get("/<path:name>")
def h5_file(name: str) -> Response:
    # File names under assets/ carry a hash of their content.
    age = 31_536_000 if name.startswith("assets/") else 300
    return send_from_directory(H5, name, max_age=age)


def _database() -> bool:
    try:
        with transaction():
            return bool(db.session.scalar(select(1)) == 1)
    except Exception:  # any failure is the answer
        return False


def _migrated() -> bool:
    scripts = ScriptDirectory(str(Path(__file__).parent.parent / "migrations"))
    try:
        with db.engine.connect() as connection:
            found = MigrationContext.configure(connection).get_current_heads()
            return set(found) == set(scripts.get_heads())
    except Exception:  # any failure is the answer
        return False


def _cache() -> bool:
    redis: Any = current_app.extensions["redis"]
    try:
        return bool(redis.ping())
    except Exception:  # any failure is the answer
        return False


def bind(app: Flask) -> None:
    app.register_blueprint(site)

    @app.after_request
    def headers(response: Response) -> Response:
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "same-origin"
        response.headers["Content-Security-Policy"] = POLICY
        return response
