"""How far is the work? Bars on a terminal, one line per step elsewhere, always on standard error."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn


class Step:
    """One step of the work; `advance` may be called as often as one likes."""

    def __init__(self, bars: Progress | None, task: TaskID | None) -> None:
        self._bars, self._task = bars, task
        self.note = ""

    def advance(self, done: int, total: int | None, note: str = "") -> None:
        """Tells that `done` of `total` (None: unknown) parts are done; `note` says more in a few words."""
        self.note = note or self.note
        if self._bars is not None and self._task is not None:
            self._bars.update(self._task, completed=done, total=total, note=self.note)

    def conclude(self, note: str) -> None:
        """What the step came to, shown at its end."""
        self.note = note


class Steps:
    """Shows the steps of one command."""

    def __init__(self, console: Console | None = None, *, quiet: bool = False) -> None:
        self.console = console or Console(file=sys.stderr, highlight=False, soft_wrap=True)
        self.quiet = quiet

    @contextmanager
    def step(self, title: str) -> Iterator[Step]:
        """Runs the body as a step with `title`; the step's last note and its seconds stand at the end."""
        started = time.perf_counter()
        if self.quiet:
            yield Step(None, None)
            return
        if self.console.is_terminal:
            columns = (
                TextColumn("{task.description}"),
                BarColumn(24),
                TextColumn("{task.fields[note]}"),
                TimeElapsedColumn(),
            )
            with Progress(*columns, console=self.console, transient=True) as bars:
                step = Step(bars, bars.add_task(title, total=None, note=""))
                yield step
        else:
            step = Step(None, None)
            yield step
        seconds = time.perf_counter() - started
        tail = f": {step.note}" if step.note else ""
        self.console.print(f"  {title}{tail} ({seconds:.1f} s)", markup=False)
