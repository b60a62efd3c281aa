"""What every test can ask for: `app`, `client`, `session`, `neighbour`, `deliver`.

The back end is chosen by TEST_DATABASE_URL and TEST_REDIS_URL; without them it is SQLite in a temporary file
and the Redis inside the process. Everything commits for real; after a test the tables it wrote are emptied.
"""

import os

import hypothesis
import pytest

from tests.support.network import stay_here


def pytest_configure() -> None:
    stay_here()
    # How long one example takes says more about what else the machine does than about the code.
    hypothesis.settings.register_profile("shared_machine", deadline=None)
    hypothesis.settings.load_profile("shared_machine")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items) -> None:
    """Adds the marks that follow from what a test asks for; pyproject.toml says what each means."""
    postgres = os.environ.get("TEST_DATABASE_URL", "").startswith("postgresql")
    for item in items:
        if "settings" not in item.fixturenames:
            item.add_marker("once")
        if "slow" in item.keywords:
            # Tracing nearly doubles a test's time, and what these walk the quick ones have walked before.
            item.add_marker("no_cover")
        if "postgres" in item.keywords and not postgres:
            item.add_marker(pytest.mark.skip(reason="asks what only PostgreSQL has"))


@pytest.fixture(scope="session")
def settings(tmp_path_factory, worker_id):
    from tests.support.settings import for_worker

    with for_worker(tmp_path_factory.mktemp("var"), worker_id) as settings:
        yield settings


@pytest.fixture(scope="session")
def migrated(settings):
    """The application on a migrated database, made once, with the broom that empties it."""
    from tests.support.application import migrated_app

    with migrated_app(settings) as pair:
        yield pair


@pytest.fixture
def app(migrated):
    from tests.support.application import forget

    app, broom = migrated
    yield app
    forget(app)
    broom.sweep()


@pytest.fixture
def client(app):
    return app.test_client()


@pytest.fixture
def session(app):
    """The test's own database session. Requests have theirs: what this wrote is committed before each."""
    from server.extensions import db

    with app.app_context():
        yield db.session


@pytest.fixture
def deliver(app):
    """Call it to deliver the outbox now, as the worker would; answers how many messages it took."""
    from tests.support.application import drained

    return lambda: drained(app)


@pytest.fixture
def community(session):
    """A 居委会 with its street and district above it, and nobody in it yet."""
    from tests.factories import make_community

    return make_community()


@pytest.fixture
def neighbour(community):
    """Call it for somebody signed in: `neighbour()` is a resident, `neighbour(Role.SECRETARY)` an officer,
    `neighbour(of=other)` lives elsewhere. What else it takes is make_member's (tests/factories.py)."""
    from tests.factories import make_member

    return lambda role=None, *, of=None, **words: make_member(of or community, role, **words)


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """The origin of the whole running product with the demo district, for journeys."""
    from tests.support import site

    with site.running(tmp_path_factory.mktemp("site")) as origin:
        yield origin


@pytest.fixture(scope="session")
def browser():
    """Chromium. A context per person: `browser.new_context(**chromium.PHONE)`."""
    from tests.support import chromium

    if chromium.program() is None:
        pytest.skip("no Chromium on this machine")
    with chromium.running() as browser:
        yield browser


@pytest.fixture
def page(browser, site):
    """A phone held by somebody who opens the site for the first time. A script error fails the test."""
    from tests.support.chromium import PHONE

    errors = []
    context = browser.new_context(base_url=site, **PHONE)
    page = context.new_page()
    page.on("pageerror", lambda error: errors.append(error.message))
    yield page
    context.close()
    assert errors == []
