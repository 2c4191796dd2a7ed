"""What does one see of a repair: what falls away, what changes, what is new, and who has to be told?"""

import json
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from rich.console import Console
from rich.table import Table as TextTable

from kakehashi.cli.scheduled import SHOWN, WIDE, figure
from kakehashi.engines.scheduling import Meeting, Problem, Schedule
from kakehashi.engines.scheduling.hours import clock_of
from kakehashi.engines.scheduling.jsonresult import schedule_to_json
from kakehashi.engines.scheduling.repair import Point, Repaired

Change = tuple[Meeting | None, Meeting | None]
"""A meeting before and after; None: not held."""


def changes_by_kind(before: Schedule, repaired: Repaired) -> dict[str, list[Change]]:
    """The meetings that change, in order of time: cancelled, reseated, moved, added."""
    old, new = ({m.wish: m for m in one.meetings} for one in (before, repaired.schedule))
    kinds = ("cancelled", "reseated", "moved", "added")
    found: dict[str, list[Change]] = {}
    for kind, wishes in zip(kinds, (getattr(repaired, kind) for kind in kinds), strict=True):
        found[kind] = sorted(((old.get(w), new.get(w)) for w in wishes), key=_when)
    return found


def _when(change: Change) -> tuple[int, int]:
    meeting = change[1] or change[0]
    return (meeting.slot, meeting.wish) if meeting else (0, 0)


def who_to_tell(problem: Problem, changes: dict[str, list[Change]]) -> list[tuple[str, str, int]]:
    """Participants and interpreters whose agenda changes: kind, key and how many of their meetings change."""
    count: dict[tuple[str, str], int] = {}
    for listed in changes.values():
        for old, new in listed:
            people: dict[tuple[str, str], None] = {}
            for meeting in (old, new):
                if meeting is None:
                    continue
                wish = problem.wishes[meeting.wish]
                for p in (wish.first, wish.second):
                    people["participant", problem.participants[p].key] = None
                if meeting.interpreter is not None:
                    people["interpreter", problem.interpreters[meeting.interpreter].key] = None
            for one in people:
                count[one] = count.get(one, 0) + 1
    return sorted(
        ((kind, key, n) for (kind, key), n in count.items()), key=lambda row: (row[0] != "participant", row[1])
    )


def show_repair(problem: Problem, before: Schedule, repaired: Repaired, bound: int) -> None:
    """Prints what changes for whom; long lists are cut in a terminal."""
    console = Console(highlight=False)
    if not console.is_terminal:
        console.width = WIDE
    changes = changes_by_kind(before, repaired)
    console.print(_headline(before, changes), style="bold", markup=False)
    share = f"{repaired.value / max(bound, repaired.value, 1):.2%}"
    text = _(
        "Score %(value)s, before %(before)s; with everything in its place at most %(bound)s is possible (%(share)s)."
    )
    figures = {"value": figure(repaired.value), "before": figure(before.value), "bound": figure(bound), "share": share}
    console.print(text % figures, markup=False)
    titles = {
        "cancelled": _("Not held any more"),
        "reseated": _("In the same slot, at another table or with another interpreter"),
        "moved": _("In another slot"),
        "added": _("New meetings"),
    }
    for kind, listed in changes.items():
        if listed:
            _show_meetings(console, problem, titles[kind], listed)
    _show_people(console, who_to_tell(problem, changes))


def _headline(before: Schedule, changes: dict[str, list[Change]]) -> str:
    gone, seats, moved, new = (len(changes[kind]) for kind in ("cancelled", "reseated", "moved", "added"))
    if not gone + seats + moved + new:
        return _("Nothing changes: every meeting stays as it is")
    parts = [
        (gone, ngettext("%(count)s meeting falls away", "%(count)s meetings fall away", gone)),
        (seats, ngettext("%(count)s is reseated", "%(count)s are reseated", seats)),
        (moved, ngettext("%(count)s changes its slot", "%(count)s change their slot", moved)),
        (new, ngettext("%(count)s is new", "%(count)s are new", new)),
    ]
    comma = pgettext("between items of a list", ", ")
    stay = len(before.meetings) - gone - seats - moved
    parts.append((stay, ngettext("%(count)s stays as it is", "%(count)s stay as they are", stay)))
    return comma.join(text % {"count": figure(n)} for n, text in parts if n)


