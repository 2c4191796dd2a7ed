"""When are two spellings of a name, a heading or a value one and the same?"""

import re
import unicodedata

_INVISIBLE = dict.fromkeys((0x00AD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF))
_SPACES = re.compile(r"\s+")
_MARKS = re.compile(r"[\W_]+")


def clean_text(text: str) -> str:
    """The text as it is kept: composed (NFC), without invisible characters, no space at either end."""
    return unicodedata.normalize("NFC", text.translate(_INVISIBLE)).strip()


def fold_width(text: str) -> str:
    """The text with full-width letters, digits and signs made plain (NFKC), for numbers, dates and codes."""
    return unicodedata.normalize("NFKC", text.translate(_INVISIBLE)).strip()


def fold_name(text: str) -> str:
    """The key under which a firm's name is known: case, width and spaces do not count, signs do."""
    return _SPACES.sub("", unicodedata.normalize("NFKC", fold_width(text).casefold()))


def fold_label(text: str) -> str:
    """The key under which a heading, a sheet's name or an accepted value is known: letters and digits alone."""
    return _MARKS.sub("", fold_name(text))
