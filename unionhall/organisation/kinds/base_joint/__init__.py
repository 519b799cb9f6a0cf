"""Joint base union (联合基层工会): one union of several employers, each too small for a union of its own."""

from django.utils.translation import gettext_lazy as _

from unionhall.organisation.kind import STREET_RANK, UnitKind


class BaseJoint(UnitKind):
    """One union of several employers, each too small for a union of its own."""

    slug = "base_joint"
    label = _("Joint base union")
    order = 61
    parents = STREET_RANK | {
        "federation_district",
        "industry",
        "organs",
        "union_association",
        "park",
        "building",
        "village",
    }
    note = _("For employers with fewer than 25 members each; together they elect one committee.")
