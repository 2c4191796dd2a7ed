"""Compiles the message catalogues when the package is built or installed, so that no one needs GNU gettext."""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileCatalogues(BuildHookInterface):
    """Writes a `.mo` beside every `.po`; fuzzy entries are left out."""

    def initialize(self, version: str, build_data: dict) -> None:
        """Runs before the wheel is put together, editable or not."""
        for po in Path(self.root, "src/kakehashi/locale").glob("*/LC_MESSAGES/*.po"):
            with po.open("rb") as source:
                catalogue = read_po(source, locale=po.parts[-3])
            with po.with_suffix(".mo").open("wb") as target:
                write_mo(target, catalogue)
