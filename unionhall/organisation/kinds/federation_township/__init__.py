"""Township federation of trade unions (乡镇总工会): leads a town's unions and holds members without one."""

from django.utils.translation import gettext_lazy as _

from unionhall.organisation.kind import UnitKind


class FederationTownship(UnitKind):
    """Leads a town's or township's unions and holds the members whose employer has no union."""

    slug = "federation_township"
    label = _("Township federation of trade unions")
    order = 31
    parents = frozenset({"federation_district"})
    offices = ("chair", "vice_chair", "organiser", "clerk")
    is_territorial = True
    max_employers = 0
    term_years = (5,)
    uscc_starts = "89"
