"""Does every schedule leave people time to walk, keep them where they are, and count truly how often it does not?"""

import dataclasses
import random
from collections.abc import Callable
from itertools import count, pairwise

import pytest

from kakehashi.engines.scheduling import (
    Aim,
    Interpreter,
    Meeting,
    Objective,
    Participant,
    Problem,
    Schedule,
    Slot,
    Status,
    Table,
    Walk,
    Wish,
    schedule,
    verify,
)
from kakehashi.engines.scheduling import score as by_size
from kakehashi.engines.scheduling.board import Board
from kakehashi.engines.scheduling.frame import build_frame
from kakehashi.engines.scheduling.greedy import place_greedily
from kakehashi.engines.scheduling.halls.board import HallBoard
from kakehashi.engines.scheduling.halls.cells import build_cells, can_be_late
from kakehashi.engines.scheduling.halls.closing import Closing
from kakehashi.engines.scheduling.halls.counting import with_figures
from kakehashi.engines.scheduling.halls.crews import Crews
from kakehashi.engines.scheduling.halls.place import Placement
from kakehashi.engines.scheduling.halls.stage import place_in_halls
from kakehashi.engines.scheduling.order import weigh
from kakehashi.engines.scheduling.seating import seat
from kakehashi.engines.scheduling.shifts import plan_shifts

Maker = Callable[..., Problem]


def with_ways(problem: Problem, n_halls: int, pause: int = 0, seed: int = 0) -> Problem:
    """The event with a clock, slots of 30 minutes, in that many halls 5 to 15 minutes apart; a tenth are online."""
    rng = random.Random(seed)
    clock: list[Slot] = []
    for s, slot in enumerate(problem.slots):
        fresh = s == 0 or slot.day != problem.slots[s - 1].day
        start = 540 if fresh or clock[-1].end is None else clock[-1].end + pause
        clock.append(dataclasses.replace(slot, start=start, end=start + 30))
    n_tables = len(problem.tables)
    tables = tuple(dataclasses.replace(t, hall=f"H{i * n_halls // n_tables}") for i, t in enumerate(problem.tables))
    halls = sorted({table.hall for table in tables})
    return dataclasses.replace(
        problem,
        slots=tuple(clock),
        tables=tables,
        participants=tuple(dataclasses.replace(p, online=rng.random() < 0.1) for p in problem.participants),
        walks=tuple(Walk(g, h, rng.choice((5, 10, 15))) for n, h in enumerate(halls) for g in halls[:n]),
    )


def times_late(problem: Problem, result: Schedule) -> int:
    """Pairs of meetings of a person and a day with less time between them than the way takes."""
    way = {frozenset((walk.first, walk.second)): walk.minutes for walk in problem.walks}
    stays: dict[tuple[str, int, int], list[tuple[int, int, str]]] = {}
    for m in result.meetings:
        slot, hall = problem.slots[m.slot], problem.tables[m.table].hall
        assert slot.start is not None
        assert slot.end is not None
        wish = problem.wishes[m.wish]
        who = [("participant", p) for p in (wish.first, wish.second) if not problem.participants[p].online]
        who += [] if m.interpreter is None else [("interpreter", m.interpreter)]
        for kind, one in who:
            stays.setdefault((kind, one, slot.day), []).append((slot.start, slot.end, hall))
    late = 0
    for places in stays.values():
        places.sort()
        for n, (start, _, hall) in enumerate(places):
            late += sum(start - end < way.get(frozenset((hall, there)), 0) for _, end, there in places[:n])
    return late


@pytest.fixture
def place_large(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Schedule]:
    """Schedules any event the way large ones are."""
    monkeypatch.setattr(by_size, "LARGE_COLUMNS", -1)
    return schedule


@pytest.mark.parametrize("n_halls", [2, 4])
@pytest.mark.parametrize("seed", range(2))
def test_nobody_is_late_and_little_is_lost(make_event: Maker, n_halls: int, seed: int) -> None:
    problem = with_ways(make_event(60, wishes=300, tables=16, interpreters=20, seed=seed), n_halls)
    result = schedule(problem, time_limit=4, seed=seed)
    assert verify(problem, result) == ()
    assert times_late(problem, result) == 0
    assert result.value is not None
    assert result.bound is not None
    assert result.value >= 0.96 * result.bound


