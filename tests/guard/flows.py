"""The main ways in which personal numbers come into the program, driven through its own pages and jobs.

Every person here is invented, and found nowhere else: S17 and S18 look for these numbers where none may be.
"""

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.cast import Cast, build_cast
from tests.guard.oracle import Person12, seats_of
from tests.guard.planting import make_token
from tests.guard.world import browser_of
from unionhall.accounts import totp
from unionhall.accounts.jobs import send_messages
from unionhall.accounts.models import Invitation, SecondFactor, Tries
from unionhall.accounts.operations.users import invite_user
from unionhall.kit.national.id_numbers import check_character
from unionhall.kit.permission import all_permissions
from unionhall.membership.models import Application, Drive, Membership
from unionhall.membership.operations.drives import open_drive
from unionhall.membership.tests.factories import consent_version
from unionhall.organisation.models import Office, TreeChange, WorkingGroup
from unionhall.records import files
from unionhall.records.actors import System
from unionhall.records.jobs import seal_journal
from unionhall.records.worker import run_waiting

SYSTEM = System("guard")
CODE = re.compile(r"验证码\D{0,8}(\d{6})")
"""How the demonstration shows a code."""


def number_of(place: int, series: str = "77") -> str:
    """Return an invented ID number, each place its own person; another ``series`` gives other people."""
    first = f"1199{series}198{place % 10}0{place // 10 % 9 + 1}1{place % 9}{place:03}"
    return first + check_character(first)


def phone_of(place: int, series: str = "77") -> str:
    """Return an invented phone."""
    return f"12055{series}{place:04}"


