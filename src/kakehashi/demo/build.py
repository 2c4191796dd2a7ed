"""Which invented events does the demo show, and where are their workbooks?"""

from dataclasses import dataclass
from pathlib import Path

from kakehashi.apps.events.workbook import convert_to_workbook

HERE = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class DemoWeek:
    """One invented event: its CSV folder's name and the language in which its organiser works."""

    name: str
    language: str

    @property
    def folder(self) -> Path:
        """The CSV folder, equal to a workbook."""
        return HERE / self.name

    def build_workbook(self, path: Path) -> None:
        """Writes the week as the workbook that the organiser would fill in, in the organiser's language."""
        convert_to_workbook(self.folder, path, self.language)


WEEKS = (
    DemoWeek("tokyo_partnering_week", "ko"),
    DemoWeek("supporting_industries_teleconference", "vi"),
)
