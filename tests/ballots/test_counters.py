"""点票: two people of two bodies see the rows of a named vote after its count, and no one else does."""

import pytest
from sqlalchemy import text

from server.ballots import queries
from server.ballots.models import Mode
from server.core import tenancy
from server.core.access import Role
from server.core.database import transaction
from server.extensions import db
from tests.ballots.crowds import crowd
from tests.ballots.openings import COURT, Counters
from tests.ballots.scenes import open_voting
from tests.factories import make_estate, make_member


class TestTogether:
    def test_two_of_two_bodies_see_who_chose_what(self, counters):
        opening = counters.opened()
        rows = counters.look(opening).json
        same = counters.look(opening, counters.committee).json

        assert rows == same
        assert [(one["option"], one["channel"]) for one in rows["items"]] == [
            ("赞成", "phone"),
            ("反对", "phone"),
        ]
        assert rows["items"][0]["label"].endswith(counters.voting.homes[0].room)
        assert [one["head"] for one in rows["items"]] == [1, 2]
        assert rows["next"] is None

    @pytest.mark.parametrize("first", [Role.WATCH, Role.OWNERS_COMMITTEE, Role.CHAIR])
    def test_either_body_may_begin(self, counters, first):
        here = counters.voting.community
        who = make_member(here, first, estate=counters.voting.estate if first is not Role.WATCH else None)
        opening = counters.asked(who)
        second = counters.committee if first is Role.WATCH else counters.watch

        assert counters.confirm(opening, second).status_code == 200
        assert counters.look(opening, who).status_code == 200

    def test_until_the_second_confirms_nobody_sees_anything(self, counters):
        opening = counters.asked()

        assert counters.look(opening, counters.committee).json["code"] == "opening_waits"
        assert counters.look(opening, counters.watch).status_code == 404

    def test_one_person_is_not_two(self, counters):
        opening = counters.asked()
        answer = counters.confirm(opening, counters.committee)

        assert (answer.status_code, answer.json["code"]) == (409, "two_hands")

    def test_two_of_one_body_are_not_enough(self, counters):
        colleague = make_member(counters.voting.community, Role.COMMITTEE)
        answer = counters.confirm(counters.asked(), colleague)

        assert (answer.status_code, answer.json["code"]) == (403, "one_body")

    def test_two_of_one_home_are_not_enough(self, counters):
        husband, wife = (counters.voting.officer(2, role) for role in (Role.COMMITTEE, Role.WATCH))
        answer = counters.confirm(counters.asked(husband), wife)

        assert (answer.status_code, answer.json["code"]) == (403, "one_home")

    def test_who_sits_on_both_bodies_confirms_for_the_other_one(self, counters):
        both = make_member(counters.voting.community, Role.COMMITTEE, Role.WATCH)
        opening = counters.asked()

        assert counters.confirm(opening, both).status_code == 200
        (made,) = counters.told(counters.watch)["made"]
        assert made["confirmed"]["name"] == both.actor.name

    def test_it_is_confirmed_once(self, counters):
        opening = counters.opened()
        late = make_member(counters.voting.community, Role.WATCH)
        answer = counters.confirm(opening, late)

        assert (answer.status_code, answer.json["code"]) == (409, "opened_already")
        assert counters.look(opening, late).status_code == 404

    def test_of_two_who_confirm_at_once_one_does(self, app, counters):
        opening, here = int(counters.asked()), counters.voting.community.id
        actors = [make_member(counters.voting.community, Role.WATCH).actor for _ in range(2)]

        def run(index):
            from server.ballots import counters as verbs

            with tenancy.in_community(here), transaction():
                verbs.confirm(actors[index], queries.get_poll(counters.voting.poll_id), opening)
            return "opened"

        answers = crowd(app, 2, run)

        assert answers.count("opened") == 1
        assert {one.code for one in answers if one != "opened"} == {"opened_already"}

    def test_a_page_says_where_the_next_begins(self, counters, monkeypatch):
        from server.ballots import counter_rows

        monkeypatch.setattr(counter_rows, "PAGE", 1)
        opening = counters.opened()
        first = counters.look(opening).json
        second = counters.look(opening, after=first["next"]).json

        assert [one["option"] for one in first["items"] + second["items"]] == ["赞成", "反对"]
        assert second["next"] is None

    def test_who_asked_asks_once_while_he_waits(self, counters):
        counters.asked()
        again = counters.ask()

        assert (again.status_code, again.json["code"]) == (409, "opening_waits")

    @pytest.mark.parametrize(
        "form", [{"ground": "curiosity"}, {"reason": "看看"}, {"reason": "         x         "}]
    )
    def test_nothing_is_opened_without_a_ground_of_the_list_and_words(self, counters, form):
        assert counters.ask(**form).status_code == 422
        assert counters.told(counters.committee)["mine"]["items"] == []


