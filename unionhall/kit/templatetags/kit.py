"""The tags with which a template draws our parts. ``templates/kit/README.md`` shows each in use."""

from decimal import Decimal
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from django import template
from django.template.context import Context
from django.template.loader import render_to_string
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.utils.html import format_html
from django.utils.safestring import SafeString

from unionhall.kit import icons, qr
from unionhall.kit.shell import Shell

register = template.Library()

TONES = {"neutral", "success", "warning", "danger", "info", "plum", "brand"}
PAGE_KEYS = ("before", "after", "page")


def _tone(tone: str) -> str:
    if tone not in TONES:
        raise template.TemplateSyntaxError(f"No tone {tone!r}. Choose of {', '.join(sorted(TONES))}.")
    return tone


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """``{% icon "users" %}``: an icon of the sprite; with a label it speaks, without it is decoration."""
    return icons.icon(name, label)


@register.filter
def grouped(value: Any) -> str:
    """``{{ 48216|grouped }}``: a number with its thousands set apart (48,216); anything else unchanged."""
    is_number = isinstance(value, int | float | Decimal) and not isinstance(value, bool)
    return f"{value:,}" if is_number else str(value)


@register.simple_tag(takes_context=True)
def shell(context: Context) -> Shell | None:
    """``{% shell as shell %}``: what the frame shows; ``None`` on a page without a request."""
    request = context.get("request")
    return Shell(request) if request is not None else None


@register.simple_tag(takes_context=True)
def block_again(context: Context, name: str) -> SafeString:
    """``{% block_again "title" %}``: the content of a block once more, so that a page states its title once."""
    block = context.render_context[BLOCK_CONTEXT_KEY].get_block(name)
    return SafeString(block.render(context).strip())


@register.simple_tag(takes_context=True)
def query_with(context: Context, **changes: Any) -> str:
    """``{% query_with state="waiting" sort=None %}``: the page's query with these changed (``None`` drops one).

    The keys of the page (``before``, ``after``, ``page``) are dropped unless given: another filter starts at the top.
    """
    request = context.get("request")
    query: dict[str, list[Any]] = dict(request.GET.lists()) if request is not None else {}
    for key in PAGE_KEYS:
        query.pop(key, None)
    for key, value in changes.items():
        query[key] = [] if value is None else [value]
    return "?" + urlencode(query, doseq=True)


@register.simple_tag
def form_key(form: Any = None) -> SafeString:
    """``{% form_key form %}``: the hidden key that makes a sent form act once.

    A fresh key with each page; a form shown again with its errors keeps the key it was sent with.
    """
    sent = form.data.get("key") if form is not None and form.is_bound else None
    return format_html('<input type="hidden" name="key" value="{}">', sent or uuid4())


@register.simple_tag
def badge(label: Any, tone: str = "neutral", icon: str = "") -> SafeString:
    """``{% badge _("Waiting") "warning" "clock" %}``: a state in words, on a coloured ground."""
    drawing = icons.icon(icon) if icon else ""
    return format_html('<span class="badge badge-{}">{}{}</span>', _tone(tone), drawing, label)


@register.inclusion_tag("kit/parts/mask.html")
def mask(value: Any, reveal_url: str = "", name: str = "") -> dict[str, Any]:
    """``{% mask person.mobile reveal_url %}``: a masked value, and the link to see it whole for a reason."""
    return {"value": value, "reveal_url": reveal_url, "name": name}


@register.inclusion_tag("kit/parts/figure.html")
def figure(label: Any, value: Any, unit: Any = "", **more: Any) -> dict[str, Any]:
    """``{% figure _("Members") 48216 _("people") url=… as_of=… change="+18" tone="success" icon="users" note=… %}``."""
    tone = more.pop("tone", "neutral")
    return {"label": label, "value": value, "unit": unit, "tone": _tone(tone), **more}


@register.inclusion_tag("kit/parts/chart.html")
def chart(chart: Any, heading: int = 2) -> dict[str, Any]:
    """``{% chart growth %}``: a ``kit.charts.Chart`` as a picture, a table and a download."""
    return {"chart": chart, "heading": heading}


@register.inclusion_tag("kit/parts/steps.html")
def steps(current: int, *labels: Any) -> dict[str, Any]:
    """``{% steps 2 _("Phone") _("About you") _("Confirm") %}``: where one is in a form of several pages."""
    return {"steps": [{"label": label, "number": number} for number, label in enumerate(labels, 1)], "current": current}


@register.inclusion_tag("kit/parts/qr.html", name="qr")
def qr_code(text: str, label: Any, size: str = "") -> dict[str, Any]:
    """``{% qr address _("Scan to join") "large" %}``: a QR code with its caption."""
    return {"drawing": qr.svg(text, label=str(label)), "label": label, "size": size}


@register.inclusion_tag("kit/parts/progress.html")
def progress(label: Any, value: int, total: int = 100, **more: Any) -> dict[str, Any]:
    """``{% progress _("Reviewing") 40 200 note=… url=… tone="info" %}``; asks ``url`` every two seconds until done."""
    return {"label": label, "value": value, "total": total, "tone": more.pop("tone", "success"), **more}


@register.inclusion_tag("kit/parts/pager.html", takes_context=True)
def pager(context: Context, page: Any, target: str = "#rows", **more: Any) -> dict[str, Any]:
    """``{% pager page %}``: newer and older of a ``KeyPage``; ``total`` and ``is_more`` from ``count_up_to``."""
    return {"page": page, "target": target, "request": context.get("request"), **more}


@register.simple_tag
def cell_bar(value: float, whole: float) -> SafeString:
    """``{% cell_bar 40 200 %}``: a thin bar in a table's cell (the figure itself stands beside it)."""
    share = min(100, round(100 * value / whole)) if whole else 0
    return format_html(
        '<svg class="cell-bar" aria-hidden="true" viewBox="0 0 100 8" preserveAspectRatio="none">'
        '<rect width="100" height="8" rx="4"/><rect width="{}" height="8" rx="4"/></svg>',
        share,
    )


@register.simple_block_tag
def card(content: str, title: Any = "", flush: bool = False, level: int = 2) -> SafeString:
    """``{% card _("Offices") %}…{% endcard %}``: a white box with a title; ``flush`` for a table in it."""
    return SafeString(render_to_string("kit/parts/card.html", _slots(content, title=title, flush=flush, level=level)))


@register.simple_block_tag
def notice(content: str, tone: str = "info", title: Any = "") -> SafeString:
    """``{% notice "warning" %}…{% endnotice %}``: something the reader has to know, with an icon."""
    return SafeString(render_to_string("kit/parts/notice.html", _slots(content, tone=_tone(tone), title=title)))


@register.simple_block_tag
def empty(content: str, icon: str = "inbox") -> SafeString:
    """``{% empty "users" %}<p>One sentence.</p><a class="btn btn-primary">One button</a>{% endempty %}``."""
    return SafeString(render_to_string("kit/parts/empty.html", _slots(content, icon=icon)))


@register.simple_block_tag
def dialog(content: str, name: str, title: Any) -> SafeString:
    """``{% dialog "refuse" _("Refuse the application") %}…{% enddialog %}``, opened by ``popovertarget="refuse"``."""
    return SafeString(render_to_string("kit/parts/dialog.html", _slots(content, id=name, title=title)))


def _slots(content: str, **more: Any) -> dict[str, Any]:
    return {"content": SafeString(content.strip()), **more}
