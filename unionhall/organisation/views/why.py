"""Why a person may see something: every permission that reaches it, and by what."""

from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from unionhall.kit import permission, reach
from unionhall.kit.access import needs
from unionhall.organisation import queries
from unionhall.organisation.models import Unit
from unionhall.organisation.permissions import EXPLAIN, VIEW
from unionhall.organisation.reaching import posts_of
from unionhall.organisation.roles import label_of


def _object(request: HttpRequest, named: str) -> Any:
    """Return the row that ``app.model:id`` (or a unit's id) names, if the reader reaches it; else 404."""
    label, _colon, pk = named.rpartition(":")
    if not pk.isdecimal() or len(pk) > 19:
        raise Http404
    try:
        model: Any = apps.get_model(label) if label else Unit
    except (LookupError, ValueError):
        raise Http404 from None
    if getattr(model, "reach", None) is None:
        raise Http404
    app = model._meta.app_label
    codes = [one.code for one in permission.all_permissions() if one.code.startswith(f"{app}.view")]
    for code in codes:
        found = model._base_manager.filter(reach.condition(request.user, code, model), pk=pk).first()
        if found is not None:
            return found
    raise Http404


def _named(obj: Any) -> str:
    """Return a unit's name, and of all else only what it is: the reader may know that it exists, not what it says."""
    return str(obj) if isinstance(obj, Unit) else f"{obj._meta.verbose_name} {obj.pk}"


def _person(request: HttpRequest, username: str) -> Any:
    """Return the person, if one of their offices is within the reader's reach; else 404."""
    person = get_user_model().objects.filter(username=username).first()
    if person is None:
        raise Http404
    held = {post.unit_id for post in posts_of(person)}
    if person.pk != request.user.pk and not queries.units_by_id(request.user, list(held)):
        raise Http404
    return person


@needs(EXPLAIN.code)
@require_GET
def why(request: HttpRequest) -> HttpResponse:
    """Say what a person may do with an object, and why: ``?user=<user name>&object=<app.model:id or a unit's id>``."""
    username, named = request.GET.get("user", "").strip(), request.GET.get("object", "").strip()
    context: dict[str, Any] = {"username": username, "named": named, "permission": VIEW}
    if username and named:
        person, obj = _person(request, username), _object(request, named)
        answers = [
            (one, reasons)
            for one in permission.all_permissions()
            if one.code.startswith(f"{obj._meta.app_label}.") and (reasons := reach.explain(person, one.code, obj))
        ]
        posts = [(label_of(post.role), post) for post in posts_of(person)]
        context |= {"person": person, "obj": _named(obj), "answers": answers, "posts": posts}
    return render(request, "organisation/desk/why.html", context)
