"""By which words, in four languages, is a sheet, a heading or an example row of the workbook known?"""

from collections.abc import Mapping
from functools import cache

from kakehashi.apps.events.folding import fold_label, fold_name
from kakehashi.apps.events.week import AGENDA_LANGUAGES
from kakehashi.apps.events.workbook.choices import forget_spellings, spell
from kakehashi.apps.events.workbook.plans import EXAMPLE_MARK, NOTES_TITLE, PLANS


@cache
def sheet_spellings() -> Mapping[str, str]:
    """Every accepted name of a sheet, folded, to its key; the notes sheet has the key "notes"."""
    words = {fold_label(spell(NOTES_TITLE, language)): "notes" for language in AGENDA_LANGUAGES}
    words |= {fold_label(spell(plan.title, language)): plan.key for language in AGENDA_LANGUAGES for plan in PLANS}
    return words | {fold_label(plan.key): plan.key for plan in PLANS}


@cache
def heading_spellings(plan_key: str) -> Mapping[str, str]:
    """Every accepted heading of a sheet, folded, to the column's key."""
    columns = next(plan for plan in PLANS if plan.key == plan_key).columns
    words = {
        fold_label(spell(column.heading, language)): column.key for language in AGENDA_LANGUAGES for column in columns
    }
    return words | {fold_label(column.key): column.key for column in columns}


@cache
def example_marks() -> tuple[str, ...]:
    """The folded words, each with its colon, with which the first cell of an example row begins."""
    words = {fold_name(spell(EXAMPLE_MARK, language)) for language in AGENDA_LANGUAGES} | {"example:"}
    return tuple(sorted(word.rstrip(":") + ":" for word in words))


def forget_translations() -> None:
    """Makes the next reading look at the catalogues again."""
    sheet_spellings.cache_clear()
    heading_spellings.cache_clear()
    example_marks.cache_clear()
    forget_spellings()
