"""Many callers at once, each in a thread, an application context and a database session of its own."""

import contextvars
from concurrent.futures import ThreadPoolExecutor

from server.core.database import transaction
from server.extensions import db
from server.kit.errors import AppError


def crowd(app, count, run):
    """`run(i)` in `count` threads with contexts of their own; what each answered or raised."""

    def one(index):
        def inside():
            with app.app_context():
                try:
                    return run(index)
                except AppError as error:
                    return error
                finally:
                    db.session.remove()

        return contextvars.Context().run(inside)

    with transaction():
        pass  # what the test wrote is committed, and its own lock is gone
    with ThreadPoolExecutor(20) as pool:
        return list(pool.map(one, range(count)))
