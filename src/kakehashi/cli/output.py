"""Where do results go, all or nothing? Work is written beside its place and moved there when complete."""

import os
import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

MARK = ".kakehashi"
"""Stands in every folder of results, so that a later run knows that it may replace the folder."""


class OutputFault(Exception):
    """The place named for the results cannot be used; the text says why and what to do."""


@contextmanager
def new_file(path: Path) -> Iterator[Path]:
    """Gives a path to write to; the file takes its real name when the body ends well, else nothing is left."""
    partial = path.with_name(f".{path.stem}.{os.getpid()}.partial{path.suffix}")
    try:
        yield partial
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


@contextmanager
def new_folder(path: Path) -> Iterator[Path]:
    """Gives an empty folder to write to; it takes its real name when the body ends well, else nothing is left.

    A folder of earlier results is replaced; raises `OutputFault` for a folder that holds anything else.
    """
    _check_replaceable(path)
    path = path.resolve()
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.{os.getpid()}.partial")
    old = path.with_name(f".{path.name}.{os.getpid()}.old")
    try:
        partial.mkdir()
        yield partial
        (partial / MARK).write_text("Results of Kakehashi: a later run replaces this folder.\n", encoding="utf-8")
        if path.exists():
            path.rename(old)
        partial.rename(path)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
        if old.exists() and not path.exists():
            old.rename(path)
        shutil.rmtree(old, ignore_errors=True)


def _check_replaceable(path: Path) -> None:
    from django.utils.translation import gettext as _

    if path.exists() and not path.is_dir():
        raise OutputFault(_("%(path)s is a file: name a folder for the results.") % {"path": path})
    if path.is_dir() and any(path.iterdir()) and not (path / MARK).exists():
        raise OutputFault(
            _("%(path)s holds other files, which are left untouched: name a new folder for the results.")
            % {"path": path}
        )


@contextmanager
def stop_signals_interrupt() -> Iterator[None]:
    """Makes a request to end the process (SIGTERM) tidy up like Ctrl-C does."""

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
