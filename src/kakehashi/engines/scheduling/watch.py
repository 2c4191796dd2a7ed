"""How much time is left, has anybody cancelled, and who is told how far the search is?"""

import threading
import time
from collections.abc import Callable
from typing import Generic, Protocol, TypeVar

from .result import Step

T = TypeVar("T")

BEAT = 0.5
"""Seconds after which whoever follows the progress hears of it again, new or not."""

GLANCE = 0.05
"""Seconds, about, between two looks at whether the search was cancelled."""


class Runner(Protocol):
    """Does a job that may take long, within the seconds given; None when it was not done by then."""

    def __call__(self, job: Callable[[], T], seconds: float) -> T | None: ...  # noqa: D102 - see the class


def at_once(job: Callable[[], T], seconds: float) -> T | None:
    """Do a job here and now, trusting it to keep its time."""
    return job()


class Job(Generic[T]):
    """A job in a thread of its own: linear programmes leave the interpreter to others while they are solved.

    Nothing ends a thread from outside: one that is given up works on, until its own limit, for nobody. A process that
    ends meanwhile waits for it, since HiGHS does not outlive its interpreter.
    """

    def __init__(self, job: Callable[[], T]) -> None:
        self._job = job
        self._found: list[T] = []
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._work)
        self._thread.start()

    def _work(self) -> None:
        try:
            self._found.append(self._job())
        except BaseException as error:
            self._error = error

    def done(self, seconds: float) -> bool:
        """Whether it is done, waiting for at most some seconds."""
        self._thread.join(max(seconds, 0.0))
        return not self._thread.is_alive()

    def found(self) -> T:
        """What it found, once it is done."""
        if self._error:
            raise self._error
        return self._found[0]


class Watch:
    """The clock of one search: its limit, its cancel, and the best value and bound so far for the progress.

    `reserve` are the seconds needed at the end, after the search itself; `began` is when the solvers were loaded.
    """

    def __init__(
        self,
        started: float,
        time_limit: float,
        progress: Callable[[Step], None] | None = None,
        cancel: Callable[[], bool] | None = None,
    ) -> None:
        self.started, self.time_limit = started, time_limit
        self.progress, self._cancel = progress, cancel
        self.began = self.reserve = 0.0
        self.value: int | None = None
        self.bound: int | None = None
        self.log: list[str] = []
        self._cancelled = False
        self._looked = self._told = float("-inf")
        self._stage = "start"

    def seconds(self) -> float:
        """Since the start."""
        return time.perf_counter() - self.started

    def worked(self) -> float:
        """Seconds since the solvers were loaded: a measure of the event and the machine."""
        return self.seconds() - self.began

    def left(self) -> float:
        """Seconds left for the search; none once it was cancelled."""
        return -1.0 if self.cancelled() else self.time_limit - self.reserve - self.seconds()

    def over(self) -> bool:
        """Whether the search has to end."""
        return self.left() <= 0

    def cancelled(self) -> bool:
        """Whether somebody cancelled; also the moment in which the progress is told again."""
        now = self.seconds()
        if now - self._looked >= GLANCE:
            self._looked = now
            if self._cancel and not self._cancelled:
                self._cancelled = bool(self._cancel())
            if now - self._told >= BEAT:
                self._tell(now)
        return self._cancelled

    def spent_of(self, allowed: float) -> Callable[[], float]:
        """How much of the seconds allowed from now on is over, as a share of them."""
        end = self.seconds() + allowed

        def spent() -> float:
            if self.over() or allowed <= 0:
                return 1.0
            return 1 - (end - self.seconds()) / allowed

        return spent

    def report(self, stage: str, value: int | None, detail: str = "") -> None:
        """Log a stage with the best value so far, and tell whoever follows the progress."""
        self._stage, self.value = stage, value
        self.log.append(f"{self.seconds():.2f} s {stage}: score {value}, bound {self.bound}{detail}")
        self._tell(self.seconds())

    def _tell(self, now: float) -> None:
        self._told = now
        if self.progress:
            self.progress(Step(now, self._stage, self.value, self.bound))

    def lower(self, bound: int) -> None:
        """Note a bound, if it is lower than the one known."""
        self.bound = bound if self.bound is None else min(self.bound, bound)

    def run(self, job: Callable[[], T], seconds: float) -> T | None:
        """Do a job in a thread of its own; None when it is not done in time or the search is cancelled."""
        return self.wait(Job(job), seconds) if seconds > 0 and not self.cancelled() else None

    def wait(self, job: Job[T], seconds: float) -> T | None:
        """What a job begun earlier finds; None when it is not done in time or the search is cancelled."""
        end = self.seconds() + seconds
        while not job.done(min(GLANCE, end - self.seconds())):
            if self.seconds() >= end or self.cancelled():
                return None
        return job.found()
