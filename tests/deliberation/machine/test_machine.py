"""A topic and its poll against a reference model, whatever people do and in whatever order.

Lives of up to fifty steps: most on SQLite, which is quick at them, the rest on PostgreSQL, whose own part are
its constraints and locks. Two hundred together; `TOPIC_LIVES=5000` looks deeper.
"""

import os
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from server.ballots import counting
from server.deliberation import ledger_queries, verify
from server.demo import clock
from server.extensions import db
from server.kit.errors import ConflictError
from server.kit.worktime import today
from tests.deliberation.machine import model, moves, paths
from tests.deliberation.machine import rules as r
from tests.deliberation.machine.world import START, World

ON_POSTGRES = os.environ.get("TEST_DATABASE_URL", "").startswith("postgresql")
LIVES = int(os.environ.get("TOPIC_LIVES", "40" if ON_POSTGRES else "160"))
LAST_DAY = START.date().replace(month=12, day=20)
who = st.sampled_from(r.PEOPLE)
resident = st.sampled_from(sorted(r.NEIGHBOURS))
choices = st.sampled_from(["赞成", "赞成", "赞成", "反对", "弃权"])
ALL_AGREE = [(person, "赞成") for person in sorted(r.NEIGHBOURS)]
VOTES = st.lists(st.tuples(who, choices), min_size=0, max_size=12)


