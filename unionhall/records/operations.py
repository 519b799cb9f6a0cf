"""Changes of records: jobs cancelled and started again, certificates."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from unionhall.kit.ids import new_id
from unionhall.kit.refused import Refused
from unionhall.records import starting
from unionhall.records.actors import Actor
from unionhall.records.journal import note
from unionhall.records.masking import masked, masked_text
from unionhall.records.models import Certificate, CertificateSeries, CertificateState, Job, JobState
from unionhall.records.operation import RETURNED, operation

CHUNK = 200
MAX_ORDER = 20_000


@operation("records.manage-job", journal=_("Wished to cancel %(job)s"), of="job")
def cancel_job(*, job: Job, by: Actor) -> Job:
    """Wish the job cancelled: it ends before its next step; what it did so far stays."""
    jobs = Job.objects.unscoped("the job at hand, which the decorator checked").filter(pk=job.pk)
    if not jobs.filter(state__in=[JobState.WAITING, JobState.RUNNING]).update(is_cancel_wished=True):
        raise Refused(_("This job is over already; there is nothing to cancel."), "UH-1702")
    note(job, old={"is_cancel_wished": False}, new={"is_cancel_wished": True})
    job.is_cancel_wished = True
    return job


@operation("records.manage-job", journal=_("Started %(job)s again"), of="job")
def resume_job(*, job: Job, by: Actor) -> Job:
    """Let a failed or cancelled job go on where it stopped."""
    jobs = Job.objects.unscoped("the job at hand, which the decorator checked")
    job = jobs.select_for_update().get(pk=job.pk)
    if not job.can_resume:
        raise Refused(_("Only a failed or cancelled job can be started again."), "UH-1703")
    note(job, old={"state": job.state, "fault_code": job.fault_code}, new={"state": JobState.WAITING, "fault_code": ""})
    job.state, job.is_cancel_wished, job.fault, job.fault_code, job.ended_at = JobState.WAITING, False, "", "", None
    job.save()
    starting.send_to_worker(job)
    return job


@dataclass(frozen=True)
class Holder:
    """Whom a certificate is for, and what it says beside the title."""

    name: str
    particulars: dict[str, Any] = field(default_factory=dict)
    unit_id: int | None = None


@operation("records.manage-certificates", journal=_("Opened the series of certificates %(series)s"), of=RETURNED)
def open_series(
    *, code: str, title: str, issuer: str, by: Actor, prefix: str = "", digits: int = 6, unit_id: int | None = None
) -> CertificateSeries:
    """Open a series whose numbers begin with 1; ``digits`` is the least number of digits, 1 to 12."""
    if CertificateSeries.objects.unscoped("a code is unique in the city").filter(code=code).exists():
        raise Refused(_("There is a series with this code already. Choose another code."), "UH-1801", field="code")
    series = CertificateSeries(code=code, title=title, issuer=issuer, prefix=prefix, digits=digits, unit_id=unit_id)
    series.save(force_insert=True)
    note(series, new={"code": code, "title": title, "prefix": prefix, "digits": digits}, series=series)
    return series


@operation("records.issue-certificate", journal=_("Issued certificate %(number)s to %(holder)s"), of="series")
def issue_certificate(
    *, series: CertificateSeries, holder: Holder, title: str, by: Actor, expires_on: date | None = None
) -> Certificate:
    """Issue one certificate with the next number of its series."""
    certificate = _certificate(series, holder, title, expires_on, batch_id=None)
    _number(series, [certificate])
    certificate.save(force_insert=True)
    note(certificate, new={"state": certificate.state, "number": certificate.written_number}, number=certificate)
    note(holder=holder.name)
    return certificate


@operation("records.issue-certificate", journal=_("Ordered %(count)s certificates of %(series)s"), of="series")
def order_certificates(
    *, series: CertificateSeries, holders: Sequence[Holder], title: str, by: Actor, expires_on: date | None = None
) -> Job:
    """Enter an ordered certificate for each holder, at most 20,000, and start the job that issues them in order."""
    if not 0 < len(holders) <= MAX_ORDER:
        raise Refused(_("Order between 1 and 20,000 certificates at a time."), "UH-1802")
    batch_id = new_id()
    ordered = [_certificate(series, holder, title, expires_on, batch_id) for holder in holders]
    Certificate.objects.bulk_create(ordered, batch_size=500)
    note(series, new={"batch": batch_id}, count=len(ordered))
    arguments = {"series_id": series.pk, "batch_id": batch_id}
    return starting.start(
        "records.issue-certificates", by=by, of=series, arguments=arguments, unit_id=series.unit_id, total=len(ordered)
    )


@operation(
    "records.issue-certificate", journal=_("Issued %(count)s certificates, numbers %(first)s to %(last)s"), of="series"
)
def issue_ordered(*, series: CertificateSeries, batch_id: int, by: Actor, at_most: int = CHUNK) -> int:
    """Give the next ordered certificates of the batch their numbers; return how many, 0 when none is left."""
    ordered = Certificate.objects.unscoped("the batch at hand, whose series the decorator checked").filter(
        series=series, batch_id=batch_id, state=CertificateState.ORDERED
    )
    chunk = list(ordered.select_for_update().order_by("pk")[:at_most])
    if not chunk:
        note(series, count=0, first="–", last="–")
        return 0
    _number(series, chunk)
    Certificate.objects.unscoped("the chunk at hand").bulk_update(
        chunk, ["number", "written_number", "state", "issued_on"]
    )
    first, last = chunk[0].written_number, chunk[-1].written_number
    note(series, new={"batch": batch_id, "numbers": [first, last]}, count=len(chunk), first=first, last=last)
    return len(chunk)


@operation("records.revoke-certificate", journal=_("Revoked certificate %(certificate)s"), of="certificate")
def revoke_certificate(*, certificate: Certificate, reason: str, by: Actor) -> Certificate:
    """Revoke a certificate for a reason; it keeps its number and stays listed as revoked."""
    certificates = Certificate.objects.unscoped("the certificate at hand, which the decorator checked")
    certificate = certificates.select_for_update().get(pk=certificate.pk)
    if certificate.state != CertificateState.VALID:
        raise Refused(_("Only a valid certificate can be revoked."), "UH-1803")
    if not reason.strip():
        raise Refused(_("Write why the certificate is revoked."), "UH-1804", field="reason")
    certificate.state, certificate.revoked_at = CertificateState.REVOKED, timezone.now()
    certificate.revoked_because = masked_text(reason.strip())[:200]
    certificate.save(update_fields=["state", "revoked_at", "revoked_because"])
    note(certificate, old={"state": CertificateState.VALID}, new={"state": CertificateState.REVOKED}, reason=reason)
    return certificate


def _certificate(
    series: CertificateSeries, holder: Holder, title: str, expires_on: date | None, batch_id: int | None
) -> Certificate:
    return Certificate(
        series=series,
        holder_name=holder.name,
        title=title,
        particulars=masked(holder.particulars),
        unit_id=series.unit_id if holder.unit_id is None else holder.unit_id,
        expires_on=expires_on,
        batch_id=batch_id,
    )


def _number(series: CertificateSeries, certificates: list[Certificate]) -> None:
    """Give the next numbers; the series' lock is held to the end of the transaction, so that none is left out."""
    locked = CertificateSeries.objects.unscoped("the series at hand").select_for_update().get(pk=series.pk)
    for number, certificate in enumerate(certificates, locked.next_number):
        certificate.number, certificate.written_number = number, locked.written(number)
        certificate.state, certificate.issued_on = CertificateState.VALID, timezone.localdate()
    locked.next_number += len(certificates)
    locked.save(update_fields=["next_number"])
