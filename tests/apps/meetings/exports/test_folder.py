import re
from dataclasses import replace
from pathlib import Path

from kakehashi.apps.events.week import Firm
from kakehashi.apps.meetings.exports import write_programme
from kakehashi.apps.meetings.exports.words import latin_slug
from kakehashi.apps.meetings.planning import Plan


def test_every_participant_gets_its_files(handmade_plan: Plan, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    paths = write_programme(handmade_plan, tmp_path, "ja", progress=lambda done, total: told.append((done, total)))
    names = [path.relative_to(tmp_path).as_posix() for path in paths]
    assert names == [
        "programme.xlsx",
        "agendas/001-trang-vi-mould-jsc.html",
        "agendas/001-trang-vi-mould-jsc.ics",
        "agendas/002-script-alert-1-script-co.html",
        "agendas/002-script-alert-1-script-co.ics",
        "agendas/003-ukago-kogyo-co-ltd.html",
        "agendas/003-ukago-kogyo-co-ltd.ics",
        "agendas/004-hyperlink-http-example-org-x.html",
        "agendas/004-hyperlink-http-example-org-x.ics",
        "agendas/005-pacific-rim-trading.html",
        "agendas/005-pacific-rim-trading.ics",
        "agendas/006-cong-ty-dinh-oc.html",
        "agendas/007-participant.html",
        "index.html",
    ]
    assert all(path.is_file() for path in paths)
    assert {p for p in tmp_path.rglob("*") if p.is_file()} == set(paths)
    assert told == [(done, 9) for done in range(1, 10)]


def test_the_list_leads_to_every_agenda(handmade_plan: Plan, tmp_path: Path) -> None:
    write_programme(handmade_plan, tmp_path, "ko")
    html = (tmp_path / "index.html").read_text(encoding="utf-8")
    links = re.findall(r'href="([^"]+)"', html)
    assert len(links) == 13
    assert all((tmp_path / link).is_file() for link in links)
    assert '<html lang="ko">' in html
    assert "<script" not in html


def test_same_plan_same_bytes(handmade_plan: Plan, tmp_path: Path) -> None:
    contents = []
    for name in ("one", "two"):
        folder = tmp_path / name
        folder.mkdir()
        paths = write_programme(handmade_plan, folder, "vi")
        contents.append([(path.relative_to(folder), path.read_bytes()) for path in paths])
    assert contents[0] == contents[1]


def test_the_language_decides_list_and_workbook_not_agendas(handmade_plan: Plan, tmp_path: Path) -> None:
    pages = []
    for language in ("en", "ja"):
        folder = tmp_path / language
        folder.mkdir()
        write_programme(handmade_plan, folder, language)
        pages.append((folder / "agendas/001-trang-vi-mould-jsc.html").read_bytes())
    assert pages[0] == pages[1]


def test_a_slug_is_short_and_plain() -> None:
    firm = Firm(1, "Công ty Đường Sắt", frozenset(), "UTC")
    assert latin_slug(firm) == "cong-ty-duong-sat"
    assert latin_slug(replace(firm, latin="../../etc")) == "etc"
    assert len(latin_slug(replace(firm, latin="long name " * 20))) <= 40
    assert latin_slug(replace(firm, name="株式会社", latin="")) == "participant"
