"""Persons: found again by their paper, never overwritten by somebody else's application; shown in full for a reason."""

from datetime import date

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from unionhall.kit.encrypted import blind_index
from unionhall.kit.masks import mask_name
from unionhall.kit.national import names
from unionhall.kit.refused import Refused
from unionhall.membership import permissions
from unionhall.membership.models import Affiliation, Application, Membership, Person
from unionhall.records.actors import Actor
from unionhall.records.journal import note
from unionhall.records.operation import operation

REVEALABLE = ("id_number", "mobile")


@operation(permissions.REVEAL.code, journal=gettext_noop("Read the full %(field)s of %(name)s"), of="membership")
def reveal_of_member(*, membership: Membership, field: str, reason: str, by: Actor) -> str:
    """Return a member's full ID or phone number, for a reason that the journal keeps."""
    return _reveal(membership.person, membership, field, reason)


@operation(permissions.REVEAL.code, journal=gettext_noop("Read the full %(field)s of %(name)s"), of="application")
def reveal_of_application(*, application: Application, field: str, reason: str, by: Actor) -> str:
    """Return an applicant's full ID or phone number, for a reason that the journal keeps."""
    return _reveal(application, application, field, reason)


def person_for(application: Application) -> Person:
    """Return the locked person whom the application is about, made if the paper is new; the caller admits them.

    Refused when the paper is on record under another name, when the person is a member already, and when the phone
    belongs to another member: the reviewer reads what to do.
    """
    number = application.id_number.reveal()
    phone = application.mobile.reveal()
    found = _by_paper(application.id_type, number)
    _free_phone(phone, found)
    if found is None:
        made = _new_person(application, number, phone)
        Person.objects.bulk_create([made], ignore_conflicts=True)
        found = _by_paper(application.id_type, number)
        if found is None:
            raise _phone_taken()
    _check_same_person(found, application)
    _refresh(found, application, phone)
    return found


def search_terms_of(name: str) -> list[str]:
    """Return what a name is found by: pairs of characters; pinyin and initials of each beginning of each reading."""
    readings = names.readings(name)
    beginnings = {tuple(reading[:end]) for reading in readings for end in range(1, len(reading) + 1)}
    pinyin = {"".join(syllables) for syllables in beginnings}
    initials = {"".join(syllable[0] for syllable in syllables) for syllables in beginnings}
    return sorted({*names.bigrams(name), *pinyin, *initials})


def affiliate(person: Person, application: Application, on: date) -> Affiliation:
    """Enter the job of the application as the person's present one."""
    job = Affiliation(
        person=person,
        employer=application.employer,
        employer_name=application.employer_name,
        job_title=application.job_title,
        is_dispatched=application.is_dispatched,
        gig_category=application.gig_category,
        platform_name=application.platform_name,
        starts_on=on,
    )
    job.save(force_insert=True)
    return job


def _reveal(holder: Person | Application, obj: Membership | Application, field: str, reason: str) -> str:
    if field not in REVEALABLE:
        raise Refused(_("Only the ID number and the phone are masked."), "UH-4601")
    if len(reason.strip()) < 2:
        raise Refused(_("Write down why you need the full number."), "UH-4602", field="reason")
    label = holder._meta.get_field(field).verbose_name  # type: ignore[union-attr]
    note(obj, reason=reason.strip(), field=label, name=mask_name(holder.name))
    plain: str = getattr(holder, field).reveal()
    return plain


def _by_paper(id_type: str, number: str) -> Person | None:
    rows = Person.objects.unscoped("a person is found by the paper, wherever they were a member")
    index = blind_index(Person, "id_number", number)
    found: Person | None = rows.select_for_update().filter(id_type=id_type, id_number_index=index).first()
    return found


def _free_phone(phone: str, person: Person | None) -> None:
    """Take the phone off whoever had it and is no member any more; refuse it when a member has it."""
    rows = Person.objects.unscoped("a phone belongs to one person in the city")
    holder = rows.select_for_update().filter(mobile_index=blind_index(Person, "mobile", phone)).first()
    if holder is None or (person is not None and holder.pk == person.pk):
        return
    if has_open_membership(holder):
        raise _phone_taken()
    holder.mobile = ""
    holder.save(update_fields=["mobile", "mobile_index", "mobile_last4"])


def has_open_membership(person: Person) -> bool:
    """Say whether the person is a member now, anywhere."""
    rows = Membership.objects.unscoped("a person is a member once in the city")
    return bool(rows.filter(person=person, ended_on__isnull=True).exists())


def _phone_taken() -> Refused:
    return Refused(
        _("This phone belongs to another member. Ask the applicant for their own number, and return the application."),
        "UH-4211",
    )


def _check_same_person(person: Person, application: Application) -> None:
    if names.fold(person.name) != names.fold(application.name):
        raise Refused(
            _("This ID number is on record under another name. Compare it with the card, and return the application."),
            "UH-4212",
        )
    rows = Membership.objects.unscoped("a person is a member once in the city")
    held = rows.filter(person=person, ended_on__isnull=True).select_related("unit").first()
    if held is not None:
        raise Refused(
            _("%(name)s has been a member of %(unit)s since %(day)s. Refuse the application and let the member move.")
            % {"name": application.name, "unit": held.unit, "day": held.joined_on},
            "UH-4213",
        )


def _new_person(application: Application, number: str, phone: str) -> Person:
    return Person(
        name=application.name,
        search_terms=search_terms_of(application.name),
        sex=application.sex,
        birth_date=application.birth_date,
        id_type=application.id_type,
        id_number=number,
        mobile=phone,
    )


def _refresh(person: Person, application: Application, phone: str) -> None:
    """Bring up to date what the approved application says of a person who is no member elsewhere."""
    person.mobile = phone
    person.employment_status = application.employment_status
    person.is_migrant_worker = application.is_migrant_worker
    for name in ("ethnicity", "education", "skill_level"):
        setattr(person, name, getattr(application, name) or getattr(person, name))
    person.save()