class TestNobodyElse:
    @pytest.mark.parametrize(
        "role",
        [
            Role.SECRETARY,
            Role.DEPUTY,
            Role.SOCIAL_WORKER,
            Role.OBSERVER,
            Role.SUPERVISOR,
            Role.DISTRICT_OFFICE,
            Role.DELEGATE,
        ],
    )
    def test_no_other_office_opens_or_looks(self, counters, role):
        other, opening = make_member(counters.voting.community, role), counters.opened()

        assert counters.ask(other).status_code == 403
        assert counters.look(opening, other).status_code == 403
        assert counters.export(opening, other).status_code == 403

    def test_nor_does_a_voter(self, counters):
        assert counters.ask(counters.voting.member(door=2)).status_code == 403

    def test_nor_a_colleague_of_the_two(self, counters):
        opening = counters.opened()
        colleague = make_member(counters.voting.community, Role.COMMITTEE)

        assert counters.look(opening, colleague).status_code == 404

    def test_nor_the_owners_committee_of_another_estate(self, counters):
        here = counters.voting.community
        other = make_member(here, Role.OWNERS_COMMITTEE, estate=make_estate(here, "隔壁小区"))

        assert counters.ask(other).status_code in (403, 404)

    def test_nor_one_of_the_two_whose_office_has_ended(self, counters):
        sworn = counters.voting.officer(2, Role.WATCH)
        opening = counters.asked()
        assert counters.confirm(opening, sworn).status_code == 200
        former = counters.voting.retire(sworn)

        assert counters.look(opening, former).status_code == 403

    def test_an_opening_of_another_poll_opens_nothing_here(self, counters):
        opening, other = (
            counters.opened(),
            Counters(open_voting(counters.voting.community).counted("赞成", "赞成")),
        )

        assert other.look(opening, counters.watch).status_code == 404
        assert other.confirm(opening, counters.watch).status_code == 404


class TestWhen:
    def test_never_while_the_poll_runs(self, voting):
        counters = Counters(voting)
        answer = counters.ask()

        assert (answer.status_code, answer.json["code"]) == (409, "poll_open")

    @pytest.mark.parametrize(
        ("mode", "votes", "code"),
        [(Mode.OPEN, 2, "open_already"), (Mode.SECRET, 6, "secret_has_no_rows")],
    )
    def test_never_in_another_mode(self, community, mode, votes, code):
        counters = Counters(open_voting(community, mode=mode).counted(*["赞成"] * votes))
        answer = counters.ask()

        assert (answer.status_code, answer.json["code"]) == (409, code)
        assert counters.told(counters.committee) is None

    def test_never_where_too_few_took_part(self, voting):
        """Their choices were not opened, and the poll may run on."""
        counters = Counters(voting.counted("赞成"))
        answer = counters.ask()

        assert (answer.status_code, answer.json["code"]) == (409, "no_quorum")
        assert "没有开启" in counters.told(counters.committee)["mine"]["why_not"]

    def test_not_after_its_days(self, counters):
        opening = counters.opened(**COURT)
        counters.past(opening)

        assert counters.look(opening).json["code"] == "opening_over"
        assert counters.export(opening).json["code"] == "opening_over"
        assert counters.told(counters.watch)["mine"]["items"] == []

    def test_what_nobody_confirmed_lapses_and_is_asked_anew(self, counters):
        opening = counters.asked()
        counters.past(opening)

        assert counters.confirm(opening).json["code"] == "opening_over"
        assert counters.asked() != opening


