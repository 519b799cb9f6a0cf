"""The API ``/api/v1/``, put together from each app's ``api.py``; its description is at ``/api/v1/openapi.json``."""

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, ValidationError

from unionhall import __version__
from unionhall.kit.discovery import discover
from unionhall.kit.refused import Refused

DESCRIPTION = """Read and write what your token's scope and reach allow. Send `Authorization: Bearer uh_…`; make a
token on your own page of the desk. Ids are strings. Lists are pages by cursor: send `next` back as `cursor`. Every
write needs a header `Idempotency-Key` and acts once for it. Personal numbers are masked."""


def build_api() -> NinjaAPI:
    """Return the API with every app's router mounted."""
    api = NinjaAPI(
        title="Unionhall", version=__version__, description=DESCRIPTION, docs_url=None, urls_namespace="api-v1"
    )
    for module in discover("api"):
        api.add_router("/", module.router)
    _answer_refusals(api)
    return api


def _problem(api: NinjaAPI, request: HttpRequest, status: int, message: Any, code: str) -> HttpResponse:
    answer = api.create_response(request, {"message": str(message), "code": code}, status=status)
    answer["Cache-Control"] = "no-store"
    return answer


def _field(place: Sequence[Any]) -> str:
    """Return the field's name from an error's place: ("body", argument, field, …), or ("query", field)."""
    return str(place[2] if len(place) > 2 else place[-1])


def _answer_refusals(api: NinjaAPI) -> None:
    @api.exception_handler(Refused)
    def refused(request: HttpRequest, no: Refused) -> HttpResponse:
        return _problem(api, request, no.status, no.message, no.code)

    @api.exception_handler(Http404)
    def missing(request: HttpRequest, _no: Http404) -> HttpResponse:
        return _problem(api, request, 404, _("There is no such object within your reach."), "UH-9404")

    @api.exception_handler(AuthenticationError)
    def unknown(request: HttpRequest, _no: AuthenticationError) -> HttpResponse:
        message = _("Send a valid token: Authorization: Bearer uh_…")
        return _problem(api, request, 401, message, "UH-9401")

    @api.exception_handler(ValidationError)
    def invalid(request: HttpRequest, no: ValidationError) -> HttpResponse:
        fields = ", ".join(sorted({_field(error["loc"]) for error in no.errors}))
        message = _("These fields are missing or not of their form: %(fields)s.") % {"fields": fields}
        return _problem(api, request, 422, message, "UH-9422")
