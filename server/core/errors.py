"""Every error of every kind leaves in the one shape, in Chinese, and rolls back what was begun."""

from typing import Any

import structlog
from flask import Flask, Response, jsonify
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from server.kit.errors import AppError

log = structlog.get_logger()

SENTENCES = {
    400: "请求的格式不对",
    401: "请先登录",
    403: "您的身份不能进行此操作",
    404: "没有找到，可能已被移走或您看不到它",
    405: "这个地址不支持这种请求",
    413: "内容太大了",
    415: "请用 JSON 格式提交",
    422: "有几处填写得不对，请看说明",
    429: "操作太频繁了，请稍后再试",
}
CODES = {
    400: "bad_request",
    404: "not_found",
    405: "method_not_allowed",
    413: "too_large",
    415: "not_json",
    422: "invalid",
}


def register(app: Flask) -> None:
    app.register_error_handler(AppError, _ours)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(StaleDataError, _stale)
    app.register_error_handler(OperationalError, _database)
    app.register_error_handler(Exception, _bug)


def _shape(status: int, code: str, message: str, details: dict[str, Any]) -> Response:
    response = jsonify({"code": code, "message": message, "details": details})
    response.status_code = status
    if status in (429, 503):
        response.headers["Retry-After"] = "60" if status == 429 else "5"
    return response


def _ours(error: AppError) -> Response:
    return _shape(error.status, error.code, error.message, error.details)


def _http(error: HTTPException) -> Response:
    status = error.code or 500
    details = getattr(error, "data", {}).get("messages", {}) if status == 422 else {}
    response = _shape(
        status,
        CODES.get(status, "http"),
        SENTENCES.get(status, "请求没有成功"),
        {"fields": details} if details else {},
    )
    # flask-smorest loses it; RFC 9110 §15.5.6 wants it.
    if (allowed := getattr(error, "valid_methods", None)) is not None:
        response.headers["Allow"] = ", ".join(sorted(allowed))
    return response


def _stale(_: StaleDataError) -> Response:
    return _shape(409, "conflict", "刚才有人先改动了它，请刷新后再看", {})


def _database(error: OperationalError) -> Response:
    log.error("database_unavailable", error=type(error.orig).__name__)
    return _shape(503, "unavailable", "系统正忙，请稍后再试", {})


def _bug(error: Exception) -> Response:
    log.error("bug", error=type(error).__name__, exc_info=error)
    return _shape(500, "internal", "系统出了点问题，我们已经记下，请稍后再试", {})
