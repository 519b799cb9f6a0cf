"""What a person enters to join, checked by the national rules and by who may join (Trade Union Law, article 3)."""

from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from unionhall.kit.national import ages, id_numbers, mobile, names
from unionhall.kit.national.codes import EmploymentStatus, IdType, Sex
from unionhall.kit.refused import Refused
from unionhall.organisation.models import Employer

ON_PENSION = frozenset({EmploymentStatus.RETIRED, EmploymentStatus.RETIRED_CADRE, EmploymentStatus.RESIGNED_ON_PENSION})


@dataclass(frozen=True, kw_only=True)
class Particulars:
    """The fields of the form (入会申请书). Sex and date of birth are asked only where the paper does not tell them."""

    name: str
    id_number: str
    mobile: str
    id_type: str = IdType.RESIDENT
    sex: str = ""
    birth_date: date | None = None
    employer: Employer | None = None
    employer_name: str = ""
    job_title: str = ""
    gig_category: str = ""
    platform_name: str = ""
    employment_status: str = EmploymentStatus.EMPLOYED
    is_dispatched: bool = False
    is_migrant_worker: bool = False
    ethnicity: str = ""
    education: str = ""
    skill_level: str = ""

    def values(self) -> dict[str, Any]:
        """Return the fields by name, as the columns of an application."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


def checked(entered: Particulars) -> Particulars:
    """Return the particulars cleaned and completed, or refuse them with the field at fault and what to do."""
    today = timezone.localdate()
    try:
        name = names.clean_name(entered.name)
    except Refused as refused:
        raise _at(refused, "name") from None
    try:
        identity = id_numbers.parse(entered.id_number, entered.id_type, youngest=ages.lowest_working_age(today))
    except Refused as refused:
        raise _at(refused, "id_number") from None
    try:
        phone = mobile.parse(entered.mobile)
    except Refused as refused:
        raise _at(refused, "mobile") from None
    complete = replace(
        entered,
        name=name,
        id_number=identity.number,
        mobile=phone,
        sex=identity.sex or entered.sex,
        birth_date=identity.birth_date or entered.birth_date,
        employer_name=entered.employer.name if entered.employer else entered.employer_name.strip(),
    )
    _check_paper_tells_enough(complete)
    _check_age(complete, today)
    return complete


def _at(refused: Refused, field: str) -> Refused:
    """Return the refusal with the form field at fault."""
    return Refused(refused.message, refused.code, field=field)


def _check_paper_tells_enough(entered: Particulars) -> None:
    if entered.sex not in Sex.values:
        raise Refused(_("Choose the sex as it stands on the paper."), "UH-4111", field="sex")
    if entered.birth_date is None:
        raise Refused(_("Enter the date of birth as it stands on the paper."), "UH-4112", field="birth_date")


def _check_age(entered: Particulars, today: date) -> None:
    birth_date = entered.birth_date or today
    youngest = ages.lowest_working_age(today)
    if ages.full_years(birth_date, today) < youngest:
        raise Refused(
            _("Members are at least %(age)s years old. Compare the date of birth with the card.") % {"age": youngest},
            "UH-4113",
            field="birth_date",
        )
    if entered.employment_status not in ON_PENSION:
        return
    career = ages.Career.MAN if entered.sex == Sex.MALE else ages.Career.WOMAN_CADRE
    if ages.is_of_retirement_age(birth_date, career, today):
        raise Refused(
            _("Whoever has retired is not newly admitted. Retired members keep the membership they had."),
            "UH-4114",
            field="employment_status",
        )
