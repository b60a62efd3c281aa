"""Two decisions at once: one counts, the other is told so, and nothing is half done."""

import pytest
from sqlalchemy import func, select

from server.core.access import Role
from server.core.tenancy import across_communities
from server.identity.models import Membership, PersonVault
from server.identity.models_enrolment import ApplicationStep
from tests import factories
from tests.identity.enrol import apply, step
from tests.identity.together import at_once


def waiting_in(community, deliver, visitor):
    estate = factories.make_estate(community)
    factories.make_home(estate, "3号楼", "502室")
    sent = apply(visitor, estate)
    deliver()
    return sent


@pytest.mark.parametrize("verbs", [("approve", "approve"), ("approve", "return"), ("refuse", "approve")])
def test_two_clerks_decide_one_application_once(session, deliver, verbs):
    community = factories.make_community()
    sent = waiting_in(community, deliver, factories.make_visitor())
    clerks = [factories.make_member(community, Role.COMMITTEE) for _ in verbs]
    answers = at_once(
        *(
            lambda clerk=clerk, verb=verb: step(clerk, sent, verb, reason="请带证件来居委会")
            for clerk, verb in zip(clerks, verbs, strict=True)
        )
    )
    assert sorted(one.status_code for one in answers) == [200, 409]
    with across_communities():
        decided = session.scalars(select(ApplicationStep.verb).where(ApplicationStep.verb.in_(verbs))).all()
        members = session.scalar(select(func.count()).select_from(Membership))
    won = next(one.json["state"] for one in answers if one.status_code == 200)
    assert (len(decided), members) == (1, int(won == "approved"))


def test_one_human_approved_in_two_communities_at_once_has_one_account(session, deliver):
    works = []
    for _ in range(2):
        community = factories.make_community()
        sent = waiting_in(community, deliver, factories.make_visitor())
        clerk = factories.make_member(community, Role.COMMITTEE)
        works.append(lambda clerk=clerk, sent=sent: step(clerk, sent, "approve"))
    answers = at_once(*works)
    assert sorted(one.status_code for one in answers) == [200, 409]
    assert [one.json["code"] for one in answers if one.status_code == 409] == ["person_elsewhere"]
    with across_communities():
        assert session.scalar(select(func.count()).select_from(Membership)) == 1
    assert session.scalar(select(func.count()).select_from(PersonVault)) == 1


def test_one_account_is_not_approved_as_two_humans(session, deliver):
    community, visitor = factories.make_community(), factories.make_visitor()
    estate = factories.make_estate(community)
    clerk = factories.make_member(community, Role.COMMITTEE)
    homes = [str(factories.make_home(estate, "3号楼", room).id) for room in ("101", "102")]
    numbers = [factories.make_id_number(born) for born in ("19800101", "19810101")]
    sent = [
        apply(visitor, estate, room=room, id_number=number)
        for room, number in zip(("101", "102"), numbers, strict=True)
    ]
    deliver()
    assert step(clerk, sent[0], "approve", home_id=homes[0]).status_code == 200
    assert step(clerk, sent[1], "approve", home_id=homes[1]).json["code"] == "account_of_other"
