"""What does each organisation offer and need, and whom does it wish to meet?"""

from collections.abc import Iterator
from typing import cast

from django.utils.translation import gettext as _

from kakehashi.apps.events.week import Deal, Direction, Listing, Strength, WishRow
from kakehashi.apps.events.workbook.choices import DEALS, DIRECTIONS, STRENGTHS
from kakehashi.apps.events.workbook.event import Frame
from kakehashi.apps.events.workbook.faults import quote
from kakehashi.apps.events.workbook.moments import read_date
from kakehashi.apps.events.workbook.participants import Register
from kakehashi.apps.events.workbook.table import Row, Sheet
from kakehashi.apps.events.workbook.values import read_heading, read_language, split_list

_SHORT = 1_000


def read_listings(sheet: Sheet, register: Register, frame: Frame) -> Iterator[Listing]:
    """The offers and needs of the sheet; every fault goes to its ledger."""
    for row in sheet.rows:
        firm = register.find(row, "Organisation")
        direction = row.choose("Offer or need", DIRECTIONS, required=True)
        deal = row.choose("Kind of deal", DEALS, required=True)
        valid_until = row.read("Valid until", read_date)
        if valid_until and frame.days and valid_until < frame.first_day:
            row.notice(_("It is valid until %(day)s only, before the event begins.") % {"day": valid_until})
        listing = Listing(
            row=row.number,
            firm=-1 if firm is None else firm,
            direction=cast("Direction", direction),
            deal=cast("Deal", deal),
            text=row.required("Text"),
            language=row.read("Language", read_language) or "",
            heading=_read_heading(row),
            certificates=split_list(row.text("Certificates", _SHORT)),
            volume=row.text("Volume", _SHORT),
            valid_until=valid_until,
        )
        if firm is not None and direction and deal and listing.text:
            yield listing


def _read_heading(row: Row) -> str:
    written = row.text("HS heading")
    heading = row.read("HS heading", read_heading) or ""
    digits = "".join(c for c in written if c.isdigit())
    if heading and len(digits) % 2 and not written.startswith("0"):
        row.notice(
            _("The HS heading “%(written)s” was read as %(heading)s: a spreadsheet drops a 0 at the end of a number.")
            % {"written": quote(written), "heading": heading}
        )
    return heading


def read_wishes(sheet: Sheet, register: Register, frame: Frame) -> Iterator[WishRow]:
    """The wishes of the sheet, each pair in this order once; every fault goes to its ledger."""
    seen: dict[tuple[int, int], WishRow] = {}
    for row in sheet.rows:
        firm, other = register.find(row, "Organisation"), register.find(row, "Wants to meet")
        strength = cast("Strength | None", row.choose("Wish", STRENGTHS, required=True))
        note = row.text("Note")
        if firm is None or other is None or strength is None:
            continue
        wish = WishRow(row.number, firm, other, strength, note)
        if _is_possible(row, wish, register, frame) and _is_new(row, wish, seen):
            seen[firm, other] = wish
            yield wish


def _is_possible(row: Row, wish: WishRow, register: Register, frame: Frame) -> bool:
    first, second = register.firms[wish.firm], register.firms[wish.other]
    if wish.firm == wish.other:
        row.fault(
            "Wants to meet",
            _("“%(name)s” cannot meet itself.") % {"name": quote(first.name)},
            _("Write the other organisation here."),
        )
        return False
    if not frame.between_sides or not first.side or first.side != second.side:
        return True
    if wish.strength == "no":
        row.notice(_("The two are on the same side and would not meet anyway."))
        return True
    row.fault(
        "Wants to meet",
        _("Both are on the side “%(side)s”, but the event is held between sides.") % {"side": quote(first.side)},
        _("Delete the wish, correct the side of one of them, or write “anyone” under “Who may meet”."),
    )
    return False


def _is_new(row: Row, wish: WishRow, seen: dict[tuple[int, int], WishRow]) -> bool:
    """Whether a wish repeats or contradicts none before it."""
    before, back = seen.get((wish.firm, wish.other)), seen.get((wish.other, wish.firm))
    if back and {back.strength, wish.strength} == {"must", "no"}:
        row.fault(
            "Wish",
            _("One of the two refuses the meeting that the other must have, in row %(row)s.") % {"row": back.row},
            _("Correct one of the two rows."),
        )
    if before is None:
        return True
    if before.strength == wish.strength:
        row.notice(_("The same wish stands in row %(row)s already; it counts once.") % {"row": before.row})
    else:
        row.fault(
            "Wish",
            _("The wish for the same two organisations in row %(row)s says something else.") % {"row": before.row},
            _("Keep the row that is right and delete the other."),
        )
    return False
