"""Which script does a character belong to? Ranges for Latin, Han, kana and Hangul."""

import re

_RANGES = {
    "kana": ((0x3041, 0x309F), (0x30A0, 0x30FF), (0x31F0, 0x31FF), (0xFF66, 0xFF9F)),
    "hangul": ((0x1100, 0x11FF), (0x3130, 0x318F), (0xA960, 0xA97F), (0xAC00, 0xD7A3), (0xD7B0, 0xD7FF)),
    "han": ((0x3005, 0x3007), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x323AF)),
    "latin": ((0x41, 0x5A), (0x61, 0x7A), (0xC0, 0xD6), (0xD8, 0xF6), (0xF8, 0x24F), (0x1E00, 0x1EFF)),
    "katakana": ((0x30A1, 0x30FA), (0x30FC, 0x30FE), (0x31F0, 0x31FF)),
}


def _pattern(*names: str) -> re.Pattern[str]:
    ranges = [pair for name in names for pair in _RANGES[name]]
    return re.compile("[" + "".join(f"{chr(low)}-{chr(high)}" for low, high in ranges) + "]")


LATIN = _pattern("latin")
KANA = _pattern("kana")
KATAKANA = _pattern("katakana")
HANGUL = _pattern("hangul")
HAN = _pattern("han")
CJK = _pattern("kana", "hangul", "han")
"""Scripts that a search cannot cut into words at spaces (Korean particles stick to their noun)."""
