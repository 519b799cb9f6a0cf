"""The site map: what is mounted where.

An app's ``urls.py`` may give ``desk_patterns`` (mounted at ``/desk/<app>/``), ``field_patterns`` (``/field/<app>/``),
``member_patterns`` (``/my/``) and ``public_patterns`` (``/``). Its names are reached as ``<app>:<name>``.
"""

import importlib.util

from django.apps import apps
from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path
from django.views.i18n import set_language

from unionhall.kit.access import public
from unionhall.project.api import build_api
from unionhall.project.first_page import first_page
from unionhall.project.health import healthz

Patterns = list[URLPattern | URLResolver]


def app_patterns(label: str, module: str) -> Patterns:
    """Give what an app mounts in each of the four places."""
    urls = importlib.import_module(module)
    places = {"public": "", "member": "my/", "field": f"field/{label}/", "desk": f"desk/{label}/"}
    mounted = [path(prefix, include(getattr(urls, f"{place}_patterns", []))) for place, prefix in places.items()]
    return [path("", include((mounted, label)))]


def all_app_patterns() -> Patterns:
    """Give the patterns of every app that has a ``urls`` module, lowest layer first."""
    found: Patterns = []
    for app in reversed(list(apps.get_app_configs())):
        if app.name.startswith("unionhall.") and importlib.util.find_spec(f"{app.name}.urls"):
            found += app_patterns(app.label, f"{app.name}.urls")
    return found


urlpatterns: Patterns = [
    path("", first_page, name="first-page"),
    path("healthz", healthz, name="healthz"),
    path("language/", public(set_language), name="set_language"),
    path("api/v1/", build_api().urls),
    *all_app_patterns(),
]
if settings.IS_DEMO:
    urlpatterns.append(path("style-guide/", include("unionhall.kit.style_guide")))
handler400 = "unionhall.project.errors.bad_request"
handler403 = "unionhall.project.errors.forbidden"
handler404 = "unionhall.project.errors.not_found"
handler500 = "unionhall.project.errors.server_error"
