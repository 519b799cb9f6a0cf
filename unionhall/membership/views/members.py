"""Members on the desk: the list, one member, numbers in full for a reason, and what changes a membership."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from unionhall.kit.access import View, needs
from unionhall.kit.paging import count_up_to, page_by_key
from unionhall.kit.views import DeskList
from unionhall.membership import permissions
from unionhall.membership.forms.filters import MemberFilter
from unionhall.membership.forms.reviewing import ChangeForm, EndForm, ExpelForm, MoveForm, RetainForm, RevealForm
from unionhall.membership.models import ChangeType, Expulsion, Membership
from unionhall.membership.operations import cards, memberships, people
from unionhall.membership.queries import members as queries
from unionhall.organisation.models import Unit
from unionhall.organisation.views.saving import acted, saved


class MemberList(DeskList):
    """The members within reach, newest first."""

    model = Membership
    permission = permissions.VIEW.code
    filter_form = MemberFilter
    template_name = "membership/desk/member_list.html"

    def get_queryset(self) -> Any:
        """Return the memberships with what a line shows."""
        return queries.with_person(super().get_queryset())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the number of rows, and the union that the list is cut down to."""
        total, is_more = count_up_to(self.filter.qs if self.filter else self.get_queryset())
        return super().get_context_data(total=total, is_more=is_more, unit=_unit(self.request), **kwargs)


@needs(permissions.VIEW.code)
@require_GET
def event_list(request: HttpRequest) -> HttpResponse:
    """List the log's lines that make a monthly figure of a union: who joined, moved or left, and when."""
    unit = _unit(request)
    if unit is None:
        raise Http404
    changes = [change for change in request.GET.get("change", "").split(",") if change in ChangeType.values]
    rows = queries.events_at(unit, changes or ChangeType.values, request.GET.get("month", ""))
    total, is_more = count_up_to(rows)
    page = page_by_key(rows, request.GET)
    context = {"rows": page.rows, "page": page, "total": total, "is_more": is_more, "unit": unit}
    template = "membership/desk/event_list.html"
    return render(request, f"{template}#rows" if getattr(request, "htmx", False) else template, context)


@needs(permissions.VIEW.code, Membership)
@require_GET
def member_detail(request: HttpRequest, membership: Membership) -> HttpResponse:
    """Show a member: person, job, membership and all that happened."""
    by: Any = request.user
    context = {
        "membership": membership,
        "person": membership.person,
        "jobs": queries.jobs_of(membership.person),
        "history": queries.history(membership),
        "expulsion": queries.open_expulsion(membership),
        "may_reveal": by.has_perm(permissions.REVEAL.code, membership),
        "may_change": membership.ended_on is None and by.has_perm(permissions.CHANGE.code, membership),
        "may_reissue": membership.ended_on is None and by.has_perm(permissions.REVOKE_CARD.code, membership),
        "may_decide": by.has_perm(permissions.DECIDE_COMMITTEE.code, membership),
    }
    return render(request, "membership/desk/member_detail.html", context)


@needs(permissions.REVEAL.code, Membership)
def member_reveal(request: HttpRequest, membership: Membership) -> HttpResponse:
    """Show a member's full number for a reason; only this answer carries it."""
    form = RevealForm(request.POST or None, initial={"field": request.GET.get("field", people.REVEALABLE[0])})
    shown = ""
    if request.method == "POST" and form.is_valid():
        facts = {name: form.cleaned_data[name] for name in ("field", "reason")}
        by: Any = request.user
        shown = people.reveal_of_member(membership=membership, by=by, **facts)
    return reveal_page(request, form, shown, membership.person.name, membership)


def reveal_page(request: HttpRequest, form: RevealForm, shown: str, name: str, back: Any) -> HttpResponse:
    """Answer the page that asks for a reason, or the number itself, which no cache keeps."""
    context = {"form": form, "shown": shown, "name": name, "back": back}
    answer = render(request, "membership/desk/reveal.html", context)
    answer["Cache-Control"] = "no-store"
    return answer


