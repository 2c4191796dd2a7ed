"""What does the event sheet say: names, days, sessions, breaks, and the meeting slots that follow from them?"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from rapidfuzz import fuzz, process

from kakehashi.apps.events.folding import fold_label
from kakehashi.apps.events.week import AGENDA_LANGUAGES, Period, Slot
from kakehashi.apps.events.workbook.choices import ITEMS, RULES
from kakehashi.apps.events.workbook.faults import quote
from kakehashi.apps.events.workbook.moments import read_date, read_moment
from kakehashi.apps.events.workbook.table import Row, Sheet
from kakehashi.apps.events.workbook.values import count_reader, did_you_mean, read_zone

MOST_DAYS = 31
MOST_SLOTS = 2_000
_NAME = 300
_TIMED = ("Session", "Break")
_REQUIRED = ("Time zone", "First day", "Last day", "Slot length (minutes)", "Who may meet")


@dataclass
class Frame:
    """The event without its firms; what could not be read is empty, and its faults are in the ledger."""

    name: str = ""
    names: dict[str, str] = field(default_factory=dict)
    organiser: str = ""
    place: str = ""
    time_zone: str = "UTC"
    first_day: date = date.min
    last_day: date = date.min
    days: tuple[date, ...] = ()
    slot_minutes: int = 0
    gap_minutes: int = 0
    way_minutes: int = 0
    between_sides: bool | None = None
    sessions: tuple[Period, ...] = ()
    breaks: tuple[Period, ...] = ()
    slots: tuple[Slot, ...] = ()


def read_event(sheet: Sheet) -> Frame:
    """The frame of the event; every fault goes to the sheet's ledger."""
    items: dict[str, Row] = {}
    timed: dict[str, list[Row]] = {kind: [] for kind in _TIMED}
    for row in sheet.rows:
        item = _read_item(row)
        if item in _TIMED:
            if any(row.cells.get(column, "") != "" for column in ("Value", "From", "To")):
                timed[item].append(row)
            else:
                items.setdefault(item, row)  # the template's own row, not filled in
        elif item and item in items:
            row.fault(
                "Item",
                _("“%(item)s” stands here a second time, after row %(row)s.")
                % {"item": quote(row.text("Item")), "row": items[item].number},
                _("Keep one of the two rows."),
            )
        elif item:
            items[item] = row
    frame = Frame()
    if sheet.headings:
        _read_words(sheet, items, frame)
        _read_frame(sheet, items, frame)
        _read_periods(sheet, items, timed, frame)
    return frame


def _read_item(row: Row) -> str | None:
    text = row.required("Item", _NAME)
    code = ITEMS.read(text) if text else None
    if text and code is None:
        meant = process.extractOne(fold_label(text), ITEMS.spellings(), scorer=fuzz.ratio, score_cutoff=70)
        labels = " | ".join(str(label) for label in ITEMS.labels.values())
        row.fault(
            "Item",
            _("“%(text)s” is not an item of the event.") % {"text": quote(text)},
            did_you_mean(
                str(ITEMS.labels[meant[0]]) if meant else None,
                _("Write one of: %(words)s.") % {"words": labels},
            ),
        )
    return code


def _read_words(sheet: Sheet, items: dict[str, Row], frame: Frame) -> None:
    def word(item: str) -> str:
        return items[item].text("Value", _NAME) if item in items else ""

    frame.names = {language: name for language in AGENDA_LANGUAGES if (name := word(f"Event name ({language})"))}
    frame.name = word("Event name") or next(iter(frame.names.values()), "")
    frame.organiser, frame.place = word("Organiser"), word("Place")
    if not frame.name:
        _note_missing(sheet, items, "Event name")


def _read_frame(sheet: Sheet, items: dict[str, Row], frame: Frame) -> None:
    for item in _REQUIRED:
        if item not in items or items[item].cells.get("Value", "") == "":
            _note_missing(sheet, items, item)
    if row := items.get("Time zone"):
        frame.time_zone = row.read("Value", read_zone) or "UTC"
    if row := items.get("Slot length (minutes)"):
        frame.slot_minutes = row.read("Value", count_reader(5, 480)) or 0
    if row := items.get("Time between slots (minutes)"):
        frame.gap_minutes = row.read("Value", count_reader(0, 240)) or 0
    if row := items.get("Way between halls (minutes)"):
        frame.way_minutes = row.read("Value", count_reader(0, 240)) or 0
    if row := items.get("Who may meet"):
        rule = row.choose("Value", RULES)
        frame.between_sides = None if rule is None else rule == "between sides"
    if "First day" in items and "Last day" in items:
        _read_days(items["First day"], items["Last day"], frame)


def _read_days(first_row: Row, last_row: Row, frame: Frame) -> None:
    first, last = first_row.read("Value", read_date), last_row.read("Value", read_date)
    if first is None or last is None:
        return
    length = (last - first).days + 1
    if length < 1:
        problem = _("The last day, %(last)s, is before the first day, %(first)s.")
        last_row.fault("Value", problem % {"first": first, "last": last}, _("Correct one of the two days."))
    elif length > MOST_DAYS:
        problem = _("The event would last %(days)s days; at most %(most)s are possible.")
        last_row.fault("Value", problem % {"days": length, "most": MOST_DAYS}, _("Correct one of the two days."))
    else:
        frame.first_day, frame.last_day = first, last
        frame.days = tuple(first + timedelta(days=day) for day in range(length))


