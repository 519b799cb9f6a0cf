"""What officers are told from the member's site."""

from django.utils.translation import gettext_lazy as _

from unionhall.accounts.notices import Notice

entries = [
    Notice(
        "portal.correction",
        _("A member asks for a correction"),
        _("%(name)s (%(number)s) writes: %(text)s"),
    ),
]
