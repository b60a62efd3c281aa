"""The bare connection: what was left unread, or closed while idle, never spoils the next trip."""

import threading

import pytest
from redis.exceptions import ConnectionError as LostError
from redis.exceptions import ResponseError
from redis.exceptions import TimeoutError as HangsError

from server.core.wire import Wire


@pytest.fixture
def wire(app):
    return Wire(app.extensions["redis"])


def test_commands_that_travel_together_answer_in_order(wire):
    assert wire.ask(("SET", "a", 1), ("MGET", "a", "b"), ("INCR", "a")) == [b"OK", [b"1", None], 2]


def test_answers_left_unread_after_an_error_are_not_taken_for_the_next_ones(wire):
    wire.ask(("SET", "word", "不是数"))
    with pytest.raises(ResponseError):
        wire.ask(("INCR", "word"), ("GET", "word"))

    assert wire.ask(("GET", "absent")) == [None]


class Scripted:
    """A connection whose trips end as told: an exception is raised, anything else is the answer."""

    def __init__(self, *endings):
        self.endings, self.is_connected, self.sent = list(endings), False, 0
        self.connection_pool, self.connection_kwargs = self, {}
        self.made = []

    def connection_class(self):
        self.made.append(threading.get_ident())
        return self

    def pack_commands(self, commands):
        return commands

    def send_packed_command(self, _):
        self.is_connected = True
        self.sent += 1

    def read_response(self):
        ending = self.endings.pop(0)
        if isinstance(ending, Exception):
            raise ending
        return ending

    def disconnect(self):
        self.is_connected = False


def test_a_connection_closed_while_idle_is_opened_again_once():
    redis = Scripted(b"1", LostError(), b"2")
    wire = Wire(redis)

    assert [wire.ask(("GET", "a")), wire.ask(("GET", "a"))] == [[b"1"], [b"2"]]


@pytest.mark.parametrize("endings", [(LostError(),), (HangsError(),), (b"1", HangsError())])
def test_a_redis_that_is_gone_or_hangs_is_asked_once(endings):
    redis = Scripted(*endings)
    wire = Wire(redis)
    for _ in endings[:-1]:
        wire.ask(("GET", "a"))

    with pytest.raises(type(endings[-1])):
        wire.ask(("GET", "a"))
    assert redis.sent == len(endings)
    assert not redis.is_connected


def test_each_thread_has_a_connection_of_its_own():
    redis = Scripted(b"1", b"2", b"3")
    wire = Wire(redis)
    other = threading.Thread(target=wire.ask, args=(("GET", "a"),))
    wire.ask(("GET", "a"))
    other.start()
    other.join(5)
    wire.ask(("GET", "a"))

    assert len(redis.made) == 2


def test_however_many_threads_have_come_and_gone_the_next_one_is_answered(app):
    wire, answers = Wire(app.extensions["redis"]), []
    for _ in range(150):  # more than redis-py's pool would ever make
        visitor = threading.Thread(target=lambda: answers.extend(wire.ask(("PING",))))
        visitor.start()
        visitor.join(5)

    assert answers == [b"PONG"] * 150
