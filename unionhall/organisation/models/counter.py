"""Kept counts: changes are appended, folded along the tree by a job, and closed month by month."""

from django.db import models
from django.utils import timezone

from unionhall.kit.model import Model
from unionhall.organisation.models.unit import Unit

STOCK = ""
"""The period of a stock (members now); a flow's period is its month, ``YYYY-MM``."""


class CountDelta(Model):
    """One change of one figure at one unit, not folded yet."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    measure = models.CharField(max_length=60)
    is_flow = models.BooleanField()
    month = models.CharField(max_length=7)
    amount = models.BigIntegerField()
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.unit_id} {self.measure} {self.amount:+d}"


class Counter(Model):
    """A figure of a unit: its own, and the total of itself and everything below in today's tree.

    ``period`` is ``""`` for a stock, and a month for a flow or for the month's net change of a stock.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    measure = models.CharField(max_length=60)
    period = models.CharField(max_length=7, blank=True)
    own = models.BigIntegerField(default=0)
    total = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "measure", "period"], name="counter_once")]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.measure} {self.period} {self.total}"


class MonthCounter(Model):
    """A figure as it stood when its month was closed, in the tree of that month; kept for ever."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    measure = models.CharField(max_length=60)
    month = models.CharField(max_length=7)
    own = models.BigIntegerField()
    total = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "measure", "month"], name="monthcounter_once")]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.measure} {self.month} {self.total}"


class ClosedMonth(Model):
    """A month whose figures are final; its row is made even when there was nothing to count."""

    month = models.CharField(max_length=7, unique=True)
    closed_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.month
