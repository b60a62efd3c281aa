"""The one-process server: it finishes what it began, and says plainly when the port is taken."""

import json
import os
import signal
import socket
import struct
import threading
import urllib.request

import pytest

from server.serve import InFlight, greeting, listening_socket, main, serving, stop_signal
from tests.support.ports import free_port


class SlowApp:
    """Answers /slow only when told to, everything else at once."""

    def __init__(self):
        self.begun, self.go_on = threading.Event(), threading.Event()

    def __call__(self, environ, start_response):
        if environ["PATH_INFO"] == "/slow":
            self.begun.set()
            assert self.go_on.wait(10)
        start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "2")])
        return [b"ok"]


def read(port, path):
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
        return answer.read()


def test_a_request_in_flight_is_finished_before_the_end():
    app, port, answers = SlowApp(), free_port(), []
    asking = threading.Thread(target=lambda: answers.append(read(port, "/slow")))

    with serving(app, listening_socket(port)):
        asking.start()
        assert app.begun.wait(10)
        threading.Timer(0.3, app.go_on.set).start()
    asking.join(10)

    assert answers == [b"ok"]


def test_after_the_end_nobody_listens():
    port = free_port()
    with serving(SlowApp(), listening_socket(port)):
        assert read(port, "/") == b"ok"

    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0


def test_a_request_that_never_ends_does_not_hold_up_the_end():
    app = SlowApp()
    in_flight = InFlight(app)
    asking = threading.Thread(target=lambda: in_flight({"PATH_INFO": "/slow"}, lambda *_: None), daemon=True)
    asking.start()
    assert app.begun.wait(10)

    assert in_flight.drained(0.05) is False
    app.go_on.set()


def test_an_answer_counts_until_it_is_closed():
    in_flight = InFlight(lambda *_: [b"a", b"b"])
    answer = in_flight({}, lambda *_: None)

    assert in_flight.drained(0.01) is False
    answer.close()
    assert in_flight.drained(0.01) is True


def test_who_hangs_up_roughly_is_not_waited_for():
    """Werkzeug looks what else came before it closes the answer; a reset socket raises there."""
    sent, gone, port = threading.Event(), threading.Event(), free_port()

    def app(_, start_response):
        start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "2")])
        yield b"ok"
        sent.set()
        assert gone.wait(10)

    with serving(app, listening_socket(port)) as in_flight:
        with socket.create_connection(("127.0.0.1", port)) as caller:
            caller.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            caller.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            assert sent.wait(10)
        gone.set()

        assert in_flight.drained(2) is True


def test_an_application_that_breaks_is_not_in_flight_for_ever():
    def broken(*_):
        raise ZeroDivisionError

    in_flight = InFlight(broken)
    with pytest.raises(ZeroDivisionError):
        in_flight({}, lambda *_: None)

    assert in_flight.drained(0.01) is True


def test_a_signal_is_heard_once_and_the_next_one_ends_the_process_at_once():
    before = signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT)
    try:
        asked = stop_signal()
        assert not asked.is_set()
        os.kill(os.getpid(), signal.SIGTERM)

        assert asked.wait(5)
        assert signal.getsignal(signal.SIGTERM) is signal.getsignal(signal.SIGINT) is signal.SIG_DFL
    finally:
        signal.signal(signal.SIGTERM, before[0])
        signal.signal(signal.SIGINT, before[1])


def test_a_taken_port_is_said_in_one_sentence(monkeypatch, capsys):
    port = free_port()
    with listening_socket(port):
        monkeypatch.setenv("PORT", str(port))

        assert main() == 1

    assert f"端口 {port} 已被占用" in capsys.readouterr().err


def test_the_greeting_names_one_person_of_each_role():
    people = [
        ("锦秋苑居委会", "书记", "沈先生"),
        ("锦秋苑居委会", "业主", "陈女士"),
        ("锦秋苑居委会", "业主", "李女士"),
        ("", "访客", "新来的访客"),
    ]
    items = [{"community": community, "role": role, "name": name} for community, role, name in people]
    port = free_port()

    def sandbox(environ, start_response):
        body = json.dumps({"items": items}).encode()
        start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
        return [body]

    with serving(sandbox, listening_socket(port)):
        said = greeting(f"http://127.0.0.1:{port}")

    assert f"http://127.0.0.1:{port}" in said
    assert "锦秋苑居委会：书记 沈先生、业主 陈女士" in said
    assert "还没有入住：访客 新来的访客" in said
