"""An approved applicant becomes a member, under his real name in the background."""

from server.extensions import db
from server.identity import queries, vault
from server.identity.models import Assurance, Membership, PersonCommunity
from server.identity.models_enrolment import Application
from server.identity.service.forms import adult_on
from server.kit import idcard, masks
from server.kit.db import utc_now
from server.places import queries as places
from server.places.models import Home


def admit(row: Application, home: Home) -> Membership:
    """The membership that an approval makes. ConflictError when the human has another account."""
    claim = vault.open_form(row.id)
    # A provider's word is enough to know him again by the index: the number itself is let go.
    vault.keep_person(row.person_id, claim, with_number=row.assurance is not Assurance.PROVIDER)
    _name(row, claim)
    door = places.home_door(home.id)
    assert door is not None
    db.session.merge(PersonCommunity(person_id=row.person_id, community_id=row.community_id))
    # Whoever lived here before and comes back, comes back as the same author.
    membership = queries.membership_of(row.person_id, home.id) or Membership(
        person_id=row.person_id, home_id=home.id, estate_id=home.estate_id
    )
    membership.application_id, membership.relation = row.id, row.relation
    membership.building, membership.room = door.building, door.room
    membership.ends_at = None
    db.session.add(membership)
    return membership


def _name(row: Application, claim: vault.Claim) -> None:
    person = queries.get_person(row.person_id)
    card = idcard.parse(claim.number)
    person.display_name = masks.courtesy(claim.name, card.sex)
    person.masked_name = masks.mask_name(claim.name)
    person.adult_on = adult_on(card.birth_date)
    person.assurance = row.assurance
    person.verified_at = person.verified_at or utc_now()
