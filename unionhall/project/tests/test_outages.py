import errno

import psycopg.errors
import pytest
from django.db import OperationalError, connection
from django.urls import path

from unionhall.kit.access import public
from unionhall.project import health


@public
def loses_database(request):
    raise OperationalError("server closed the connection unexpectedly")


@public
def fills_disk(request):
    raise OSError(errno.ENOSPC, "No space left on device")


@public
def fills_database_disk(request):
    raise OperationalError("could not extend file") from psycopg.errors.DiskFull("could not extend file")


@public
def breaks(request):
    raise RuntimeError("a fault of ours")


urlpatterns = [
    path("lost/", loses_database),
    path("full/", fills_disk),
    path("full-database/", fills_database_disk),
    path("broken/", breaks),
]
handler500 = "unionhall.project.errors.server_error"
handler404 = "unionhall.project.errors.not_found"

pytestmark = pytest.mark.urls(__name__)


@pytest.fixture
def client(client):
    client.raise_request_exception = False
    return client


@pytest.mark.parametrize(
    ("place", "status", "retry"),
    [("/lost/", 503, "10"), ("/full/", 507, "10"), ("/full-database/", 507, "10"), ("/broken/", 500, None)],
)
def test_an_outage_is_told_from_a_fault_of_ours_without_asking_the_database(client, place, status, retry):
    answer = client.get(place)

    assert (answer.status_code, answer.get("Retry-After")) == (status, retry)
    assert f"UH-9{status}" in answer.content.decode()


def test_programs_get_the_outage_as_json(client):
    answer = client.get("/lost/", headers={"accept": "application/json"})

    assert answer.json()["code"] == "UH-9503"


def test_a_page_that_is_not_there_speaks_the_readers_language(client):
    chinese = client.get("/nowhere/", headers={"accept-language": "zh-hans"}).content.decode()
    english = client.get("/nowhere/", headers={"accept-language": "en"}).content.decode()

    assert "页面不存在" in chinese
    assert "There is no such page" in english


@pytest.mark.urls("unionhall.project.urls")
def test_health_is_told_in_words_and_in_json(client, db):
    words = client.get("/healthz")
    parts = client.get("/healthz", headers={"accept": "application/json"})

    assert (words.status_code, words.content.decode()) == (200, "database: ok\nmigrations: ok\ndisk: ok\n")
    assert parts.json() == {"database": "ok", "migrations": "ok", "disk": "ok"}


@pytest.mark.urls("unionhall.project.urls")
def test_a_nearly_full_disk_is_not_healthy(client, db, monkeypatch):
    monkeypatch.setattr(health, "LEAST_FREE_BYTES", 10**18)

    answer = client.get("/healthz")

    assert (answer.status_code, answer.content.decode().splitlines()[2]) == (503, "disk: is nearly full")


@pytest.mark.urls("unionhall.project.urls")
def test_a_lost_database_is_not_healthy_and_is_well_again_by_itself(client, db, monkeypatch):
    def lost(*_):
        raise OperationalError("gone")

    with monkeypatch.context() as gone:
        gone.setattr(connection, "cursor", lost)
        during = client.get("/healthz")
    after = client.get("/healthz")

    assert (during.status_code, during.content.decode().splitlines()[0]) == (503, "database: does not answer")
    assert after.status_code == 200
