"""What may be done with members, applications, drives and cards."""

from django.utils.translation import gettext_lazy as _

from unionhall.kit.permission import Extent, declare

LEADERS = ("chair", "vice_chair")
STAFF = (*LEADERS, "clerk", "organiser")

VIEW = declare("membership.view", _("See members"), roles=(*STAFF, "auditor", "data_admin"))
VIEW_OWN = declare("membership.view_own", _("See one's own membership"), myself=True)
REVEAL = declare("membership.reveal", _("See a full ID or phone number"), roles=(*LEADERS, "clerk"), second_factor=True)
CHANGE = declare("membership.change", _("Retain, move and end memberships"), roles=STAFF, second_factor=True)
REVOKE_CARD = declare("membership.revoke_card", _("Revoke and reissue cards"), roles=STAFF)

VIEW_APPLICATIONS = declare("membership.view_applications", _("See applications"), roles=STAFF)
SUBMIT = declare("membership.submit", _("Apply for membership"), public=True)
WITHDRAW = declare("membership.withdraw", _("Withdraw one's own application"), public=True)
ASSIST = declare("membership.assist", _("Help someone to apply"), roles=STAFF)
REVIEW = declare("membership.review", _("Review applications"), roles=STAFF, second_factor=True)
DECIDE_COMMITTEE = declare(
    "membership.decide_committee", _("Decide applications for the committee"), roles=LEADERS, second_factor=True
)
SET_REVIEW = declare("membership.set_review", _("Choose how a union reviews applications"), roles=LEADERS)

PUBLISH_CONSENT = declare(
    "membership.publish_consent",
    _("Publish the text to which applicants agree"),
    roles=("data_admin",),
    extent=Extent.CITY,
    second_factor=True,
)

VIEW_DRIVES = declare("membership.view_drives", _("See drives"), roles=STAFF)
MANAGE_DRIVE = declare("membership.manage_drive", _("Open, change and close drives"), roles=STAFF)
