"""What anyone may open: the check of a certificate."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from unionhall.kit.access import public
from unionhall.kit.masks import mask_name
from unionhall.records import queries
from unionhall.records.forms import CheckForm
from unionhall.records.models import Certificate, CertificateState


@public
@require_safe
@cache_control(no_store=True)
def certificate_check(request: HttpRequest, token: str) -> HttpResponse:
    """Say what the certificate behind a QR is; every wrong token gets the same page."""
    return _answer(request, queries.certificate_by_token(token))


@public
@require_safe
@cache_control(no_store=True)
def certificate_search(request: HttpRequest) -> HttpResponse:
    """Ask for number and check code, and answer as for the QR."""
    form = CheckForm(request.GET or None)
    if not form.is_valid():
        return render(request, "records/public/certificate_search.html", {"form": form})
    return _answer(request, queries.certificate_by_number(**form.cleaned_data))


def _answer(request: HttpRequest, certificate: Certificate | None) -> HttpResponse:
    if certificate is None:
        return render(request, "records/public/certificate_unknown.html", status=404)
    is_expired = certificate.is_expired(timezone.localdate())
    state = "expired" if is_expired and certificate.state == CertificateState.VALID else certificate.state
    context = {"certificate": certificate, "state": state, "holder": mask_name(certificate.holder_name)}
    return render(request, "records/public/certificate_check.html", context)
