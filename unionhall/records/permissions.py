"""What may be done with records."""

from django.utils.translation import gettext_lazy as _

from unionhall.kit.permission import declare

VIEW_JOURNAL = declare("records.view-journal", _("Read the journal"), roles=("chair", "auditor", "data_admin"))
VIEW_JOB = declare(
    "records.view-job", _("See a long job and fetch its result"), roles=("chair", "data_admin"), myself=True
)
MANAGE_JOB = declare(
    "records.manage-job", _("Cancel a long job or start it again"), roles=("chair", "data_admin"), myself=True
)
VIEW_FILE = declare("records.view-file", _("Fetch a file that a job made"), myself=True)
VIEW_CERTIFICATE = declare(
    "records.view-certificate", _("See the certificates of a series"), roles=("chair", "vice_chair", "clerk")
)
MANAGE_CERTIFICATES = declare(
    "records.manage-certificates", _("Open and change a series of certificates"), roles=("chair", "vice_chair")
)
ISSUE_CERTIFICATE = declare(
    "records.issue-certificate", _("Issue certificates"), roles=("chair", "vice_chair", "clerk")
)
REVOKE_CERTIFICATE = declare(
    "records.revoke-certificate", _("Revoke a certificate"), roles=("chair", "vice_chair"), second_factor=True
)