class TestTrace:
    def test_every_opening_and_every_look_stands_in_the_chain(self, counters):
        opening = counters.opened(**COURT)
        counters.look(opening)
        counters.look(opening)
        counters.export(opening)
        counters.look(opening, make_member(counters.voting.community, Role.COMMITTEE))

        committee, watch = (one.actor.person_id for one in (counters.committee, counters.watch))
        assert [one for one in counters.deeds() if "rows" in one[0]] == [
            ("poll.rows_ask", committee),
            ("poll.rows_open", watch),
            ("poll.rows_read", watch),
            ("poll.rows_read", watch),
            ("poll.rows_export", committee),
        ]

    def test_everybody_reads_that_it_was_opened_by_whom_and_what_for(self, counters):
        before = counters.told(counters.voting.secretary)["made"]
        counters.asked(**COURT)
        waiting = counters.told(counters.voting.secretary)["made"]
        counters.confirm(counters.told(counters.watch)["mine"]["items"][0]["id"])
        seen = counters.told(counters.voting.secretary)

        assert before == waiting == []
        assert seen["mine"] is None
        (made,) = seen["made"]
        assert (made["ground_name"], made["asked"]["name"], made["confirmed"]["name"]) == (
            "司法调取",
            counters.committee.actor.name,
            counters.watch.actor.name,
        )
        assert "reason" not in made

    def test_who_has_to_do_something_hears_of_it_and_the_voters_do_too(self, counters, deliver):
        voter = counters.voting.member(door=2)
        opening = counters.asked()
        deliver()
        counters.confirm(opening)
        deliver()

        def titles(who):
            return [one["title"] for one in who.get("notices").json["items"]]

        assert any("申请点票，等您这一方确认" in one for one in titles(counters.watch))
        assert titles(counters.committee)[0] == "另一方已确认，可以查看各户的票"
        assert "一次记名表决由两方点票人共同核对了票" in titles(voter)

    def test_buttons_say_what_each_of_them_may_do(self, counters):
        opening = counters.asked(**COURT)
        (own,), (other,) = (
            counters.told(who)["mine"]["items"] for who in (counters.committee, counters.watch)
        )
        counters.confirm(opening)
        (open_,) = counters.told(counters.committee)["mine"]["items"]

        verbs = ("may_confirm", "may_look", "may_export")
        assert [own[one] for one in verbs] == [False, False, False]
        assert [other[one] for one in verbs] == [True, False, False]
        assert [open_[one] for one in verbs] == [False, True, True]


@pytest.mark.parametrize(
    ("rule", "change"),
    [
        ("two_people", "confirmed_by = asked_by"),
        ("two_bodies", "confirmed_body = asked_body"),
        ("confirmed_by_somebody", "confirmed_at = NULL"),
        ("ends_later", "ends_at = asked_at"),
        ("reason_given", "reason = '看看'"),
        ("ground", "ground = 'mood'"),
        ("asked_body", "asked_body = 'party'"),
        ("confirmed_body", "confirmed_body = 'party'"),
    ],
)
def test_an_opening_cannot_be_made_to_lie(counters, rule, change):
    opening = counters.opened()

    with pytest.raises(Exception, match=f"ck_rows_opening_{rule}"), tenancy.across_communities():
        db.session.execute(text(f"UPDATE rows_opening SET {change} WHERE id = {int(opening)}"))
    db.session.rollback()
