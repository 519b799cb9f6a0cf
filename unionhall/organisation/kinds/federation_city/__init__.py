"""City federation of trade unions (市总工会): the root of an installation's tree."""

from django.utils.translation import gettext_lazy as _

from unionhall.organisation.kind import UnitKind


class FederationCity(UnitKind):
    """The root of an installation's tree."""

    slug = "federation_city"
    label = _("City federation of trade unions")
    order = 10
    offices = ("chair", "vice_chair", "clerk", "data_admin", "editor", "auditor")
    admits_members = False
    is_territorial = True
    max_employers = 0
    term_years = (5,)
    uscc_starts = "89"
