"""What the guards plant at every unit: one object of each model that a page opens, full of words found nowhere else.

A new page about a model that is not here fails S1 with a sentence that says so: write a function and put it into
``FACTORIES``.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from unionhall.accounts.digests import digest
from unionhall.accounts.messages import queue_message
from unionhall.accounts.models import ApiToken, Invitation, Message, User
from unionhall.accounts.operations.tokens import START
from unionhall.kit.national.id_numbers import check_character
from unionhall.membership.models import (
    Affiliation,
    Application,
    Card,
    ConsentRecord,
    Drive,
    Expulsion,
    Membership,
    MembershipEvent,
    Person,
)
from unionhall.organisation.models import Employer, GroupSeat, Office, Place, TreeChange, Unit, WorkingGroup
from unionhall.records import files, journal
from unionhall.records.models import Certificate, CertificateSeries, Job, JournalLine, StoredFile

PAIRS = (
    *("珩岫", "璟沅", "翀霁", "骞沐", "昉芃", "煊湉", "峤屿", "垚淼"),
    *("旻翊", "澍菡", "骁珞", "瑄祎", "珺霖", "琰溪", "彧禾", "晗芷"),
)
"""Two characters for each unit, which no page, catalogue or cast uses."""

BEGAN = date(2024, 1, 8)
PEOPLE = "membership.view", "membership.view_own", "records.view-journal"
APPLICANTS = "membership.view_applications", "membership.view_drives", "records.view-journal"
TREE = "organisation.view", "accounts.view_users", "records.view-journal"
EMPLOYERS = "organisation.view_employers", "membership.view", "membership.view_applications"


@dataclass(frozen=True)
class Canary:
    """A planted word: only whoever holds one of the permissions at the unit (or owns the row) may read it."""

    text: str
    unit: Any
    codes: tuple[str, ...]
    owner_id: int | None = None


class Planter:
    """Plants at one unit; what depends on another object plants that first, once."""

    def __init__(self, unit: Any, number: int) -> None:
        self.unit, self.number, self.pair = unit, number, PAIRS[number]
        self.planted: dict[type, Any] = {}
        self.canaries: list[Canary] = []

    def get(self, model: type) -> Any:
        """Return the unit's object of a model, planted now if it is not there."""
        if model not in self.planted:
            self.planted[model] = FACTORIES[model](self)
        return self.planted[model]

    def word(self, text: str, *codes: str) -> str:
        """Remember a word with the pair of the unit in it, and who may read it; return it."""
        made = text.format(self.pair)
        self.canaries.append(Canary(made, self.unit, codes))
        return made

    def id_number(self, place: int) -> str:
        """Return an invented ID number of this unit."""
        first = f"1199{self.number + 1:02}19900108{place:02}1"
        return first + check_character(first)

    def phone(self, place: int) -> str:
        """Return an invented phone of this unit."""
        return f"1207{self.number:02}{place:05}"


def _officer(at: Planter) -> Any:
    name = at.word("尹{}", *TREE, "membership.view", "membership.view_applications", "records.view-certificate")
    user = User(username=f"officer-{at.number}", name=name, phone=at.phone(1))
    user.set_unusable_password()
    user.save()
    Office._base_manager.create(unit=at.unit, user=user, role="committee", starts_on=BEGAN)
    return user


def _office(at: Planter) -> Any:
    return Office._base_manager.get(user=at.get(User))


def _group(at: Planter) -> Any:
    facts = {"name": at.word("{}专班", *TREE), "purpose": at.word("{}之事", *TREE), "starts_on": BEGAN}
    return WorkingGroup._base_manager.create(unit=at.unit, ends_on=timezone.localdate() + timedelta(days=90), **facts)


def _seat(at: Planter) -> Any:
    user = User(username=f"seated-{at.number}", name=at.word("席{}", *TREE), phone=at.phone(2))
    user.save()
    return GroupSeat._base_manager.create(group=at.get(WorkingGroup), user=user, role="group_member")


def _employer(at: Planter) -> Any:
    facts = {"contact_name": at.word("冉{}", *EMPLOYERS), "address": at.word("{}胡同8号", *EMPLOYERS), "staff": 20}
    return Employer._base_manager.create(
        uscc=f"9111990000000{at.number:05}",
        name=at.word("{}餐饮配送公司", *EMPLOYERS, *PEOPLE, *APPLICANTS),
        street=at.unit,
        unit=at.unit,
        counted_at=at.unit,
        **facts,
    )


def _place(at: Planter) -> Any:
    name = at.word("{}职工驿站", "organisation.view_places", "organisation.view")
    return Place._base_manager.create(
        kind="station", name=name, unit=at.unit, address=at.word("{}里9号", "organisation.view_places")
    )


def _change(at: Planter) -> Any:
    return TreeChange._base_manager.create(
        verb="move",
        unit=at.unit,
        target=at.unit.parent,
        effective_on=timezone.localdate() + timedelta(days=400),
        state="asked",
        reason=at.word("{}之迁", "organisation.restructure"),
        asked_by=at.get(User),
    )


def _drive(at: Planter) -> Any:
    today = timezone.localdate()
    return Drive._base_manager.create(
        unit=at.unit,
        name=f"入会行动{at.number}",
        target=50,
        starts_on=today - timedelta(days=5),
        ends_on=today + timedelta(days=25),
        submitted_count=1,
    )


def _application(at: Planter) -> Any:
    return Application._base_manager.create(
        unit=at.unit,
        drive=at.get(Drive),
        channel="qr_onsite",
        status="unit_review",
        name=at.word("贾{}", *APPLICANTS),
        sex="M",
        birth_date=date(1990, 1, 8),
        id_number=at.id_number(11),
        mobile=at.phone(11),
        employer=at.get(Employer),
        employer_name=at.get(Employer).name,
        job_title=at.word("{}驾驶员", *APPLICANTS),
        consent_version="1",
        submitted_at=timezone.now(),
    )


