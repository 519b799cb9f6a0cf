"""What every journey needs: a browser, beside the database."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.chromium import executable

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-dev-shm-usage"]


@pytest.fixture(scope="module", autouse=True)
def _browser_and_database_in_one_thread() -> Iterator[None]:
    """Playwright keeps an event loop in this thread, in which Django would not ask the database."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        yield


@pytest.fixture
def browser() -> Iterator[Browser]:
    """Give a browser that is closed before the database is emptied."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=executable(), args=FLAGS)
        yield opened
        opened.close()
