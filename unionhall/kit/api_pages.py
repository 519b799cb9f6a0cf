"""What every part of the API shares: problems, and pages by cursor."""

from collections.abc import Callable
from typing import Any, Generic, TypeVar

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Field, Schema

from unionhall.kit.paging import page_by_key

Item = TypeVar("Item")

PAGE_SIZE = 100
"""Rows of one page of the API."""


class Problem(Schema):
    """Why a call was refused: a sentence in the caller's language, and its code (docs/reference/errors.md)."""

    message: str
    code: str


class Page(Schema, Generic[Item]):
    """A page of a list, newest first. ``next`` is the ``cursor`` of the page after it, or null on the last one."""

    items: list[Item]
    next: str | None = Field(None, description="Send it back as `cursor` to read on.")


def page_by_cursor(request: HttpRequest, rows: QuerySet[Any], show: Callable[[Any], dict[str, Any]]) -> dict[str, Any]:
    """Return the page of ``rows`` that the call's ``cursor`` asks for, each row as ``show`` gives it."""
    page = page_by_key(rows, {"before": request.GET.get("cursor")}, size=PAGE_SIZE)
    return {"items": [show(row) for row in page.rows], "next": page.older}
