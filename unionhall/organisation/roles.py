"""The offices and duties that a unit's people hold, as data: permissions name them by their code."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


@dataclass(frozen=True)
class Role:
    """An office (or a duty in a working group): what it is called, and which office's rights it carries.

    ``acts_as`` is the role named in permissions: an executive vice chair acts as a vice chair. ``is_single``: at
    most one person holds it in a unit. ``only_at`` limits it to units of these kinds.
    """

    code: str
    label: Any
    acts_as: str = ""
    is_single: bool = False
    only_at: tuple[str, ...] = ()

    @property
    def rights(self) -> str:
        """Return the role whose permissions it carries."""
        return self.acts_as or self.code


OFFICES = (
    Role("chair", _("Chair"), is_single=True),
    Role("exec_vice", _("Executive vice chair"), acts_as="vice_chair", is_single=True),
    Role("vice_chair", _("Vice chair")),
    Role("committee", _("Committee member")),
    Role("audit_head", _("Head of the audit committee"), acts_as="auditor", is_single=True),
    Role("auditor", _("Auditor")),
    Role("women_head", _("Head of the women workers' committee"), is_single=True),
    Role("clerk", _("Desk clerk")),
    Role("organiser", _("Organiser")),
    Role("social_worker", _("Union social worker"), acts_as="organiser"),
    Role("station_head", _("Head of a service station"), acts_as="organiser"),
    Role("editor", _("Editor")),
    Role("data_admin", _("Data administrator"), only_at=("federation_city",)),
    Role("group_head", pgettext_lazy("office", "Group head"), is_single=True, only_at=("small_group",)),
)
DUTIES = (
    Role("group_leader", _("Leader of the working group"), is_single=True),
    Role("group_member", _("Member of the working group")),
)
ROLES = {role.code: role for role in (*OFFICES, *DUTIES)}


def label_of(code: str) -> str:
    """Return what a role is called."""
    role = ROLES.get(code)
    return str(role.label) if role else code


def office_choices(kind_slug: str, first: tuple[str, ...] = ()) -> list[tuple[str, Any]]:
    """Return the offices of a unit of this kind as choices of a form, the usual ones first."""
    fitting = [role for role in OFFICES if not role.only_at or kind_slug in role.only_at]
    return [(role.code, role.label) for role in sorted(fitting, key=lambda role: role.code not in first)]


def rights_of(code: str) -> str:
    """Return the role whose permissions a role carries; a role that is not known carries its own name's."""
    role = ROLES.get(code)
    return role.rights if role else code


def carriers(granting: frozenset[str]) -> frozenset[str]:
    """Return the roles that carry one of the rights that a permission grants to."""
    return frozenset(role.code for role in ROLES.values() if role.rights in granting)
