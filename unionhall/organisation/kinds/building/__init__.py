"""Joint union of an office building (楼宇联合工会): covers the employers of one building."""

from django.utils.translation import gettext_lazy as _

from unionhall.organisation.kind import STREET_RANK, UnitKind


class Building(UnitKind):
    """Covers the employers of one building."""

    slug = "building"
    label = _("Joint union of an office building")
    order = 52
    parents = STREET_RANK | {"federation_district", "park", "village", "union_association"}
