"""The tree of unions: units, where they stood in the past, and the changes of the tree that were asked for."""

from datetime import date
from typing import ClassVar, Self

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from unionhall.kit.model import Model, ScopedModel
from unionhall.kit.reach import Reach
from unionhall.kit.scoping import ScopedManager, ScopedQuerySet
from unionhall.records.models import Job

LABEL_WIDTH = 4
"""Characters of one level of a path, in base 36: 1,679,616 children of one unit."""

AFTER_ALL_LABELS = "{"
"""Sorts after every path character, so that ``path`` and ``path + "{"`` bound a subtree."""


class UnitStatus(models.TextChoices):
    """The life of a unit."""

    ACTIVE = "active", pgettext_lazy("unit", "Active")
    CLOSED = "closed", pgettext_lazy("unit", "Closed")


class UnitQuerySet(ScopedQuerySet):
    """Ways to choose units."""

    def active(self) -> Self:
        """Keep the units that are not closed."""
        return self.filter(status=UnitStatus.ACTIVE)

    def below(self, unit: "Unit", *, inclusive: bool = True) -> Self:
        """Keep the unit's subtree, with the unit itself unless ``inclusive`` is false."""
        rows = self.filter(path__gte=unit.path, path__lt=unit.path_end)
        return rows if inclusive else rows.exclude(pk=unit.pk)

    def above(self, unit: "Unit", *, inclusive: bool = False) -> Self:
        """Keep the units from the root down to the unit's parent (or to the unit itself)."""
        return self.filter(path__in=unit.paths_above(inclusive=inclusive))

    def matching(self, typed: str) -> Self:
        """Keep the units whose name, short name, full pinyin or initials contain what was typed."""
        words = typed.lower().split()
        rows = self
        for word in words:
            rows = rows.filter(search_text__contains=word)
        return rows


class UnitManager(ScopedManager.from_queryset(UnitQuerySet)):  # type: ignore[misc]
    """The default manager of units."""


