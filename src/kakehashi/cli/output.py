"""Where do results go, all or nothing? Work is written beside its place and moved there when complete."""

import os
import re
import shutil
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from errno import EACCES
from pathlib import Path
from types import FrameType

from django.utils.translation import gettext as _

MARK = ".kakehashi"
"""Stands in every folder of results, so that a later run knows that it may replace them."""

_CUT_OFF = re.compile(r"\..+\.[0-9]+\.(partial|old)")
"""What a run leaves behind that was killed without a chance to tidy up."""

_LITTER = (".DS_Store", "Thumbs.db", "desktop.ini")
"""What file managers leave in any folder without being asked."""


class OutputFault(Exception):
    """The place named for the results cannot be used; the text says why and what to do."""


@contextmanager
def new_file(path: Path) -> Iterator[Path]:
    """Gives a path to write to; the file takes its real name when the body ends well, else nothing is left.

    Raises `OutputFault` where it cannot be written.
    """
    partial = path.with_name(f".{path.stem}.{os.getpid()}.partial{path.suffix}")
    try:
        with writing(path):
            yield partial
            partial.replace(path)
    finally:
        with suppress(OSError):
            partial.unlink()


@contextmanager
def new_folder(path: Path, is_result: Callable[[str], bool]) -> Iterator[Path]:
    """Gives an empty folder to write to; its files take their place when the body ends well, else nothing is left.

    Earlier results are replaced as in `check_folder`, which is asked again. A folder that is there stays the same
    folder: it may be a mounted disk, or the one in which the command was started.
    """
    check_folder(path, is_result)
    path = path.resolve()
    before = path.is_dir()
    stage = path if before else path.parent
    partial = stage / f".{path.name}.{os.getpid()}.partial"
    old = stage / f".{path.name}.{os.getpid()}.old"
    made = [folder for folder in (path.parent, *path.parent.parents) if not folder.exists()]
    try:
        with writing(path):
            partial.mkdir(parents=True)
            yield partial
            (partial / MARK).write_text("Results of Kakehashi: a later run replaces them.\n", encoding="utf-8")
            if before:
                _exchange(path, partial, old)
            else:
                partial.rename(path)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)
        if not path.exists():
            for folder in made:
                with suppress(OSError):
                    folder.rmdir()


def check_folder(path: Path, is_result: Callable[[str], bool]) -> None:
    """Raises `OutputFault` unless results may be written to `path`: a new or empty folder, or earlier results alone.

    `is_result` tells of a file's name, relative to the folder, whether it can come from an earlier run: whatever
    else lies there, such as the workbook itself or somebody's notes, is never deleted.
    """
    above = next(folder for folder in (path.resolve(), *path.resolve().parents) if folder.exists())
    if not above.is_dir():
        raise OutputFault(_("%(path)s is a file: name a folder for the results.") % {"path": above})
    with writing(path):
        if not os.access(above, os.W_OK | os.X_OK):
            raise PermissionError(EACCES, os.strerror(EACCES))
        taken = path.is_dir() and any(path.iterdir())
        files = (file.relative_to(path) for file in path.rglob("*") if not file.is_dir())
        others = taken and not ((path / MARK).is_file() and all(_is_own(file, is_result) for file in files))
    if others:
        raise OutputFault(
            _("%(path)s holds other files, which are left untouched: name a new folder for the results.")
            % {"path": path}
        )


def _is_own(file: Path, is_result: Callable[[str], bool]) -> bool:
    cut_off = _CUT_OFF.fullmatch(file.parts[0]) is not None
    return cut_off or file == Path(MARK) or file.name in _LITTER or is_result(file.as_posix())


def _exchange(path: Path, partial: Path, old: Path) -> None:
    """Puts the contents of `partial` in the place of those of `path`, which go to `old`; all or nothing."""
    old.mkdir()
    moves = [(entry, old / entry.name) for entry in path.iterdir() if entry not in (partial, old)]
    moves += [(entry, path / entry.name) for entry in partial.iterdir()]
    begun: list[tuple[Path, Path]] = []
    try:
        for here, there in moves:
            begun.append((here, there))
            here.rename(there)
    except BaseException:
        for here, there in reversed(begun):
            if not here.exists():
                there.rename(here)
        raise


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Says of a place that cannot be written that it cannot, instead of failing."""
    try:
        yield
    except OSError as error:
        raise unwritable(path, error.strerror or error) from error


def unwritable(path: Path, reason: object) -> OutputFault:
    """The fault of a place that cannot be written; `reason` is what the system says."""
    return OutputFault(_("%(path)s cannot be written: %(reason)s.") % {"path": path, "reason": reason})


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
