"""A stand-in for WeChat on this machine: real HTTP, so that the real client code runs against it.

Made for demonstrations and tests. It listens on the loopback interface only and refuses a real secret:
who has one must talk to WeChat.
"""

import threading
from ipaddress import ip_address

from flask import Flask
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from server.wechat.sandbox_admin import admin
from server.wechat.sandbox_api import api
from server.wechat.sandbox_state import SANDBOX_APPID, SANDBOX_SECRET, State
from server.wechat.transport import is_real_secret


class _Quiet(WSGIRequestHandler):
    """Keeps addresses out of the log: they carry secrets, if only the sandbox's."""

    def log(self, type: str, message: str, *args: object) -> None:
        pass


class Sandbox:
    """A running stand-in. `state` is its memory, for tests in the same process."""

    def __init__(self, server: BaseWSGIServer, state: State) -> None:
        self._server = server
        self.state = state
        self.origin = f"http://{server.host}:{server.port}"
        self._thread = threading.Thread(
            target=server.serve_forever, kwargs={"poll_interval": 0.05}, name="wechat-sandbox", daemon=True
        )
        self._thread.start()

    def stop(self) -> None:
        """Ends it, hanging answers included."""
        self.state.closing.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


def start(
    host: str = "127.0.0.1", port: int = 0, *, appid: str = SANDBOX_APPID, secret: str = SANDBOX_SECRET
) -> Sandbox:
    """Listens on `host` (loopback only) and `port` (0: any free one).

    Raises ValueError for another host or a secret that WeChat may have issued.
    """
    if host != "localhost" and not ip_address(host).is_loopback:
        raise ValueError("微信模拟服务只能监听本机地址")
    if is_real_secret(secret):
        raise ValueError("配置了真实的 AppSecret，不能启动微信模拟服务")
    state = State(appid=appid, secret=secret)
    return Sandbox(make_server(host, port, make_app(state), threaded=True, request_handler=_Quiet), state)


def make_app(state: State) -> Flask:
    """The stand-in as a WSGI application around its memory."""
    app = Flask("wechat-sandbox")
    app.extensions["wechat_sandbox"] = state
    app.register_blueprint(api)
    app.register_blueprint(admin)
    return app
