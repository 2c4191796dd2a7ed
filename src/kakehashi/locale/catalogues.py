"""Which strings does a person see, and which of them lack a translation?

`python -m kakehashi.locale.catalogues update` brings the catalogues up to date with the code and templates;
`compile` writes the `.mo` files; `missing` lists what is untranslated, fuzzy or broken.
"""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

LANGUAGES = ("vi", "ja", "ko")
PACKAGE = Path(__file__).resolve().parents[1]
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
_CALL = re.compile(r"\b(_|gettext|ngettext|pgettext|npgettext)\(")
_LITERAL = re.compile(r"\s*,?\s*u?('(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\")", re.DOTALL)
_PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|%[sd]|\{(\w*)\}")


def catalogue_path(language: str) -> Path:
    """The `.po` of a language."""
    return PACKAGE / "locale" / language / "LC_MESSAGES" / "django.po"


def extract_messages() -> Catalog:
    """All messages in the package's Python files and templates, with where they stand."""
    catalogue = Catalog(charset="utf-8")
    for path in sorted(PACKAGE.rglob("*.py")):
        if "migrations" in path.parts or path == Path(__file__).resolve():
            continue
        found = extract_from_file("python", path, keywords=KEYWORDS, comment_tags=("Translators:",))
        for line, message, comments, context in found:
            _add(catalogue, path, line, message, context, comments)
    for path in sorted(PACKAGE.rglob("*.html")):
        for line, message, context in _template_messages(path):
            _add(catalogue, path, line, message, context, [])
    return catalogue


def _add(catalogue: Catalog, path: Path, line: int, message: object, context: str | None, comments: list[str]) -> None:
    place = (path.relative_to(PACKAGE).as_posix(), line)
    catalogue.add(message, locations=[place], context=context, auto_comments=comments)  # type: ignore[arg-type]


def _template_messages(path: Path) -> Iterator[tuple[int, str | tuple[str, str], str | None]]:
    source = templatize(path.read_text(encoding="utf-8"), origin=str(path))
    for call in _CALL.finditer(source):
        strings: list[str] = []
        position = call.end()
        while literal := _LITERAL.match(source, position):
            strings.append(ast.literal_eval(literal[1]))
            position = literal.end()
        line = source.count("\n", 0, call.start()) + 1
        match call[1], strings:
            case ("_" | "gettext", [text]):
                yield line, text, None
            case ("ngettext", [one, many]):
                yield line, (one, many), None
            case ("pgettext", [context, text]):
                yield line, text, context
            case ("npgettext", [context, one, many]):
                yield line, (one, many), context


def read_catalogue(language: str) -> Catalog:
    """The catalogue of a language as it stands; empty when there is none yet."""
    path = catalogue_path(language)
    if not path.is_file():
        return Catalog(locale=language, charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=language)


def update_catalogues() -> None:
    """Adds new messages, drops those no longer used, keeps every translation; guesses nothing."""
    template = extract_messages()
    for language in LANGUAGES:
        catalogue = read_catalogue(language)
        catalogue.update(template, no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        catalogue.project, catalogue.version = "Kakehashi", ""
        catalogue.header_comment = f"# Kakehashi, {language}."
        path = catalogue_path(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            write_po(file, catalogue, width=110, sort_output=True, omit_header=False)


def compile_catalogues() -> None:
    """Writes a `.mo` beside each `.po`."""
    for language in LANGUAGES:
        with catalogue_path(language).with_suffix(".mo").open("wb") as file:
            write_mo(file, read_catalogue(language))


def missing_messages(language: str) -> list[str]:
    """What is wrong with a catalogue: missing, fuzzy, or with other placeholders than its source."""
    catalogue = read_catalogue(language)
    faults: list[str] = []
    for message in extract_messages():
        if not message.id:
            continue
        entry = catalogue.get(message.id[0] if message.pluralizable else message.id, message.context)
        faults.extend(f"{language}: {fault}: {message.id!r}" for fault in _entry_faults(message, entry))
    return faults


def _entry_faults(message: Message, entry: Message | None) -> Iterator[str]:
    texts = [] if entry is None else _texts(entry.string)
    if entry is None or not texts or not all(texts):
        yield "missing"
        return
    if entry.fuzzy:
        yield "fuzzy"
    source = _texts(message.id)[-1]
    for text in texts:
        if sorted(_PLACEHOLDER.findall(text)) != sorted(_PLACEHOLDER.findall(source)):
            yield "placeholders differ"


def _texts(text: object) -> list[str]:
    """A message's one text, or its texts for each number."""
    return [str(part or "") for part in text] if isinstance(text, tuple | list) else [str(text or "")]


def main(arguments: list[str]) -> int:
    """Runs `update`, `compile` or `missing`; exit status 1 when something is missing, 2 for other words."""
    match arguments:
        case ["update"]:
            update_catalogues()
        case ["compile"]:
            compile_catalogues()
        case ["missing"]:
            faults = [fault for language in LANGUAGES for fault in missing_messages(language)]
            sys.stdout.writelines(f"{fault}\n" for fault in faults)
            return 1 if faults else 0
        case _:
            sys.stderr.write("update, compile or missing\n")
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
