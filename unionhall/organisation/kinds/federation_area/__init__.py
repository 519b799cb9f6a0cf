"""Area federation of trade unions (地区总工会): leads the unions of an area office, which ranks with a subdistrict."""

from django.utils.translation import gettext_lazy as _

from unionhall.organisation.kind import UnitKind


class FederationArea(UnitKind):
    """Leads the unions of an area office, which ranks with a subdistrict."""

    slug = "federation_area"
    label = _("Area federation of trade unions")
    order = 32
    parents = frozenset({"federation_district"})
    offices = ("chair", "vice_chair", "organiser", "clerk")
    is_territorial = True
    max_employers = 0
    term_years = (5,)
    uscc_starts = "89"
