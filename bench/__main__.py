"""Which figures stand in docs/benchmarks.md? `python -m bench [NAME ...]` measures them anew and writes them there.

A page's part between `<!-- NAME -->` and `<!-- /NAME -->` is the output of `python -m bench.NAME`, below the
machine and the command.
"""

import os
import platform
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

PAGE = Path(__file__).resolve().parents[1] / "docs" / "benchmarks.md"
PART = re.compile(r"<!-- (\w+) -->\n.*?<!-- /\1 -->", re.DOTALL)


def describe_machine() -> str:
    """Processor, cores and Python, as far as the system tells."""
    names = (
        re.findall(r"model name\s*:\s*(.+)", Path("/proc/cpuinfo").read_text())
        if Path("/proc/cpuinfo").exists()
        else []
    )
    processor = names[0] if names else platform.processor() or platform.machine()
    return f"{processor}, {os.cpu_count()} cores, Python {platform.python_version()}, {date.today()}"


def measure(name: str) -> str:
    """The part of one benchmark, measured now; raises CalledProcessError when it fails."""
    print(f"{name} …", file=sys.stderr, flush=True)
    done = subprocess.run([sys.executable, "-m", f"bench.{name}"], stdout=subprocess.PIPE, text=True, check=True)
    return (
        f"<!-- {name} -->\n`python -m bench.{name}` on {describe_machine()}\n\n{done.stdout.strip()}\n<!-- /{name} -->"
    )


def main(names: list[str]) -> int:
    """Measures the named parts, or all; exit status 2 for a name that the page does not have."""
    known = [part[1] for part in PART.finditer(PAGE.read_text(encoding="utf-8"))]
    unknown = sorted(set(names) - set(known))
    if unknown:
        print(f"no such part: {', '.join(unknown)}; there are {', '.join(known)}", file=sys.stderr)
        return 2
    for name in names or known:
        part = measure(name)
        page = PAGE.read_text(encoding="utf-8")  # the page may have been edited while this was measured
        page = PART.sub(lambda found, name=name, part=part: part if found[1] == name else found[0], page)
        PAGE.write_text(page, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
