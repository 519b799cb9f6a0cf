"""Small group (工会小组): the smallest circle of members."""

from django.utils.translation import gettext_lazy as _

from unionhall.organisation.kind import UnitKind


class SmallGroup(UnitKind):
    """The smallest circle of members."""

    slug = "small_group"
    label = _("Small group")
    order = 80
    parents = frozenset({"organs", "union_association", "village", "base_single", "base_joint", "branch"})
    offices = ("group_head",)
    max_employers = 0
    term_years = (3,)
    uscc_starts = None
