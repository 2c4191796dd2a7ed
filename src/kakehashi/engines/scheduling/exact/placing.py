"""How can every wish be held, with the fewest breaks, within a time limit?"""

import os
import pickle
import queue
import subprocess
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial

from ..contradiction import Contradiction
from ..frame import build_frame
from ..halls.cells import can_be_late
from ..halls.counting import with_figures
from ..problem import Aim, Problem
from ..result import Meeting, Objective, Schedule, Status, Step
from ..whole.programme import place_whole
from ..whole.refute import count_against
from .search import Finding
from .walking import hold_in_time

Task = tuple[str, Problem, int]
"""`search` or `explain`, the problem, and the seed."""

_FEW, _MANY = 10_000, 60_000
"""Wishes and slots open to them up to which a formula does it all, and beyond which it would be too long."""

_COUNTING = 0.2
"""Share of the time, at most, for counting whether all wishes can be held at all."""

_FIRST = 0.4
"""Share of the time in which events in between are placed without a formula."""

_BEFORE_WAYS = 0.5
"""Share of the time in which events with ways between halls are placed as if there were none."""

_WATCH = 0.1
"""Seconds between two looks at whether the run is cancelled."""

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
    cancel: Callable[[], bool] | None = None,
) -> Schedule:
    """Hold every wish with the fewest breaks, their numbers at most `problem.fairness` apart.

    What counting refutes is refused at once. Events of thousands are placed by chains; those in between first so,
    then, like small ones, by a search with clauses in a process of its own, which is ended at the limit whatever it
    does. Status optimal: proven; feasible: a schedule and a proven bound; infeasible: proven, `contradiction` says
    why if there was time to find out; unknown: the time was too short to find a schedule or to prove that there is
    none.

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
    cancel
        Asked several times a second; once it says true, the best known is returned.
    """
    start = time.perf_counter()
    clock = _Clock(start, start + time_limit, progress, cancel)
    found = replace(_place(problem, seed, clock), seconds=clock.seconds())
    return found if found.value is None else with_figures(problem, found)


def _place(problem: Problem, seed: int, clock: "_Clock") -> Schedule:
    """The schedule, its figures beside the breaks not counted."""
    time_limit = clock.deadline - clock.start
    if Aim.BREAKS not in problem.order:
        problem = replace(problem, order=(Aim.MUSTS, Aim.BREAKS))
    frame = build_frame(problem)
    columns = sum(mask.bit_count() for mask in frame.open_to)
    refuted = count_against(frame, _COUNTING * time_limit, quick=columns > _MANY)
    if refuted is not None:
        return _refuse(str(refuted), refuted, clock.seconds())
    known = None
    if columns > _FEW:
        limit = time_limit if columns > _MANY else _FIRST * time_limit
        walks = can_be_late(problem)
        explain = partial(_least_clash, seed=seed, cancel=clock.cancel)
        known = place_whole(
            frame,
            started=clock.start,
            time_limit=_BEFORE_WAYS * limit if walks else limit,
            seed=seed,
            progress=clock.progress,
            cancel=clock.cancel,
            explain=explain,
        )
        if walks:
            known = hold_in_time(problem, known, seed, clock.spent_until(clock.start + limit))
        if columns > _MANY or known.status in (Status.OPTIMAL, Status.INFEASIBLE):
            return known
    return _search(problem, seed, known, clock)


@dataclass(frozen=True, slots=True)
class _Clock:
    """When a run began and has to end, who is told of it, and who may cancel it."""

    start: float
    deadline: float
    progress: Callable[[Step], None] | None
    cancel: Callable[[], bool] | None

    def seconds(self) -> float:
        """Since the start."""
        return time.perf_counter() - self.start

    def spent_until(self, end: float) -> Callable[[], float]:
        """How much of the seconds from now to then is over, as a share of them; all of it when cancelled."""
        allowed = end - time.perf_counter()
        return lambda: 1 - (end - time.perf_counter()) / allowed if allowed > 0 and self.left() > 0 else 1.0

    def left(self) -> float:
        """Seconds until the deadline; 0 when cancelled."""
        return 0.0 if self.cancel is not None and self.cancel() else max(self.deadline - time.perf_counter(), 0.0)


def _least_clash(
    part: Problem, seconds: float, *, seed: int, cancel: Callable[[], bool] | None
) -> Contradiction | None:
    """The smallest contradiction found in a part of an event within the seconds."""
    found, now = None, time.perf_counter()
    for smaller in _clashes(("explain", part, seed), _Clock(now, now + seconds, None, cancel)):
        found = smaller
    return found


