"""How does a folder of CSV files become the same workbook, with its headings, words and drop-downs in a language?"""

from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import override
from openpyxl.workbook import Workbook

from kakehashi.apps.events.folding import fold_label
from kakehashi.apps.events.workbook.cells import RawSheet
from kakehashi.apps.events.workbook.choices import ITEMS, RULES
from kakehashi.apps.events.workbook.columns import Column, Plan
from kakehashi.apps.events.workbook.faults import Ledger
from kakehashi.apps.events.workbook.layout import (
    MOST_CELL,
    Style,
    add_prompts,
    add_sheet,
    firm_range,
    put_heading,
    put_row,
    sheet_titles,
)
from kakehashi.apps.events.workbook.plans import EVENT, PLANS
from kakehashi.apps.events.workbook.source import read_source
from kakehashi.apps.events.workbook.spellings import heading_spellings
from kakehashi.apps.events.workbook.table import find_heading, sheet_key
from kakehashi.apps.events.workbook.template import begin_workbook, save_workbook


def convert_to_workbook(source: Path, target: Path, language: str) -> None:
    """Writes the cells of a folder of CSV files (or of another workbook) into a workbook in a language.

    The rows keep their numbers and their faults: nothing is checked but that the source can be read and that each
    text fits into a cell; else `WorkbookFaults` is raised and nothing written. No cell becomes a formula.
    """
    ledger = Ledger()
    raw = {key: sheet for sheet in read_source(Path(source), ledger) if (key := sheet_key(sheet.title))}
    for sheet in raw.values():
        for number, cells in sheet.rows:
            for cell in cells:
                if len(cell) > MOST_CELL:
                    ledger.fault(
                        _("A text has %(length)s characters; a cell of a workbook holds %(most)s.")
                        % {"length": len(cell), "most": MOST_CELL},
                        _("Shorten the text."),
                        sheet=sheet.title,
                        row=number,
                    )
    ledger.stop()
    with override(language):
        workbook, style = begin_workbook(language)
        for plan in PLANS:
            if plan.key in raw:
                _add_rows(workbook, plan, raw[plan.key], style)
        save_workbook(workbook, Path(target))


def _add_rows(workbook: Workbook, plan: Plan, raw: RawSheet, style: Style) -> None:
    sheet = add_sheet(workbook, plan, style)
    head = find_heading(raw, plan.key)
    if head is None:
        return
    known = heading_spellings(plan.key)
    places = {column.key: place for place, column in enumerate(plan.columns)}
    targets: list[tuple[Column | None, int]] = []
    extra, rule_row = len(plan.columns), None
    for cell in head[1]:
        key = known.get(fold_label(cell))
        if key is not None and key in places:
            targets.append((plan.column(key), places.pop(key)))
        else:
            targets.append((None, extra))
            put_heading(sheet, 1, extra + 1, cell, style, strong=False)
            extra += 1
    for number, cells in raw.rows:
        if number <= head[0]:
            continue
        texts = [""] * extra
        for (column, place), cell in zip(targets, cells, strict=False):
            texts[place] = _translate(column, cell, style.language)
        if plan is EVENT:
            _translate_event(texts, style.language)
            if ITEMS.read(texts[0]) == "Who may meet":
                rule_row = number - head[0] + 1
        put_row(sheet, number - head[0] + 1, texts, style)
    add_prompts(sheet, plan, style, firm_range(sheet_titles(), 2), rule_row)


def _translate(column: Column | None, text: str, language: str) -> str:
    """An accepted word in the workbook's language; anything else as it stands."""
    if column is None or column.choices is None:
        return text
    code = column.choices.read(text) if text else None
    return text if code is None else column.choices.label(code, language)


def _translate_event(texts: list[str], language: str) -> None:
    item = ITEMS.read(texts[0])
    rule = RULES.read(texts[1])
    if item == "Who may meet" and rule is not None:
        texts[1] = RULES.label(rule, language)
    if item is not None and not texts[4]:
        texts[4] = str(ITEMS.details[item])
