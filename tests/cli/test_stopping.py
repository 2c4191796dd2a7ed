"""Does Ctrl-C end a search with what it found, and a second one end the command?"""

import json
import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from kakehashi.cli import schedule as module
from kakehashi.cli.progress import Steps
from kakehashi.cli.stopping import stop_keeps_the_best
from kakehashi.engines.scheduling import Problem, Schedule
from kakehashi.engines.scheduling import schedule as search

EVENT: dict[str, Any] = {
    "slots": [{}],
    "participants": [{"key": "A"}, {"key": "B"}],
    "wishes": [{"first": "A", "second": "B"}],
    "tables": [{"key": "T1"}],
}


@pytest.fixture(autouse=True)
def ctrl_c_is_heard() -> Iterator[None]:
    """A shell may start what runs in its background deaf to Ctrl-C; that is not what is tested here."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def press_ctrl_c() -> None:
    os.kill(os.getpid(), signal.SIGINT)


def test_the_best_so_far_is_printed(run: Callable[..., Result], monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def searching(problem: Problem, *, cancel: Callable[[], bool], **options: Any) -> Schedule:
        asked.append(cancel())
        press_ctrl_c()
        asked.append(cancel())
        return search(problem, time_limit=1)

    monkeypatch.setattr(module, "schedule", searching)
    Path("event.json").write_text(json.dumps(EVENT), encoding="utf-8")
    done = run("schedule", "event.json", "--lang", "en")
    assert asked == [False, True]
    assert done.exit_code == 0
    assert "1 meetings" in done.stdout
    assert "Stopping" in done.stderr
    record = json.loads(run("schedule", "event.json", "--json").stdout)
    assert len(record["meetings"]) == 1


def test_a_second_one_interrupts_and_afterwards_the_first_does() -> None:
    with stop_keeps_the_best(Steps(quiet=True)) as stopped:
        press_ctrl_c()
        assert stopped()
        with pytest.raises(KeyboardInterrupt):
            press_ctrl_c()
    with stop_keeps_the_best(Steps(quiet=True)) as stopped:
        assert not stopped()
    with pytest.raises(KeyboardInterrupt):
        press_ctrl_c()
