"""Single base union (单独基层工会): the union of one employer."""

from django.utils.translation import gettext_lazy as _

from unionhall.organisation.kind import STREET_RANK, UnitKind


class BaseSingle(UnitKind):
    """The union of one employer."""

    slug = "base_single"
    label = _("Single base union")
    order = 60
    parents = STREET_RANK | {
        "federation_city",
        "federation_district",
        "industry",
        "group",
        "organs",
        "union_association",
        "park",
        "building",
        "village",
    }
    max_employers = 1
    note = _("From 25 members a committee is elected; with fewer, found a joint union or appoint one organiser.")
