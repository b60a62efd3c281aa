"""Jobs and the clock in a process of their own: `python -m server.work`, for scripts/worker in production."""

from server.app import create_app
from server.config import Settings
from server.core import jobs
from server.serve import wait_for_signal


def main() -> None:
    """Work until SIGTERM or SIGINT; what is begun is finished first."""
    consumer = jobs.start_thread(create_app(Settings.from_env()))
    wait_for_signal()
    consumer.stop(graceful=True)


if __name__ == "__main__":
    main()