def test_nobody_is_late_at_large_events(place_large: Callable[..., Schedule], make_event: Maker) -> None:
    problem = with_ways(make_event(600, wishes=1500, tables=110, interpreters=130, days=3, per_day=8), 4)
    result = place_large(problem, time_limit=8)
    assert verify(problem, result) == ()
    assert times_late(problem, result) == 0
    assert result.value is not None
    assert result.bound is not None
    assert result.value >= 0.99 * result.bound
    assert result.breaks <= 0.5 * len(problem.participants)


def test_musts_fixed_slots_and_precedences_are_kept(make_event: Maker) -> None:
    problem = with_ways(make_event(30, wishes=110, tables=9, absence=0.0), 3)
    first = schedule(problem, time_limit=1)
    fixed = {m.wish: m.slot for m in first.meetings[::4]}
    wishes = tuple(dataclasses.replace(w, slot=fixed.get(i), must=i in fixed) for i, w in enumerate(problem.wishes))
    free = [w for w in range(len(wishes)) if w not in fixed]
    ordered = dataclasses.replace(problem, wishes=wishes, precedences=tuple(zip(free[::2], free[1::2], strict=False)))
    result = schedule(ordered, time_limit=2)
    assert verify(ordered, result) == ()
    slot_of = {m.wish: m.slot for m in result.meetings}
    assert all(slot_of.get(w) == s for w, s in fixed.items())


def test_most_of_a_published_programme_stays(make_event: Maker) -> None:
    problem = with_ways(make_event(40, wishes=130, tables=12, interpreters=14), 3)
    first = slots_by_stage(problem, 0)
    order = (Aim.MUSTS, Aim.STABILITY, Aim.SCORE, Aim.BREAKS)
    known = dataclasses.replace(problem, published=tuple(first.items()), order=order)
    forgotten = dataclasses.replace(known, order=(Aim.MUSTS, Aim.SCORE, Aim.BREAKS))
    stays = [w for w, s in slots_by_stage(known, 1).items() if first.get(w) == s]
    by_chance = [w for w, s in slots_by_stage(forgotten, 1).items() if first.get(w) == s]
    assert len(stays) >= 0.85 * len(first)
    assert len(by_chance) < 0.8 * len(stays)


def slots_by_stage(problem: Problem, seed: int) -> dict[int, int]:
    """The slots that the hall stage alone gives the greedy programme."""
    looks = count()
    board, _ = place_in_halls(
        place_greedily(build_frame(problem)), random.Random(seed), lambda: min(next(looks) / 600, 1.0)
    )
    return {w: s for w, s in enumerate(board.slot_of) if s >= 0}


def test_pauses_that_are_long_enough_change_nothing(make_event: Maker) -> None:
    problem = with_ways(make_event(12, wishes=30, tables=4, interpreters=4), 3, pause=15)
    assert not can_be_late(problem)
    without = dataclasses.replace(problem, walks=())
    assert schedule(problem).meetings == schedule(without).meetings
    assert can_be_late(with_ways(make_event(12, wishes=30, tables=4), 3, pause=4))


def test_halls_nobody_is_late_between_are_one_zone(make_event: Maker) -> None:
    problem = with_ways(make_event(20, wishes=40, tables=6), 3)
    near = tuple(
        dataclasses.replace(w, minutes=0 if {w.first, w.second} == {"H0", "H1"} else 15) for w in problem.walks
    )
    cells = build_cells(dataclasses.replace(problem, walks=near))
    assert cells.n_zones == 2
    assert cells.zone_of == (0, 0, 0, 0, 1, 1)


def test_a_way_longer_than_a_slot_bars_more_than_the_next_slot() -> None:
    slots = tuple(Slot(0, 0, 540 + 30 * s, 570 + 30 * s) for s in range(4))
    tables = tuple(Table(hall, frozenset(range(4)), hall) for hall in "AB")
    people = (Participant("P", frozenset(range(4))), Participant("Q", frozenset(range(4))))
    cells = build_cells(Problem(slots, people, (Wish(0, 1),), tables, walks=(Walk("B", "A", 31),)))
    assert cells.barred[0] == cells.slot_mask[0] | 1 << 4 + 1 | 1 << 4 + 2
    assert cells.barred[4 + 3] == cells.slot_mask[3] | 1 << 2 | 1 << 1


