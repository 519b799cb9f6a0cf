"""Nouns are classes: our thin base over Django's generic views, each with its access rule and its reach."""

from typing import Any

from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.views.generic import DetailView, ListView

from unionhall.kit.access import Access, View, needs
from unionhall.kit.paging import KeyPage, page_by_key


class DeskView:
    """What every page of the desk has: a permission, and rows within its reach."""

    permission: str
    model: type[Model]
    request: HttpRequest

    @classmethod
    def as_view(cls, **initkwargs: Any) -> View:
        """Return the view, guarded by its permission, with its access rule on it."""
        view = needs(cls.permission)(super().as_view(**initkwargs))
        view.access = Access("permission", cls.permission, getattr(cls, "model", None))  # type: ignore[attr-defined]
        return view

    def get_queryset(self) -> QuerySet[Any]:
        """Return the model's rows within the reader's reach."""
        rows: Any = self.model._default_manager
        return rows.within_reach(self.request.user, self.permission)


class DeskList(DeskView, ListView):  # type: ignore[type-arg]
    """A dense list: filters in the URL, pages by key; the template's partial ``rows`` answers htmx."""

    filter_form: Any = None
    """A django-filter ``FilterSet`` class, or ``None``."""

    page_size = 50
    allow_empty = True
    page: KeyPage[Any]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Filter, cut out the page, answer the whole page or its rows."""
        rows = self.get_queryset()
        self.filter = self.filter_form(request.GET, queryset=rows, request=request) if self.filter_form else None
        if self.filter is not None:
            rows = self.filter.qs
        self.page = page_by_key(rows, request.GET, size=self.page_size)
        self.object_list = self.page.rows
        return self.render_to_response(self.get_context_data())

    def get_template_names(self) -> list[str]:
        """Return the template, or only its ``rows`` partial for htmx."""
        names = super().get_template_names()
        return [f"{name}#rows" for name in names] if getattr(self.request, "htmx", None) else names

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the page and the filter."""
        return super().get_context_data(page=self.page, rows=self.page.rows, filter=self.filter, **kwargs)


class DeskDetail(DeskView, DetailView):  # type: ignore[type-arg]
    """One object of the desk, fetched within reach; out of reach it does not exist (404)."""
