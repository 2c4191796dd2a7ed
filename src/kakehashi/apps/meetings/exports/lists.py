"""Which meetings are held and why, which wishes are not met and why, who is without, who interprets how much?"""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from openpyxl import Workbook

from kakehashi.apps.events.week import WishRow
from kakehashi.apps.meetings.exports.cells import Column, Value, add_sheet, write_list
from kakehashi.apps.meetings.exports.times import weekday_in_short
from kakehashi.apps.meetings.exports.words import joined, marked_name, reason_sentences, spoken_text, unmet_sentence
from kakehashi.apps.meetings.planning import Plan
from kakehashi.apps.meetings.summary import Summary, UnmetWish, unmet_requests, unmet_suggestions
from kakehashi.apps.meetings.wording import asked_text

NAME = 30.0


def write_meetings(workbook: Workbook, plan: Plan, header: str) -> None:
    """Adds the list of meetings in order of time and table, with scores and reasons."""
    columns = (
        Column(_("Slot"), 7),
        Column(_("Day"), 12),
        Column(_("Weekday"), 10),
        Column(_("Start"), 8),
        Column(_("End"), 8),
        Column(_("Hall"), 16),
        Column(_("Table"), 9),
        Column(_("Organisation"), NAME, "name"),
        Column(_("Side"), 11),
        Column(_("Meets"), NAME, "name"),
        Column(_("Its side"), 11),
        Column(_("Languages"), 18),
        Column(_("Interpreter"), 18),
        Column(_("Asked for"), 13),
        Column(_("Asked by"), NAME),
        Column(_("Match score (of 1,000)"), 11),
        Column(_("Worth"), 9),
        Column(_("Reasons of the match"), 70),
    )
    write_list(add_sheet(workbook, _("Meetings")), columns, _meeting_rows(plan), header, large=True)


def _meeting_rows(plan: Plan) -> Iterator[tuple[Value, ...]]:
    week = plan.week
    wishes: dict[tuple[int, int], list[WishRow]] = {}
    for wish in week.wishes:
        if wish.strength != "no":
            wishes.setdefault((min(wish.firm, wish.other), max(wish.firm, wish.other)), []).append(wish)
    for meeting in sorted(plan.schedule.meetings, key=lambda m: (m.slot, m.table)):
        slot, table, candidate = week.slots[meeting.slot], week.tables[meeting.table], plan.candidates[meeting.wish]
        first, second = (week.firms[place] for place in plan.pair_of(meeting))
        yield (
            meeting.slot + 1,
            slot.start.date(),
            weekday_in_short(slot.start.date()),
            slot.start.timetz().replace(tzinfo=None),
            slot.end.timetz().replace(tzinfo=None),
            table.hall,
            table.table,
            marked_name(first),
            first.side,
            marked_name(second),
            second.side,
            spoken_text(plan, meeting),
            "" if meeting.interpreter is None else week.interpreters[meeting.interpreter].name,
            asked_text(candidate.asked),
            joined(marked_name(week.firms[w.firm]) for w in wishes.get(plan.pair_of(meeting), ())),
            candidate.match_score,
            candidate.worth,
            "\n".join(reason_sentences(candidate.pair)),
        )


def write_unmet(workbook: Workbook, plan: Plan, header: str) -> None:
    """Adds the wishes not met and, apart from them, the suggestions not used, each with its reason."""
    asked = Column(_("Asked for"), 13)
    score = Column(_("Match score (of 1,000)"), 11)
    reason = Column(_("Reason"), 70)
    requests = (
        Column(_("Who asked"), NAME, "name"),
        Column(_("For a meeting with"), NAME, "name"),
        asked,
        score,
        reason,
        Column(_("Note on the wish"), 50),
    )
    sheet = add_sheet(workbook, _("Wishes not met"))
    write_list(sheet, requests, ((*_unmet_row(plan, u), u.note) for u in unmet_requests(plan)), header)
    suggestions = (
        Column(_("Organisation"), NAME, "name"),
        Column(_("Suggested with"), NAME, "name"),
        asked,
        score,
        reason,
    )
    sheet = add_sheet(workbook, _("Suggestions not used"))
    write_list(sheet, suggestions, (_unmet_row(plan, u) for u in unmet_suggestions(plan)), header)


def _unmet_row(plan: Plan, unmet: UnmetWish) -> tuple[Value, ...]:
    firms = plan.week.firms
    return (
        marked_name(firms[unmet.firm]),
        marked_name(firms[unmet.other]),
        asked_text(unmet.asked),
        unmet.match_score,
        unmet_sentence(unmet.reason, unmet.about),
    )


def write_without(workbook: Workbook, plan: Plan, summary: Summary, header: str) -> None:
    """Adds the participants without a meeting and why."""
    firms = plan.week.firms
    columns = (
        Column(_("Participant"), NAME, "name"),
        Column(_("Name in Latin letters"), NAME),
        Column(_("Side"), 12),
        Column(_("The meeting it came closest to"), NAME),
        Column(_("Reason"), 70),
    )
    rows = (
        (
            marked_name(firms[one.firm]),
            firms[one.firm].latin,
            firms[one.firm].side,
            "" if one.other is None else marked_name(firms[one.other]),
            unmet_sentence(one.reason, one.about),
        )
        for one in summary.participants_without
    )
    write_list(add_sheet(workbook, _("Without a meeting")), columns, rows, header)


def write_interpreter_load(workbook: Workbook, summary: Summary, header: str) -> None:
    """Adds how much each interpreter works."""
    columns = (
        Column(_("Interpreter"), NAME, "name"),
        Column(_("Slots at work"), 14),
        Column(_("Slots on duty"), 14),
        Column(_("Share at work"), 14, "share"),
        Column(_("Longest run at work (slots)"), 18),
        Column(_("Longest run allowed (slots)"), 18),
    )
    rows = (
        (p.name, p.held, p.available, p.held / p.available if p.available else None, p.longest_run, p.limit)
        for p in summary.interpreters
    )
    write_list(add_sheet(workbook, _("Interpreter load")), columns, rows, header)