class Flows:
    """A city at work; ``numbers`` are the ID numbers and phones that came in, ``names`` the people's names."""

    def __init__(self) -> None:
        self.cast: Cast = build_cast()
        self.numbers: set[str] = set()
        self.names: set[str] = set()
        self.places = iter(range(11, 500))
        self.version = consent_version()
        self.desk = self.officer(self.cast.street_cadre)
        self.drive = self._open_drive()

    def officer(self, user: Any) -> Client:
        """Return a browser in which an officer is signed in."""
        browser = browser_of(Person12(user.username, user, seats_of(user)))
        browser.raise_request_exception = True
        return browser

    def person(self) -> dict[str, str]:
        """Return what somebody types to join, all of it never seen before."""
        place = next(self.places)
        typed = {
            "name": f"麒{'甲乙丙丁戊己庚辛壬癸'[place % 10]}{'子丑寅卯辰巳午未'[place % 8]}",
            "id_number": number_of(place),
        }
        typed["phone"] = phone_of(place)
        self.numbers |= {typed["id_number"], typed["phone"]}
        self.names.add(typed["name"])
        return typed

    def _open_drive(self) -> Any:
        today = timezone.localdate()
        days = {"starts_on": today, "ends_on": today + timedelta(days=9)}
        return open_drive(unit=self.cast.jinzhan, name="集中入会", target=9, by=SYSTEM, **days)

    def all_of_them(self) -> None:
        """Drive every flow once."""
        self.joining()
        self.reviewing()
        self.member()
        self.invitation()
        self.leading()
        self.looking_for_numbers()
        self.program()
        self.background()

    def join(self, **changes: str) -> Any:
        """Prove a phone and send an application in; return it."""
        typed, client, path = self.person() | changes, Client(), reverse("membership:join", args=[self.drive.token])
        shown = client.post(path, {"phone": typed["phone"], "action": "code"}).content.decode()
        code = CODE.findall(shown)[0]
        client.post(path, {"phone": typed["phone"], "code": "000000", "action": "prove"})
        client.post(path, {"phone": typed["phone"], "code": code, "action": "prove"})
        work = {"work": "platform", "gig_category": "ride_hailing", "workplace": "顺路出行", "id_type": "resident"}
        form = {**typed, **work, "agrees_to_join": "on", "agrees_to_id": "on", "key": str(uuid4())}
        client.post(path, {**form, "id_number": typed["id_number"][:-1], "action": "check"})
        sealed = re.findall(
            r'name="sealed" value="([^"]+)"', client.post(path, {**form, "action": "check"}).content.decode()
        )
        client.post(path, {"sealed": sealed[0], "action": "send"})
        client.post(path, {**form, "action": "send"})
        client.get(reverse("membership:join-done", args=[self.drive.token]))
        found = Application._base_manager.filter(name=typed["name"]).latest("pk")
        assert found.mobile.reveal() == typed["phone"]
        return found

    def joining(self) -> None:
        """People join by phone, with help, and take it back."""
        for _time in range(3):
            self.join()
        typed = self.person()
        form = {**typed, "mobile": typed["phone"], "work": "employer", "workplace": "某公司", "id_type": "resident"}
        form |= {"agrees_to_join": "on", "agrees_to_id": "on", "key": str(uuid4())}
        answer = self.desk.post(reverse("membership:drive-assist", args=[self.drive.pk]), form)
        assert answer.status_code == 302, answer.context["form"].errors

    def sentence(self) -> str:
        """Return what an officer writes where a reason is asked for, with numbers in it."""
        numbers = sorted(self.numbers, key=len)
        return f"手机 {numbers[0]} 与身份证 {numbers[-1]} 不符"

    def verb(self, name: str, obj: Any, **typed: str) -> Any:
        """Send a form of the desk."""
        return self.desk.post(reverse(f"membership:{name}", args=[obj.pk]), {"key": str(uuid4()), **typed})

    def reviewing(self) -> None:
        """A reviewer decides, reveals, and writes numbers where a sentence is asked for."""
        first, second, third, fourth = Application._base_manager.order_by("pk")
        said = self.sentence()
        self.verb("application-reveal", first, field="id_number", reason=said)
        self.verb("application-return", second, **{"return-key": str(uuid4()), "return-reason": said})
        self.verb("application-reject", third, **{"reject-key": str(uuid4()), "reject-reason": said})
        self.verb("application-approve", first, **{"approve-key": str(uuid4()), "approve-opinion": said})
        batch = {"chosen": [str(fourth.pk)], "action": "approve", "reason": said, "key": str(uuid4())}
        self.desk.post(reverse("membership:application-batch"), batch)
        run_waiting()
        joined = Membership._base_manager.order_by("pk")
        assert len(joined) == 2
        day = {"happened_on": str(timezone.localdate()), "remark": said}
        self.verb("member-reveal", joined[0], field="mobile", reason=said)
        self.verb("member-retain", joined[0], reason="2", **day)
        self.verb("member-expel", joined[1], grounds=said)
        self.verb("member-end", joined[1], reason="5", **day)

    def member(self) -> None:
        """A member signs in by phone, asks for a correction with a number in it, takes a copy, changes the phone."""
        phone = Membership._base_manager.order_by("pk")[0].person.mobile.reveal()
        client, path = Client(), reverse("accounts:my-sign-in")
        Tries.objects.all().delete()  # A minute later
        shown = client.post(path, {"phone": phone, "key": str(uuid4())}).content.decode()
        code = CODE.findall(shown)[0]
        client.post(path, {"phone": phone, "code": code, "key": str(uuid4())})
        assert client.get(reverse("portal:home")).status_code == 200
        said = f"手机应为 {self.person()['phone']}"
        client.post(reverse("portal:data-correction"), {"text": said, "key": str(uuid4())})
        client.post(reverse("portal:data-export"), {"key": str(uuid4())})
        client.get(reverse("portal:card"))
        client.post(reverse("accounts:my-change-phone"), {"phone": self.person()["phone"], "key": str(uuid4())})

    def invitation(self) -> None:
        """An officer is invited by phone, chooses a password, sets an authenticator up, forgets and mistypes."""
        typed, client = self.person(), Client()
        user = invite_user(phone=typed["phone"], name=typed["name"], by=SYSTEM)
        client.post(
            reverse("accounts:sign-in"), {"login": typed["phone"], "password": "wrong-Password-1", "key": str(uuid4())}
        )
        assert Invitation.objects.filter(user=user).exists()
        officer = self.officer(user)
        officer.post(reverse("accounts:set-up-second-factor"), {"key": str(uuid4())})
        secret = SecondFactor.objects.filter(user=user).first()
        if secret is not None and secret.next_secret:
            code = totp.code_of_step(secret.next_secret.reveal(), totp.step_at(timezone.now().timestamp()))
            officer.post(reverse("accounts:confirm-second-factor"), {"code": code, "key": str(uuid4())})
        self.desk.post(reverse("organisation:office-new", args=[self.cast.base.pk]), self.person() | {"role": "clerk"})

    def leading(self) -> None:
        """A chair sets up a group, moves a unit, ends an office, and says why with a number."""
        said, chair, today = self.sentence(), self.officer(self.cast.city_chair), str(timezone.localdate())
        group = {"name": "专班", "purpose": said, "starts_on": today, "ends_on": today, "key": str(uuid4())}
        chair.post(reverse("organisation:group-new", args=[self.cast.jinzhan.pk]), group)
        move = {"target": self.cast.jinzhan.pk, "reason": said, "key": str(uuid4())}
        chair.post(reverse("organisation:unit-move", args=[self.cast.neighbour_base.pk]), move)
        office = Office._base_manager.get(user=self.cast.grassroots_chair)
        chair.post(reverse("organisation:office-end", args=[office.pk]), {"reason": said, "key": str(uuid4())})
        assert [WorkingGroup._base_manager.count(), TreeChange._base_manager.count()] == [1, 1]

    def looking_for_numbers(self) -> None:
        """Numbers are typed into every search and filter."""
        lists = (
            "membership:member-list",
            "membership:application-list",
            "accounts:user-list",
            "organisation:employer-list",
        )
        for name in (*lists, "organisation:unit-search", "records:journal-list", "records:certificate-search"):
            for number in sorted(self.numbers)[:3]:
                self.desk.get(reverse(name), {"q": number, "number": number, "code": number})
                self.desk.get(f"{reverse(name)}{number}/")

    def program(self) -> None:
        """A program hands an application in, once rightly and once with a number where it does not belong."""
        token = make_token(self.cast.street_cadre, [one.code for one in all_permissions()])[1]
        typed = self.person()
        entered = {"name": typed["name"], "id_number": typed["id_number"], "mobile": typed["phone"]}
        entered |= {"drive": str(self.drive.pk), "consent_version": self.version, "platform_name": "顺路"}
        for body in (entered, entered | {"id_type": typed["id_number"]}, entered | {"drive": typed["phone"]}):
            headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": str(uuid4())}
            Client().post("/api/v1/applications", body, content_type="application/json", headers=headers)

    def background(self) -> None:
        """Jobs keep a file, messages go out, the journal is sealed."""
        content = ",".join(sorted(self.numbers)).encode()
        files.keep(content, name="名册.csv", kind=files.RESULT, by=self.cast.street_cadre)
        run_waiting()
        send_messages()
        seal_journal()
        assert Drive._base_manager.get(pk=self.drive.pk).submitted_count
