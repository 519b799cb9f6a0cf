"""Applicants and members for tests, all invented."""

from datetime import date
from typing import Any

from unionhall.kit.national.invented_people import InventedPeople
from unionhall.membership.models import Application, ConsentText, Membership
from unionhall.membership.operations.applications import submit_application
from unionhall.membership.operations.particulars import Particulars
from unionhall.membership.operations.review import approve_application
from unionhall.records.actors import System, Visitor

VERSION = "test"
SYSTEM = System("tests")


def consent_version() -> str:
    """Return the version of a consent text that exists: flushed databases lost the one of the migration."""
    ConsentText.objects.get_or_create(
        version=VERSION, defaults={"text_zh_hans": "同意", "text_en": "I agree", "valid_from": date(2020, 1, 1)}
    )
    return VERSION


def applicant(seed: int = 1, **changes: Any) -> Particulars:
    """Return what an invented person enters; the same seed is the same person."""
    person = InventedPeople(seed).person()
    known = {"name": person.name, "id_number": person.id_number, "mobile": person.mobile}
    return Particulars(**{**known, **changes})


def apply(particulars: Particulars, **details: Any) -> Application:
    """Submit an application as the person, whose phone is proven."""
    visitor = Visitor(phone=particulars.mobile, proven=True)
    return submit_application(particulars=particulars, consent_version=consent_version(), by=visitor, **details)


def member(unit: Any, seed: int = 1, **changes: Any) -> Membership:
    """Return the membership of an invented person who applied to the unit and was approved."""
    application = apply(applicant(seed, **changes), unit=unit)
    approved = approve_application(application=application, by=SYSTEM)
    return (
        Membership.objects.unscoped("tests")
        .select_related("person", "unit", "affiliation")
        .get(pk=approved.membership_id)
    )
