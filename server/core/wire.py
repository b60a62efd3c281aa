"""Commands to Redis that travel together, over one bare connection per thread.

redis-py's pipeline takes a connection from a pool, wraps every command and hooks a retry policy around them;
for the one trip that every request makes that was half of its cost (docs/performance.md).
"""

import threading
from typing import Any, TypeAlias

from redis.exceptions import ConnectionError as LostError
from redis.exceptions import RedisError

#: The words of one command, as redis-cli takes them.
Command: TypeAlias = tuple[Any, ...]


def redis_errors() -> tuple[type[Exception], ...]:
    """What a missing or hanging Redis raises; losing it costs time, never truth."""
    return (RedisError, OSError)


class Wire:
    """One process's connections. Every command sent here may be sent twice without harm."""

    def __init__(self, redis: Any) -> None:
        self._redis, self._local = redis, threading.local()

    def ask(self, *commands: Command) -> list[Any]:
        """The answers, in order. redis_errors() when Redis is missing, hanging or refusing."""
        connection = getattr(self._local, "connection", None)
        if connection is None:
            connection = self._local.connection = self._open()
        elif connection.is_connected:
            try:
                return _exchange(connection, commands)
            except LostError:
                # Closed while idle, which says nothing about Redis now. A hanging Redis is a TimeoutError.
                return _exchange(connection, commands)
        return _exchange(connection, commands)

    def _open(self) -> Any:
        # Not the pool's make_connection: it counts what was ever made, and a server with a thread for each
        # visitor is refused after a hundred of them. Ours end with their thread.
        pool = self._redis.connection_pool
        return pool.connection_class(**pool.connection_kwargs)


def _exchange(connection: Any, commands: tuple[Command, ...]) -> list[Any]:
    try:
        connection.send_packed_command(connection.pack_commands(commands))
        return [connection.read_response() for _ in commands]
    except redis_errors():
        # Answers that were not read would be taken for those of the next trip.
        connection.disconnect()
        raise
