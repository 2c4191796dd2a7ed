"""A browser and a site to look at; skipped with a message where there is no Chromium."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@dataclass
class Site:
    """A running site and the browser that looks at it."""

    address: str
    browser: Browser
    complaints: list[str]

    def open(self, path: str, width: int = 1280, **given: object) -> Page:
        """A new page at this path; what its console complains of is kept."""
        page = self.browser.new_page(viewport={"width": width, "height": 800}, **given)  # type: ignore[arg-type]
        page.on("console", lambda m: self.complaints.append(f"{path}: {m.text}") if m.type == "error" else None)
        page.on("pageerror", lambda error: self.complaints.append(f"{path}: {error}"))
        page.goto(f"{self.address}/{path}")
        return page


@pytest.fixture
def site(transactional_db: None, live_server) -> Iterator[Site]:
    """The small event, served; the browser ends before the database is emptied."""
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine: install the package `chromium` to run the browser tests")
    yield from _open_site(live_server.url)


def _open_site(address: str) -> Iterator[Site]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        site = Site(address, browser, [])
        yield site
        browser.close()
    assert site.complaints == []