@pytest.mark.parametrize("seed", range(3))
def test_moves_keep_every_rule_and_their_own_account(make_event: Maker, seed: int) -> None:
    problem = with_ways(make_event(30, wishes=160, tables=6, interpreters=6, seed=seed), 3)
    frame, cells = build_frame(problem), build_cells(problem)
    board = HallBoard(frame, cells, Crews(frame, plan_shifts(frame), cells), weigh(frame))
    placement = Placement(board, random.Random(seed), lambda: 0.0)
    unheld = placement.fill([w for w in range(frame.n_wishes) if frame.open_to[w]])
    assert unheld
    for w in unheld:
        before, total = list(board.cell_of), board.total
        free = [row[:] for row in board.crews.free]
        better = placement.force(w)
        assert better == (board.total > total)
        assert better or (board.cell_of, board.crews.free) == (before, free)
        assert not broken(board)
    closing, breaks = Closing(board, random.Random(seed)), board.breaks()
    held = [w for w, c in enumerate(board.cell_of) if c >= 0]
    for n, w in enumerate(held * 3):
        breaks += closing.move(w, 0.5 if n % 2 else 0.0)
        assert breaks == board.breaks()
        assert not broken(board)
    assert held == [w for w, c in enumerate(board.cell_of) if c >= 0]


def broken(board: HallBoard) -> list[str]:
    """What is wrong with the board, counted anew."""
    cells, faults = board.cells, []
    held = {w: c for w, c in enumerate(board.cell_of) if c >= 0}
    for cell in range(cells.n_cells):
        there = [w for w, c in held.items() if c == cell]
        if sorted(there) != sorted(board.there[cell]) or len(there) > cells.seats[cell]:
            faults.append(f"tables of cell {cell}")
        needed = [sum(board.kind[w] == k for w in there) for k in range(len(board.frame.crews))]
        if (
            needed != [sum(row) for row in zip(*board.crews.given[cell], strict=True)]
            or min(board.crews.free[cell]) < 0
        ):
            faults.append(f"interpreters of cell {cell}")
    for p in range(board.frame.n_participants):
        mine = [c for w, c in held.items() if p in (board.first[w], board.second[w])]
        shut = cells.slot_mask * cells.n_zones if board.frame.problem.participants[p].online else cells.barred
        if any(shut[one] >> other & 1 for n, one in enumerate(mine) for other in mine[:n]):
            faults.append(f"participant {p} is late")
    return faults


def test_figures_are_what_a_plain_count_gives(make_event: Maker) -> None:
    problem = with_ways(make_event(24, wishes=90, tables=7, interpreters=7), 3)
    result = schedule(dataclasses.replace(problem, published=((0, 1), (1, 2), (2, 0))), time_limit=1)
    assert (result.hall_changes, result.interpreter_changes) == plain_counts(problem, result.meetings)
    slot_of = {m.wish: m.slot for m in result.meetings}
    assert result.moved == sum(slot_of.get(w) != s for w, s in ((0, 1), (1, 2), (2, 0)))
    nothing = with_figures(problem, Schedule(Status.UNKNOWN, Objective.BREAKS, None, 0, 0, 0.0))
    assert (nothing.most_breaks, nothing.hall_changes, nothing.interpreter_changes) == (0, 0, 0)


def plain_counts(problem: Problem, meetings: tuple[Meeting, ...]) -> tuple[int, int]:
    """Changes of hall and of interpreter, person by person and day by day."""
    halls = voices = 0
    for day in {slot.day for slot in problem.slots}:
        today = sorted((m for m in meetings if problem.slots[m.slot].day == day), key=lambda m: m.slot)
        for p, who in enumerate(problem.participants):
            mine = [m for m in today if p in (problem.wishes[m.wish].first, problem.wishes[m.wish].second)]
            if not who.online:
                halls += changes(problem, mine)
            heard = [m.interpreter for m in mine if m.interpreter is not None]
            voices += sum(a != b for a, b in pairwise(heard))
        for i in range(len(problem.interpreters)):
            halls += changes(problem, [m for m in today if m.interpreter == i])
    return halls, voices


