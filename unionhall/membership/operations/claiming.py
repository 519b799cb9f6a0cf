"""A member's first sign-in: the phone that was proven in the application opens the card."""

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_noop

from unionhall.accounts.models import User
from unionhall.accounts.operations.users import enrol_user
from unionhall.kit.encrypted import blind_index
from unionhall.kit.masks import mask_name
from unionhall.membership.models import Application, Person
from unionhall.records.actors import Actor, Visitor
from unionhall.records.journal import note
from unionhall.records.operation import operation


def claim(visitor: Visitor) -> User | None:
    """Return the user made for the member whose own application proved this phone; ``None`` if there is none.

    A number that somebody else typed (an imported roster, a helping cadre) proves nothing about who holds it now.
    """
    own = Application.objects.unscoped("the application behind a membership").filter(
        membership__person=OuterRef("pk"),
        mobile_index=blind_index(Application, "mobile", visitor.phone),
        assisted_by__isnull=True,
    )
    persons = Person.objects.unscoped("whoever holds the phone that was just proven")
    index = blind_index(Person, "mobile", visitor.phone)
    person = persons.filter(Exists(own), mobile_index=index, user__isnull=True).first()
    return open_to_phone(person=person, by=visitor) if person is not None else None


@operation("accounts.enrol", journal=gettext_noop("Opened the membership of %(name)s to their phone"))
def open_to_phone(*, person: Person, by: Actor) -> User:
    """Make the user of a member's proven phone and give them their own record."""
    user = enrol_user(phone=person.mobile.reveal(), name=person.name, by=by)
    Person.objects.unscoped("the row at hand").filter(pk=person.pk, user=None).update(user=user)
    note(person, name=mask_name(person.name))
    return user
