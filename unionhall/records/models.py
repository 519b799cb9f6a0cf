"""The tables of records. Rows below the organisation keep ``unit_id`` as plain data."""

import hmac
import secrets
from datetime import date, timedelta
from typing import Any, ClassVar, NoReturn

from django.apps import apps
from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from unionhall.kit import keys
from unionhall.kit.model import Model, ScopedModel
from unionhall.kit.reach import Reach
from unionhall.kit.scoping import ScopedManager, ScopedQuerySet
from unionhall.records.kinds_of_job import label_of

RECEIPT_DAYS = 30
CHECK_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's thirty-two: nothing that looks like something else."""


class AppendOnly(TypeError):
    """Somebody tried to change or delete a line of the journal."""

    def __init__(self) -> None:
        super().__init__("The journal is append-only: write a new line that says what was wrong with the old one.")


class JournalQuerySet(ScopedQuerySet):
    """Lines of the journal: read and added, never changed."""

    def update(self, **kwargs: Any) -> NoReturn:
        """Refuse."""
        raise AppendOnly

    def delete(self) -> NoReturn:
        """Refuse."""
        raise AppendOnly

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse."""
        raise AppendOnly


class JournalManager(ScopedManager.from_queryset(JournalQuerySet)):  # type: ignore[misc]
    """The journal's only manager."""


class JournalLine(ScopedModel):
    """One change: who did what to what, when, why, and the values before and after, masked.

    ``text`` is an English message, translated when it is read, with ``parameters``. ``mac`` authenticates the line from
    its birth; ``seal_number`` and ``link`` are set once, by the sealing, and chain it to the line before.
    """

    reach: ClassVar[Reach] = Reach(unit_id="unit_id")

    at = models.DateTimeField(_("at"))
    request_id = models.CharField(_("request"), max_length=32)
    address_digest = models.CharField(max_length=16, blank=True)
    actor_key = models.CharField(max_length=64)
    actor_id = models.BigIntegerField(null=True)
    actor_label = models.CharField(_("who"), max_length=128)
    operation = models.CharField(_("operation"), max_length=100)
    permission = models.CharField(_("permission"), max_length=100)
    object_type = models.CharField(max_length=64, blank=True)
    object_id = models.BigIntegerField(null=True)
    object_label = models.CharField(_("object"), max_length=200, blank=True)
    unit_id = models.BigIntegerField(null=True)
    text = models.TextField()
    parameters = models.JSONField(default=dict)
    changes = models.JSONField(_("old and new values"), default=dict)
    reason = models.TextField(_("reason"), blank=True)
    mac = models.CharField(max_length=64)
    seal_number = models.BigIntegerField(null=True, unique=True)
    link = models.CharField(max_length=64, blank=True)

    objects: ClassVar[Any] = JournalManager()

    class Meta:
        verbose_name = _("journal line")
        verbose_name_plural = _("journal")
        indexes = [
            models.Index(fields=["id"], condition=models.Q(seal_number=None), name="records_line_unsealed"),
            models.Index(fields=["unit_id", "-id"], name="records_line_by_unit"),
            models.Index(fields=["object_type", "object_id", "-id"], name="records_line_by_object"),
            models.Index(fields=["actor_id", "-id"], name="records_line_by_actor"),
            models.Index(fields=["request_id"], name="records_line_by_request"),
        ]

    def __str__(self) -> str:
        return self.sentence

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the line; a line that is there already is never saved again."""
        if not self._state.adding:
            raise AppendOnly
        super().save(*args, force_insert=True, using=kwargs.get("using"))

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse."""
        raise AppendOnly

    def get_absolute_url(self) -> str:
        """Return the page of the line."""
        return reverse("records:journal-detail", args=[self.pk])

    @property
    def sentence(self) -> str:
        """Return what was done, in the reader's language."""
        return str(gettext(self.text) % self.parameters)

    @property
    def who(self) -> str:
        """Return who acted, in the reader's language."""
        if self.actor_key.startswith("system:"):
            return gettext("The program (%(part)s)") % {"part": self.actor_label}
        return self.actor_label

    @property
    def named_changes(self) -> list[tuple[str, Any, Any]]:
        """Return each changed field by the name that pages give it, with its value before and after."""
        try:
            fields = {field.name: field for field in apps.get_model(self.object_type)._meta.fields}
        except (LookupError, ValueError):  # The line outlives the model that it speaks of.
            fields = {}
        return [
            (str(fields[name].verbose_name) if name in fields else name, old, new)
            for name, (old, new) in self.changes.items()
        ]

    @property
    def is_sealed(self) -> bool:
        """Say whether the line is in the chain."""
        return self.seal_number is not None