class TopicMachine(RuleBasedStateMachine):
    """Every act is taken in the application and in the model; what one refuses the other refuses."""

    world: World

    def __init__(self):
        super().__init__()
        self.now, self.turn, self.revision = START, 0, 0
        self.topic = None

    # -- how every act is taken and compared ----------------------------------------------------------

    def act(self, expected, run, then):
        """`expected`: grounds of refusal in the model. What is refused changes nothing."""
        before = self.world.fingerprint() if expected else None
        answer = run()
        if expected:
            assert answer in expected, (answer, expected)
            assert self.world.fingerprint() == before
        else:
            assert answer == "taken", answer
            then()

    def step(self, person, verb, form):
        expected = model.refusals(self.topic, person, verb, form, self.now)
        noted = self.trespasses()
        self.act(
            expected,
            lambda: self.world.step(person, verb, paths.sent(self.world, form)),
            lambda: moves.take(self.topic, person, verb, form, self.now),
        )
        barred = expected == {"shut"} and model.stands_back(self.topic, person, verb)
        forbidden = expected == {"forbidden"} or barred
        abused = forbidden and paths.abuses(self.topic, person, verb, self.now)
        assert self.trespasses() - noted == abused

    def trespasses(self):
        with self.world.inside():
            return self.world.trespasses()

    def minutes(self, count):
        self.now += timedelta(minutes=count)
        self.world.set(self.now)

    # -- the beginning --------------------------------------------------------------------------------

    @initialize(data=st.data())
    def somebody_proposes(self, data):
        self.world.set(self.now)
        self.begin(data)

    def begin(self, data):
        """A topic may begin some way on, so that the end is not reached by luck alone."""
        author, needed = data.draw(st.sampled_from(["ann", "bob"])), data.draw(st.sampled_from([0, 2]))
        path = data.draw(st.sampled_from(list(paths.AHEAD)))
        routes = "B" if path in paths.BALLOTED else "A" if path in paths.COVENANTS else "AB"
        route = data.draw(st.sampled_from(routes))
        self.world.propose(author, needed)
        acting = self.topic["acting_until"] if self.topic else None
        self.topic = model.begin(author, needed, acting)
        for verb in paths.AHEAD[path]:
            self.minutes(1)
            self.go(verb, route, data)

    def go(self, verb, route, data):
        given = {
            "wait": lambda: self.wait(9),
            "checked": lambda: self.the_text_is_checked(data.draw(st.sampled_from(["pass", "review"]))),
            "seconded": self.neighbours_second,
            # A life that left this way earlier has nothing to vote on, and no count to confirm.
            "they vote": lambda: self.topic["poll"] and self.they_vote(data.draw(VOTES)),
            "all agree": lambda: self.topic["poll"] and self.they_vote(ALL_AGREE),
            "confirmed": lambda: self.topic["poll"] and self.somebody_confirms_the_count("watch"),
        }
        if verb in given:
            given[verb]()
        elif person := paths.doer(self.topic, verb, self.now):
            self.step(person, verb, paths.form(self.topic, verb, route, self.now))

    def neighbours_second(self):
        """As many as the gate asks for. What waits for a person's eyes only its author can second."""
        for person in ("cai", "dan", "ann", "bob")[: self.topic["needed"]]:
            self.a_household_seconds(person)
        if self.topic["state"] == "seconding":
            self.wait(20)

    # -- the rules ------------------------------------------------------------------------------------

    @rule(data=st.data())
    def somebody_takes_it_ahead(self, data):
        open_ = paths.ahead(self.topic, self.now)
        if not open_:
            return self.wait(3) if self.topic["state"] not in paths.DEAD else self.begin(data)
        person, verb = data.draw(st.sampled_from(open_))
        self.minutes(1)
        return self.step(person, verb, paths.drawn(data, self.topic, verb, self.now))

    @rule(data=st.data())
    def somebody_does_what_is_offered(self, data):
        open_ = paths.possible(self.topic, self.now)
        if not open_:
            return self.begin(data) if self.topic["state"] in paths.DEAD else self.wait(1)
        person, verb = data.draw(st.sampled_from(open_))
        self.minutes(1)
        return self.step(person, verb, paths.drawn(data, self.topic, verb, self.now))

    @rule(person=who, verb=st.sampled_from(sorted(r.TABLE)), data=st.data())
    def somebody_tries_something(self, person, verb, data):
        self.minutes(1)
        self.step(person, verb, paths.drawn(data, self.topic, verb, self.now))

    @rule(data=st.data())
    def somebody_gives_no_reason(self, data):
        wordy = [
            (person, verb) for person, verb in paths.possible(self.topic, self.now)
            if verb in r.CODES or verb in r.SAID
        ]  # fmt: skip
        if wordy:
            person, verb = data.draw(st.sampled_from(wordy))
            form = paths.drawn(data, self.topic, verb, self.now)
            self.minutes(1)
            self.step(person, verb, {**form, "reason": data.draw(st.sampled_from(["", "不行"]))})

    @rule(person=resident)
    def a_household_seconds(self, person):
        expected = paths.barred(self.topic, person, self.now)
        trial = expected or moves.second(
            {**self.topic, "seconds": dict(self.topic["seconds"])}, person, self.now
        )
        self.act(trial, lambda: self.world.second(person), lambda: moves.second(self.topic, person, self.now))

    @rule(person=resident)
    def a_household_takes_its_support_back(self, person):
        expected = paths.barred(self.topic, person, self.now)
        trial = expected or moves.take_back({**self.topic, "seconds": dict(self.topic["seconds"])}, person)
        self.act(trial, lambda: self.world.take_back(person), lambda: moves.take_back(self.topic, person))

    @rule(person=resident)
    def a_household_objects(self, person):
        expected = paths.barred(self.topic, person, self.now)
        spoken = {key: set(homes) for key, homes in self.topic["objections"].items()}
        trial = expected or moves.object_({**self.topic, "objections": spoken}, person, self.now)
        self.act(
            trial, lambda: self.world.object(person), lambda: moves.object_(self.topic, person, self.now)
        )

    @precondition(lambda self: self.topic["state"] == "voting")
    @rule(people=VOTES)
    def they_vote(self, people):
        for person, choice in people:
            self.one_votes(person, choice)

    @precondition(lambda self: self.topic["poll"] is not None)
    @rule(person=who, choice=choices)
    def one_votes(self, person, choice):
        self.minutes(1)
        poll = {**self.topic["poll"], "ballots": dict(self.topic["poll"]["ballots"])}
        trial = paths.barred(self.topic, person, self.now) or moves.vote(
            {"poll": poll}, person, choice, self.now
        )
        self.act(
            trial,
            lambda: self.world.vote(person, choice),
            lambda: moves.vote(self.topic, person, choice, self.now),
        )

    @precondition(lambda self: self.topic["poll"] is not None)
    @rule(person=st.sampled_from(["watch", "watch", "secretary", "committee", "ann", "supervisor"]))
    def somebody_confirms_the_count(self, person):
        poll = self.topic["poll"]
        expected = paths.barred(self.topic, person, self.now)
        if person != "watch":
            expected = expected or {"forbidden"}
        elif poll["state"] != "closed":
            expected = expected or {"conflict"}
        self.minutes(1)
        self.act(
            expected,
            lambda: self.world.confirm(person),
            lambda: poll.update(state="confirmed", confirmed=True),
        )

    @precondition(lambda self: self.topic["state"] in ("covenant_draft", "covenant_vote"))
    @rule(person=st.sampled_from(["committee", "committee", "secretary", "ann", "supervisor"]))
    def somebody_mends_a_covenants_draft(self, person):
        expected = paths.barred(self.topic, person, self.now)
        if person not in r.HOSTS:
            expected = expected or {"forbidden"}
        elif self.topic["state"] != "covenant_draft" or self.topic["at_gate"]:
            expected = expected or {"conflict"}
        self.minutes(1)
        self.act(
            expected,
            lambda: self.world.mend_covenant(person),
            lambda: self.topic.update(compared=True),
        )

    @precondition(lambda self: self.topic["checked"] == "checking")
    @rule(verdict=st.sampled_from(["pass", "pass", "pass", "review", "risky"]))
    def the_text_is_checked(self, verdict):
        self.world.judge_text(verdict)
        moves.judge_text(self.topic, verdict, self.now)

    @rule(count=st.sampled_from([0, 1, 1, 2, 3, 5, 8, 16, 40]))
    def days_pass(self, count):
        self.wait(count)

    def wait(self, count):
        if (self.now + timedelta(days=count)).date() >= LAST_DAY:
            return
        self.minutes(count * 24 * 60 + 1)
        if self.turn % 4 != 1:  # the worker may be late
            self.the_clock_strikes()

    @rule()
    def the_clock_strikes(self):
        self.world.strike()
        moves.tick(self.topic, self.now)

    # -- what always holds ----------------------------------------------------------------------------

    @invariant()
    def the_topic_stands_where_the_model_says(self):
        if self.topic is None:
            return
        self.turn += 1
        with self.world.inside():
            row = self.world.topic()
            said = {
                "state": row.state, "checked": row.text_check, "moves": row.moves, "route": row.route,
                "due": row.due_at and today(row.due_at), "returns": row.returns,
                "seconds": row.seconds, "told_late": row.overdue_told_at is not None,
                "challenged": row.challenge is not None, "notice_until": row.public_until,
                "extended": row.extended_on is not None, "at_gate": row.at_gate,
            }  # fmt: skip
            known = {**self.topic, "seconds": len(self.topic["seconds"])}
            assert said == {name: known[name] for name in said}
            self.buttons()
            self.box()
            self.ledger()

    def buttons(self):
        """Everybody is offered what the model offers him; two of them are asked each time."""
        for place in range(2):
            person = r.PEOPLE[(self.turn * 2 + place) % len(r.PEOPLE)]
            visible = model.sees(self.topic, person, self.now)
            expected = model.offered(self.topic, person, self.now) if visible else None
            assert self.world.offered(person) == expected, person

    def box(self):
        """No result before the close, for nobody; never more ballots than homes on the roll."""
        known = self.topic["poll"]
        if known is None:
            return
        poll = self.world.poll()
        assert poll.state == known["state"]
        cast = paths.cast(poll.id)
        assert cast == len(known["ballots"]) <= poll.roll_size == r.HOUSEHOLDS
        if known["state"] == "open":
            with pytest.raises(ConflictError, match="表决"):
                counting.result(poll)
            assert poll.counted is None
        else:
            assert poll.counted["outcome"] == known["outcome"]

    def ledger(self):
        """Every gate that was passed has its row, and no other row is there."""
        notes = ledger_queries.decisions_on(self.world.topic_id)
        assert [(one.gate, one.action) for one in notes] == self.topic["record"]
        if self.turn % 16 == 0:
            assert verify.problems() == []

    def teardown(self):
        if self.topic is not None:
            with self.world.inside():
                assert verify.problems() == []
                assert paths.steps(self.world.topic_id) == self.topic["moves"]
        self.world.reset()


@pytest.mark.slow
def test_a_topic_does_what_the_rules_say_whatever_people_do(app, session, community):
    with clock.settable(db.engine) as hand:
        world = World(community, hand)
        try:
            run_state_machine_as_test(
                type("Here", (TopicMachine,), {"world": world}),
                settings=settings(
                    max_examples=LIVES,
                    stateful_step_count=50,
                    deadline=None,
                    report_multiple_bugs=False,
                    suppress_health_check=list(HealthCheck),
                ),
            )
        finally:
            world.broom.close()
            db.session.remove()
