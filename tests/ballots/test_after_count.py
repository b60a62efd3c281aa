"""After the count: confirmed by the watch, certified, extended once, or annulled."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from server.ballots import box_queries, opening, policy, service
from server.ballots.models import PollState
from server.core.access import Role
from server.core.audit import AuditEntry
from server.core.outbox import OutboxMessage
from server.extensions import db
from server.kit.db import utc_now
from server.kit.errors import ConflictError, InvalidError
from tests.ballots.scenes import open_voting
from tests.factories import make_member


def deeds():
    return list(db.session.scalars(select(AuditEntry.deed).order_by(AuditEntry.seq)))


@pytest.fixture
def short(voting, inside):
    """One of three homes said yes: not enough took part."""
    return voting.counted("赞成")


@pytest.fixture
def counted(voting, inside):
    """Two of three homes said yes."""
    return voting.counted("赞成", "赞成")


@pytest.fixture
def whole(community, inside):
    """A counted poll of the whole community."""
    return open_voting(community, estate_id=None).counted("赞成", "赞成")


class TestConfirming:
    def test_a_member_of_the_watch_confirms_with_his_name_and_a_note(self, counted):
        answer = counted.confirm()

        result = counted.secretary.get(f"polls/{counted.poll_id}/result").json
        assert (answer.status_code, answer.json["poll"]["state"]) == (200, "confirmed")
        assert result["record"]["note"] == "逐项核对无误"
        assert result["record"]["confirmed_by"]
        assert deeds()[-1] == "poll.confirm"

    def test_it_is_said_once(self, counted):
        counted.confirm()
        again = counted.confirm()

        said = db.session.scalars(
            select(OutboxMessage).where(OutboxMessage.topic == "ballots.count_confirmed")
        ).all()
        assert again.status_code == 409
        assert [one.payload["poll_id"] for one in said] == [counted.poll_id]

    def test_nothing_is_confirmed_before_the_count(self, voting, inside):
        assert voting.confirm().status_code == 409

    @pytest.mark.parametrize("role", [Role.SECRETARY, Role.COMMITTEE, Role.RESIDENT])
    def test_nobody_else_confirms(self, counted, role):
        who = make_member(counted.community, role)

        answer = who.post(f"polls/{counted.poll_id}/confirmation", json={})

        assert (answer.status_code, answer.json["message"]) == (403, "计票由监督委员会成员核对确认")

    def test_the_watch_is_offered_it_when_there_is_something_to_confirm(self, voting, inside):
        watch, resident = make_member(voting.community, Role.WATCH), voting.member()

        def offered(who):
            return who.get(f"polls/{voting.poll_id}").json["mine"]["may_confirm"]

        early = offered(watch)
        voting.close()
        late = offered(watch), offered(resident)
        voting.confirm()

        assert (early, late, offered(watch)) == (False, (True, False), False)

    def test_another_estates_watch_finds_no_such_poll(self, counted):
        from tests.factories import make_estate

        stranger = make_member(counted.community, Role.WATCH, estate=make_estate(counted.community))

        assert stranger.post(f"polls/{counted.poll_id}/confirmation", json={}).status_code == 404

    def test_one_estates_watch_does_not_confirm_for_the_whole_community(self, whole):
        watch = make_member(whole.community, Role.WATCH, estate=whole.estate)
        offered = watch.get(f"polls/{whole.poll_id}").json["mine"]

        answer = watch.post(f"polls/{whole.poll_id}/confirmation", json={})

        assert (answer.status_code, answer.json["message"]) == (403, policy.ANOTHER_UNIT)
        assert (offered["may_confirm"], offered["may_see_paper"]) == (False, False)
        assert watch.get(f"polls/{whole.poll_id}/paper-ballots").status_code == 403
        assert whole.confirm().status_code == 200

    def test_one_estates_desk_has_no_papers_of_the_whole_community(self, whole):
        desk = make_member(whole.community, Role.COMMITTEE, estate=whole.estate)

        assert desk.get(f"polls/{whole.poll_id}/paper-ballots").status_code == 403
        assert desk.get(f"polls/{whole.poll_id}/paper-sheets").status_code == 403

    def test_an_estates_own_watch_confirms_its_poll(self, counted):
        watch = make_member(counted.community, Role.WATCH, estate=counted.estate)

        assert watch.post(f"polls/{counted.poll_id}/confirmation", json={}).status_code == 200


class TestExtending:
    def extend(self, voting, **delta):
        until = utc_now() + timedelta(**(delta or {"days": 7}))
        service.extend(voting.secretary.actor, voting.poll(), until, "参与的户数还不够")

    def test_what_was_cast_stays_and_the_others_vote(self, short):
        self.extend(short)
        second = short.vote(short.member(door=1), door=1)
        poll = short.secretary.get(f"polls/{short.poll_id}").json["poll"]
        short.shift_close()
        short.run_clock()

        result = short.secretary.get(f"polls/{short.poll_id}/result").json
        assert second.status_code == 200
        assert (poll["state"], poll["extended"], poll["extension_reason"]) == (
            "open", True, "参与的户数还不够",
        )  # fmt: skip
        assert poll["first_closes_at"] < poll["closes_at"]
        assert (result["outcome"], result["record"]["round"]) == ("passed", 2)
        assert [one.counted["outcome"] for one in box_queries.rounds(short.poll_id)] == [
            "no_quorum", "passed",
        ]  # fmt: skip

    def test_also_after_the_gate_put_on_record_that_too_few_took_part(self, short):
        short.confirm()
        service.certify(short.secretary.actor, short.poll())

        self.extend(short)

        poll = short.poll()
        assert (poll.state, poll.certified_at, poll.counted) == (PollState.OPEN, None, None)

    def test_the_result_is_hidden_again(self, short):
        self.extend(short)

        assert short.secretary.get(f"polls/{short.poll_id}/result").json["code"] == "poll_open"

    def test_only_once(self, short):
        self.extend(short)
        short.shift_close()
        short.run_clock()

        with pytest.raises(ConflictError, match="一次"):
            self.extend(short)

    def test_only_without_quorum(self, counted):
        with pytest.raises(ConflictError, match="参与没有达到"):
            self.extend(counted)

    def test_only_after_the_close(self, voting, inside):
        with pytest.raises(ConflictError):
            self.extend(voting)

    @pytest.mark.parametrize("delta", [{"days": 92}, {"hours": -1}])
    def test_not_into_the_past_and_not_beyond_three_months(self, short, delta):
        with pytest.raises(InvalidError) as refused:
            self.extend(short, **delta)

        assert refused.value.code == "bad_extension"

    def test_the_deed_is_kept_with_its_reason(self, short):
        self.extend(short)

        assert deeds()[-1] == "poll.extend"


def test_three_months_end_with_the_last_minute_of_their_last_day():
    from datetime import UTC, datetime

    opened = datetime(2026, 11, 30, 4, tzinfo=UTC)

    assert opening.last_close(opened).isoformat() == "2027-02-28T23:59:00+08:00"


class TestAnnulling:
    def test_the_count_stands_and_the_poll_decides_nothing(self, counted):
        counted.confirm()

        service.annul(counted.secretary.actor, counted.poll(), "楼栋名册错漏两户")

        result = counted.secretary.get(f"polls/{counted.poll_id}/result").json
        assert (result["poll"]["state"], result["poll"]["annulment"]) == ("annulled", "楼栋名册错漏两户")
        assert result["outcome"] == "passed"
        assert deeds()[-1] == "poll.annul"
        with pytest.raises(ConflictError):
            service.certify(counted.secretary.actor, counted.poll())

    def test_a_running_poll_is_not_annulled(self, community, inside):
        voting = open_voting(community)

        with pytest.raises(ConflictError):
            service.annul(voting.secretary.actor, voting.poll(), "不想要了")
