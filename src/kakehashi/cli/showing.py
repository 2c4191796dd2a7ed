"""How does a programme look in a terminal: its quality, who has no meeting, the interpreters' load, one agenda?"""

from collections.abc import Sequence

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from rich.console import Console
from rich.table import Table as TextTable

from kakehashi.apps.meetings.exports.times import clock_span, day_in_short, differs, span_elsewhere, zone_name
from kakehashi.apps.meetings.exports.words import both_names, table_text, unmet_sentence
from kakehashi.apps.meetings.planning import Plan
from kakehashi.apps.meetings.summary import Summary, summarise
from kakehashi.apps.meetings.wording import asked_text, reason_label, status_text

SHOWN = 20
"""Participants without a meeting and reasons listed in a terminal; the workbook holds them all."""


def show_quality(console: Console, plans: Sequence[Plan]) -> None:
    """One column for each programme: meetings, score against its proven bound, breaks, who has no meeting."""
    table = TextTable(title=_("Programmes"), title_justify="left", box=None, pad_edge=False, padding=(0, 2))
    table.add_column("")
    for plan in plans:
        table.add_column(plan.week.name_in(get_language() or "en"), overflow="fold", justify="right")
    columns = [_figures(summarise(plan)) for plan in plans]
    for row, (label, _value) in enumerate(columns[0]):
        table.add_row(label, *(column[row][1] for column in columns))
    console.print()
    console.print(table)


def _figures(summary: Summary) -> list[tuple[str, str]]:
    figures = [
        (_("Organisations"), f"{summary.firms:,}"),
        (_("Meetings considered"), f"{summary.candidates:,}"),
        (_("Meetings placed"), f"{summary.meetings:,}"),
        (_("Score"), _number(summary.score)),
        (_("Proven upper bound"), _number(summary.bound)),
        (_("Share of the bound"), "–" if summary.gap is None else f"{1 - summary.gap:.2%}"),
        (_("What is known"), status_text(summary.status)),
    ]
    for asking in summary.asked:
        held = _("%(held)s of %(pairs)s") % {"held": asking.held, "pairs": asking.pairs}
        figures.append((_("Held: %(asked)s") % {"asked": asked_text(asking.asked)}, held))
    breaks = "–" if summary.breaks_per_participant is None else f"{summary.breaks_per_participant:.2f}"
    figures.append((_("Breaks per participant"), breaks))
    figures.append((_("Ways to another hall"), f"{summary.hall_changes:,}"))
    figures.append((_("Changes of interpreter"), f"{summary.interpreter_changes:,}"))
    figures.append((_("Without a meeting"), f"{len(summary.participants_without):,}"))
    at_work = sum(person.held for person in summary.interpreters)
    on_duty = sum(person.available for person in summary.interpreters)
    load = f"{at_work / on_duty:.0%}" if on_duty else "–"
    figures.append((_("Interpreters' load"), load))
    return figures


def _number(figure: int | None) -> str:
    return "–" if figure is None else f"{figure:,}"


def show_programme(console: Console, plan: Plan) -> None:
    """The whole summary of one programme."""
    summary = summarise(plan)
    show_quality(console, [plan])
    _show_without(console, plan, summary)
    _show_reasons(console, summary)
    _show_interpreters(console, summary)


def _show_without(console: Console, plan: Plan, summary: Summary) -> None:
    if not summary.participants_without:
        console.print("\n" + _("Every participant has a meeting."), markup=False)
        return
    console.print("\n" + _("Participants without a meeting, and why"), style="bold", markup=False)
    for one in summary.participants_without[:SHOWN]:
        console.print(
            f"  {both_names(plan.week.firms[one.firm])}: {unmet_sentence(one.reason, one.about)}",
            markup=False,
            soft_wrap=True,
        )
    if len(summary.participants_without) > SHOWN:
        console.print(
            "  " + _("… and %(count)s more.") % {"count": len(summary.participants_without) - SHOWN}, markup=False
        )


def _show_reasons(console: Console, summary: Summary) -> None:
    rows = [row for row in summary.unmet if row.requests or row.suggestions]
    if not rows:
        return
    table = TextTable(title=_("Not held, by reason"), title_justify="left", box=None, pad_edge=False, padding=(0, 2))
    table.add_column("")
    table.add_column(_("Requests"), justify="right")
    table.add_column(_("Suggestions"), justify="right")
    for row in rows:
        table.add_row(reason_label(row.reason), f"{row.requests:,}", f"{row.suggestions:,}")
    console.print()
    console.print(table)


def _show_interpreters(console: Console, summary: Summary) -> None:
    if not summary.interpreters:
        return
    table = TextTable(title=_("Interpreters"), title_justify="left", box=None, pad_edge=False, padding=(0, 2))
    table.add_column(_("Name"))
    table.add_column(_("Slots at work"), justify="right")
    table.add_column(_("Slots on duty"), justify="right")
    table.add_column(_("Longest run"), justify="right")
    for person in summary.interpreters:
        limit = "" if person.limit is None else " " + _("(at most %(limit)s)") % {"limit": person.limit}
        table.add_row(person.name, str(person.held), str(person.available), f"{person.longest_run}{limit}")
    console.print()
    console.print(table)


def show_agenda(console: Console, plan: Plan, firm: int) -> None:
    """The agenda of one firm, in the active language, with its own time where it differs."""
    week, me = plan.week, plan.week.firms[firm]
    meetings = plan.meetings_of(firm)
    count = ngettext("Agenda of %(firm)s: %(count)s meeting", "Agenda of %(firm)s: %(count)s meetings", len(meetings))
    console.print("\n" + count % {"firm": both_names(me), "count": len(meetings)}, style="bold", markup=False)
    if not meetings:
        return
    console.print("  " + _("Times: %(zone)s") % {"zone": zone_name(week.time_zone, week.slots[0].start)}, markup=False)
    table = TextTable(box=None, pad_edge=False, padding=(0, 2), show_header=False)
    table.add_column(no_wrap=True)
    for _column in range(3):
        table.add_column(overflow="fold")
    day = None
    for meeting in meetings:
        slot = week.slots[meeting.slot]
        if slot.day != day:
            day = slot.day
            table.add_row(f"[bold]{day_in_short(slot.start.date())}[/bold]")
        times = clock_span(slot.start, slot.end)
        if differs(me.time_zone, slot.start):
            times += f" ({span_elsewhere(slot.start, slot.end, me.time_zone)})"
        other = week.firms[plan.other_of(meeting, firm)]
        person = "" if meeting.interpreter is None else week.interpreters[meeting.interpreter].name
        helped = _("interpreter %(name)s") % {"name": person} if person else ""
        table.add_row("  " + times, both_names(other), table_text(week.tables[meeting.table]), helped)
    console.print(table)
