"""Village or community union (村（社区）工会): covers the employers and workers of a village or community."""

from django.utils.translation import gettext_lazy as _

from unionhall.organisation.kind import STREET_RANK, UnitKind


class Village(UnitKind):
    """Covers the employers and workers of a village or community."""

    slug = "village"
    label = _("Village or community union")
    order = 53
    parents = STREET_RANK | {"union_association"}
