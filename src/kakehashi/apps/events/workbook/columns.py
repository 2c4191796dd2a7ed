"""What is a sheet of the workbook, and what is a column?"""

from dataclasses import dataclass

from kakehashi.apps.events.workbook.choices import Choices, Text


@dataclass(frozen=True)
class Column:
    """One column: `key` is its heading in CSV files; `required` columns must be there, with or without values."""

    key: str
    heading: Text
    hint: Text
    example: Text = ""
    required: bool = False
    choices: Choices | None = None
    firms: bool = False
    ignored: bool = False
    width: int = 16


@dataclass(frozen=True)
class Plan:
    """One sheet: `key` is the name of its CSV file."""

    key: str
    title: Text
    purpose: Text
    columns: tuple[Column, ...]

    def column(self, key: str) -> Column:
        """The column of that key."""
        return next(column for column in self.columns if column.key == key)
