"""The lines of the side bar that lead to records."""

from django.utils.translation import gettext_lazy as _

from unionhall.kit.registries import MenuItem

entries = [
    MenuItem(_("Journal"), "records:journal-list", "history", "records.view-journal", 900),
    MenuItem(_("Long jobs"), "records:job-list", "hourglass", "records.view-job", 910),
]
