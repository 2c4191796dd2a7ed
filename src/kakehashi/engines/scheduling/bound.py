"""How high can the total score of any schedule be? Proven from the dual side of two linear programmes."""

from typing import Any, cast

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import csc_array

from .board import Board
from .frame import Frame, slots_in
from .model import Floats, Ints, Rows, build_model, for_aim, with_cover
from .order import Figures, published_slots
from .problem import Aim
from .watch import Runner, at_once


def proven(gain: Floats, rows: csc_array, limits: Floats, upper: Floats, duals: Floats) -> int:
    """The bound that dual values prove for max gain @ x, rows @ x <= limits, 0 <= x <= upper, x whole, gain whole.

    Any duals >= 0 prove limits @ duals + sum of upper * max(0, gain - duals @ rows), however they were found, so
    the solver's tolerances cannot make it too low; 1e-6 covers the rounding of the sum itself.
    """
    duals = np.maximum(duals, 0.0)
    rest = np.maximum(gain - rows.T @ duals, 0.0)
    return int(np.floor(float(limits @ duals) + float(upper @ rest) + 1e-6))


def bound_by_slots(frame: Frame, open_to: NDArray[np.bool_], seconds: float, run: Runner = at_once) -> int | None:
    """The bound that looks at every slot: who can be where when. None when the time does not allow it."""
    wishes = np.flatnonzero(open_to.any(axis=1))
    model = build_model(Board(frame), range(frame.n_slots), wishes, frame.score.astype(np.float64), open_to)
    return _bound_of(model.gain, model.rows, model.limits, model.upper, seconds, run)


def bound_by_capacity(frame: Frame, seconds: float, run: Runner = at_once) -> int:
    """The bound that adds up over all slots: each participant's meetings, the tables, each interpreter's work.

    When the time does not allow even that, the sum of all scores that could be held.
    """
    wishes = np.array([w for w, mask in enumerate(frame.open_to) if mask], dtype=np.int64)
    worth = frame.score[wishes].astype(np.float64)
    most = int(frame.score[wishes].sum())
    if not len(wishes):
        return 0
    rows, y = Rows(), np.arange(len(wishes))
    people = np.concatenate([frame.first[wishes], frame.second[wishes]])
    reach = most_meetings(frame)
    rows.add(people, np.concatenate([y, y]), reach[np.unique(people)].astype(np.float64))
    rows.add(np.zeros(len(y), dtype=np.int64), y, float(frame.seats.sum()))
    upper = [np.ones(len(y))]
    kind = frame.kind[wishes]
    spoken = np.flatnonzero(kind >= 0)
    if len(spoken):
        shares = [(k, i) for k in np.unique(kind[spoken]).tolist() for i in frame.crews[k]]
        of_kind, who = (np.array(part, dtype=np.int64) for part in zip(*shares, strict=True))
        cols = len(y) + np.arange(len(shares))
        signs = np.concatenate([np.ones(len(spoken)), -np.ones(len(cols))])
        rows.add(np.concatenate([kind[spoken], of_kind]), np.concatenate([spoken, cols]), 0.0, signs)
        work = np.array([most_work(frame, i) for i in range(len(frame.on_duty))], dtype=np.float64)
        rows.add(who, cols, work[np.unique(who)])
        upper.append(work[who])
    uppers = np.concatenate(upper)
    matrix, limits = rows.matrix(len(uppers))
    gain = np.concatenate([worth, np.zeros(len(uppers) - len(worth))])
    found = _bound_of(gain, matrix, limits, uppers, seconds, run)
    return most if found is None else min(found, most)


def most_aims(frame: Frame) -> Figures:
    """The most of every holding aim but the score, if everyone were alone at the event; the score if all were held."""
    reach = most_meetings(frame)
    possible = np.array([mask > 0 for mask in frame.open_to], dtype=bool)
    return {
        Aim.MUSTS: int((frame.must & possible).sum()),
        Aim.LEAST: int(np.minimum(reach, frame.least).sum()),
        Aim.SCORE: int(frame.score[possible].sum()),
        Aim.FIRST: int((reach > 0).sum()),
        Aim.STABILITY: sum(s >= 0 for s in published_slots(frame)),
    }


