"""What applicants agree to: every version to read, and publishing the next one."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from unionhall.kit.access import needs
from unionhall.membership import permissions
from unionhall.membership.forms.consent import ConsentTextForm
from unionhall.membership.models import ConsentText
from unionhall.membership.operations.consent import publish_consent_text
from unionhall.membership.queries import joining
from unionhall.organisation.views.saving import form_page


@needs(permissions.VIEW.code)
@require_GET
def consent_list(request: HttpRequest) -> HttpResponse:
    """Show every version, the newest first."""
    by: Any = request.user
    context = {
        "texts": ConsentText.objects.order_by("-valid_from"),
        "in_force": joining.consent_in_force(),
        "today": timezone.localdate(),
        "may_publish": by.has_perm(permissions.PUBLISH_CONSENT.code),
    }
    return render(request, "membership/desk/consent_list.html", context)


@needs(permissions.PUBLISH_CONSENT.code)
def consent_new(request: HttpRequest) -> HttpResponse:
    """Publish a version; the form begins with the text in force."""
    by: Any = request.user
    now = joining.consent_in_force()
    initial = {
        "text_zh_hans": now.text_zh_hans,
        "text_en": now.text_en,
        "valid_from": timezone.localdate(),
    }
    form = ConsentTextForm(request.POST or None, initial=initial)

    def act(facts: dict[str, Any]) -> ConsentText:
        return publish_consent_text(by=by, **facts)

    notes = [
        _("A version is never changed. A slip is mended by the next version, which needs a later day."),
        _("Whoever agreed before stays with the version they read; it is kept with their application."),
    ]
    said = {"title": _("Publish a consent text"), "button": _("Publish"), "notes": notes}
    return form_page(request, form, act, back_url="membership:consent-list", back_title=_("Consent texts"), **said)
