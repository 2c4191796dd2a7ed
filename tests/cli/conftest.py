"""A small week as a CSV folder, and a runner for commands."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kakehashi.cli.main import kakehashi

HEADINGS = {
    "participants": "Organisation,Name in Latin letters,Side,Cohort,Country,Locality,Languages spoken,People,Time zone,"
    "Attendance,Earliest,Latest,Blocked slots,Least meetings,Most meetings,Priority,Fictitious,About",
    "offers_needs": "Organisation,Offer or need,Kind of deal,Text,Language,HS heading,Certificates,Volume,Valid until",
}

WEEK = {
    "event": """Item,Value,From,To
Event name,Small week (fictitious),,
Time zone,Asia/Tokyo,,
First day,2027-03-09,,
Last day,2027-03-09,,
Slot length (minutes),30,,
Time between slots (minutes),0,,
Who may meet,between sides,,
Session,Morning,09:00,11:00
""",
    "participants": HEADINGS["participants"]
    + """
Khuôn Mẫu Sông Hồng,Khuon Mau Song Hong,VN,,VN,VN-HN,vi,Nguyễn An / Nguyen An,Asia/Ho_Chi_Minh,online,,,,,,,yes,
Cao Su Đồng Nai Mẫu,Cao Su Dong Nai Mau,VN,,VN,VN-39,vi,,,,,,,,,,yes,
架空精密株式会社,Kaku Seimitsu,JP,,JP,JP-13,ja,架空 太郎 / Kaku Taro,,,,,,,,,yes,
見本樹脂株式会社,Mihon Jushi,JP,,JP,JP-23,ja,,,,,,,,,,yes,
""",
    "offers_needs": HEADINGS["offers_needs"]
    + """
Khuôn Mẫu Sông Hồng,offer,manufacturing,"Gia công khuôn ép nhựa, dung sai ±0,01 mm, thép NAK80",,8480,ISO 9001,,
Cao Su Đồng Nai Mẫu,offer,goods,"Gioăng cao su EPDM chịu nhiệt cho máy bơm",,4016,,,
架空精密株式会社,need,manufacturing,プラスチック射出成形用金型の製作を委託したい。公差±0.01mm,,8480,ISO 9001,,
見本樹脂株式会社,need,goods,ポンプ用のEPDMゴムパッキンを購入したい,,4016,,,
""",
    "wishes": "Organisation,Wants to meet,Wish,Note\n架空精密株式会社,Khuôn Mẫu Sông Hồng,must,\n",
    "tables": "Hall,Table,Blocked slots\nA,1,\nA,2,\n",
    "interpreters": "Name,Language pairs,From,Until,Blocked slots,Longest run\nTrần Mai,vi-ja,,,,3\n",
}


@pytest.fixture
def week_folder(tmp_path: Path) -> Path:
    """A week that has no faults."""
    folder = tmp_path / "week"
    folder.mkdir()
    for sheet, text in WEEK.items():
        (folder / f"{sheet}.csv").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def change(week_folder: Path) -> Callable[[str, str, str], Path]:
    """Replaces a text in one sheet of the week."""

    def replace(sheet: str, old: str, new: str) -> Path:
        path = week_folder / f"{sheet}.csv"
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return week_folder

    return replace


@pytest.fixture
def run(tmp_path: Path, settings, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Runs a command in an empty folder, in English unless told otherwise."""
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.chdir(work)
    monkeypatch.setenv("LC_ALL", "C")

    def invoke(*arguments: str | Path) -> Result:
        return CliRunner().invoke(kakehashi, [str(a) for a in arguments])

    yield invoke
    shutil.rmtree(work, ignore_errors=True)
