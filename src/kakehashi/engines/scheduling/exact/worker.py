"""The process that searches: reads a task from standard input, writes each finding to standard output."""

import pickle
import signal
import sys

from ..contradiction import Contradiction
from ..problem import Problem
from ..whole.clash import find_clash
from .encoding import encode
from .search import Finding, Search
from .ways import add_halls


def main() -> None:
    """Search, or explain why there is no schedule, until done or until the process is ended from outside."""
    work, problem, seed, seconds, grace = pickle.load(sys.stdin.buffer)  # noqa: S301 - written by our own parent process
    _end_after(seconds + grace)

    def _report(finding: Finding | Contradiction) -> None:
        pickle.dump(finding, sys.stdout.buffer)
        sys.stdout.buffer.flush()

    assert isinstance(problem, Problem)
    if work == "search":
        timetable = encode(problem)
        add_halls(timetable)
        Search(timetable, seed, _report).run()
    else:
        find_clash(problem, 0.9 * seconds, _report)


def _end_after(seconds: float) -> None:
    """Let the system end this process should its parent not live to do it; a solver would not look."""
    if hasattr(signal, "setitimer"):
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, seconds)


if __name__ == "__main__":
    main()
