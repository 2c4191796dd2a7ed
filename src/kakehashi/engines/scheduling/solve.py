"""The one public function: a problem in, a schedule with its proven bound out."""

import time
from collections.abc import Callable

from .problem import Problem
from .result import Objective, Schedule, Step
from .watch import Watch


def schedule(
    problem: Problem,
    *,
    objective: Objective | str = Objective.SCORE,
    time_limit: float = 60.0,
    seed: int = 0,
    progress: Callable[[Step], None] | None = None,
    cancel: Callable[[], bool] | None = None,
) -> Schedule:
    """Schedule an event.

    Parameters
    ----------
    problem
        Who may meet whom, when and where.
    objective
        `"score"`: the aims of the problem, in their order. `"breaks"`: every wish held with the fewest breaks.
    time_limit
        Seconds of wall time, at least 0; kept within about a tenth. Reading the problem, a first schedule and its
        reasons are not skipped: about 0.05 s at 70 participants, 0.4 s at 400, 3 s at 13,000 with 60,000 wishes,
        12 s at 15,000 with 200,000, and once half a second to load the solvers.
    seed
        Two runs that end before the limit give the same schedule for the same seed.
    progress
        Called at least every second with where the search stands.
    cancel
        Asked several times a second; once it says true, the best schedule so far is returned with its bound.

    Raises
    ------
    ValueError
        If the objective is unknown or the time limit negative.
    """
    started = time.perf_counter()
    chosen = Objective(objective)
    if not time_limit >= 0:
        raise ValueError(f"time limit {time_limit} is below 0")
    # Both bring solvers that take long to import; most users of the dataclasses need neither.
    if chosen is Objective.BREAKS:
        from .exact import place_all

        return place_all(problem, time_limit=time_limit, seed=seed, progress=progress, cancel=cancel)
    from .score import place_best

    return place_best(problem, Watch(started, time_limit, progress, cancel), seed=seed)