class Unit(ScopedModel):
    """A union organisation (工会组织): a place in the tree by affiliation, and one by territory."""

    reach: ClassVar[Reach] = Reach(unit="")

    kind = models.CharField(_("kind"), max_length=40)
    name = models.CharField(pgettext_lazy("unit", "name"), max_length=120)
    short_name = models.CharField(_("short name"), max_length=60, blank=True)
    search_text = models.TextField(editable=False, default="")
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("parent union")
    )
    path = models.CharField(max_length=200, unique=True, editable=False, db_collation="C")
    territory = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="located", verbose_name=_("territory")
    )
    """The street or district where the unit sits; empty for territorial federations: they are their own."""
    division_code = models.CharField(_("division code"), max_length=12, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=UnitStatus.choices, default=UnitStatus.ACTIVE)
    founded_on = models.DateField(_("founded on"), null=True, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    approved_by = models.CharField(_("approved by"), max_length=120, blank=True)
    approval_number = models.CharField(_("approval number"), max_length=60, blank=True)
    uscc = models.CharField(_("union credit code"), max_length=18, unique=True, null=True, blank=True)
    term_number = models.PositiveSmallIntegerField(_("term number"), null=True, blank=True)
    term_years = models.PositiveSmallIntegerField(
        _("years of a term"), null=True, blank=True, choices=[(3, _("3 years")), (5, _("5 years"))]
    )
    term_starts_on = models.DateField(_("term starts on"), null=True, blank=True)
    term_ends_on = models.DateField(_("term ends on"), null=True, blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    postcode = models.CharField(_("postcode"), max_length=6, blank=True)
    full_time_cadres = models.PositiveIntegerField(_("full-time cadres"), default=0)
    venue_area = models.PositiveIntegerField(_("area of the premises in square metres"), null=True, blank=True)
    has_audit_committee = models.BooleanField(_("has an audit committee"), default=False)
    has_women_committee = models.BooleanField(_("has a committee of women workers"), default=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[UnitManager] = UnitManager()

    class Meta:
        ordering = ("path",)
        verbose_name = _("unit")
        constraints = [
            models.UniqueConstraint(Coalesce("parent", Value(0)), condition=Q(parent=None), name="unit_one_root"),
            models.CheckConstraint(
                condition=Q(status=UnitStatus.ACTIVE, closed_on__isnull=True)
                | Q(status=UnitStatus.CLOSED, closed_on__isnull=False),
                name="unit_closed_with_a_date",
            ),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="unit_not_its_own_parent"),
            models.CheckConstraint(
                condition=Q(term_ends_on__isnull=True) | Q(term_ends_on__gte=F("term_starts_on")),
                name="unit_term_in_order",
            ),
        ]
        indexes = [models.Index(fields=["kind", "status"], name="unit_kind_status")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return the unit's page on the desk."""
        return reverse("organisation:unit-detail", args=[self.pk])

    @property
    def path_end(self) -> str:
        """Return the first path after the subtree."""
        return self.path + AFTER_ALL_LABELS

    @property
    def depth(self) -> int:
        """Return the number of units above, 0 for the root."""
        return len(self.path) // LABEL_WIDTH - 1

    @property
    def is_active(self) -> bool:
        """Say whether the unit is not closed."""
        return self.status == UnitStatus.ACTIVE

    def paths_above(self, *, inclusive: bool = False) -> list[str]:
        """Return the paths of the units above, root first (with the unit's own, if inclusive)."""
        last = len(self.path) + (LABEL_WIDTH if inclusive else 0)
        return [self.path[:end] for end in range(LABEL_WIDTH, last, LABEL_WIDTH)]

    def contains(self, other: "Unit") -> bool:
        """Say whether the other unit is this one or below it."""
        return other.path.startswith(self.path)


class Placement(Model):
    """Where a unit hung in the tree from a day on, until the day before ``valid_to``: the past tree."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="placements")
    parent = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit"], condition=Q(valid_to__isnull=True), name="placement_one_current"),
            models.UniqueConstraint(fields=["unit", "valid_from"], name="placement_one_a_day"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")), name="placement_dates_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} < {self.parent_id} {self.valid_from}"


class FormerName(Model):
    """A name that a unit had, until the day before ``valid_to``; where it began is where the one before ended."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="former_names")
    name = models.CharField(max_length=120)
    valid_to = models.DateField()

    def __str__(self) -> str:
        return self.name


class ChangeVerb(models.TextChoices):
    """What a change does to the tree."""

    MOVE = "move", pgettext_lazy("tree", "Move")
    MERGE = "merge", pgettext_lazy("tree", "Merge")
    CLOSE = "close", pgettext_lazy("tree", "Close")
    SPLIT = "split", pgettext_lazy("tree", "Split")
    FOUND = "found", pgettext_lazy("tree", "Found")


class ChangeState(models.TextChoices):
    """The life of a change: asked for, agreed for a later day, done; or refused, or taken back."""

    ASKED = "asked", _("Waits for the other side")
    PLANNED = "planned", pgettext_lazy("tree", "Planned")
    RUNNING = "running", pgettext_lazy("tree", "Under way")
    APPLIED = "applied", pgettext_lazy("tree", "Done")
    REFUSED = "refused", _("Refused by the other side")
    WITHDRAWN = "withdrawn", pgettext_lazy("tree", "Taken back")
    FAILED = "failed", _("Could not be done")


OPEN_CHANGES = (ChangeState.ASKED, ChangeState.PLANNED, ChangeState.RUNNING)
"""States in which a change is not settled yet."""


class TreeChange(ScopedModel):
    """A change of the tree: it waits for the other side's consent or its day, and is under way while members go over.

    ``unit`` is the one that changes; of a founding it is the union above. A split has its new unit as ``target`` from
    its day on. ``arguments`` say the rest: of a founding and a split, name, kind and what goes over; of a closing,
    whether the members are retained at ``target``.
    """

    reach: ClassVar[Reach] = Reach(unit="unit")

    verb = models.CharField(_("change"), max_length=10, choices=ChangeVerb.choices)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="changes", verbose_name=_("unit"))
    target = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", verbose_name=_("target unit"))
    effective_on = models.DateField(_("takes effect on"))
    state = models.CharField(_("state"), max_length=10, choices=ChangeState.choices)
    reason = models.CharField(_("reason"), max_length=400, blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    from_consent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    to_consent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    answer = models.CharField(_("answer"), max_length=400, blank=True)
    arguments = models.JSONField(default=dict, db_default=Value({}, models.JSONField()), encoder=DjangoJSONEncoder)
    job = models.ForeignKey(Job, models.PROTECT, null=True, related_name="+")
    """The long job by which members go over, if they are many."""

    class Meta:
        verbose_name = _("change of the tree")
        constraints = [
            models.UniqueConstraint(
                fields=["unit"],
                condition=Q(state__in=["asked", "planned", "running"]) & ~Q(verb="found"),
                name="treechange_one_open",
                violation_error_message=_("Another change of this unit is open. Finish it or take it back first."),
            )
        ]

    def __str__(self) -> str:
        parts = (self.get_verb_display(), self.unit, self.target or self.arguments.get("name"))
        return " ".join(str(part) for part in parts if part)

    def get_absolute_url(self) -> str:
        """Return the list where the change stands."""
        return reverse("organisation:change-list")

    def is_due(self, today: date) -> bool:
        """Say whether the change is agreed and its day has come."""
        return self.state == ChangeState.PLANNED and self.effective_on <= today
