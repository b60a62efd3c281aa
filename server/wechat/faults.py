"""What can go wrong with WeChat, in words a resident understands.

Every fault is an `AppError`, so one that nobody catches still answers properly. None of them carries a URL,
a code or a token: addresses of WeChat calls contain the application secret.
"""

from server.kit.errors import AppError


class WeChatFault(AppError):
    """Anything WeChat did not do for us.

    `errcode` is WeChat's own number, or None when there was no answer to read.
    """

    status, code = 502, "wechat_refused"

    def __init__(self, message: str, *, errcode: int | None = None) -> None:
        super().__init__(message)
        self.errcode = errcode


class WeChatUnavailable(WeChatFault):
    """No usable answer. `retryable` says whether the same call may succeed a little later."""

    status, code = 503, "wechat_unavailable"

    def __init__(
        self,
        message: str = "微信暂时没有响应，请稍后再试",
        *,
        errcode: int | None = None,
        retryable: bool = True,
    ) -> None:
        super().__init__(message, errcode=errcode)
        self.retryable = retryable

    @property
    def is_outage(self) -> bool:
        """Whether WeChat itself is failing, as against refusing us."""
        return self.errcode in (None, -1)


class CodeRefused(WeChatFault):
    """A sign-in or phone code that is wrong, used or too old: the client must ask for another."""

    status, code = 400, "code_refused"


class AccountBlocked(WeChatFault):
    """WeChat holds this account for high-risk and lets nobody sign in with it."""

    status, code = 403, "account_blocked"


class VisitNeeded(WeChatFault):
    """WeChat checks content only for people seen in the mini-program within two hours."""

    status, code = 409, "visit_needed"


class NoCredit(WeChatFault):
    """The person has not accepted another message of this template."""

    status, code = 409, "no_credit"


class CallbackRefused(WeChatFault):
    """A push that does not prove it comes from WeChat, now, for us, for the first time."""

    status, code = 403, "callback_refused"


_CODE_STALE = "微信授权已失效，请重新操作一次"
_OF_ERRCODE: dict[int, tuple[type[WeChatFault], str]] = {
    40029: (CodeRefused, _CODE_STALE),
    40163: (CodeRefused, _CODE_STALE),
    40226: (AccountBlocked, "微信提示该账号存在风险，暂时不能登录。您可以到居委会窗口办理"),
    43101: (NoCredit, "对方没有订阅这类提醒，消息没有发出"),
    61010: (VisitNeeded, "距离上次打开小程序已超过两小时，内容将由人工审核"),
}
_BUSY = frozenset({-1, 45009, 45011})


def fault_of(errcode: int | None) -> WeChatFault:
    """The fault behind WeChat's error number; None stands for an answer that could not be read."""
    if errcode is None:
        return WeChatUnavailable()
    if errcode in _OF_ERRCODE:
        kind, message = _OF_ERRCODE[errcode]
        return kind(message, errcode=errcode)
    if errcode in _BUSY:
        return WeChatUnavailable("微信当前繁忙，请稍后再试", errcode=errcode)
    # What is left are mistakes of ours (secret, address list, page, scene): waiting does not mend them.
    return WeChatUnavailable("微信没有接受这次请求，请联系管理员", errcode=errcode, retryable=False)
