"""What is this event, how good is its programme, and who has no meeting yet?"""

from collections import Counter
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kakehashi.apps.events.models import Event, Participant
from kakehashi.apps.events.queries import (
    groups_of,
    interpreters_of,
    participants_of,
    period_of,
    tables_of,
)
from kakehashi.apps.meetings.models import Programme
from kakehashi.apps.meetings.queries import (
    Attendance,
    InterpreterLoad,
    attendances,
    count_unmet,
    count_unmet_asked,
    interpreter_loads,
    programme_of,
    spread_of_meetings,
    unmet_of,
)
from kakehashi.apps.meetings.wording import reason_label, status_text
from kakehashi.web import localised
from kakehashi.web.drawings import Columns, binned, columns, filled
from kakehashi.web.views.addresses import event_at, frame


@dataclass(frozen=True, slots=True)
class Quality:
    """What the programme is worth: `share` of the bound in words, `gap` what could be missing at most."""

    programme: Programme
    meetings: int
    status: str
    share: str
    gap: int
    filled: float
    breaks_each: str
    spread: list[tuple[int, int]]
    drawing: Columns


@dataclass(frozen=True, slots=True)
class WithoutMeeting:
    """A participant without a meeting and why, as (reason in words, how many wishes) or empty: nobody asked."""

    participant: Participant
    reasons: tuple[tuple[str, int], ...]
    available: bool


@dataclass(frozen=True, slots=True)
class DrawnLoad:
    """An interpreter's load with the length of its bar out of 600."""

    load: InterpreterLoad
    filled: float
    share: str


def show_event(request: HttpRequest, event_slug: str) -> HttpResponse:
    """The overview of an event."""
    event = event_at(event_slug)
    participants = participants_of(event)
    programme = programme_of(event)
    held = attendances(programme)
    unmet, asked = count_unmet(programme), count_unmet_asked(programme)
    shown = {
        **frame(event, participants, "event"),
        "period": period_of(event),
        "participants": len(participants),
        "groups": groups_of(participants),
        "tables": len(tables_of(event)),
        "programme": programme,
        "quality": _quality(programme, participants, held) if programme else None,
        "without": _without_meeting(event, programme, participants, held) if programme else [],
        "unmet": [(code, reason_label(code), n) for code, n in unmet.items()],
        "unmet_total": sum(unmet.values()),
        "unmet_asked": asked,
        "unmet_suggested": sum(unmet.values()) - asked,
        "loads": [
            DrawnLoad(load, filled(load.meetings, load.available), localised.share(load.meetings, load.available))
            for load in interpreter_loads(programme, interpreters_of(event))
        ],
    }
    return render(request, "web/event.html", shown)


def _quality(programme: Programme, participants: list[Participant], held: dict[int, Attendance]) -> Quality:
    spread = spread_of_meetings(participants, held)
    meetings = sum(a.meetings for a in held.values()) // 2
    return Quality(
        programme=programme,
        meetings=meetings,
        status=status_text(programme.status),
        share=localised.share(programme.score, programme.bound),
        gap=programme.bound - programme.score,
        filled=filled(programme.score, programme.bound),
        breaks_each=localised.number(round(programme.breaks / len(participants), 2)) if participants else "",
        spread=spread,
        drawing=columns(binned(spread)),
    )


def _without_meeting(
    event: Event, programme: Programme, participants: list[Participant], held: dict[int, Attendance]
) -> list[WithoutMeeting]:
    alone = [p for p in participants if p.id not in held]
    if not alone:
        return []
    unmet = unmet_of(programme, alone)
    return [
        WithoutMeeting(
            p,
            tuple(
                (reason_label(code), n)
                for code, n in Counter(wish.reason for wish in unmet.get(p.id, ())).most_common()
            ),
            bool(p.available),
        )
        for p in alone
    ]
