"""A test that reaches for the outside fails, whatever library tried.

An audit hook, because it sees every Python socket, also those made before the test and by threads. Libraries
that open sockets in C or Rust themselves (libpq, obstore) are not seen; their addresses come from fixtures.
"""

import ipaddress
import sys
from typing import Any

NAMES_OF_THIS_MACHINE = {"", "localhost", "::1"}
# event → which of its arguments is the address
WATCHED = {
    "socket.connect": 1,
    "socket.sendto": 1,
    "socket.sendmsg": 1,
    "socket.getaddrinfo": 0,
    "socket.gethostbyname": 0,
}


class OutsideWorldError(AssertionError):
    """A test tried to leave this machine. An AssertionError, so that nothing swallows it as I/O."""


def is_here(address: object) -> bool:
    """True for loopback and unix sockets; False for every name or number beyond this machine."""
    if address is None:
        return True
    if isinstance(address, tuple):
        return is_here(address[0])
    if isinstance(address, bytes):
        return is_here(address.decode())
    text = str(address)
    if text in NAMES_OF_THIS_MACHINE or text.startswith(("/", "\0")):
        return True
    try:
        return ipaddress.ip_address(text.partition("%")[0]).is_loopback
    except ValueError:
        return False


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    position = WATCHED.get(event)
    if position is not None and not is_here(arguments[position]):
        raise OutsideWorldError(f"{event} to {arguments[position]!r}: tests stay on this machine")


def stay_here() -> None:
    """From now on, for the whole life of this process (Python cannot remove an audit hook)."""
    sys.addaudithook(_refuse)
