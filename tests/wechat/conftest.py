"""The real client against the stand-in, over real HTTP on this machine."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import fakeredis
import pytest
import requests

from server.wechat import sandbox as stand_in
from server.wechat.client import MiniClient
from server.wechat.gateway import WeChat
from server.wechat.sandbox import Sandbox
from server.wechat.sandbox_state import SANDBOX_APPID, SANDBOX_SECRET


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    running = stand_in.start()
    yield running
    running.stop()


@pytest.fixture
def shared_redis() -> Iterator[fakeredis.FakeRedis]:
    redis = fakeredis.FakeRedis()
    yield redis
    redis.close()


@pytest.fixture
def new_client(sandbox, shared_redis) -> Iterator[Callable[..., MiniClient]]:
    """Makes clients as so many processes would: nothing in common but Redis."""
    made: list[MiniClient] = []

    def make(redis=shared_redis) -> MiniClient:
        made.append(MiniClient(SANDBOX_APPID, SANDBOX_SECRET, redis, sandbox.origin))
        return made[-1]

    yield make
    for client in made:
        client.close()


@pytest.fixture
def client(new_client) -> MiniClient:
    return new_client()


@pytest.fixture
def wechat(sandbox, shared_redis) -> Iterator[WeChat]:
    face = WeChat.from_settings(SANDBOX_APPID, SANDBOX_SECRET, shared_redis, sandbox.origin)
    yield face
    face.close()


@pytest.fixture
def admin(sandbox) -> Callable[..., dict]:
    """Pulls a lever of the stand-in."""

    def pull(path: str, /, **told) -> dict:
        answer = requests.post(f"{sandbox.origin}/__admin/{path}", json=told, timeout=5)
        assert answer.status_code == 200, answer.text
        return answer.json()

    return pull


@pytest.fixture
def at_once() -> Callable[..., list]:
    """Runs the call on many threads and answers each result or exception."""

    def run(call: Callable[[], object], times: int) -> list:
        def attempt(_: int) -> object:
            try:
                return call()
            except Exception as error:
                return error

        with ThreadPoolExecutor(times) as pool:
            return list(pool.map(attempt, range(times)))

    return run
