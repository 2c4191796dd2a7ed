"""How does an agenda become a page that prints by itself, and how does one find everybody's?"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from kakehashi.apps.meetings.exports.agenda import (
    Name,
    agenda_days,
    firm_name,
    missed_wishes,
    people_names,
    plain_name,
    without_sentence,
)
from kakehashi.apps.meetings.exports.times import days_between, zone_name
from kakehashi.apps.meetings.planning import Plan
from kakehashi.apps.meetings.summary import UnmetWish, Without


@dataclass(frozen=True, slots=True)
class Entry:
    """An agenda in the list of all: the files are named relative to the list, `calendar` empty without a meeting."""

    number: int
    name: Name
    side: str
    language: str
    meetings: int
    page: str
    calendar: str


def render_agenda(plan: Plan, firm: int, requests: tuple[UnmetWish, ...], without: Without | None) -> str:
    """The agenda of a firm in its own language as a whole HTML page; `requests` are all wishes not met."""
    week, own = plan.week, plan.week.firms[firm]
    language = own.agenda_language
    with translation.override(language):
        days = agenda_days(plan, firm)
        missed = missed_wishes(plan, firm, requests)
        return render_to_string(
            "meetings/agenda.html",
            {
                "language": language,
                "event": week.name_in(language),
                "organiser": plain_name(week.organiser) if week.organiser else None,
                "place": plain_name(week.place) if week.place else None,
                "dates": days_between(week.first_day, week.last_day),
                "zone": zone_name(week.time_zone, week.slots[0].start) if week.slots else week.time_zone,
                "firm": firm_name(own),
                "people": people_names(own),
                "days": days,
                "own_zones": list(dict.fromkeys(day.own_zone for day in days if day.own_zone)),
                "missed": missed,
                "why_none": without_sentence(plan, without) if without else "",
                "fictitious": week.fictitious,
            },
        )


def render_index(plan: Plan, entries: Iterable[Entry], language: str) -> str:
    """The list of all agendas as a whole HTML page in a language."""
    week, listed = plan.week, tuple(entries)
    invented = [entry.name.fictitious for entry in listed]
    with translation.override(language):
        return render_to_string(
            "meetings/agenda_list.html",
            {
                "language": language,
                "title": _("Agendas"),
                "event": week.name_in(language),
                "dates": days_between(week.first_day, week.last_day),
                "place": plain_name(week.place) if week.place else None,
                "entries": listed,
                "fictitious": week.fictitious,
                "mark_each": any(invented) and not all(invented),
            },
        )
