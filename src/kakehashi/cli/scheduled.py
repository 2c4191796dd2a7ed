"""What does one see of a schedule in a terminal: its quality first, then who meets whom?"""

from collections import Counter
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from rich.console import Console
from rich.table import Table as TextTable
from rich.text import Text

from kakehashi.apps.meetings.refusals import refusal_text
from kakehashi.apps.meetings.wording import reason_label, status_text
from kakehashi.engines.scheduling import Problem, Schedule, Slot
from kakehashi.engines.scheduling.hours import clock_of

Names = list[dict[str, Any]]
"""For each meeting, in the schedule's order: first, second, table and interpreter as people name them."""

SHOWN = 40
"""Meetings listed in a terminal, where more would drive the figures out of sight; a file gets them all."""

WIDE = 160
"""Columns where the output is no terminal: names are not broken in files."""


def show_schedule(problem: Problem, result: Schedule, names: Names, *, reasons: bool) -> None:
    """Prints the figures, with `reasons` how many wishes are unmet for which, and the meetings in order of time."""
    console = Console(highlight=False)
    if not console.is_terminal:
        console.width = WIDE
    if result.value is None:
        why = result.infeasible_because
        if result.contradiction is not None:
            why = refusal_text(problem, result.contradiction)
        console.print(status_text(result.status) + (f": {why}" if why else ""), markup=False)
        return
    console.print(_headline(result), style="bold", markup=False)
    figures = _figures(problem, result)
    if figures:
        console.print(_columns(figures))
    if reasons and result.unmet:
        _show_reasons(console, result)
    if result.meetings:
        _show_meetings(console, problem, result, names)


def figure(number: int | None) -> str:
    """A whole number, or a dash where there is none."""
    return "–" if number is None else f"{number:,}"


def _headline(result: Schedule) -> str:
    figures = {
        "status": status_text(result.status),
        "meetings": figure(len(result.meetings)),
        "value": figure(result.value),
        "bound": figure(result.bound),
        "breaks": figure(result.breaks),
        "seconds": f"{result.seconds:.1f}",
    }
    text = (
        _("%(meetings)s meetings; %(breaks)s breaks, proven lower bound %(bound)s; %(status)s; %(seconds)s s")
        if result.objective == "breaks"
        else _(
            "%(meetings)s meetings; score %(value)s, proven upper bound %(bound)s; %(breaks)s breaks; "
            "%(status)s; %(seconds)s s"
        )
    )
    return text % figures


def _figures(problem: Problem, result: Schedule) -> list[tuple[str, str]]:
    """The figures that mean something for this event."""
    figures = []
    if result.most_breaks:
        figures.append((_("Most breaks of one participant"), figure(result.most_breaks)))
    if len({problem.tables[m.table].hall for m in result.meetings}) > 1:
        figures.append((_("Ways to another hall"), figure(result.hall_changes)))
    if any(m.interpreter is not None for m in result.meetings):
        figures.append((_("Changes of interpreter"), figure(result.interpreter_changes)))
    if problem.published:
        share = _("%(held)s of %(pairs)s") % {"held": figure(result.moved), "pairs": figure(len(problem.published))}
        figures.append((_("Published meetings moved or dropped"), share))
    return figures


def _columns(rows: list[tuple[str, str]]) -> TextTable:
    table = TextTable(box=None, pad_edge=False, padding=(0, 2), show_header=False)
    table.add_column()
    table.add_column(justify="right")
    for row in rows:
        table.add_row(*row)
    return table


def _show_reasons(console: Console, result: Schedule) -> None:
    count = len(result.unmet)
    title = ngettext("%(count)s wish not held, by reason", "%(count)s wishes not held, by reason", count)
    console.print("\n" + title % {"count": figure(count)}, style="bold", markup=False)
    found = Counter(unmet.reason.value for unmet in result.unmet).most_common()
    console.print(_columns([(reason_label(reason), figure(times)) for reason, times in found]))


def _show_meetings(console: Console, problem: Problem, result: Schedule, names: Names) -> None:
    order = sorted(zip(result.meetings, names, strict=True), key=lambda row: (row[0].slot, row[0].table))
    shown = order[:SHOWN] if console.is_terminal and len(order) > SHOWN * 1.25 else order
    slots, tables = [problem.slots[m.slot] for m, _name in shown], [problem.tables[m.table] for m, _name in shown]
    columns = [
        (_("Day"), [str(slot.day) for slot in slots] if len({slot.day for slot in problem.slots}) > 1 else []),
        (_("Slot"), [_slot_text(m.slot, slot) for (m, _name), slot in zip(shown, slots, strict=True)]),
        (_("Hall"), [table.hall for table in tables] if len({table.hall for table in problem.tables}) > 1 else []),
        (_("Table"), [str(name["table"]) for _m, name in shown]),
        (_("First"), [str(name["first"]) for _m, name in shown]),
        (_("Second"), [str(name["second"]) for _m, name in shown]),
        (_("Interpreter"), [name["interpreter"] or "" for _m, name in shown]),
    ]
    columns = [(heading, cells) for heading, cells in columns if any(cells)]
    table = TextTable(box=None, pad_edge=False, padding=(0, 1))
    for heading, _cells in columns:
        table.add_column(heading, overflow="fold")
    for row in zip(*(cells for _heading, cells in columns), strict=True):
        table.add_row(*map(Text, row))  # names may hold what would be markup
    console.print()
    console.print(table)
    if len(shown) < len(order):
        more = _("… and %(count)s more; sent to a file, or with --json, all are printed.")
        console.print(more % {"count": figure(len(order) - len(shown))}, markup=False)


def _slot_text(place: int, slot: Slot) -> str:
    """Its number, and its clock where that is stated."""
    if slot.start is None or slot.end is None:
        return str(place + 1)
    return f"{place + 1}  {clock_of(slot.start)}–{clock_of(slot.end)}"
