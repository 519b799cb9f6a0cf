"""Association of unions (工会联合会): a regional or industrial association that covers many small employers."""

from django.utils.translation import gettext_lazy as _

from unionhall.organisation.kind import STREET_RANK, UnitKind


class UnionAssociation(UnitKind):
    """A regional or industrial association that covers many small employers."""

    slug = "union_association"
    label = _("Association of unions")
    order = 50
    parents = STREET_RANK | {"federation_city", "federation_district", "industry", "park", "village"}
