"""What the clock does every minute: it reminds, it says aloud what is late, it ends the seconding.

It opens no gate and shuts none. Silence of whoever holds a gate decides nothing, however long it lasts.
"""

from datetime import timedelta

from server.core import database, outbox, settings
from server.deliberation import clock_queries, clocks, keepers, queries, service
from server.deliberation.events import AppealOverdue, GateOverdue, GateReminder, HostOverdue, PetitionOverdue
from server.deliberation.workflow import Verb

SECONDS_ENDED = "征集附议的时间已到"


def remind() -> None:
    """A gate's deadline is near: its keepers hear it once, and the 街镇 when no keeper is left."""
    moment, rules = database.now(), settings.values()
    for topic in clock_queries.waiting_since(moment, timedelta(days=rules["gate.reminder_days"])):
        if clocks.remind_at(topic, {**rules, **topic.rules}) >= moment:
            continue
        topic.reminded_at = moment
        outbox.emit(GateReminder(topic.id, topic.state))
        matter = queries.get_matter(topic.id)
        assert matter is not None
        keepers.tell_if_missing(matter)


def tell_overdue() -> None:
    """A gate not held in time is said once a visit, in public. It neither opens nor shuts."""
    for topic in clock_queries.overdue():
        topic.overdue_told_at = database.now()
        outbox.emit(GateOverdue(topic.id, topic.state))
        service.touch(topic)


def tell_overdue_hosts() -> None:
    """A plan, minutes, a way to decide or a project that nobody handed in: said once a visit."""
    for topic in clock_queries.hosts_overdue():
        topic.overdue_told_at = database.now()
        outbox.emit(HostOverdue(topic.id, topic.state))
        service.touch(topic)


def tell_overdue_appeals() -> None:
    for appeal in clock_queries.overdue_appeals():
        appeal.overdue_told_at = database.now()
        outbox.emit(AppealOverdue(appeal.topic_id))


def tell_overdue_petitions() -> None:
    """A petition waits for a written answer: that it is late is said once, on the topic's page too."""
    for topic in clock_queries.overdue_petitions(database.now()):
        topic.petition = {**(topic.petition or {}), "overdue": True}
        outbox.emit(PetitionOverdue(topic.id))
        service.touch(topic)


def end_seconding() -> None:
    """With few or many behind it, the topic goes to the gate when its days are over."""
    for topic_id in clock_queries.seconding_over():
        service.advance_by_clock(topic_id, Verb.SECONDED, SECONDS_ENDED)


EVERY_MINUTE = (
    end_seconding, remind, tell_overdue, tell_overdue_hosts, tell_overdue_appeals, tell_overdue_petitions,
)  # fmt: skip
