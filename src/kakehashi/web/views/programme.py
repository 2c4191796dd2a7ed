"""Who meets whom, when and where, on one day?"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from kakehashi.apps.events.models import Participant
from kakehashi.apps.events.queries import (
    ParticipantFilter,
    groups_of,
    interpreters_of,
    narrow,
    participants_of,
    slots_of,
    tables_of,
)
from kakehashi.apps.meetings.queries import HeldMeeting, held_meetings, programme_of
from kakehashi.web.grid import Grid, GridMaker
from kakehashi.web.views.addresses import chosen, event_at, frame

BY = ("participant", "table", "interpreter")


def show_programme(request: HttpRequest, event_slug: str) -> HttpResponse:
    """The grid of one day by participant, table or interpreter; side and cohort narrow the rows."""
    event = event_at(event_slug)
    participants, slots, programme = participants_of(event), slots_of(event), programme_of(event)
    days = {slot.day + 1: slot.starts_at for slot in reversed(slots)}
    asked = request.GET
    day = int(chosen(asked.get("day"), map(str, days)) or min(days, default=1))
    by = chosen(asked.get("by"), BY) or BY[0]
    groups = groups_of(participants)
    cohorts = list(dict.fromkeys(name for group in groups for name, _ in group.cohorts))
    side = chosen(asked.get("side"), (group.side for group in groups))
    cohort = chosen(asked.get("cohort"), cohorts)
    rows = narrow(participants, ParticipantFilter(side, cohort))
    meetings = held_meetings(programme, participants, day - 1)
    maker = GridMaker(event, [slot for slot in slots if slot.day == day - 1], meetings, timezone.now())
    involved = _involving(meetings, rows)
    grid: Grid
    if by == "participant":
        grid = maker.by_participant(rows)
    elif by == "table":
        serving = {m.table.id for m in involved}
        grid = maker.by_table(t for t in tables_of(event) if t.id in serving or not (side or cohort))
    else:
        serving = {m.interpreter.id for m in involved if m.interpreter}
        grid = maker.by_interpreter(i for i in interpreters_of(event) if i.id in serving or not (side or cohort))
    shown = {
        **frame(event, participants, "programme"),
        "grid": grid,
        "by": by,
        "day": day,
        "day_at": days.get(day),
        "days": sorted(days.items()),
        "sides": [group.side for group in groups if group.side],
        "cohorts": cohorts,
        "side": side,
        "cohort": cohort,
        "meetings": len(involved),
        "programme": programme,
    }
    return render(request, "web/programme.html", shown)


def _involving(meetings: list[HeldMeeting], participants: list[Participant]) -> list[HeldMeeting]:
    wanted = {p.id for p in participants}
    return [m for m in meetings if {m.first.id, m.second.id} & wanted]
