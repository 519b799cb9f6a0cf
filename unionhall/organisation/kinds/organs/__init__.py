"""Union of government bodies (机关工会): the union (or association of unions) of government bodies."""

from django.utils.translation import gettext_lazy as _

from unionhall.organisation.kind import STREET_RANK, UnitKind


class Organs(UnitKind):
    """The union (or association of unions) of government bodies."""

    slug = "organs"
    label = _("Union of government bodies")
    order = 42
    parents = STREET_RANK | {"federation_city", "federation_district"}
    offices = ("chair", "vice_chair", "clerk", "organiser")
    uscc_starts = "89"
