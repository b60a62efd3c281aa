"""A PostgreSQL of one's own: made in a temporary folder, gone afterwards.

PostgreSQL refuses to run as root, so under root it runs as `postgres` (or `nobody`). Durability is switched
off by default: a test database that is lost with the machine is no loss. Benchmarks ask for `durable=True`.
"""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.support.ports import free_port, wait_for

BACK_END = "postgresql+psycopg"
FAST_NOT_SAFE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def programs() -> Path | None:
    """The folder with initdb and postgres: PATH first, then Debian's newest version; None when absent."""
    on_path = shutil.which("initdb")
    if on_path and (Path(on_path).resolve().parent / "postgres").exists():
        return Path(on_path).resolve().parent
    found = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    return max(found, key=lambda folder: int(folder.parent.name), default=None)


def _other_user() -> str | None:
    """Whom to become when we are root; None when we are not."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


def _hand_over(folder: Path, user: str | None) -> None:
    if user:
        entry = pwd.getpwnam(user)
        os.chown(folder, entry.pw_uid, entry.pw_gid)


def _make_cluster(binaries: Path, data: Path, user: str | None) -> None:
    """initdb: one superuser `test`, no password, reachable over loopback and a private socket folder."""
    command = [
        str(binaries / "initdb"),
        "-D",
        str(data),
        "-U",
        "test",
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--no-sync",
    ]
    command += ["--locale=C.UTF-8"]
    subprocess.run(command, check=True, user=user, cwd="/", stdout=subprocess.DEVNULL)


def _command(binaries: Path, folder: Path, port: int, settings: Mapping[str, str]) -> list[str]:
    command = [str(binaries / "postgres"), "-D", str(folder / "data"), "-p", str(port)]
    command += ["-k", str(folder), "-c", "listen_addresses=127.0.0.1"]
    for name, value in settings.items():
        command += ["-c", f"{name}={value}"]
    return command


@contextmanager
def running(*, durable: bool = False, settings: Mapping[str, str] | None = None) -> Iterator[str]:
    """Start PostgreSQL; yields the SQLAlchemy URL of an empty database `test`; stops it and deletes the data.

    `settings` are server parameters, e.g. {"shared_buffers": "512MB"}. RuntimeError when the programs are
    missing: ask `programs()` first.
    """
    binaries = programs()
    if binaries is None:
        raise RuntimeError("PostgreSQL's programs (initdb, postgres) were not found")
    user, port = _other_user(), free_port()
    wanted = {**({} if durable else FAST_NOT_SAFE), "max_connections": "200", **(settings or {})}
    folder = Path(tempfile.mkdtemp(prefix="sqt-postgres-"))
    _hand_over(folder, user)
    try:
        _make_cluster(binaries, folder / "data", user)
        with _serving(_command(binaries, folder, port, wanted), user, port, folder / "log"):
            _make_database(binaries, port)
            yield f"{BACK_END}://test@127.0.0.1:{port}/test"
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _make_database(binaries: Path, port: int) -> None:
    """The empty database `test`. The port answers a moment before the server takes connections."""
    admin = [str(binaries / "createdb"), "-h", "127.0.0.1", "-p", str(port), "-U", "test", "test"]
    for _ in range(100):
        made = subprocess.run(admin, check=False, capture_output=True, text=True)
        if made.returncode == 0:
            return
        time.sleep(0.2)
    raise RuntimeError(f"PostgreSQL took no connection: {made.stderr}")


@contextmanager
def _serving(command: list[str], user: str | None, port: int, log: Path) -> Iterator[None]:
    """Run the server until the block ends; SIGINT is PostgreSQL's fast shutdown."""
    with log.open("wb") as out:
        server = subprocess.Popen(command, user=user, cwd="/", stdout=out, stderr=out)
    try:
        wait_for(port)
        yield
    except TimeoutError as error:
        raise RuntimeError(f"PostgreSQL did not start:\n{log.read_text(errors='replace')[-2000:]}") from error
    finally:
        server.send_signal(signal.SIGINT)
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()
