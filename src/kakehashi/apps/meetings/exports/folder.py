"""Which files does a programme consist of? A workbook, a page and a calendar for each participant, a list of them."""

import re
from collections.abc import Callable
from pathlib import Path

from django.utils import translation

from kakehashi.apps.events.wording import language_name
from kakehashi.apps.meetings.exports.agenda import firm_name
from kakehashi.apps.meetings.exports.calendar import write_calendar
from kakehashi.apps.meetings.exports.page import Entry, render_agenda, render_index
from kakehashi.apps.meetings.exports.programme_workbook import write_workbook
from kakehashi.apps.meetings.exports.words import latin_slug
from kakehashi.apps.meetings.planning import Plan
from kakehashi.apps.meetings.summary import participants_without, unmet_requests

AGENDAS = "agendas"
_RESULT = re.compile(rf"programme\.xlsx|index\.html|{AGENDAS}/[0-9]{{3,}}-[a-z0-9-]+\.(html|ics)")


def is_result(name: str) -> bool:
    """Whether a file of that name, relative to the folder of results, can be one that `write_programme` wrote."""
    return _RESULT.fullmatch(name) is not None


def write_programme(
    plan: Plan, folder: Path, language: str, progress: Callable[[int, int], None] | None = None
) -> tuple[Path, ...]:
    """Writes everything to hand out into an existing empty folder; returns the paths in order of writing.

    `programme.xlsx` and `index.html` in `language`; `agendas/NNN-name.html` and `.ics` in each firm's own. A firm
    without a meeting gets no calendar: its page says why. `progress` is told (files done, files in all). The same
    plan and language give the same bytes.
    """
    total, done = len(plan.week.firms) + 2, 0
    written: list[Path] = []

    def tell(*paths: Path) -> None:
        nonlocal done
        written.extend(paths)
        done += 1
        if progress is not None:
            progress(done, total)

    workbook = folder / "programme.xlsx"
    write_workbook(plan, workbook, language)
    tell(workbook)
    (folder / AGENDAS).mkdir()
    requests = unmet_requests(plan)
    without = {one.firm: one for one in participants_without(plan)}
    entries = []
    for firm in range(len(plan.week.firms)):
        entry = _write_agenda(plan, firm, folder, language, render_agenda(plan, firm, requests, without.get(firm)))
        entries.append(entry)
        tell(folder / entry.page, *((folder / entry.calendar,) if entry.calendar else ()))
    index = folder / "index.html"
    index.write_text(render_index(plan, entries, language), encoding="utf-8", newline="\n")
    tell(index)
    return tuple(written)


def _write_agenda(plan: Plan, firm: int, folder: Path, language: str, page: str) -> Entry:
    """Writes the page and, with a meeting, the calendar of a firm; returns its entry in the list, in `language`."""
    own = plan.week.firms[firm]
    digits = max(3, len(str(len(plan.week.firms))))
    stem = f"{AGENDAS}/{firm + 1:0{digits}d}-{latin_slug(own)}"
    (folder / f"{stem}.html").write_text(page, encoding="utf-8", newline="\n")
    content = write_calendar(plan, firm)
    if content is not None:
        (folder / f"{stem}.ics").write_bytes(content)
    with translation.override(language):
        return Entry(
            number=firm + 1,
            name=firm_name(own),
            side=own.side,
            language=language_name(own.agenda_language),
            meetings=len(plan.meetings_of(firm)),
            page=f"{stem}.html",
            calendar=f"{stem}.ics" if content else "",
        )