class JournalHead(Model):
    """The end of the chain, one row (id 1): the last seal's number and link. Its lock lets one sealing run at once."""

    number = models.BigIntegerField(default=0)
    link = models.CharField(max_length=64, blank=True)


class Receipt(Model):
    """What was answered to one sending, so that sending it again changes nothing and gets the same answer."""

    actor_key = models.CharField(max_length=64)
    key = models.CharField(max_length=64)
    purpose = models.CharField(max_length=200, blank=True)
    answer = models.JSONField(null=True)
    received_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["actor_key", "key"], name="records_receipt_once")]


class Duty(Model):
    """One recurring duty: the row's lock lets one worker at a time do it; its times are the database's."""

    code = models.CharField(max_length=64, unique=True)
    due_at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True)
    fault = models.TextField(blank=True)


def unit_reached() -> Reach:
    """Return the reach of rows that belong to a unit and to whoever made them."""
    return Reach(unit_id="unit_id", user="created_by")


class StoredFile(ScopedModel):
    """A file outside the web root under a random name, sealed; ``kind`` says who may fetch it."""

    reach: ClassVar[Reach] = unit_reached()

    kind = models.CharField(max_length=64)
    name = models.CharField(_("file name"), max_length=200)
    place = models.CharField(max_length=64, unique=True)
    content_type = models.CharField(max_length=100, default="application/octet-stream")
    size = models.BigIntegerField(_("bytes"))
    sha256 = models.CharField(max_length=64)
    created_at = models.DateTimeField(_("kept at"), default=timezone.now)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    unit_id = models.BigIntegerField(null=True, db_index=True)
    expires_at = models.DateTimeField(_("kept until"), null=True, db_index=True)

    class Meta:
        verbose_name = _("kept file")
        verbose_name_plural = _("kept files")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return where the file is fetched."""
        return reverse("records:file-download", args=[self.pk])


class JobState(models.TextChoices):
    """The life of a long job."""

    WAITING = "waiting", _("waiting")
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")
    CANCELLED = "cancelled", _("cancelled")


class Job(ScopedModel):
    """A long piece of work: how far it is, where it goes on after a kill, what came out, and the wish to cancel it."""

    reach: ClassVar[Reach] = unit_reached()

    kind = models.CharField(max_length=64)
    state = models.CharField(_("state"), max_length=16, choices=JobState, default=JobState.WAITING)
    arguments = models.JSONField(default=dict)
    cursor = models.JSONField(default=dict)
    result = models.JSONField(default=dict)
    result_file = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    done = models.BigIntegerField(_("done"), default=0)
    total = models.BigIntegerField(_("of"), null=True)
    is_cancel_wished = models.BooleanField(default=False)
    fault = models.TextField(_("what went wrong"), blank=True)
    fault_code = models.CharField(max_length=16, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    unit_id = models.BigIntegerField(null=True, db_index=True)
    request_id = models.CharField(max_length=32)
    created_at = models.DateTimeField(_("started by hand at"), default=timezone.now)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=JobState.values), name="records_job_state"),
            models.CheckConstraint(condition=models.Q(done__gte=0), name="records_job_done"),
        ]

    def __str__(self) -> str:
        return str(label_of(self.kind))

    def get_absolute_url(self) -> str:
        """Return the page of the job."""
        return reverse("records:job-detail", args=[self.pk])

    @property
    def is_over(self) -> bool:
        """Say whether nothing more will happen."""
        return self.state not in {JobState.WAITING, JobState.RUNNING}

    @property
    def can_resume(self) -> bool:
        """Say whether the job stopped before its end and may go on."""
        return self.state in {JobState.FAILED, JobState.CANCELLED}

    @property
    def percent(self) -> int | None:
        """Return how much is done, 0 to 100; ``None`` while the total is not known."""
        if self.state == JobState.DONE:
            return 100
        return min(99, self.done * 100 // self.total) if self.total else None

    @property
    def rate(self) -> float | None:
        """Return how many a second were done since the start; ``None`` before the first."""
        if not self.started_at or not self.done:
            return None
        elapsed = (self.ended_at or timezone.now()) - self.started_at
        return self.done / max(elapsed.total_seconds(), 0.001)

    @property
    def time_left(self) -> timedelta | None:
        """Return how long the rest takes at the rate so far."""
        if self.is_over or not self.total or not self.rate:
            return None
        return timedelta(seconds=round(max(self.total - self.done, 0) / self.rate))

    @property
    def time_left_text(self) -> str:
        """Return how long the rest takes, in words."""
        if self.time_left is None:
            return ""
        seconds = int(self.time_left.total_seconds())
        if seconds < 90:
            return ngettext("about %(count)s second left", "about %(count)s seconds left", seconds) % {"count": seconds}
        minutes = round(seconds / 60)
        return ngettext("about %(count)s minute left", "about %(count)s minutes left", minutes) % {"count": minutes}


class CertificateSeries(ScopedModel):
    """Certificates numbered without a gap: ``prefix`` and a number of at least ``digits`` digits."""

    reach: ClassVar[Reach] = Reach(unit_id="unit_id")

    code = models.SlugField(_("code"), max_length=64, unique=True)
    title = models.CharField(_("title"), max_length=100)
    prefix = models.CharField(_("prefix"), max_length=32, blank=True)
    digits = models.PositiveSmallIntegerField(_("digits"), default=6)
    next_number = models.PositiveBigIntegerField(default=1)
    issuer = models.CharField(_("issuer"), max_length=100)
    unit_id = models.BigIntegerField(null=True, db_index=True)

    class Meta:
        verbose_name = _("series of certificates")
        verbose_name_plural = _("series of certificates")

    def __str__(self) -> str:
        return self.title

    def written(self, number: int) -> str:
        """Return a number as it stands on the certificate."""
        return f"{self.prefix}{number:0{self.digits}d}"


def new_token() -> str:
    """Return 128 random bits as 32 hex digits."""
    return secrets.token_hex(16)


class CertificateState(models.TextChoices):
    """The life of a certificate."""

    ORDERED = "ordered", _("ordered")
    VALID = "valid", _("valid")
    REVOKED = "revoked", pgettext_lazy("certificate", "revoked")


class Certificate(ScopedModel):
    """One certificate. It gets its number when it is issued; a revoked one keeps it."""

    reach: ClassVar[Reach] = Reach(unit_id="unit_id")

    series = models.ForeignKey(CertificateSeries, models.PROTECT, related_name="certificates")
    state = models.CharField(_("state"), max_length=16, choices=CertificateState, default=CertificateState.ORDERED)
    number = models.PositiveBigIntegerField(null=True)
    written_number = models.CharField(_("number"), max_length=60, blank=True, db_index=True)
    token = models.CharField(max_length=32, unique=True, default=new_token)
    batch_id = models.BigIntegerField(null=True, db_index=True)
    holder_name = models.CharField(_("holder"), max_length=64)
    title = models.CharField(_("title"), max_length=200)
    particulars = models.JSONField(default=dict)
    unit_id = models.BigIntegerField(null=True, db_index=True)
    issued_on = models.DateField(_("issued on"), null=True)
    expires_on = models.DateField(_("valid until"), null=True)
    revoked_at = models.DateTimeField(_("revoked at"), null=True)
    revoked_because = models.CharField(_("reason"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        constraints = [
            models.UniqueConstraint(fields=["series", "number"], name="records_certificate_number"),
            models.CheckConstraint(
                condition=models.Q(state__in=CertificateState.values), name="records_certificate_state"
            ),
            models.CheckConstraint(
                condition=models.Q(state=CertificateState.ORDERED, number=None)
                | (~models.Q(state=CertificateState.ORDERED) & models.Q(number__isnull=False, issued_on__isnull=False)),
                name="records_certificate_issued_has_number",
            ),
        ]

    def __str__(self) -> str:
        return self.written_number or str(self.series)

    def get_absolute_url(self) -> str:
        """Return the public page where the certificate is checked; its QR leads there."""
        return reverse("records:certificate-check", args=[self.token])

    @property
    def check_code(self) -> str:
        """Return eight letters and digits by which the number can be checked where no QR can be scanned."""
        digest = hmac.digest(keys.derive("certificates"), self.token.encode(), "sha256")
        drawn = int.from_bytes(digest[:5], "big")
        return "".join(CHECK_LETTERS[drawn >> shift & 31] for shift in range(0, 40, 5))

    def is_expired(self, today: date) -> bool:
        """Say whether the certificate had an end, and it is past on that day."""
        return self.expires_on is not None and self.expires_on < today
