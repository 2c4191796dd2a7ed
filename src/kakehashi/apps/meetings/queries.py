"""What does a programme hold for each participant, table and interpreter, and how good is it?"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from django.db.models import Count, F, Max, Min, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce

from kakehashi.apps.events.models import Event, Interpreter, Participant, Slot, Table
from kakehashi.apps.meetings.models import Meeting, Programme, Seat, UnmetWish


@dataclass(frozen=True, slots=True)
class EventSummary:
    """An event on the first page. `meetings`, `score` and `bound` are None while no programme is published."""

    event: Event
    starts_at: datetime | None
    ends_at: datetime | None
    participants: int
    fictitious: bool
    meetings: int | None
    score: int | None
    bound: int | None
    status: str


@dataclass(frozen=True, slots=True)
class HeldMeeting:
    """A meeting of a programme with all that a reader sees of it; `first` and `second` sit at `table`."""

    slot: Slot
    table: Table
    interpreter: Interpreter | None
    first: Participant
    second: Participant

    def other(self, participant_id: int) -> Participant:
        """The one that sits across from this participant."""
        return self.second if self.first.id == participant_id else self.first

    @property
    def interpreted(self) -> tuple[str, str] | None:
        """The language of the first and of the second between which is interpreted; None without interpreter."""
        if self.interpreter is None:
            return None
        pairs = {frozenset(pair) for pair in self.interpreter.pairs}
        spoken = ((a, b) for a in self.first.languages for b in self.second.languages)
        return next((pair for pair in spoken if frozenset(pair) in pairs), None)

    @property
    def shared_language(self) -> str:
        """The language both speak, the first participant's first choice; "" where there is none."""
        return next((code for code in self.first.languages if code in self.second.languages), "")


@dataclass(frozen=True, slots=True)
class Attendance:
    """What the programme holds for one participant: its meetings and the breaks between them."""

    meetings: int
    breaks: int


@dataclass(frozen=True, slots=True)
class InterpreterLoad:
    """How many slots an interpreter works out of those available."""

    interpreter: Interpreter
    meetings: int
    available: int


def summarise_events() -> list[EventSummary]:
    """All events with their period, counts and programme, in one query; those to come last stand first."""
    slots = Slot.objects.filter(event=OuterRef("pk")).order_by().values("event")
    people = Participant.objects.filter(event=OuterRef("pk")).order_by().values("event")
    invented = people.filter(organisation__fictitious=True)
    meetings = Meeting.objects.filter(programme__event=OuterRef("pk")).order_by().values("programme__event")
    found = (
        Event.objects.select_related("programme")
        .annotate(
            begin=Subquery(slots.annotate(at=Min("starts_at")).values("at")),
            end=Subquery(slots.annotate(at=Max("ends_at")).values("at")),
            people=Coalesce(Subquery(people.annotate(n=Count("id")).values("n")), 0),
            invented=Coalesce(Subquery(invented.annotate(n=Count("id")).values("n")), 0),
            held=Coalesce(Subquery(meetings.annotate(n=Count("id")).values("n")), 0),
        )
        .order_by(F("begin").desc(nulls_last=True), "name")
    )
    return [_summary(event, getattr(event, "programme", None)) for event in found]


def _summary(event: Event, programme: Programme | None) -> EventSummary:
    read = event.__dict__  # the annotations of `summarise_events`
    return EventSummary(
        event=event,
        starts_at=read["begin"],
        ends_at=read["end"],
        participants=read["people"],
        fictitious=event.fictitious or read["invented"] > 0,
        meetings=read["held"] if programme else None,
        score=programme.score if programme else None,
        bound=programme.bound if programme else None,
        status=programme.status if programme else "",
    )


def programme_of(event: Event) -> Programme | None:
    """The published programme, if there is one."""
    return Programme.objects.filter(event=event).first()


def held_meetings(
    programme: Programme | None, participants: Iterable[Participant], day: int | None = None
) -> list[HeldMeeting]:
    """The meetings of a programme, of one day if given (from 0), in order of time, in two queries.

    `participants` are those of the event, already read: they are not read again.
    """
    if programme is None:
        return []
    known = {p.id: p for p in participants}
    found = programme.meetings.select_related("slot", "table", "interpreter")
    if day is not None:
        found = found.filter(slot__day=day)
    return _held(found.order_by("slot__number", "table__position"), known)


