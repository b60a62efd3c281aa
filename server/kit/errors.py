"""Errors carry their status and speak Chinese; forgetting to choose one is a loud 500.

On the wire every error is `{"code", "message", "details"}` (docs: README, "HTTP").
"""

from typing import Any


class AppError(Exception):
    """A refusal with its HTTP status, a code for programs and a sentence for people."""

    status = 500
    code = "internal"

    def __init__(self, message: str, *, code: str | None = None, **details: Any) -> None:
        super().__init__(message)
        self.message = message
        self.details = details
        if code:
            self.code = code

    def payload(self) -> dict[str, Any]:
        return {"code": self.code, "message": self.message, "details": self.details}


class InvalidError(AppError):
    """The request is well-formed but says something impossible."""

    status, code = 422, "invalid"


class BadRequestError(AppError):
    status, code = 400, "bad_request"


class UnauthenticatedError(AppError):
    status, code = 401, "unauthenticated"


class ForbiddenError(AppError):
    status, code = 403, "forbidden"


class NotFoundError(AppError):
    """Also the answer for what lies in a foreign community: as if it did not exist."""

    status, code = 404, "not_found"

    def __init__(self, message: str = "没有找到，可能已被移走或您看不到它", **details: Any) -> None:
        super().__init__(message, **details)


class ConflictError(AppError):
    """Somebody was faster, or the object has moved on."""

    status, code = 409, "conflict"


class GateClosedError(AppError):
    """The step exists here, but a condition of it is not met yet."""

    status, code = 409, "gate_closed"


class TooLargeError(AppError):
    status, code = 413, "too_large"


class TooManyError(AppError):
    status, code = 429, "too_many"


class UnavailableError(AppError):
    """A part outside the application does not answer; trying again later helps."""

    status, code = 503, "unavailable"
