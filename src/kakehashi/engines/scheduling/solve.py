"""The one public function: a problem in, a schedule with its proven bound out."""

from collections.abc import Callable

from .problem import Problem
from .result import Objective, Schedule, Step


def schedule(
    problem: Problem,
    *,
    objective: Objective | str = Objective.SCORE,
    time_limit: float = 60.0,
    seed: int = 0,
    progress: Callable[[Step], None] | None = None,
) -> Schedule:
    """Schedule an event.

    Parameters
    ----------
    problem
        Who may meet whom, when and where.
    objective
        `"score"`: musts, then a meeting for everyone who can have one, then the least numbers, then the total
        score, then few breaks. `"breaks"`: every wish held with the fewest breaks.
    time_limit
        Seconds of wall time, at least 0; kept within about a tenth.
    seed
        Two runs that end before the limit give the same schedule for the same seed.
    progress
        Called now and then with where the search stands.

    Raises
    ------
    ValueError
        If the objective is unknown or the time limit negative.
    """
    chosen = Objective(objective)
    if not time_limit >= 0:
        raise ValueError(f"time limit {time_limit} is below 0")
    # Both bring solvers that take long to import; most users of the dataclasses need neither.
    if chosen is Objective.BREAKS:
        from .exact import place_all

        return place_all(problem, time_limit=time_limit, seed=seed, progress=progress)
    from .score import place_best

    return place_best(problem, time_limit=time_limit, seed=seed, progress=progress)
