"""What the member's pages show: everything here is the reader's own."""

from dataclasses import dataclass
from typing import Any

from unionhall.accounts.models import User
from unionhall.kit.encrypted import blind_index
from unionhall.membership.models import (
    Affiliation,
    Application,
    ConsentRecord,
    ConsentText,
    Membership,
    MembershipEvent,
    Person,
)
from unionhall.membership.queries.progress import Progress, of

OWN = "one's own record"


@dataclass(frozen=True)
class Held:
    """Everything that is kept about one person; the tables' rows, oldest first."""

    person: Person | None
    affiliations: list[Affiliation]
    memberships: list[Membership]
    events: list[MembershipEvent]
    applications: list[Application]
    consents: list[ConsentRecord]


def person_of(user: User) -> Person | None:
    """Return the user's own person."""
    return Person.objects.unscoped(OWN).filter(user=user).first()


def membership_of(user: User) -> Membership | None:
    """Return the user's open membership."""
    rows = Membership.objects.unscoped(OWN).filter(person__user=user, ended_on__isnull=True)
    return rows.select_related("person", "unit").first()


def applications_of(user: User) -> list[Application]:
    """Return the applications sent in with the user's phone, newest first."""
    if not user.phone:
        return []
    index = blind_index(Application, "mobile", user.phone.reveal())
    rows = Application.objects.unscoped(OWN).filter(mobile_index=index)
    return list(rows.select_related("unit", "drive").order_by("-pk"))


def progress_of(user: User) -> list[Progress]:
    """Return how the user's applications stand, newest first."""
    return [of(application) for application in applications_of(user)[:5]]


def agreed_to(consents: list[ConsentRecord]) -> list[tuple[ConsentRecord, ConsentText | None]]:
    """Return each consent with the text that was agreed to."""
    versions = {consent.version for consent in consents}
    texts = {text.version: text for text in ConsentText.objects.filter(version__in=versions)}
    return [(consent, texts.get(consent.version)) for consent in consents]


def held_about(user: User) -> Held:
    """Return everything that is kept about the user."""
    person = person_of(user)
    mine: dict[str, Any] = {"person": person}
    applications = applications_of(user)[::-1]
    return Held(
        person=person,
        affiliations=list(Affiliation.objects.unscoped(OWN).filter(**mine).order_by("pk")) if person else [],
        memberships=list(Membership.objects.unscoped(OWN).select_related("unit").filter(**mine).order_by("pk"))
        if person
        else [],
        events=list(
            MembershipEvent.objects.unscoped(OWN)
            .select_related("from_unit", "to_unit")
            .filter(membership__person=person)
            .order_by("pk")
        )
        if person
        else [],
        applications=applications,
        consents=list(ConsentRecord.objects.unscoped(OWN).filter(application__in=applications).order_by("pk")),
    )
