"""The check of a real name, run after the commit of the form; and what never was checked."""

from datetime import timedelta
from typing import Any

from flask import current_app

from server.core.feature import External
from server.identity import queries_enrolment as queries
from server.identity import vault
from server.identity.models import Assurance
from server.identity.models_enrolment import Application, ApplicationState, RollMatch
from server.identity.service.review import move_by_clock
from server.identity.verification import Finding, Outcome, Question, RealNameVerifier
from server.identity.workflow import Verb
from server.kit.db import utc_now
from server.kit.errors import UnavailableError
from server.places import queries as places
from server.places.vault import Owner, owners_of

#: So long the provider is asked again; then the committee decides without it.
PATIENCE = timedelta(hours=1)
NO_MATCH = "姓名和身份证号码核对不一致，请按身份证逐字核对后重新提交"


def _fetch(payload: dict[str, Any]) -> Question | None:
    row = queries.get_application(payload["application_id"])
    if row is None or not _is_current(row, payload):
        return None
    claim = vault.open_form(row.id)
    return Question(claim.name, claim.number, _roll(row, claim)[0])


def _call(question: Question) -> Finding:
    verifier: RealNameVerifier = current_app.extensions["real_name"]
    finding = verifier.verify(question)
    if finding.outcome is Outcome.UNAVAILABLE:
        # The outbox asks again, later and later.
        raise UnavailableError("实名核验服务暂时没有回应")
    return finding


def _store(payload: dict[str, Any], finding: Finding) -> None:
    row = queries.application_to_move(payload["application_id"])
    if not _is_current(row, payload):
        return
    if finding.outcome is Outcome.NO_MATCH:
        move_by_clock(row, Verb.FAIL, NO_MATCH)
    else:
        _to_committee(row, finding.assurance)


verify_real_name = External(_fetch, _call, _store)


def release_unchecked() -> None:
    """The clock's work: what no provider answered for goes to the committee, marked as such."""
    for application_id in queries.waiting_since(utc_now() - PATIENCE):
        row = queries.application_to_move(application_id)
        if row.state is ApplicationState.APPLIED:
            _to_committee(row, Assurance.SELF_DECLARED)


def _to_committee(row: Application, assurance: Assurance) -> None:
    claim = vault.open_form(row.id)
    row.roll, row.home_id = _roll(row, claim)
    row.assurance = assurance
    row.duplicate = vault.account_of(claim.number_index) not in (None, row.person_id)
    move_by_clock(row, Verb.VERIFY)


def _is_current(row: Application, payload: dict[str, Any]) -> bool:
    """A form handed in again has another version, and its own check."""
    return row.state is ApplicationState.APPLIED and row.version == payload["version"]


def _roll(row: Application, claim: vault.Claim) -> tuple[RollMatch, int | None]:
    """What the committee's roll says, and the home behind the door he named."""
    home_id = places.find_home(row.estate_id, row.building, row.room)
    if home_id is None or not (owners := owners_of([home_id]).get(home_id)):
        return RollMatch.UNKNOWN, home_id
    named = any(_is(owner, claim) for owner in owners)
    return (RollMatch.MATCHED if named else RollMatch.DIFFERENT), home_id


def _is(owner: Owner, claim: vault.Claim) -> bool:
    """Same name, and same number where the roll has one: two owners may share a name."""
    return owner.name == claim.name and owner.number_index in (None, claim.number_index)