def bound_aims(
    frame: Frame,
    open_to: NDArray[np.bool_],
    known: Figures,
    reached: Figures,
    seconds: float,
    run: Runner = at_once,
) -> Figures:
    """The most of each aim among the schedules that reach as much as `reached` of those before it in the order.

    Looks at every slot. `known` are bounds that hold already; they stay where they are reached or time is short.
    """
    wishes = np.flatnonzero(open_to.any(axis=1))
    board, everyone = Board(frame), np.ones(frame.n_participants)
    plain = build_model(board, range(frame.n_slots), wishes, np.zeros(frame.n_wishes), open_to)
    full = with_cover(plain, board, everyone, everyone)
    most, floors = dict(known), Figures()
    to_prove = [aim for aim in board.order if reached[aim] < known[aim]]
    for aim in board.order:
        if aim in to_prove:
            model = for_aim(full, board, aim, floors)
            proof = _bound_of(model.gain, model.rows, model.limits, model.upper, seconds / len(to_prove), run)
            most[aim] = most[aim] if proof is None else min(most[aim], proof)
        if reached[aim]:
            floors[aim] = reached[aim]
    return most


def most_meetings(frame: Frame) -> Ints:
    """The most meetings of each participant: its capacity, its wishes, and the slots that any of them can use."""
    reach = np.zeros(frame.n_participants, dtype=np.int64)
    for p, wishes in enumerate(frame.wishes_of):
        slots = 0
        for w in wishes:
            slots |= frame.open_to[w]
        open_wishes = sum(frame.open_to[w] > 0 for w in wishes)
        reach[p] = min(int(frame.capacity[p]), slots.bit_count(), open_wishes)
    return reach


def least_breaks(frame: Frame, slot_of: list[int]) -> int:
    """Breaks that the meetings held have at least, however they are placed."""
    return sum(fewest_breaks(frame, slot_of))


def fewest_breaks(frame: Frame, slot_of: list[int]) -> list[int]:
    """Breaks that each participant has at least with the meetings held, however placed, if it were alone.

    A participant can use the slots open to any of its meetings. Per day one run of such slots costs no break and
    each further one does, so the longest runs, first of their days first, take the most meetings with the fewest.
    """
    held, usable = [0] * frame.n_participants, [0] * frame.n_participants
    for w, s in enumerate(slot_of):
        if s >= 0:
            for p in (int(frame.first[w]), int(frame.second[w])):
                held[p] += 1
                usable[p] |= frame.open_to[w]
    known: dict[tuple[int, int], int] = {}
    fewest = [0] * frame.n_participants
    for p, (n, mask) in enumerate(zip(held, usable, strict=True)):
        if n > 1:
            if (n, mask) not in known:
                known[n, mask] = _fewest_breaks(n, mask, frame.day_starts)
            fewest[p] = known[n, mask]
    return fewest


def _fewest_breaks(meetings: int, usable: int, day_starts: int) -> int:
    longest: dict[int, list[int]] = {}
    day, before = -1, -2
    for s in slots_in(usable):
        day_now = (day_starts & ((2 << s) - 1)).bit_count()
        if day_now == day and s == before + 1:
            longest[day][-1] += 1
        else:
            longest.setdefault(day_now, []).append(1)
        day, before = day_now, s
    firsts = sum(max(runs) for runs in longest.values())
    others = sorted((n for runs in longest.values() for n in sorted(runs)[:-1]), reverse=True)
    breaks = 0
    while meetings > firsts and breaks < len(others):
        meetings -= others[breaks]
        breaks += 1
    return breaks


def most_work(frame: Frame, interpreter: int) -> int:
    """The most slots an interpreter can work in: in a stretch of n slots on duty, one rest in each run + 1."""
    run, duty = frame.runs[interpreter], frame.on_duty[interpreter]
    if run <= 0:
        return 0
    total = stretch = 0
    starts = frame.day_starts
    for s in slots_in(duty):
        follows = stretch and duty >> (s - 1) & 1 and not starts >> s & 1
        stretch = stretch + 1 if follows else 1
        total += stretch % (run + 1) != 0
    return total


def _bound_of(gain: Floats, rows: csc_array, limits: Floats, upper: Floats, seconds: float, run: Runner) -> int | None:
    if not len(gain):
        return 0
    solve = cast("Any", linprog)  # its annotations leave out the sparse arrays it takes
    found = run(
        lambda: solve(
            -gain,
            A_ub=rows,
            b_ub=limits,
            bounds=np.column_stack([np.zeros(len(upper)), upper]),
            method="highs-ds",
            options={"time_limit": max(seconds, 0.01)},
        ),
        seconds,
    )
    if found is None or not found.success:
        return None
    return proven(gain, rows, limits, upper, -found.ineqlin.marginals)
