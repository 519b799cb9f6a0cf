"""Long work of membership: deciding on many applications, one short transaction each."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from unionhall.kit.refused import Refused
from unionhall.membership import permissions
from unionhall.membership.models import Application
from unionhall.membership.operations.review import approve_application, reject_application, return_application
from unionhall.records.jobs import actor_of, job_kind
from unionhall.records.models import Job

KIND = "membership.review-batch"
BATCH_MOST = 500
VERDICTS = ("approve", "return", "reject")


@job_kind(KIND, _("Review of chosen applications"), permissions.REVIEW.code)
def review_batch(job: Job) -> bool:
    """Decide on the next application; one that cannot be decided is kept with its sentence, and the rest goes on."""
    chosen: list[str] = job.arguments["applications"]
    place = job.cursor.get("place", 0)
    if place >= len(chosen):
        return False
    rows = Application.objects.unscoped("the operation asks the permission for each")
    application = rows.select_related("unit", "drive", "employer").filter(pk=int(chosen[place])).first()
    result = job.result or {"decided": 0, "refused": []}
    if application is not None:
        try:
            with transaction.atomic():
                _decide(application, job.arguments, actor_of(job))
            result["decided"] += 1
        except Refused as refused:
            result["refused"].append({"id": chosen[place], "code": refused.code, "why": str(refused)})
    job.cursor, job.result, job.done = {"place": place + 1}, result, place + 1
    return place + 1 < len(chosen)


def _decide(application: Application, arguments: dict[str, Any], by: Any) -> None:
    if arguments["verdict"] == "approve":
        approve_application(application=application, opinion=arguments["reason"], by=by)
    elif arguments["verdict"] == "return":
        return_application(application=application, reason=arguments["reason"], by=by)
    else:
        reject_application(application=application, reason=arguments["reason"], by=by)
