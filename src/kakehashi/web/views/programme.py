"""Who meets whom, when and where, on one day?"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from math import inf

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from kakehashi.apps.events.models import Event, Participant
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
ORDERS = ("time",)
ROWS = ("without", "all")
"""Participants without a meeting on the day are left out unless asked for: most cells of theirs would be empty."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What the address asks for: rows by what, which day, which participants, with a meeting or not, in which order."""

    by: str
    day: int
    participants: ParticipantFilter
    rows: str
    order: str

    @property
    def narrowed(self) -> bool:
        """Whether only some of the participants are asked for."""
        return self.participants != ParticipantFilter()


def show_programme(request: HttpRequest, event_slug: str) -> HttpResponse:
    """The grid of one day by participant, table or interpreter; side, cohort and name narrow the rows."""
    event = event_at(event_slug)
    participants, slots, programme = participants_of(event), slots_of(event), programme_of(event)
    days = {slot.day + 1: slot.starts_at for slot in reversed(slots)}
    groups = groups_of(participants)
    sides = [group.side for group in groups if group.side]
    cohorts = list(dict.fromkeys(name for group in groups for name, _ in group.cohorts))
    choice = _choice(request.GET, days, sides, cohorts)
    meetings = held_meetings(programme, participants, choice.day - 1)
    wanted = narrow(participants, choice.participants)
    involved = _involving(meetings, wanted)
    busy = {who.id for m in involved for who in (m.first, m.second)}
    idle = sum(p.id not in busy for p in wanted)
    maker = GridMaker(event, [slot for slot in slots if slot.day == choice.day - 1], meetings, timezone.now())
    shown = {
        **frame(event, participants, "programme"),
        "grid": _grid(event, maker, choice, _rows(wanted, involved, choice), involved),
        "choice": choice,
        "day_at": days.get(choice.day),
        "days": sorted(days.items()),
        "sides": sides,
        "cohorts": cohorts,
        "meetings": len(involved),
        "busy": len(wanted) - idle,
        "idle": idle,
        "programme": programme,
    }
    return render(request, "web/programme.html", shown)


def _choice(
    asked: Mapping[str, str], days: Mapping[int, datetime], sides: Iterable[str], cohorts: Iterable[str]
) -> Choice:
    return Choice(
        chosen(asked.get("by"), BY) or BY[0],
        int(chosen(asked.get("day"), map(str, days)) or min(days, default=1)),
        ParticipantFilter(
            side=chosen(asked.get("side"), sides),
            cohort=chosen(asked.get("cohort"), cohorts),
            name=asked.get("q", "").strip()[:100],
        ),
        chosen(asked.get("rows"), ROWS),
        chosen(asked.get("order"), ORDERS),
    )


def _rows(participants: list[Participant], involved: list[HeldMeeting], choice: Choice) -> list[Participant]:
    """The participants whose rows are asked for; "time": those who meet first stand first."""
    first: dict[int, int] = {}
    for meeting in involved:
        for who in (meeting.first, meeting.second):
            first[who.id] = min(meeting.slot.number, first.get(who.id, meeting.slot.number))
    rows = participants
    if choice.rows != "all":
        rows = [p for p in participants if (p.id in first) == (choice.rows != "without")]
    return sorted(rows, key=lambda p: first.get(p.id, inf)) if choice.order == "time" else rows


def _grid(event: Event, maker: GridMaker, choice: Choice, rows: list[Participant], involved: list[HeldMeeting]) -> Grid:
    if choice.by == "participant":
        return maker.by_participant(rows)
    if choice.by == "table":
        serving = {m.table.id for m in involved}
        return maker.by_table(t for t in tables_of(event) if t.id in serving or not choice.narrowed)
    serving = {m.interpreter.id for m in involved if m.interpreter}
    return maker.by_interpreter(i for i in interpreters_of(event) if i.id in serving or not choice.narrowed)


def _involving(meetings: list[HeldMeeting], participants: list[Participant]) -> list[HeldMeeting]:
    wanted = {p.id for p in participants}
    return [m for m in meetings if {m.first.id, m.second.id} & wanted]