def _show_meetings(console: Console, problem: Problem, title: str, listed: list[Change]) -> None:
    console.print("\n" + title, style="bold", markup=False)
    shown = listed[:SHOWN] if console.is_terminal and len(listed) > SHOWN * 1.25 else listed
    table = TextTable(box=None, pad_edge=False, padding=(0, 2))
    table.add_column(_("Slot"), no_wrap=True)
    for heading in (_("First"), _("Second"), _("Table"), _("Interpreter")):
        table.add_column(heading, overflow="fold")
    for old, new in shown:
        there = new or old
        assert there is not None
        wish = problem.wishes[there.wish]
        names = [problem.participants[p].key for p in (wish.first, wish.second)]
        cells = [_cells(problem, one) for one in (old, new) if one is not None]
        slot, seat, voice = (_arrow([row[n] for row in cells]) for n in range(3))
        table.add_row(slot, *names, seat, voice)
    console.print(table)
    if len(shown) < len(listed):
        more = _("… and %(count)s more; sent to a file, or with --json, all are printed.")
        console.print(more % {"count": figure(len(listed) - len(shown))}, markup=False)


def _cells(problem: Problem, meeting: Meeting) -> tuple[str, str, str]:
    slot = problem.slots[meeting.slot]
    clock = "" if slot.start is None or slot.end is None else f" {clock_of(slot.start)}–{clock_of(slot.end)}"
    voice = "" if meeting.interpreter is None else problem.interpreters[meeting.interpreter].key
    return f"{meeting.slot + 1}{clock}", problem.tables[meeting.table].key, voice


def _arrow(values: Sequence[str]) -> str:
    return " → ".join(dict.fromkeys(values))


def _show_people(console: Console, people: list[tuple[str, str, int]]) -> None:
    if not people:
        return
    console.print("\n" + _("Whom to tell"), style="bold", markup=False)
    comma = pgettext("between items of a list", ", ")
    titles = {"participant": _("Participants"), "interpreter": _("Interpreters")}
    for kind, title in titles.items():
        named = [f"{key} ({n})" for one, key, n in people if one == kind]
        if not named:
            continue
        shown = named[:SHOWN] if console.is_terminal else named
        more = "" if len(shown) == len(named) else " " + _("… and %(count)s more.") % {"count": len(named) - len(shown)}
        line = _("%(title)s (with how many meetings change): %(names)s")
        console.print("  " + line % {"title": title, "names": comma.join(shown)} + more, markup=False, soft_wrap=True)


def show_front(points: tuple[Point, ...], bound: int) -> None:
    """Prints what moving meetings would gain."""
    console = Console(highlight=False)
    console.print("\n" + _("What it would gain to move meetings that could stay"), style="bold", markup=False)
    table = TextTable(box=None, pad_edge=False, padding=(0, 2))
    for heading in (_("Meetings moved"), _("Score"), _("Gain"), _("Gain per move")):
        table.add_column(heading, justify="right")
    base = points[0].value
    for point in points:
        gain = point.value - base
        each = "–" if not point.moves else f"{gain / point.moves:.1f}"
        table.add_row(figure(point.moves), figure(point.value), f"+{gain:,}" if gain else "0", each)
    console.print(table)
    if len(points) == 1:
        console.print(_("No move was found that would gain anything."), markup=False)
    else:
        console.print(_("To choose one, say how many meetings may move: --moves."), markup=False)


def repair_record(
    problem: Problem, before: Schedule, repaired: Repaired, points: tuple[Point, ...], bound: int
) -> dict[str, Any]:
    """The repair as JSON: what changes, whom to tell, the priced choice and the new schedule."""
    changes = changes_by_kind(before, repaired)
    return {
        "seconds": round(repaired.seconds, 3),
        "score": repaired.value,
        "score_before": before.value,
        "bound": max(bound, repaired.value),
        **{kind: [_record(problem, one) for one in listed] for kind, listed in changes.items()},
        "tell": [{"kind": kind, "key": key, "meetings": n} for kind, key, n in who_to_tell(problem, changes)],
        "front": [{"moves": p.moves, "score": p.value, "gain": p.value - points[0].value} for p in points],
        "schedule": json.loads(schedule_to_json(problem, repaired.schedule)),
    }


def _record(problem: Problem, change: Change) -> dict[str, Any]:
    old, new = change
    there = new or old
    assert there is not None
    wish = problem.wishes[there.wish]
    record: dict[str, Any] = {
        "wish": there.wish + 1,
        "first": problem.participants[wish.first].key,
        "second": problem.participants[wish.second].key,
    }
    for name, meeting in (("before", old), ("after", new)):
        if meeting is not None:
            voice = None if meeting.interpreter is None else problem.interpreters[meeting.interpreter].key
            record[name] = {
                "slot": meeting.slot + 1,
                "table": problem.tables[meeting.table].key,
                "interpreter": voice,
            }
    return record
