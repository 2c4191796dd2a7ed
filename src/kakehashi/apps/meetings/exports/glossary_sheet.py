"""Which trade terms should each interpreter prepare for each meeting? A list in the workbook, meeting by meeting."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from openpyxl import Workbook

from kakehashi.apps.meetings.exports.cells import Column, Value, add_sheet, write_list
from kakehashi.apps.meetings.exports.words import joined, marked_name, spoken_codes, spoken_text
from kakehashi.apps.meetings.planning import Plan, known_language
from kakehashi.engines.matching import GlossaryEntry, Passage, glossary
from kakehashi.engines.scheduling import Meeting
from kakehashi.reference.trade_terms import load_terms

MOST_TERMS = 12
"""Terms of one meeting: what one can look through before it, those of both firms first."""

_AROUND = 18
"""Characters shown on each side of a term in a firm's own words."""


def write_glossary(workbook: Workbook, plan: Plan, header: str) -> None:
    """Adds the terms of every interpreted meeting, by interpreter and time."""
    columns = (
        Column(_("Interpreter"), 18, "name"),
        Column(_("Day"), 12),
        Column(_("Start"), 8),
        Column(_("Organisation"), 26),
        Column(_("Meets"), 26),
        Column(_("Languages"), 18),
        Column(_("Term in the first language"), 24),
        Column(_("Term in the second language"), 24),
        Column(_("What it is (in English)"), 40),
        Column(_("Named by"), 26),
        Column(_("In their words"), 50),
    )
    write_list(add_sheet(workbook, _("Glossary")), columns, _rows(plan), header, large=True)


def _rows(plan: Plan) -> Iterator[tuple[Value, ...]]:
    week = plan.week
    interpreted = (m for m in plan.schedule.meetings if m.interpreter is not None)
    for meeting in sorted(interpreted, key=lambda m: (m.interpreter, m.slot)):
        assert meeting.interpreter is not None
        slot = week.slots[meeting.slot]
        first, second = (week.firms[place] for place in plan.pair_of(meeting))
        for entry in meeting_glossary(plan, meeting):
            yield (
                week.interpreters[meeting.interpreter].name,
                slot.start.date(),
                slot.start.timetz().replace(tzinfo=None),
                marked_name(first),
                marked_name(second),
                spoken_text(plan, meeting),
                *entry.phrases,
                entry.definition,
                _named_by(plan, entry),
                _in_their_words(plan, entry),
            )


def meeting_glossary(plan: Plan, meeting: Meeting) -> tuple[GlossaryEntry, ...]:
    """The terms of a meeting in the two languages that its interpreter works between.

    A language that the term base does not know is given in English; none where a firm states no languages.
    """
    codes = spoken_codes(plan, meeting)
    if len(codes) != 2:
        return ()
    first, second = (_passages(plan, firm) for firm in plan.pair_of(meeting))
    languages = (known_language(codes[0]) or "en", known_language(codes[1]) or "en")
    return glossary(first, second, load_terms(), languages, most=MOST_TERMS)


def _passages(plan: Plan, firm: int) -> list[Passage]:
    listings = plan.week.listings
    return [
        Passage(str(place), listing.text, known_language(listing.language))
        for place, listing in enumerate(listings)
        if listing.firm == firm
    ]


def _named_by(plan: Plan, entry: GlossaryEntry) -> str:
    firms = dict.fromkeys(plan.week.listings[int(place.passage)].firm for place in entry.occurrences)
    return joined(marked_name(plan.week.firms[firm]) for firm in firms)


def _in_their_words(plan: Plan, entry: GlossaryEntry) -> str:
    """The term where each firm first names it, with the words around it."""
    lines: dict[int, str] = {}
    for place in entry.occurrences:
        listing = plan.week.listings[int(place.passage)]
        start, end = max(0, place.start - _AROUND), place.end + _AROUND
        before, after = "…" if start else "", "…" if end < len(listing.text) else ""
        lines.setdefault(listing.firm, f"{before}{listing.text[start:end].strip()}{after}")
    return "\n".join(lines.values())