def _search(problem: Problem, seed: int, known: Schedule | None, clock: _Clock) -> Schedule:
    """Search with clauses; `known` is a schedule found before."""
    best, last, log = None, Finding("", None, 0), []
    for last in _findings(("search", problem, seed), clock):
        step = Step(clock.seconds(), last.stage, last.value, last.bound)
        best = last if last.meetings is not None else best
        log.append(f"{step.seconds:.2f} s {step.stage}: {step.value} breaks, at least {step.bound}")
        if clock.progress is not None:
            clock.progress(step)
        if last.done:
            break
    if last.done and best is None:
        clash = None
        for clash in _clashes(("explain", problem, seed), clock):
            log.append(f"{clock.seconds():.2f} s explain: {len(clash.wishes)} wishes clash")
        return _refuse(str(clash or _explain(problem)), clash, clock.seconds(), tuple(log))
    return _conclude(problem, best, last.bound, known, clock.seconds(), tuple(log))


def _conclude(
    problem: Problem, best: Finding | None, bound: int, known: Schedule | None, seconds: float, log: tuple[str, ...]
) -> Schedule:
    """The schedule that the best finding makes, or the one known before, with the best bound of both."""
    bound = max(bound, known.bound or 0) if known is not None else bound
    if best is None or best.value is None or (known and known.value is not None and known.value <= best.value):
        if known is not None and known.value is not None:
            status = Status.OPTIMAL if known.value == bound else Status.FEASIBLE
            return replace(known, status=status, bound=bound, seconds=seconds, log=known.log + log)
        return Schedule(Status.UNKNOWN, Objective.BREAKS, None, bound, 0, seconds, log=log)
    return Schedule(
        status=Status.OPTIMAL if best.value == bound else Status.FEASIBLE,
        objective=Objective.BREAKS,
        value=best.value,
        bound=bound,
        breaks=best.value,
        seconds=seconds,
        meetings=_seat(problem, best),
        log=log,
    )


def _refuse(because: str, found: Contradiction | None, seconds: float, log: tuple[str, ...] = ()) -> Schedule:
    return Schedule(
        status=Status.INFEASIBLE,
        objective=Objective.BREAKS,
        value=None,
        bound=None,
        breaks=0,
        seconds=seconds,
        infeasible_because=because,
        contradiction=found,
        log=log,
    )


def _explain(problem: Problem) -> str:
    """What stands against each other when there was no time to find out more; true, if not the least cause."""
    demands = [f"{len(problem.wishes)} wishes"]
    if problem.fairness is not None:
        demands.append(f"fairness {problem.fairness}")
    if problem.precedences:
        demands.append(f"{len(problem.precedences)} precedences")
    if problem.walks:
        demands.append(f"{len(problem.walks)} ways between halls")
    return "demands_clash: no schedule meets all of " + ", ".join(demands)


def _findings(task: Task, clock: _Clock) -> Iterator[Finding]:
    """What a search finds until it is done or the deadline has come."""
    return (found for found in _told(task, clock) if isinstance(found, Finding))


def _clashes(task: Task, clock: _Clock) -> Iterator[Contradiction]:
    """Ever smaller contradictions, until none is smaller or the deadline has come."""
    return (found for found in _told(task, clock) if isinstance(found, Contradiction))


def _told(task: Task, clock: _Clock) -> Iterator[Finding | Contradiction]:
    """What a process of its own tells, until it ends or the deadline has come, at which it is ended."""
    seconds = max(clock.deadline - time.perf_counter(), 0.0)
    process = subprocess.Popen(  # noqa: S603 - our own module
        [sys.executable, "-m", f"{__package__}.worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(folder or os.getcwd() for folder in sys.path)},
    )
    findings: queue.Queue[Finding | Contradiction | None] = queue.Queue()
    reader = threading.Thread(target=_read, args=(process, (*task, seconds, _GRACE), findings), daemon=True)
    reader.start()
    try:
        while True:
            left = clock.left()
            try:
                finding = findings.get(timeout=min(left, _WATCH))
            except queue.Empty:
                if left <= _WATCH:
                    return
                continue
            if finding is None:
                if process.wait() != 0:
                    raise RuntimeError(f"the search ended early with code {process.wait()}")
                return
            yield finding
    finally:
        process.kill()
        process.wait()
        reader.join()


def _read(
    process: "subprocess.Popen[bytes]", task: object, findings: "queue.Queue[Finding | Contradiction | None]"
) -> None:
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


def _seat(problem: Problem, found: Finding) -> tuple[Meeting, ...]:
    """Give each meeting a table that is available in its slot, in its hall where that matters."""
    free: dict[tuple[int, str | None], list[int]] = defaultdict(list)
    for t, table in reversed([*enumerate(problem.tables)]):
        for s in table.available:
            free[s, table.hall if found.halls else None].append(t)
    return tuple(Meeting(w, s, free[s, found.halls.get(w)].pop(), i) for w, s, i in found.meetings or ())
