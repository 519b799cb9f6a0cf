"""What a member may do on the phone site: only with what is their own."""

from django.utils.translation import gettext_lazy as _

from unionhall.kit.permission import declare

EXPORT_OWN = declare("portal.export_own", _("Take a copy of one's own data"), myself=True)
ASK_CORRECTION = declare("portal.ask_correction", _("Ask for a correction of one's own data"), myself=True)
