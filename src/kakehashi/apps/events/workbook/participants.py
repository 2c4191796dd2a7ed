"""Which organisations take part, and which of them does a name on another sheet mean?"""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from rapidfuzz import fuzz, process

from kakehashi.apps.events.folding import fold_name
from kakehashi.apps.events.week import Attendance, Firm
from kakehashi.apps.events.workbook.availability import read_available
from kakehashi.apps.events.workbook.choices import ATTENDANCES, YES_NO
from kakehashi.apps.events.workbook.event import Frame
from kakehashi.apps.events.workbook.faults import quote
from kakehashi.apps.events.workbook.table import Row, Sheet
from kakehashi.apps.events.workbook.values import (
    count_reader,
    did_you_mean,
    locality_reader,
    read_country,
    read_languages,
    read_people,
    read_zone,
)

_NAME = 300
_MOST_MEETINGS = 500
_SUGGESTIONS = 300
"""Unknown names for which a similar one is looked for: a sheet full of strangers must not take minutes."""

_ATTENDANCES: dict[str, Attendance] = {"in person": "in person", "online": "online"}


@dataclass
class Register:
    """The firms that were read, and the place of each by its folded name."""

    sheet: Sheet
    firms: list[Firm] = field(default_factory=list)
    places: dict[str, int] = field(default_factory=dict)
    latin: dict[str, int] = field(default_factory=dict)
    spelled: dict[str, str] = field(default_factory=dict)
    _suggested: dict[str, str | None] = field(default_factory=dict)

    def find(self, row: Row, column: str) -> int | None:
        """The place of the firm that a cell names; None with a fault, which suggests a similar name."""
        name = row.required(column, _NAME)
        key = fold_name(name)
        place = self.places.get(key, self.latin.get(key))
        # Where the sheet or its column of names is missing, that is said once, and not again of every name.
        if name and place is None and self.sheet.rows and "Organisation" in self.sheet.headings:
            row.fault(
                column,
                _("The organisation “%(name)s” is not in the sheet “%(sheet)s”.")
                % {"name": quote(name), "sheet": self.sheet.title},
                did_you_mean(self._suggest(key), _("Write the name as in that sheet, or add the organisation there.")),
            )
        return place

    def _suggest(self, key: str) -> str | None:
        if key not in self._suggested and len(self._suggested) < _SUGGESTIONS:
            found = process.extractOne(key, self.spelled.keys(), scorer=fuzz.ratio, score_cutoff=70)
            self._suggested[key] = self.spelled[found[0]] if found else None
        return self._suggested.get(key)


def read_participants(sheet: Sheet, frame: Frame) -> Register:
    """The firms of the sheet; every fault goes to its ledger."""
    register = Register(sheet)
    sides: dict[str, str] = {}
    for row in sheet.rows:
        firm = _read_firm(row, frame, sides)
        key = fold_name(firm.name)
        if key and key in register.places:
            first = register.firms[register.places[key]]
            row.fault(
                "Organisation",
                _("“%(name)s” stands here a second time, after row %(row)s.")
                % {"name": quote(firm.name), "row": first.row},
                _("Put everything about the organisation into row %(row)s and delete this row.") % {"row": first.row},
            )
            continue
        if key:
            register.places[key] = len(register.firms)
            register.spelled[key] = firm.name
        if firm.latin:
            register.latin.setdefault(fold_name(firm.latin), len(register.firms))
            register.spelled.setdefault(fold_name(firm.latin), firm.name)
        register.firms.append(firm)
    _check_sides(sheet, register, frame)
    return register


def _read_firm(row: Row, frame: Frame, sides: dict[str, str]) -> Firm:
    country = row.read("Country", read_country) or ""
    attendance = row.choose("Attendance", ATTENDANCES)
    least = row.read("Least meetings", count_reader(0, _MOST_MEETINGS))
    most = row.read("Most meetings", count_reader(0, _MOST_MEETINGS))
    if least is not None and most is not None and most < least:
        row.fault(
            "Most meetings",
            _("At most %(most)s meetings is fewer than at least %(least)s.") % {"most": most, "least": least},
            _("Correct one of the two numbers."),
        )
    side = row.text("Side", _NAME)
    # The first spelling of a side stands for all: "Buyers" and "buyers" are one.
    side = sides.setdefault(fold_name(side), side) if side else ""
    if not side and frame.between_sides and "Side" in row.sheet.headings and row.cells.get("Side", "") is not None:
        row.fault(
            "Side",
            _("The side is empty, but the event is held between sides."),
            _("Write on which side the organisation stands, such as suppliers or buyers."),
        )
    return Firm(
        row=row.number,
        name=row.required("Organisation", _NAME),
        latin=row.text("Name in Latin letters", _NAME),
        side=side,
        cohort=row.text("Cohort", _NAME),
        country=country,
        locality=row.read("Locality", locality_reader(country)) or "",
        languages=row.read("Languages spoken", read_languages, required=True) or (),
        people=row.read("People", read_people) or (),
        time_zone=row.read("Time zone", read_zone) or frame.time_zone,
        attendance=_ATTENDANCES.get(attendance or ""),
        available=read_available(row, frame, "Earliest", "Latest"),
        least=least,
        most=most,
        priority=row.read("Priority", count_reader(1, 3)),
        fictitious=row.choose("Fictitious", YES_NO) == "yes",
        about=row.text("About"),
    )


def _check_sides(sheet: Sheet, register: Register, frame: Frame) -> None:
    if not sheet.headings:
        return
    if not sheet.rows:
        sheet.fault(
            _("No organisation is listed."),
            _("Write one row for each organisation that takes part; rows that begin with “Example:” are not read."),
        )
    first_rows = {firm.side: firm.row for firm in reversed(register.firms) if firm.side}
    if frame.between_sides and len(first_rows) == 1 and len(register.firms) > 1:
        sheet.fault(
            _("All organisations stand on one side, “%(side)s”, so that nobody may meet anybody.")
            % {"side": quote(next(iter(first_rows)))},
            _("Write at least two sides, or “anyone” under “Who may meet”. A programme group belongs under cohort."),
            row=next(iter(first_rows.values())),
            column="Side",
        )
    for firm in register.firms:
        if frame.slots and not firm.available:
            sheet.ledger.notice(_("“%(name)s” is free in no slot, so it can meet nobody.") % {"name": quote(firm.name)})
    names = sorted(first_rows, key=lambda side: first_rows[side])
    for place, side in enumerate(names):
        alike = process.extractOne(
            fold_name(side), [fold_name(name) for name in names[:place]], scorer=fuzz.ratio, score_cutoff=85
        )
        if alike:
            sentence = _("The sides “%(one)s” and “%(other)s” are written almost alike. Are they one side?")
            sheet.ledger.notice(sentence % {"one": quote(names[alike[2]]), "other": quote(side)})
