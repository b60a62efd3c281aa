"""The stand-in keeps the platform's rules, and keeps itself on this machine."""

import base64
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO
from urllib.parse import parse_qsl, urlsplit

import pytest
import requests
import segno
from PIL import Image

from server.wechat import sandbox as stand_in
from server.wechat.callbacks import CallbackDoor
from server.wechat.gateway import Scene
from server.wechat.sandbox_code import draw_code
from server.wechat.sandbox_state import SANDBOX_APPID, SANDBOX_SECRET

APPLICATION = {"appid": SANDBOX_APPID, "secret": SANDBOX_SECRET}
AES_KEY = base64.b64encode(bytes(range(32))).decode().rstrip("=")
NEIGHBOUR = "demo-openid-zhang"


@pytest.fixture
def ask(sandbox):
    """One call as any client might make it."""

    def call(path, told=None, **query):
        method = "GET" if told is None else "POST"
        return requests.request(method, sandbox.origin + path, params=query, json=told, timeout=5)

    return call


@pytest.fixture
def token(ask):
    return ask("/cgi-bin/stable_token", APPLICATION).json()["access_token"]


class TestWhereItRuns:
    @pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "10.0.0.1"])
    def test_it_listens_to_this_machine_only(self, host):
        with pytest.raises(ValueError, match="只能监听本机"):
            stand_in.start(host)

    @pytest.mark.parametrize("secret", ["0123456789abcdef" * 2, " " + "A" * 32])
    def test_it_refuses_a_real_secret(self, secret):
        with pytest.raises(ValueError, match="AppSecret"):
            stand_in.start(secret=secret)

    def test_it_takes_a_free_port_and_gives_it_back(self):
        running = stand_in.start()
        port = urlsplit(running.origin).port
        running.stop()
        again = stand_in.start(port=port)
        again.stop()

        assert again.origin == running.origin

    def test_it_stops_while_somebody_still_waits(self, sandbox):
        sandbox.state.fail_next("/sns/jscode2session", "silent")
        waiting = threading.Thread(
            target=lambda: requests.get(f"{sandbox.origin}/sns/jscode2session", timeout=5)
        )
        waiting.start()
        while not sandbox.state.calls:
            pass

        sandbox.stop()
        waiting.join(timeout=3)

        assert not waiting.is_alive()

    def test_a_web_page_cannot_pull_a_lever(self, sandbox):
        answer = requests.post(
            f"{sandbox.origin}/__admin/codes",
            data='{"openid":"x"}',
            headers={"Content-Type": "text/plain"},
            timeout=5,
        )

        assert answer.status_code == 415


class TestTokens:
    def test_a_new_plain_token_ends_the_one_before(self, ask):
        first, second = (ask("/cgi-bin/token", **APPLICATION).json()["access_token"] for _ in range(2))

        codes = [
            ask("/wxa/msg_sec_check", {"content": "好"}, access_token=one).json()["errcode"]
            for one in (first, second)
        ]
        assert codes == [40001, 0]

    def test_a_stable_token_stays_until_forced(self, ask):
        plain = [ask("/cgi-bin/stable_token", APPLICATION).json()["access_token"] for _ in range(2)]
        forced = ask("/cgi-bin/stable_token", {**APPLICATION, "force_refresh": True}).json()["access_token"]

        assert plain[0] == plain[1] != forced
        assert ask("/wxa/msg_sec_check", {"content": "好"}, access_token=plain[0]).json()["errcode"] == 40001

    def test_force_is_not_for_every_minute(self, ask):
        told = {**APPLICATION, "force_refresh": True}

        assert [ask("/cgi-bin/stable_token", told).json().get("errcode") for _ in range(2)] == [None, 45011]

    @pytest.mark.parametrize(("wrong", "errcode"), [({"appid": "wx-x"}, 40013), ({"secret": "x"}, 40125)])
    def test_the_wrong_application_gets_nothing(self, ask, wrong, errcode):
        assert ask("/cgi-bin/stable_token", {**APPLICATION, **wrong}).json()["errcode"] == errcode


def test_sign_in_answers_json_labelled_as_text(ask):
    answer = ask("/sns/jscode2session", js_code="demo:zhang", **APPLICATION)

    assert answer.headers["Content-Type"].startswith("text/plain")
    assert answer.json()["openid"] == NEIGHBOUR
    assert answer.json()["session_key"]