def changes(problem: Problem, meetings: list[Meeting]) -> int:
    return sum(problem.tables[a.table].hall != problem.tables[b.table].hall for a, b in pairwise(meetings))


def test_the_participant_with_the_most_breaks_is_counted() -> None:
    slots = tuple(Slot() for _ in range(5))
    everywhere = frozenset(range(5))
    people = tuple(Participant(key, everywhere) for key in "ABCD")
    problem = Problem(slots, people, (Wish(0, 1), Wish(0, 2), Wish(0, 3)), (Table("T", everywhere),))
    meetings = (Meeting(0, 0, 0), Meeting(1, 2, 0), Meeting(2, 4, 0))
    assert with_figures(problem, Schedule(Status.FEASIBLE, Objective.SCORE, 3, 3, 2, 0.0, meetings)).most_breaks == 2


def counted(problem: Problem, board: Board) -> tuple[int, int]:
    return plain_counts(problem, seat(board))


def test_seating_keeps_people_where_they_are_as_the_order_asks(make_event: Maker) -> None:
    problem = dataclasses.replace(with_ways(make_event(60, wishes=260, tables=18, interpreters=24), 3), walks=())
    board = place_greedily(build_frame(problem))

    def of(*order: Aim) -> tuple[int, int]:
        asked = dataclasses.replace(problem, order=(Aim.MUSTS, Aim.SCORE, *order))
        return counted(asked, place_greedily(build_frame(asked)))

    neither = of()
    halls, voices = of(Aim.HALL_CHANGES), of(Aim.INTERPRETER_CHANGES)
    halls_first = of(Aim.HALL_CHANGES, Aim.INTERPRETER_CHANGES)
    voices_first = of(Aim.INTERPRETER_CHANGES, Aim.HALL_CHANGES)
    assert halls[0] < 0.8 * neither[0]
    assert voices[1] < neither[1]
    assert halls_first[0] <= voices_first[0]
    assert voices_first[1] <= halls_first[1]
    assert counted(problem, board) == halls_first


def test_a_pair_of_neighbours_keeps_its_table_and_interpreter() -> None:
    everywhere = frozenset(range(2))
    vi, ja = frozenset({"vi"}), frozenset({"ja"})
    people = tuple(Participant(f"V{p}", everywhere, languages=vi) for p in range(2))
    people += tuple(Participant(f"J{p}", everywhere, languages=ja, most=1) for p in range(4))
    wishes = tuple(Wish(p % 2, 2 + p) for p in range(4))
    voices = tuple(Interpreter(f"I{i}", frozenset({vi | ja}), everywhere) for i in range(2))
    tables = tuple(Table(f"T{t}", everywhere, f"H{t % 2}") for t in range(3))
    result = schedule(Problem((Slot(), Slot()), people, wishes, tables, voices), time_limit=1)
    assert len(result.meetings) == 4
    assert (result.hall_changes, result.interpreter_changes) == (0, 0)
    seats = {(problem_side, m.table, m.interpreter) for m in result.meetings for problem_side in (m.wish % 2,)}
    assert len(seats) == 2


def test_the_fewest_breaks_leave_time_to_walk(make_event: Maker) -> None:
    problem = with_ways(make_event(12, wishes=18, tables=6, interpreters=5, absence=0.0), 2)
    result = schedule(problem, objective="breaks", time_limit=20)
    assert result.status is Status.OPTIMAL
    assert verify(problem, result) == ()
    assert times_late(problem, result) == 0


def test_no_halls_are_claimed_where_somebody_would_be_late() -> None:
    everywhere = frozenset(range(2))
    slots = (Slot(0, 0, 540, 570), Slot(0, 0, 570, 600))
    people = tuple(Participant(key, everywhere) for key in "ABC")
    tables = (Table("near", frozenset({0}), "near"), Table("far", frozenset({1}), "far"))
    problem = Problem(slots, people, (Wish(0, 1), Wish(0, 2)), tables, walks=(Walk("near", "far", 5),))
    result = schedule(problem, objective="breaks", time_limit=10)
    assert result.status is Status.INFEASIBLE
    assert result.meetings == ()
    assert verify(problem, result) == ()
    assert len(schedule(problem).meetings) == 1