def _held(meetings: Iterable[Meeting], known: dict[int, Participant]) -> list[HeldMeeting]:
    rows = list(meetings)
    seats: dict[int, list[int]] = {}
    for meeting, who in (
        Seat.objects.filter(meeting__in=rows).order_by("position").values_list("meeting_id", "participant_id")
    ):
        seats.setdefault(meeting, []).append(who)
    return [HeldMeeting(m.slot, m.table, m.interpreter, known[seats[m.id][0]], known[seats[m.id][1]]) for m in rows]


def agenda_of(programme: Programme | None, participant: Participant) -> list[HeldMeeting]:
    """The meetings of one participant in order of time, in two queries."""
    if programme is None:
        return []
    seats = Seat.objects.select_related("participant__organisation").order_by("position")
    found = (
        programme.meetings.filter(seats__participant=participant)
        .select_related("slot", "table", "interpreter")
        .prefetch_related(Prefetch("seats", queryset=seats))
        .order_by("slot__number")
    )
    held = []
    for meeting in found:
        first, second = (seat.participant for seat in meeting.seats.all())
        held.append(HeldMeeting(meeting.slot, meeting.table, meeting.interpreter, first, second))
    return held


def attendances(programme: Programme | None) -> dict[int, Attendance]:
    """Participant id -> its meetings and breaks, in one query; those without a meeting are left out."""
    if programme is None:
        return {}
    held: dict[int, list[tuple[int, int]]] = {}
    seats = Seat.objects.filter(meeting__programme=programme).order_by("slot__number")
    for who, day, number in seats.values_list("participant_id", "slot__day", "slot__number"):
        held.setdefault(who, []).append((day, number))
    return {who: Attendance(len(slots), count_breaks(slots)) for who, slots in held.items()}


def count_breaks(slots: list[tuple[int, int]]) -> int:
    """The runs of idle slots between two meetings of one day; `slots` are (day, number) in order of time."""
    return sum(day == next_day and following > number + 1 for (day, number), (next_day, following) in pairwise(slots))


def spread_of_meetings(participants: Iterable[Participant], held: dict[int, Attendance]) -> list[tuple[int, int]]:
    """(number of meetings, number of participants that hold so many), from 0 to the most held."""
    counted = Counter(held[p.id].meetings if p.id in held else 0 for p in participants)
    return [(n, counted[n]) for n in range(max(counted, default=-1) + 1)]


def interpreter_loads(programme: Programme | None, interpreters: Iterable[Interpreter]) -> list[InterpreterLoad]:
    """How many slots each interpreter works, in one query."""
    counted: dict[int, int] = {}
    if programme is not None:
        meetings = programme.meetings.filter(interpreter__isnull=False).order_by().values_list("interpreter")
        counted = dict(meetings.annotate(n=Count("id")))
    return [InterpreterLoad(i, counted.get(i.id, 0), len(i.available)) for i in interpreters]


def count_unmet(programme: Programme | None) -> dict[str, int]:
    """Reason -> wishes not met for it, the most frequent first."""
    if programme is None:
        return {}
    counted = programme.unmet_wishes.order_by().values_list("reason").annotate(n=Count("id"))
    return dict(sorted(counted, key=lambda row: (-row[1], row[0])))


def count_unmet_asked(programme: Programme | None) -> int:
    """How many meetings that a participant asked for are not held; the others were only suggested."""
    return 0 if programme is None else programme.unmet_wishes.exclude(asked="").count()


def unmet_wishes(programme: Programme | None, reason: str = "") -> list[UnmetWish]:
    """The wishes not met, those asked for before those only suggested, in one query."""
    if programme is None:
        return []
    found = programme.unmet_wishes.select_related("first__organisation", "second__organisation")
    if reason:
        found = found.filter(reason=reason)
    rank = {"must": 0, "want": 1}
    return sorted(found.order_by("id"), key=lambda wish: rank.get(wish.asked, 2))


def unmet_of(programme: Programme | None, participants: Iterable[Participant]) -> dict[int, list[UnmetWish]]:
    """Participant id -> the wishes not met that name it, in one query."""
    ids = {p.id for p in participants}
    if programme is None or not ids:
        return {}
    rows: dict[int, list[UnmetWish]] = {}
    found = programme.unmet_wishes.filter(Q(first__in=ids) | Q(second__in=ids))
    for wish in found.select_related("first__organisation", "second__organisation").order_by("id"):
        for who in {wish.first_id, wish.second_id} & ids:
            rows.setdefault(who, []).append(wish)
    return rows


def calendar_of(programme: Programme | None, participant: Participant) -> bytes | None:
    """The published calendar file of a participant; None where there is no programme or no meeting."""
    if programme is None:
        return None
    content = programme.calendars.filter(participant=participant).values_list("content", flat=True).first()
    return None if content is None else bytes(content)
