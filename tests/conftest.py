"""What every test can ask for. Which back end is chosen by TEST_DATABASE_URL and TEST_REDIS_URL; without
them it is SQLite in a temporary file and the Redis inside the process."""

from tests.support.network import stay_here


def pytest_configure() -> None:
    stay_here()