def _consent(at: Planter) -> Any:
    return ConsentRecord._base_manager.create(
        application=at.get(Application), version="1", channel="qr_onsite", agreed_at=timezone.now()
    )


def _person(at: Planter) -> Any:
    return Person._base_manager.create(
        name=at.word("甄{}", *PEOPLE),
        search_terms=[f"甄{at.pair[0]}", at.pair],
        member_no=f"1199{at.number:02}240000001",
        sex="M",
        birth_date=date(1990, 1, 8),
        id_number=at.id_number(21),
        mobile=at.phone(21),
        residence=at.word("{}新村", *PEOPLE),
    )


def _membership(at: Planter) -> Any:
    person = at.get(Person)
    job = Affiliation._base_manager.create(person=person, employer=at.get(Employer), job_title="骑手", starts_on=BEGAN)
    found = Membership._base_manager.create(person=person, unit=at.unit, affiliation=job, joined_on=BEGAN)
    MembershipEvent._base_manager.create(
        membership=found,
        change="1",
        to_unit=at.unit,
        happened_on=BEGAN,
        recorded_at=timezone.now(),
        decided_by=at.get(User),
        note=at.word("{}经办", *PEOPLE),
    )
    return found


def _card(at: Planter) -> Any:
    return Card._base_manager.create(membership=at.get(Membership), issued_at=timezone.now())


def _expulsion(at: Planter) -> Any:
    grounds = at.word("{}案由", "membership.view", "membership.decide_committee")
    return Expulsion._base_manager.create(
        membership=at.get(Membership), grounds=grounds, asked_by=at.get(User), asked_at=timezone.now()
    )


def _job(at: Planter) -> Any:
    return Job._base_manager.create(
        kind="membership.review-batch",
        state="failed",
        result={"decided": 0, "refused": [{"id": str(at.get(Application).pk), "why": "不予通过"}]},
        fault=at.word("{}出错", "records.view-job"),
        created_by=at.get(User),
        unit_id=at.unit.pk,
        request_id=f"req{at.number}",
    )


def _file(at: Planter) -> Any:
    content = at.word("内容{}", "none").encode()
    return files.keep(
        content, name=at.word("{}名册.csv", "records.view-job"), kind=files.RESULT, by=at.get(User), unit_id=at.unit.pk
    )


def _line(at: Planter) -> Any:
    draft = journal.Draft(unit_id=at.unit.pk, reason=at.word("{}缘由", "records.view-journal"))
    draft.parameters = {"name": at.word("纪{}", "records.view-journal")}
    words = {
        "operation": "membership.approve_application",
        "permission": "membership.review",
        "text": "Passed the application of %(name)s",
    }
    return journal.write(draft, by=at.get(User), **words)


def _series(at: Planter) -> Any:
    facts = {"title": "志愿服务证书", "issuer": "市总工会", "next_number": 2}
    return CertificateSeries._base_manager.create(code=f"series-{at.number}", unit_id=at.unit.pk, **facts)


def _certificate(at: Planter) -> Any:
    return Certificate._base_manager.create(
        series=at.get(CertificateSeries),
        state="valid",
        number=1,
        written_number=f"{at.number:06}",
        holder_name=at.word("证{}", "records.view-certificate"),
        title="志愿服务",
        unit_id=at.unit.pk,
        issued_on=BEGAN,
    )


def _token(at: Planter) -> Any:
    return make_token(at.get(User))[0]


def _message(at: Planter) -> Any:
    return letter_to(at.get(User), at.word("信{}", "none"))


def _invitation(at: Planter) -> Any:
    facts = {"digest": digest("invitation", invitation_text(at.get(User)))}
    return Invitation.objects.create(user=at.get(User), expires_at=timezone.now() + timedelta(days=2), **facts)


FACTORIES: dict[type, Callable[[Planter], Any]] = {
    Unit: lambda at: at.unit,
    User: _officer,
    Office: _office,
    WorkingGroup: _group,
    GroupSeat: _seat,
    Employer: _employer,
    Place: _place,
    TreeChange: _change,
    Drive: _drive,
    Application: _application,
    ConsentRecord: _consent,
    Person: _person,
    Membership: _membership,
    Card: _card,
    Expulsion: _expulsion,
    Job: _job,
    StoredFile: _file,
    JournalLine: _line,
    CertificateSeries: _series,
    Certificate: _certificate,
    ApiToken: _token,
    Message: _message,
    Invitation: _invitation,
}


def invitation_text(user: Any) -> str:
    """Return what stands at the end of the link in a planted user's invitation."""
    return f"invitation-{user.username}"


def make_token(user: Any, scope: list[str] | None = None) -> tuple[Any, str]:
    """Give a user an API token, as its page would: the row, and the text that a program sends."""
    prefix, secret = f"{user.pk % 16**8:08x}", "guard-secret"
    facts = {"prefix": prefix, "digest": digest("api-token", secret), "scope": scope or ["organisation.view"]}
    ends = timezone.now() + timedelta(days=1)
    token = ApiToken.objects.create(user=user, name="程序", has_second_factor=True, expires_at=ends, **facts)
    return token, f"{START}_{prefix}_{secret}"


def letter_to(user: Any, text: str) -> Any:
    """Put a letter into a user's inbox."""
    params = {"name": text, "number": "1", "text": text}
    return queue_message(template="portal.correction", params=params, to_user=user)
