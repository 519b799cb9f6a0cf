"""Branch (分会): a part of a base union, for a department or a workshop."""

from django.utils.translation import gettext_lazy as _

from unionhall.organisation.kind import UnitKind


class Branch(UnitKind):
    """A part of a base union, for a department or a workshop."""

    slug = "branch"
    label = _("Branch")
    order = 70
    parents = frozenset(
        {"group", "organs", "union_association", "park", "building", "village", "base_single", "base_joint"}
    )
    offices = ("chair", "vice_chair")
    max_employers = 1
    uscc_starts = None
