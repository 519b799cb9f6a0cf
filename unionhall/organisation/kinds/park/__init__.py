"""Union of a park or development zone (园区工会): leads the unions of the employers in a park or development zone."""

from django.utils.translation import gettext_lazy as _

from unionhall.organisation.kind import STREET_RANK, UnitKind


class Park(UnitKind):
    """Leads the unions of the employers in a park or development zone."""

    slug = "park"
    label = _("Union of a park or development zone")
    order = 51
    parents = STREET_RANK | {"federation_city", "federation_district"}
