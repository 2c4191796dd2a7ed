"""Can everybody use the pages: at every width, by keyboard, with assistive technology, on paper?"""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

FORUM = "events/forum/"
PAGES = (
    "",
    FORUM,
    f"{FORUM}programme/",
    f"{FORUM}programme/?by=table",
    f"{FORUM}programme/?by=interpreter&day=2",
    f"{FORUM}participants/",
    f"{FORUM}unmet/",
    f"{FORUM}firms/kirigaoka/",
    f"{FORUM}firms/dong-tam/",
)
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}


@pytest.fixture
def shown(forum, site):
    """The site with the small event in it."""
    return site


def violations(page: Page) -> list[str]:
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{page.url} {one['id']}: {node['html'][:160]}" for one in found for node in one["nodes"]]


@pytest.mark.parametrize("width", [360, 1280])
def test_no_page_has_an_accessibility_fault(shown, width: int) -> None:
    """Every page at both widths; the languages take turns, so that each meets each width."""
    faults = []
    for place, path in enumerate(PAGES):
        language = ("vi", "ja", "ko", "en")[(place + (width > 360)) % 4]
        page = shown.open(f"{language}/{path}", width)
        faults += violations(page)
        page.close()
    assert faults == []


@pytest.mark.parametrize("language", ["vi", "ko"])
def test_no_page_is_wider_than_a_phone(shown, language: str) -> None:
    page = shown.open(f"{language}/", 360)
    for path in PAGES:
        page.goto(f"{shown.address}/{language}/{path}")
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= 360, f"{path} is {width} wide"


def test_head_row_and_first_column_stay_in_sight(shown) -> None:
    page = shown.open(f"en/{FORUM}programme/", 800)
    page.evaluate("document.querySelector('.grid-frame').style.width = '420px'")
    page.evaluate("document.querySelector('.grid-frame').style.height = '300px'")
    page.evaluate("document.querySelector('.grid-frame').scrollTo(300, 200)")
    frame = page.locator(".grid-frame").bounding_box()
    scrolled = page.evaluate("document.querySelector('.grid-frame').scrollLeft")
    first = page.locator(".grid tbody th").nth(1).bounding_box()
    head = page.locator(".grid thead").bounding_box()
    assert frame is not None
    assert first is not None
    assert head is not None
    assert scrolled > 100
    assert abs(first["x"] - frame["x"]) < 3
    assert abs(head["y"] - frame["y"]) < 3


@pytest.mark.parametrize("language", ["vi", "ja", "ko"])
def test_no_name_runs_out_of_its_cell(shown, language: str) -> None:
    page = shown.open(f"{language}/{FORUM}programme/?rows=all")
    wide = page.locator(".grid tbody th, .grid td.meeting").evaluate_all(
        "cells => cells.filter(c => c.scrollWidth > c.clientWidth + 1).map(c => c.innerText)"
    )
    assert wide == []


def test_grid_is_a_list_on_a_phone(shown) -> None:
    page = shown.open(f"en/{FORUM}programme/", 360)
    assert page.locator(".grid .when").first.is_visible()
    assert not page.locator(".grid thead").is_visible()
    assert page.locator(".grid td.free").first.is_hidden()
    assert page.locator(".grid td.meeting").first.inner_text().startswith("09:00")


def test_skip_link_comes_first_and_leads_to_the_content(shown) -> None:
    page = shown.open(f"en/{FORUM}")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.evaluate("document.activeElement.getBoundingClientRect().top") >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


@pytest.mark.parametrize("path", [f"{FORUM}programme/", f"{FORUM}participants/"])
def test_focus_is_always_visible(shown, path: str) -> None:
    page = shown.open(f"en/{path}")
    for _ in range(22):
        page.keyboard.press("Tab")
        outline = page.evaluate(
            "(({outlineStyle, outlineWidth}) => [outlineStyle, parseFloat(outlineWidth)])"
            "(getComputedStyle(document.activeElement))"
        )
        assert outline[0] == "solid"
        assert outline[1] >= 2


def test_the_cell_in_focus_is_not_hidden_under_the_head_or_the_names(shown) -> None:
    page = shown.open(f"en/{FORUM}programme/", 800)
    page.evaluate("document.querySelector('.grid-frame').style.width = '420px'")
    page.evaluate("document.querySelector('.grid-frame').style.height = '220px'")
    cells = page.locator(".grid td a")
    for place in (*range(cells.count()), *reversed(range(cells.count()))):
        cells.nth(place).focus()
        assert cells.nth(place).evaluate(
            "a => { const r = a.getClientRects()[0], xs = [r.left + 3, r.right - 3], ys = [r.top + 8, r.bottom - 5];"
            " return xs.some(x => ys.some(y => a.contains(document.elementFromPoint(x, y)))) }"
        ), cells.nth(place).inner_text()


def test_filters_work_without_script(shown) -> None:
    page = shown.open(f"en/{FORUM}participants/", java_script_enabled=False)
    page.get_by_label("Name").fill("dong")
    page.get_by_role("button").click()
    assert "q=dong" in page.url
    assert page.locator("tbody tr").count() == 1


def test_language_switch_keeps_the_page(shown) -> None:
    page = shown.open(f"en/{FORUM}unmet/?asked=must")
    page.get_by_role("link", name="한국어").click()
    assert page.url.endswith(f"/ko/{FORUM}unmet/?asked=must")
    assert page.locator("html").get_attribute("lang") == "ko"


def test_every_style_and_picture_is_found(shown) -> None:
    page = shown.browser.new_page()
    seen: list[tuple[str, int]] = []
    page.on("response", lambda response: seen.append((response.url, response.status)))
    page.goto(f"{shown.address}/ja/{FORUM}")
    assert [entry for entry in seen if entry[1] >= 400] == []
    assert any(url.endswith("kakehashi.css") for url, _ in seen)


def test_paper_leaves_out_what_cannot_be_pressed(shown) -> None:
    page = shown.open(f"ja/{FORUM}programme/")
    page.emulate_media(media="print")
    for name in (".languages", ".tabs", ".filter", ".chooser"):
        assert not page.locator(name).first.is_visible()
    assert page.locator(".grid thead").is_visible()
