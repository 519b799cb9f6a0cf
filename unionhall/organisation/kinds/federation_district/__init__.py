"""District federation of trade unions (区总工会): leads the streets, towns and base unions of one district."""

from django.utils.translation import gettext_lazy as _

from unionhall.organisation.kind import UnitKind


class FederationDistrict(UnitKind):
    """Leads the streets, towns and base unions of one district."""

    slug = "federation_district"
    label = _("District federation of trade unions")
    order = 20
    parents = frozenset({"federation_city"})
    offices = ("chair", "vice_chair", "clerk", "editor", "auditor")
    admits_members = False
    is_territorial = True
    max_employers = 0
    term_years = (5,)
    uscc_starts = "89"
