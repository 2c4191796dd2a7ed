"""What does the organiser's workbook of a programme hold? Summary, three grids and the lists, in one file."""

from pathlib import Path

from django.utils import translation
from django.utils.translation import gettext as _
from openpyxl import Workbook

from kakehashi.apps.meetings.exports.archive import save_workbook
from kakehashi.apps.meetings.exports.cells import add_styles
from kakehashi.apps.meetings.exports.glossary_sheet import write_glossary
from kakehashi.apps.meetings.exports.grids import write_grids
from kakehashi.apps.meetings.exports.lists import write_interpreter_load, write_meetings, write_unmet, write_without
from kakehashi.apps.meetings.exports.summary_sheet import write_summary
from kakehashi.apps.meetings.planning import Plan
from kakehashi.apps.meetings.summary import summarise


def write_workbook(plan: Plan, path: Path, language: str) -> None:
    """Writes the programme in a language; the bytes depend on the plan and the language alone."""
    with translation.override(language):
        workbook = Workbook()
        workbook.remove(workbook.worksheets[0])
        add_styles(workbook)
        header = plan.week.name_in(language)
        if plan.week.fictitious:
            header = _("%(name)s – contains invented organisations and people") % {"name": header}
        workbook.properties.creator = "Kakehashi"
        workbook.properties.title = plan.week.name_in(language)
        workbook.properties.language = language
        summary = summarise(plan)
        write_summary(workbook, plan, summary, header)
        write_grids(workbook, plan, header)
        write_meetings(workbook, plan, header)
        write_unmet(workbook, plan, header)
        write_without(workbook, plan, summary, header)
        write_interpreter_load(workbook, summary, header)
        write_glossary(workbook, plan, header)
        save_workbook(workbook, path, plan.week.first_day)
