"""The figures that membership counts, and where their rows can be read."""

from collections.abc import Callable

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from unionhall.kit.national.codes import GigCategory
from unionhall.kit.registries import Measure
from unionhall.membership.permissions import VIEW, VIEW_APPLICATIONS
from unionhall.membership.queries import figures, recounting
from unionhall.organisation.kind import all_kinds

PEOPLE = _("people")
APPLICATIONS = _("applications")
STOCKS = recounting.stock_counts()
FLOWS = recounting.flow_counts()


def _members(query: str = "") -> Callable[[int], str]:
    return lambda unit_id: f"{reverse('membership:member-list')}?unit={unit_id}{query}"


def _applications(query: str) -> Callable[[int], str]:
    return lambda unit_id: f"{reverse('membership:application-list')}?unit={unit_id}{query}"


def _events(changes: str) -> Callable[[int], str]:
    return lambda unit_id: f"{reverse('membership:event-list')}?unit={unit_id}&change={changes}"


def _stock(code: str, label: object, query: str, group: str = "") -> Measure:
    return Measure(code, label, PEOPLE, STOCKS[code], _members(query), group=group, rows_permission=VIEW.code)


def _flow(code: str, label: object, changes: str) -> Measure:
    return Measure(code, label, PEOPLE, FLOWS[code], _events(changes), is_flow=True, rows_permission=VIEW.code)


BY_CATEGORY, BY_KIND = "members-by-category", "members-by-kind"
entries = [
    _stock(figures.MEMBERS, _("Members"), "&status=counted"),
    _stock(figures.WOMEN, _("Women members"), "&status=counted&category=women", BY_CATEGORY),
    _stock(figures.MIGRANT, _("Migrant workers among the members"), "&status=counted&category=migrant", BY_CATEGORY),
    _stock(
        figures.DISPATCHED,
        _("Dispatched workers among the members"),
        "&status=counted&category=dispatched",
        BY_CATEGORY,
    ),
    _stock(figures.POOL, _("Members in the pool"), "&status=counted&category=pool", BY_CATEGORY),
    _stock(figures.RETAINED, _("Retained memberships"), "&status=retained", BY_CATEGORY),
    _stock(figures.GIG, _("Members in new forms of work"), "&status=counted&category=gig"),
    _stock(figures.KEY_FOUR, _("Members of the four key groups"), "&status=counted&category=key_four"),
    *(
        _stock(figures.gig_measure(code), label, f"&status=counted&category={code}", BY_CATEGORY)
        for code, label in GigCategory.choices
    ),
    *(
        _stock(figures.kind_measure(kind.slug), kind.label, f"&status=counted&kind={kind.slug}", BY_KIND)
        for kind in all_kinds()
    ),
    _flow(figures.JOINED, _("Joined"), "1"),
    _flow(figures.MOVED_IN, _("Moved in"), "2"),
    _flow(figures.MOVED_OUT, _("Moved out"), "4"),
    _flow(figures.LEFT, _("Left or expelled"), "5,6"),
    Measure(
        figures.SUBMITTED,
        _("Applications"),
        APPLICATIONS,
        recounting.submitted,
        _applications("&state=live"),
        is_flow=True,
        rows_permission=VIEW_APPLICATIONS.code,
    ),
    Measure(
        figures.APPROVED,
        _("Approved applications"),
        APPLICATIONS,
        recounting.approved,
        _applications("&state=approved"),
        is_flow=True,
        rows_permission=VIEW_APPLICATIONS.code,
    ),
]
