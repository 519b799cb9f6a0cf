"""Subdistrict federation of trade unions (街道总工会): leads a subdistrict's unions and holds members without one."""

from django.utils.translation import gettext_lazy as _

from unionhall.organisation.kind import UnitKind


class FederationStreet(UnitKind):
    """Leads a subdistrict's unions and holds the members whose employer has no union."""

    slug = "federation_street"
    label = _("Subdistrict federation of trade unions")
    order = 30
    parents = frozenset({"federation_district"})
    offices = ("chair", "vice_chair", "organiser", "clerk")
    is_territorial = True
    max_employers = 0
    term_years = (5,)
    uscc_starts = "89"
