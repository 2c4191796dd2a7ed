"""How can every wish be held, with the fewest breaks, within a time limit?"""

import os
import pickle
import queue
import random
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence

from ..board import Board
from ..frame import build_frame
from ..halls.cells import can_be_late
from ..halls.counting import with_figures
from ..halls.stage import keep_slots
from ..problem import Problem
from ..result import Meeting, Objective, Schedule, Status, Step
from ..seating import seat
from .contradiction import find_contradiction
from .search import Finding

_GRACE = 5.0
"""Seconds after the limit at which a search ends itself, should nobody have ended it."""

_SEATING = 2.0
"""Seconds, at most, in which halls are sought where the ways between them matter."""


def place_all(
    problem: Problem,
    *,
    time_limit: float,
    seed: int = 0,
    progress: Callable[[Step], None] | None = None,
) -> Schedule:
    """Hold every wish with the fewest breaks, their numbers at most `problem.fairness` apart.

    The search runs in a process of its own, which is ended at the limit whatever it does. Status optimal:
    proven; feasible: a schedule and a proven bound; infeasible: proven, `infeasible_because` says `code:
    details`; unknown: the time was too short to find a schedule or to prove that there is none,
    or no halls were found in which everybody is in time: slots are chosen first, halls for them afterwards.

    Parameters
    ----------
    problem
        The event; scores, musts and least numbers play no part.
    time_limit
        Seconds of wall time.
    seed
        Runs that end before the limit give the same schedule for the same seed.
    progress
        Called with every better schedule or bound.
    """
    start = time.perf_counter()
    because = find_contradiction(problem)
    if because:
        return _refuse(because, time.perf_counter() - start)
    best, last, log = None, Finding("", None, 0), []
    for last in _search(problem, seed, start + time_limit):
        step = Step(time.perf_counter() - start, last.stage, last.value, last.bound)
        best = last if last.meetings is not None else best
        log.append(f"{step.seconds:.2f} s {step.stage}: {step.value} breaks, at least {step.bound}")
        if progress is not None:
            progress(step)
        if last.done:
            break
    return _conclude(problem, best, last, time.perf_counter() - start, tuple(log))


def _conclude(problem: Problem, best: Finding | None, last: Finding, seconds: float, log: tuple[str, ...]) -> Schedule:
    """The schedule that the best finding makes, with what the last one proved."""
    if best is None or best.meetings is None:
        if last.done:
            return _refuse(_explain(problem), seconds, log)
        return Schedule(Status.UNKNOWN, Objective.BREAKS, None, last.bound, 0, seconds, log=log)
    assert best.value is not None
    meetings = _seat(problem, best.meetings)
    if meetings is None:
        log = (*log, "no halls were found in which everybody is in time")
        return Schedule(Status.UNKNOWN, Objective.BREAKS, None, last.bound, 0, seconds, log=log)
    found = Schedule(
        status=Status.OPTIMAL if best.value == last.bound else Status.FEASIBLE,
        objective=Objective.BREAKS,
        value=best.value,
        bound=last.bound,
        breaks=best.value,
        seconds=seconds,
        meetings=meetings,
        log=log,
    )
    return with_figures(problem, found)


def _refuse(because: str, seconds: float, log: tuple[str, ...] = ()) -> Schedule:
    return Schedule(
        status=Status.INFEASIBLE,
        objective=Objective.BREAKS,
        value=None,
        bound=None,
        breaks=0,
        seconds=seconds,
        infeasible_because=because,
        log=log,
    )


def _explain(problem: Problem) -> str:
    """What stands against each other when no single participant or table does; true, if not the least cause."""
    demands = [f"{len(problem.wishes)} wishes"]
    if problem.fairness is not None:
        demands.append(f"fairness {problem.fairness}")
    if problem.precedences:
        demands.append(f"{len(problem.precedences)} precedences")
    return "demands_clash: no schedule meets all of " + ", ".join(demands)


def _search(problem: Problem, seed: int, deadline: float) -> Iterator[Finding]:
    """The findings of a search in a process of its own, until it is done or the deadline has come."""
    seconds = max(deadline - time.perf_counter(), 0.0)
    process = subprocess.Popen(  # noqa: S603 - our own module
        [sys.executable, "-m", f"{__package__}.worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(folder or os.getcwd() for folder in sys.path)},
    )
    findings: queue.Queue[Finding | None] = queue.Queue()
    reader = threading.Thread(target=_read, args=(process, (problem, seed, seconds + _GRACE), findings), daemon=True)
    reader.start()
    try:
        while True:
            try:
                finding = findings.get(timeout=max(deadline - time.perf_counter(), 0.0))
            except queue.Empty:
                return
            if finding is None:
                raise RuntimeError(f"the search ended early with code {process.wait()}")
            yield finding
    finally:
        process.kill()
        process.wait()
        reader.join()


def _read(process: "subprocess.Popen[bytes]", task: object, findings: "queue.Queue[Finding | None]") -> None:
    """Hand the task over, and pass on each finding; None when the process has ended."""
    assert process.stdin is not None
    assert process.stdout is not None
    with process.stdin, process.stdout:
        try:
            pickle.dump(task, process.stdin)
            process.stdin.flush()
            while True:
                findings.put(pickle.load(process.stdout))  # noqa: S301 - written by our own child process
        except (EOFError, BrokenPipeError, pickle.UnpicklingError):
            findings.put(None)


def _seat(problem: Problem, meetings: Sequence[tuple[int, int, int | None]]) -> tuple[Meeting, ...] | None:
    """Give each meeting a table that is available in its slot; None when somebody would always be late."""
    if not can_be_late(problem):
        free = [
            [t for t, table in enumerate(problem.tables) if s in table.available] for s in range(len(problem.slots))
        ]
        tables = [iter(row) for row in free]
        return tuple(Meeting(w, s, next(tables[s]), i) for w, s, i in meetings)
    frame = build_frame(problem)
    board, started = Board(frame), time.perf_counter()
    for w, s, i in meetings:
        if i is not None:
            board.assign(i, board.kind[w], s)
        board.put(w, s)
    placed = keep_slots(board, random.Random(0), lambda: (time.perf_counter() - started) / _SEATING)
    return placed and seat(*placed)
