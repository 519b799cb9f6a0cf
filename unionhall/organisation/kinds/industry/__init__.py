"""Industrial union (产业工会): leads the unions of one industry, wherever they sit."""

from django.utils.translation import gettext_lazy as _

from unionhall.organisation.kind import UnitKind


class Industry(UnitKind):
    """Leads the unions of one industry, wherever they sit."""

    slug = "industry"
    label = _("Industrial union")
    order = 40
    parents = frozenset({"federation_city", "federation_district"})
    offices = ("chair", "vice_chair", "clerk", "auditor")
    admits_members = False
    max_employers = 0
    term_years = (5,)
    uscc_starts = "89"