class TestChecks:
    @pytest.mark.parametrize(
        ("told", "errcode"),
        [
            ({"content": "赌博网站"}, 87014),
            ({"content": ""}, 44002),
            ({"content": "好" * 2501, "version": 2}, 45002),
            ({"content": "好", "version": 2, "openid": NEIGHBOUR, "scene": 9}, 40129),
            ({"content": "好", "version": 2, "scene": 1}, 40003),
            ({"content": "好", "version": 2, "openid": "o-x", "scene": 1}, 61010),
        ],
    )
    def test_a_bad_question_is_refused(self, ask, token, told, errcode):
        assert ask("/wxa/msg_sec_check", told, access_token=token).json()["errcode"] == errcode

    def test_a_verdict_can_be_turned_both_ways(self, wechat, admin):
        admin("words", word="团购群", suggest="risky", label=20008)
        assert wechat.check_text("团购群", openid=NEIGHBOUR, scene=Scene.FORUM).label == 20008

        admin("words", word="团购群", suggest="pass", label=100)
        assert wechat.check_text("团购群", openid=NEIGHBOUR, scene=Scene.FORUM).label == 100

    def test_an_old_visit_can_be_staged(self, wechat, admin, ask, token):
        openid = wechat.sign_in(admin("codes", openid="o-li")["code"])
        admin("visits/forget", openid=openid)

        told = {"content": "好", "version": 2, "openid": openid, "scene": 1}
        assert ask("/wxa/msg_sec_check", told, access_token=token).json()["errcode"] == 61010

    def test_an_injected_fault_is_counted(self, admin, ask):
        admin("faults", path="/cgi-bin/token", fault=45009, times=2)

        codes = [ask("/cgi-bin/token", **APPLICATION).json().get("errcode") for _ in range(3)]
        assert codes == [45009, 45009, None]

    def test_a_template_value_too_long_is_refused(self, ask, token, admin):
        admin("credits", openid=NEIGHBOUR, template_id="t", count=1)
        told = {"touser": NEIGHBOUR, "template_id": "t", "data": {"thing1": {"value": "字" * 21}}}

        answer = ask("/cgi-bin/message/subscribe/send", told, access_token=token).json()
        assert (answer["errcode"], "thing1" in answer["errmsg"]) == (47003, True)

    @pytest.mark.parametrize("page", ["/pages/home/index", "pages/home/index?id=1", ""])
    def test_a_page_is_a_path_and_nothing_else(self, ask, token, page):
        told = {"scene": "e1.a", "page": page}

        assert ask("/wxa/getwxacodeunlimit", told, access_token=token).json()["errcode"] == 41030


class Inbox(BaseHTTPRequestHandler):
    """Takes pushes; answers wrongly the first time, as a server that is restarting might."""

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.received.append((dict(parse_qsl(urlsplit(self.path).query)), body))
        self.send_response(200 if len(self.server.received) > 1 else 503)
        self.end_headers()
        self.wfile.write(b"success")
        self.server.arrived.release()

    def log_message(self, *_):
        pass


@pytest.fixture
def inbox():
    server = HTTPServer(("127.0.0.1", 0), Inbox)
    server.received, server.arrived = [], threading.Semaphore(0)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize(("name", "suggest"), [("1.jpg", "pass"), ("加微信领红包.jpg", "review")])
def test_a_media_verdict_is_pushed_sealed_until_it_is_answered(wechat, admin, inbox, name, suggest):
    admin("push-target", url=f"http://127.0.0.1:{inbox.server_port}/push", token="t", aes_key=AES_KEY)

    trace_id = wechat.check_media(f"https://files.example.cn/{name}", openid=NEIGHBOUR, scene=Scene.FORUM)
    for _ in range(2):
        assert inbox.arrived.acquire(timeout=3)

    query, body = inbox.received[1]
    event = CallbackDoor(SANDBOX_APPID, "t", AES_KEY).open(body, query, lambda nonce: False)
    assert (event["trace_id"], event["version"], event["result"]["suggest"]) == (trace_id, 2, suggest)


class TestDrawing:
    @pytest.mark.parametrize("width", [280, 430, 1280])
    def test_the_modules_of_the_picture_spell_the_scene(self, width):
        modules = segno.make("e1.9f3kq2xw", error="m", micro=False).matrix
        size = int(width * 0.56) // len(modules)
        left = (width - size * len(modules)) // 2

        with Image.open(BytesIO(draw_code("e1.9f3kq2xw", width))) as image:
            grey = image.convert("L")
            read = [
                [
                    grey.getpixel((left + x * size + size // 2, left + y * size + size // 2)) < 128
                    for x in range(len(modules))
                ]
                for y in range(len(modules))
            ]

        assert read == [[bool(module) for module in line] for line in modules]

    def test_the_longest_scene_still_fits(self):
        assert draw_code("e1." + "x" * 29, 280).startswith(b"\x89PNG")

    def test_a_scene_always_looks_the_same(self):
        assert draw_code("e1.a", 280) == draw_code("e1.a", 280) != draw_code("e1.b", 280)
