"""How does the organiser's week workbook become a checked week, and how is an empty one made?"""

from kakehashi.apps.events.workbook.conversion import convert_to_workbook
from kakehashi.apps.events.workbook.faults import Fault, WorkbookFaults
from kakehashi.apps.events.workbook.reader import read_week
from kakehashi.apps.events.workbook.template import write_template

__all__ = ["Fault", "WorkbookFaults", "convert_to_workbook", "read_week", "write_template"]
