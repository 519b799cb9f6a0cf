"""What applicants and members are told."""

from django.utils.translation import gettext_lazy as _

from unionhall.accounts.notices import Notice

entries = [
    Notice(
        "membership.approved",
        _("You are a member"),
        _(
            "%(name)s, you are a member of %(unit)s. Your member number is %(number)s. "
            "Sign in with this phone to see your card."
        ),
    ),
    Notice(
        "membership.returned",
        _("Please correct your application"),
        _(
            "%(name)s, your application for membership needs a correction: %(reason)s "
            "Scan the code again and send it once more."
        ),
    ),
    Notice(
        "membership.rejected",
        _("Your application was not accepted"),
        _("%(name)s, your application for membership was not accepted: %(reason)s You may apply again."),
    ),
]
