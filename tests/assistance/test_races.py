"""Two phones of one person answer at once: one word stands."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from server.assistance import queries
from server.assistance.models import FilingKind, FilingState
from server.assistance.service import ANSWERS
from server.core import tenancy
from server.core.database import transaction
from server.extensions import db
from server.kit.db import utc_now
from tests.support.callers import Caller

VERBS = ("confirm", "disown")


def at_once(work):
    """`work(verb)` for both verbs, each in a thread of its own, starting together; what each answered."""
    db.session.rollback()
    together = Barrier(len(VERBS))

    def run(verb):
        together.wait()
        return work(verb)

    with ThreadPoolExecutor(len(VERBS)) as pool:
        return list(pool.map(run, VERBS))


def test_of_a_yes_and_a_no_at_once_one_stands(app, lane, post_id):
    phones = {verb: Caller(app.test_client(), lane.elder.token, lane.elder.actor) for verb in VERBS}

    answers = at_once(
        lambda verb: phones[verb].post(f"posts/{post_id}/filing", json={"verb": verb}).status_code
    )

    assert sorted(answers) == [200, 409]
    said = VERBS[answers.index(200)]
    assert lane.elder.get("filings").json["items"][0]["state"] == ANSWERS[said].value


def test_who_looks_before_he_locks_is_told_twice_that_he_was_first(app, lane, post_id):
    """The naive twin: both looked before either wrote."""
    looked, community_id = Barrier(len(VERBS)), lane.community.id

    def answer(verb):
        with app.app_context(), tenancy.in_community(community_id):
            with transaction():
                waiting = queries.of_subject(FilingKind.POST, int(post_id)).state is FilingState.WAITING
            looked.wait()
            with transaction():
                filing = queries.of_subject(FilingKind.POST, int(post_id))
                filing.state, filing.answered_at = ANSWERS[verb], utc_now()
            return waiting

    assert at_once(answer) == [True, True]
