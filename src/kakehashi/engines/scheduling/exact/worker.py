"""The process that searches: reads a problem from standard input, writes each finding to standard output."""

import pickle
import signal
import sys

from ..problem import Problem
from .encoding import encode
from .search import Finding, Search


def main() -> None:
    """Search until done, or until the process is ended from outside."""
    problem, seed, seconds = pickle.load(sys.stdin.buffer)  # noqa: S301 - written by our own parent process
    _end_after(seconds)

    def _report(finding: Finding) -> None:
        pickle.dump(finding, sys.stdout.buffer)
        sys.stdout.buffer.flush()

    assert isinstance(problem, Problem)
    Search(encode(problem), seed, _report).run()


def _end_after(seconds: float) -> None:
    """Let the system end this process should its parent not live to do it; a solver would not look."""
    if hasattr(signal, "setitimer"):
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, seconds)


if __name__ == "__main__":
    main()