def _note_missing(sheet: Sheet, items: dict[str, Row], item: str) -> None:
    if item in items and items[item].cells.get("Value", "") is None:
        return
    sheet.fault(
        _("“%(item)s” is not stated.") % {"item": str(ITEMS.labels[item])},
        _("Fill in its row: %(hint)s") % {"hint": str(ITEMS.details[item])},
        row=items[item].number if item in items else None,
        column="Value",
    )


def _read_periods(sheet: Sheet, items: dict[str, Row], timed: dict[str, list[Row]], frame: Frame) -> None:
    if not timed["Session"]:
        _note_missing(sheet, items, "Session")
    held: dict[str, list[tuple[Period, Row]]] = {}
    for kind, rows in timed.items():
        periods = [(period, row) for row in rows for period in _read_period(row, frame)]
        held[kind] = sorted(periods, key=lambda held: held[0].start)
    for (before, row_before), (after, row_after) in zip(held["Session"], held["Session"][1:], strict=False):
        if after.start < before.end:
            row_after.fault(
                "From",
                _("On %(day)s this session begins at %(start)s, before the one of row %(row)s ends at %(end)s.")
                % {
                    "day": after.start.date(),
                    "start": f"{after.start:%H:%M}",
                    "row": row_before.number,
                    "end": f"{before.end:%H:%M}",
                },
                _("Correct the times: sessions must not overlap. A pause inside a session is a break."),
            )
    frame.sessions = tuple(period for period, _row in held["Session"])
    frame.breaks = tuple(period for period, _row in held["Break"])
    if frame.sessions and frame.slot_minutes:
        _cut_slots(sheet, timed["Session"], frame)


def _read_period(row: Row, frame: Frame) -> Iterator[Period]:
    name = row.text("Value", _NAME)
    start, end = row.read("From", read_moment, required=True), row.read("To", read_moment, required=True)
    for column, moment in (("From", start), ("To", end)):
        if moment is not None and moment.clock is None:
            row.fault(column, _("The time of day is missing."), _("Write 09:30, or 2027-03-09 09:30."))
    if start is None or end is None or start.clock is None or end.clock is None:
        return
    if end.day is not None and end.day != start.day:
        row.fault(
            "To",
            _("From and To do not name the same day."),
            _("Write the day in both or in neither; a session ends on the day on which it begins."),
        )
    elif end.clock <= start.clock:
        row.fault(
            "To",
            _("It ends at %(end)s, which is not after %(start)s.")
            % {"end": f"{end.clock:%H:%M}", "start": f"{start.clock:%H:%M}"},
            _("Write the earlier time in From and the later one in To."),
        )
    elif start.day is not None and frame.days and start.day not in frame.days:
        row.fault(
            "From",
            _("%(day)s is not a day of the event, which lasts from %(first)s to %(last)s.")
            % {"day": start.day, "first": frame.first_day, "last": frame.last_day},
            _("Correct this day, or the first and last day of the event."),
        )
    else:
        zone = ZoneInfo(frame.time_zone)
        for place, day in enumerate(frame.days):
            if start.day in (None, day):
                yield Period(
                    name, place, datetime.combine(day, start.clock, zone), datetime.combine(day, end.clock, zone)
                )


def _cut_slots(sheet: Sheet, rows: list[Row], frame: Frame) -> None:
    frame.slots = tuple(cut_slots(frame.sessions, frame.breaks, frame.slot_minutes, frame.gap_minutes))
    if not frame.slots:
        rows[0].fault(
            "From",
            _("The sessions leave no room for a meeting of %(minutes)s minutes.") % {"minutes": frame.slot_minutes},
            _("Make a session longer, a break shorter, or the slots shorter."),
        )
    elif len(frame.slots) > MOST_SLOTS:
        rows[0].fault(
            "From",
            _("The sessions give %(slots)s meeting slots; at most %(most)s are possible.")
            % {"slots": len(frame.slots), "most": MOST_SLOTS},
            _("Correct the days, the sessions or the length of a slot."),
        )


def cut_slots(
    sessions: tuple[Period, ...], breaks: tuple[Period, ...], slot_minutes: int, gap_minutes: int
) -> Iterator[Slot]:
    """The meeting slots of the sessions, in order of time: the next one begins after a gap, or when a break ends.

    Lengths are those of a watch: an hour that summer time takes away holds no slot.
    """
    length, gap = timedelta(minutes=slot_minutes), timedelta(minutes=gap_minutes)
    pauses = sorted((pause.start.astimezone(UTC), pause.end.astimezone(UTC)) for pause in breaks)
    for place, session in enumerate(sessions):
        zone, end = session.start.tzinfo, session.end.astimezone(UTC)
        begin = session.start.astimezone(UTC)
        while begin + length <= end:
            over = max((till for since, till in pauses if since < begin + length and till > begin), default=None)
            if over is not None:
                begin = over
                continue
            yield Slot(session.day, place, begin.astimezone(zone), (begin + length).astimezone(zone))
            begin += length + gap
