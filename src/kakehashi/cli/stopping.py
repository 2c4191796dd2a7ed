"""How does Ctrl-C end a search with the best found so far, instead of throwing it away?"""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from django.utils.translation import gettext as _

from kakehashi.cli.progress import Steps


@contextmanager
def stop_keeps_the_best(steps: Steps) -> Iterator[Callable[[], bool]]:
    """Gives a function that tells whether Ctrl-C was pressed; pressed again, it interrupts as everywhere else."""
    asked = False

    def stop(_number: int, _frame: FrameType | None) -> None:
        nonlocal asked
        if asked:
            raise KeyboardInterrupt
        asked = True
        if not steps.quiet:
            text = _("Stopping: the best schedule found so far follows. Ctrl-C again ends at once.")
            steps.console.print("  " + text, markup=False)

    before = signal.signal(signal.SIGINT, stop)
    try:
        yield lambda: asked
    finally:
        signal.signal(signal.SIGINT, before)
