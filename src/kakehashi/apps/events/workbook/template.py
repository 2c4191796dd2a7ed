"""Which empty workbook does an officer fill in, in the language asked for?"""

import os
from datetime import date, timedelta
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.utils.translation import override
from openpyxl.workbook import Workbook

from kakehashi.apps.events.workbook.choices import ITEMS
from kakehashi.apps.events.workbook.columns import Plan
from kakehashi.apps.events.workbook.layout import (
    Style,
    add_prompts,
    add_sheet,
    firm_range,
    put_row,
    sheet_titles,
)
from kakehashi.apps.events.workbook.notes import add_notes
from kakehashi.apps.events.workbook.plans import EVENT, EXAMPLE_MARK, PLANS

_ITEM_ROWS = (*(item for item in ITEMS.labels if item not in ("Session", "Break")), "Session", "Session", "Break")
_WEEKS_AHEAD = 12
_TUESDAY = 1


def write_template(path: Path, language: str, *, today: date) -> None:
    """Writes the empty workbook with headings, drop-downs, hints and one example row a sheet.

    `language` is vi, ja, ko or en; the dates of the examples follow `today`. An existing file is replaced whole.
    """
    with override(language):
        workbook, style = begin_workbook(language)
        for plan in PLANS:
            sheet = add_sheet(workbook, plan, style)
            put_row(sheet, 2, _example(plan, today), style, example=True)
            rule_row = 3 + _ITEM_ROWS.index("Who may meet") if plan is EVENT else None
            add_prompts(sheet, plan, style, firm_range(sheet_titles(), 3), rule_row)
            if plan is EVENT:
                for row, item in enumerate(_ITEM_ROWS, 3):
                    put_row(sheet, row, [str(ITEMS.labels[item]), "", "", "", str(ITEMS.details[item])], style)
        save_workbook(workbook, path)


def begin_workbook(language: str) -> tuple[Workbook, Style]:
    """A workbook that holds nothing but the notes; the active language must be the same."""
    workbook, style = Workbook(), Style(language)
    if workbook.active is not None:
        workbook.remove(workbook.active)
    add_notes(workbook, style)
    workbook.properties.creator = "Kakehashi"
    workbook.properties.language = language
    return workbook, style


def save_workbook(workbook: Workbook, path: Path) -> None:
    """Writes the workbook beside its place first, so that a full disk or a power cut leaves no half file."""
    path = Path(path)
    with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as draft:
        try:
            workbook.save(draft)
            draft.flush()
            os.fchmod(draft.fileno(), 0o644)
            Path(draft.name).replace(path)
        except BaseException:
            Path(draft.name).unlink(missing_ok=True)
            raise


def _example(plan: Plan, today: date) -> list[str]:
    first = today + timedelta(weeks=_WEEKS_AHEAD)
    first += timedelta(days=(_TUESDAY - first.weekday()) % 7)
    dates = {
        "2027-03-09": first.isoformat(),
        "2027-03-10": (first + timedelta(days=1)).isoformat(),
        "2027-12-31": date(first.year, 12, 31).isoformat(),
    }
    texts = []
    for column in plan.columns:
        text = str(column.example)
        if plan is not EVENT or column.key in ("From", "To"):
            for written, meant in dates.items():
                text = text.replace(written, meant)
        texts.append(text)
    # The mark may end in a full-width colon, which wants no space after it.
    mark = str(EXAMPLE_MARK)
    return [mark + (" " if mark.endswith(":") else "") + texts[0], *texts[1:]]
