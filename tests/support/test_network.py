"""The guard itself: if it lets something through, every other test could depend on the internet."""

import socket
import urllib.request

import pytest

from tests.support.network import OutsideWorldError, is_here

# 203.0.113.0/24 and .invalid are reserved: no packet would arrive even without the guard.
FAR = "203.0.113.7"


def test_a_connection_to_another_machine_is_refused():
    with socket.socket() as probe, pytest.raises(OutsideWorldError):
        probe.connect((FAR, 80))


def test_a_name_beyond_this_machine_is_not_even_looked_up():
    with pytest.raises(OutsideWorldError):
        socket.getaddrinfo("api.example.invalid", 443)


def test_a_datagram_is_refused():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe, pytest.raises(OutsideWorldError):
        probe.sendto(b"x", (FAR, 53))


def test_a_library_that_swallows_io_errors_does_not_swallow_ours():
    with pytest.raises(OutsideWorldError):
        urllib.request.urlopen(f"http://{FAR}/", timeout=1)


def test_this_machine_answers_itself():
    server = socket.create_server(("127.0.0.1", 0))
    with server, socket.create_connection(server.getsockname(), timeout=2) as caller:
        assert caller.getpeername() == server.getsockname()


@pytest.mark.parametrize(
    ("address", "here"),
    [
        ("127.0.0.1", True),
        ("127.8.9.1", True),
        ("::1", True),
        ("localhost", True),
        ("/run/postgresql/.s.PGSQL.5432", True),
        (None, True),
        ((FAR, 80), False),
        ("10.0.0.8", False),
        ("api.weixin.qq.com", False),
        ("0.0.0.0", False),
        ("localhost.example.com", False),
        (b"localhost", True),
        ("fe80::1%eth0", False),
    ],
)
def test_what_counts_as_this_machine(address, here):
    assert is_here(address) is here
