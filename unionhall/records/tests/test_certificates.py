"""Certificates: numbers without a gap, codes that fit one certificate only."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from unionhall.kit.refused import Refused, SecondFactorNeeded
from unionhall.records import operations, queries
from unionhall.records.actors import System
from unionhall.records.models import Certificate
from unionhall.records.operations import Holder
from unionhall.records.tests.factories import make_series, make_user, office


def issue(series: Any, **more: Any) -> Certificate:
    return operations.issue_certificate(series=series, holder=Holder("张三"), title="服务", by=System("test"), **more)


@pytest.mark.django_db
def test_numbers_are_written_with_the_series_prefix() -> None:
    series = make_series(prefix="京志", digits=4)

    assert [issue(series).written_number for _ in range(2)] == ["京志0001", "京志0002"]


@pytest.mark.django_db(transaction=True)
def test_sixteen_at_once_get_numbers_without_gap_or_double_though_some_fail() -> None:
    series = make_series()

    def work(is_failing: bool) -> None:
        for _ in range(5):
            try:
                issue(series, expires_on="never" if is_failing else None)
            except Exception:
                assert is_failing
        connection.close()

    threads = [threading.Thread(target=work, args=(number % 4 == 0,)) for number in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    numbers = Certificate.objects.unscoped("test").order_by("number").values_list("number", flat=True)
    assert list(numbers) == list(range(1, 61))


@pytest.mark.django_db
def test_a_certificate_is_revoked_once_for_a_reason_with_the_second_factor() -> None:
    certificate, user = issue(make_series()), make_user()
    with office(user, 7), pytest.raises(SecondFactorNeeded):
        operations.revoke_certificate(certificate=certificate, reason="有误", by=user)
    with pytest.raises(Refused) as without_reason:
        operations.revoke_certificate(certificate=certificate, reason=" ", by=System("test"))

    revoked = operations.revoke_certificate(certificate=certificate, reason="有误", by=System("test"))
    with pytest.raises(Refused) as twice:
        operations.revoke_certificate(certificate=revoked, reason="有误", by=System("test"))

    assert (revoked.state, revoked.number) == ("revoked", certificate.number)
    assert (without_reason.value.code, twice.value.code) == ("UH-1804", "UH-1803")


@pytest.mark.django_db
def test_a_code_fits_only_its_own_number() -> None:
    series = make_series()
    one, two = issue(series), issue(series)

    assert queries.certificate_by_number(one.written_number, one.check_code) == one
    assert queries.certificate_by_number(one.written_number, two.check_code) is None
    assert queries.certificate_by_number("", "") is None


@pytest.mark.django_db
def test_a_certificate_ends_after_its_last_day() -> None:
    today = timezone.localdate()
    certificate = issue(make_series(), expires_on=today)

    assert (certificate.is_expired(today), certificate.is_expired(today + timedelta(days=1))) == (False, True)


@pytest.mark.django_db
def test_a_second_series_of_one_code_is_refused() -> None:
    make_series(code="hours")

    with pytest.raises(Refused) as refusal:
        make_series(code="hours")

    assert refusal.value.code == "UH-1801"


@pytest.mark.django_db
@pytest.mark.parametrize("count", [0, 20_001])
def test_an_order_of_none_or_too_many_is_refused(count: int) -> None:
    with pytest.raises(Refused) as refusal:
        operations.order_certificates(
            series=make_series(), holders=[Holder("张三")] * count, title="服务", by=System("test")
        )

    assert refusal.value.code == "UH-1802"