def _verb(
    form_class: Callable[..., forms.BaseForm], act: Callable[..., Any], title: Any, button: Any, text: Any, **look: bool
) -> View:
    """Return the page of one verb on a membership: a form, then the operation, then the member's page."""

    def view(request: HttpRequest, membership: Membership) -> HttpResponse:
        form = form_class(request.POST or None, by=request.user)

        def once(facts: dict[str, Any]) -> Membership:
            act(membership=membership, by=request.user, **facts)
            return membership

        context = {
            "form": form,
            "title": title % {"name": membership.person.name},
            "button": button,
            "text": text,
            "back": membership,
            **look,
        }
        return saved(request, form, once) or render(request, "membership/desk/change.html", context)

    return needs(permissions.CHANGE.code, Membership)(view)


member_retain = _verb(
    RetainForm,
    memberships.retain_membership,
    gettext_lazy("Retain the membership of %(name)s"),
    gettext_lazy("Retain"),
    gettext_lazy("A retained member pays no dues, and neither votes nor stands for election, until resumed."),
)
member_resume = _verb(
    ChangeForm,
    memberships.resume_membership,
    gettext_lazy("Resume the membership of %(name)s"),
    gettext_lazy("Resume"),
    gettext_lazy("The member counts again from that day."),
)
member_move = _verb(
    MoveForm,
    memberships.move_membership,
    gettext_lazy("Move %(name)s to another union"),
    gettext_lazy("Move"),
    gettext_lazy("The member leaves the one union and enters the other on the same day; number and card stay."),
)
member_end = _verb(
    EndForm,
    memberships.end_membership,
    gettext_lazy("End the membership of %(name)s"),
    gettext_lazy("End the membership"),
    gettext_lazy("The card becomes invalid. Whoever leaves may apply again."),
    is_grave=True,
)
member_expel = _verb(
    ExpelForm,
    memberships.ask_expulsion,
    gettext_lazy("Ask to expel %(name)s"),
    gettext_lazy("Ask for the expulsion"),
    gettext_lazy("Only a grave crime is a ground. Nothing changes until a second person confirms it."),
    is_grave=True,
)


@needs(permissions.DECIDE_COMMITTEE.code)
@require_GET
def expulsion_list(request: HttpRequest) -> HttpResponse:
    """List the expulsions that wait for the reader as the second person."""
    rows = queries.expulsions_to_decide(request.user)[:100]
    return render(request, "membership/desk/expulsion_list.html", {"rows": rows})


@needs(permissions.DECIDE_COMMITTEE.code, Expulsion)
@require_POST
def expulsion_decide(request: HttpRequest, expulsion: Expulsion) -> HttpResponse:
    """Confirm or drop an expulsion that somebody else asked for."""
    is_confirmed = request.POST.get("action") == "confirm"

    def act() -> Membership:
        return memberships.decide_expulsion(
            expulsion=expulsion,
            is_confirmed=is_confirmed,
            happened_on=localdate(),
            by=request.user,
        )

    return acted(request, act, _("The expulsion is decided."))


@needs(permissions.REVOKE_CARD.code, Membership)
@require_POST
def card_reissue(request: HttpRequest, membership: Membership) -> HttpResponse:
    """Put a new card in the place of one that was lost."""

    def act() -> Membership:
        cards.reissue_card(membership=membership, reason=_("lost"), by=request.user)
        return membership

    return acted(request, act, _("The old card shows nothing any more; the new one is on the member's phone."))


def _unit(request: HttpRequest) -> Unit | None:
    """Return the union that the URL names, if the reader may see its members: seeing the union is not enough."""
    asked = request.GET.get("unit", "")
    if not asked.isdecimal() or len(asked) > 19:
        return None
    found: Unit | None = Unit.objects.within_reach(request.user, permissions.VIEW.code).filter(pk=int(asked)).first()
    return found
