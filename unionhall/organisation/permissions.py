"""What may be done with units, offices, working groups, employers and places."""

from django.utils.translation import gettext_lazy as _

from unionhall.kit.permission import declare

LEADERS = ("chair", "vice_chair")
STAFF = (*LEADERS, "clerk", "organiser")
READERS = (*STAFF, "auditor", "editor", "data_admin", "group_leader", "group_member")

VIEW = declare("organisation.view", _("See units, their offices and figures"), roles=READERS)
EXPLAIN = declare(
    "organisation.explain", _("See why a person may see something"), roles=(*LEADERS, "auditor", "data_admin")
)
FOUND = declare("organisation.found", _("Found a unit"), roles=(*LEADERS, "clerk", "data_admin"))
FOUND_CITY = declare("organisation.found_city", _("Found the city and invite its first chair"))
EDIT = declare("organisation.edit", _("Change what is recorded of a unit"), roles=(*LEADERS, "clerk", "data_admin"))
RESTRUCTURE = declare(
    "organisation.restructure",
    _("Move, merge, split and close units"),
    roles=(*LEADERS, "data_admin"),
    second_factor=True,
)
APPOINT = declare(
    "organisation.appoint", _("Appoint to offices and end them"), roles=(*LEADERS, "data_admin"), second_factor=True
)
SET_UP_GROUP = declare("organisation.set_up_group", _("Set up working groups"), roles=LEADERS, second_factor=True)
VIEW_EMPLOYERS = declare("organisation.view_employers", _("See employers"), roles=READERS)
EDIT_EMPLOYERS = declare(
    "organisation.edit_employers", _("Enter and change employers"), roles=(*STAFF, "data_admin", "group_leader")
)
VIEW_PLACES = declare("organisation.view_places", _("See places"), roles=READERS)
EDIT_PLACES = declare("organisation.edit_places", _("Enter and change places"), roles=(*STAFF, "data_admin"))
