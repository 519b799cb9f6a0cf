"""Group union (集团工会): the union of a group of companies; its branch companies' unions hang below it."""

from django.utils.translation import gettext_lazy as _

from unionhall.organisation.kind import UnitKind


class Group(UnitKind):
    """The union of a group of companies; its branch companies' unions hang below it."""

    slug = "group"
    label = _("Group union")
    order = 41
    parents = frozenset({"federation_city", "federation_district", "industry"})
    offices = ("chair", "vice_chair", "clerk", "auditor", "organiser")
